"""The TOML that tests write reads back."""

import json
import tomllib

from tests.support.config_trees import smallest
from tests.support.toml import document


def test_the_toml_writer_of_the_tests_is_correct() -> None:
    tree = {"a b": ['é\n"\\', 1, 2.5, True, {"x": "y"}], "t": smallest()}
    assert json.dumps(tomllib.loads(document(tree))) == json.dumps(tree)
