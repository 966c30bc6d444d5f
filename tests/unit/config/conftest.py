"""Configurations that are written into a file and loaded."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.config_trees import Load, Problems, Tree
from tests.support.toml import document
from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site.config import ConfigurationError, Settings, load_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tracking-site.toml"


@pytest.fixture
def load(file: Path) -> Load:
    def loaded(tree: Tree | str, environ: Mapping[str, str] | None = None) -> Settings:
        file.write_text(tree if isinstance(tree, str) else document(tree), encoding="utf-8")
        return load_settings(file, environ or {}, ACCOUNT_MODELS)

    return loaded


@pytest.fixture
def problems(load: Load) -> Problems:
    """Return the problems of a configuration, by path."""

    def found(tree: Tree | str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
        with pytest.raises(ConfigurationError) as caught:
            load(tree, environ)
        assert all("\n" not in line for line in caught.value.problems)
        return dict(line.split(": ", 1) for line in caught.value.problems)

    return found
