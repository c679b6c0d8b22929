"""Build hook: compiles the readable knowledge and the gazetteer into the data files that the wheel carries.

It runs in an isolated environment without the libraries of casus (`build-system.requires` has what it needs), so the two compilers are
imported below bare packages: `casus` itself is never executed.
"""

from __future__ import annotations

import sys
import types
from importlib import import_module
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface  # type: ignore[import-not-found,unused-ignore]  # see below

PACKAGES = {"casus": "src/casus", "casus.grounding": "src/casus/grounding"}


class CompileData(BuildHookInterface):  # type: ignore[misc,type-arg,unused-ignore]  # hatchling is there in builds only
    """Compile `knowledge.db` and `gazetteer.db` before files are collected; for wheels, source archives and editable installs."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the data, the gazetteer only where it is missing or old; a fault in the knowledge stops the build with its message."""
        root = Path(self.root)
        for name, path in PACKAGES.items():
            bare = types.ModuleType(name)
            bare.__path__ = [str(root / path)]
            sys.modules.setdefault(name, bare)
        grounding = root / PACKAGES["casus.grounding"]
        import_module("casus.grounding.compiling").compile_knowledge(grounding / "knowledge", grounding / "knowledge.db")
        import_module("casus.grounding.gazetteer_build").ready(grounding / "gazetteer.db")
        build_data["artifacts"] += ["src/casus/grounding/*.db"]
