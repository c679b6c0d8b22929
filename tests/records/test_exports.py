import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from casus import records

MODULES = sorted(Path(records.__file__).parent.glob("[a-z]*.py"))


def sort_key(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, as ruff sorts `__all__`."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def public_names(module: Path) -> Iterator[str]:
    for node in ast.parse(module.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def test_all_is_sorted_and_exists() -> None:
    assert list(records.__all__) == sorted(set(records.__all__), key=sort_key)
    assert all(getattr(records, name, None) is not None for name in records.__all__)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.stem)
def test_every_public_name_is_exported(module: Path) -> None:
    names = {name for name in public_names(module) if not name.startswith("_")}
    assert names
    assert names <= set(records.__all__)


@pytest.mark.parametrize("name", [n for n in records.__all__ if n[0].islower() or isinstance(getattr(records, n), type)])
def test_every_class_and_function_has_a_docstring(name: str) -> None:
    assert (getattr(records, name).__doc__ or "").strip()


def test_the_package_imports_nothing_of_casus_but_itself() -> None:
    for module in MODULES:
        imported = [n.module or "" for n in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(n, ast.ImportFrom)]
        assert not [name for name in imported if name.startswith("casus") and not name.startswith("casus.records")]
