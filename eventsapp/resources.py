"""Where the top-level folders and `config.py` are: beside the package in a checkout, inside it in
a wheel.

A leaf. In the wheel they lie in the package, so that no module named `config` or `templates` of
everybody's is installed; in a checkout they stay at the top level, where a reader looks for them.
"""

import importlib.util
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder `templates` or `migrations` of this installation."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def config_module() -> ModuleType:
    """Return the module `config.py`, known as `eventsapp.config` in both layouts."""
    name = "eventsapp.config"
    if name in sys.modules:
        return sys.modules[name]
    inside = PACKAGE / "config.py"
    spec = importlib.util.spec_from_file_location(
        name, inside if inside.is_file() else PACKAGE.parent / "config.py"
    )
    if spec is None or spec.loader is None:
        raise ImportError("config.py is missing from this installation")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def product_version() -> str:
    """Return the installed version, or `0` when the package was never installed."""
    try:
        return version("eventsapp")
    except PackageNotFoundError:
        return "0"
