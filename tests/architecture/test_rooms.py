"""The rooms of the package: how many modules one holds, who may name a carrier, and how little the application wires."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tracking_site.carriers.registry import CARRIERS

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = [ROOT / "tracking_site", ROOT / "tracking_site_sandbox"]
FOLDERS = sorted({path.parent for package in PACKAGES for path in package.rglob("*.py")})
MOST_MODULES = 16
MOST_IMPORTED_NAMES = 30


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_no_folder_holds_more_modules_than_one_overlooks(folder: Path) -> None:
    modules = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST_MODULES, sorted(modules)


def test_the_application_imports_few_names() -> None:
    tree = ast.parse((ROOT / "tracking_site" / "app.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [name.asname or name.name for node in imports for name in node.names]
    assert len(names) <= MOST_IMPORTED_NAMES, names


@pytest.mark.parametrize("package", ["tracking_site", "tracking_site_sandbox"])
def test_no_module_imports_itself_by_way_of_others_not_even_for_types(package: str) -> None:
    graph = grimp.build_graph(package, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imports) > 20
    TopologicalSorter(imports).prepare()  # raises CycleError with the circle


def test_no_module_but_the_registry_names_a_carrier_that_is_not_its_own() -> None:
    carriers = ROOT / "tracking_site" / "carriers"
    found = []
    for path in (ROOT / "tracking_site").rglob("*.py"):
        own = {path.relative_to(carriers).parts[0]} if path.is_relative_to(carriers) else set()
        others = "|".join(CARRIERS.keys() - own)
        if path != carriers / "registry.py" and re.search(
            rf"(?<![A-Za-z])(?i:{others})(?![a-z])", path.read_text("utf-8")
        ):
            found.append(path.relative_to(ROOT).as_posix())
    assert found == []


def test_a_unit_test_is_found_by_the_name_of_its_module() -> None:
    tree = ROOT / "tests" / "unit"
    lost = []
    for test in tree.rglob("test_*.py"):
        folder = ROOT / "tracking_site" / test.relative_to(tree).parent
        modules = [path.stem for path in folder.glob("*.py")]
        name = test.stem.removeprefix("test_")
        if not any(name == module or name.startswith(f"{module}_") for module in modules):
            lost.append(test.relative_to(ROOT).as_posix())
    assert lost == []
