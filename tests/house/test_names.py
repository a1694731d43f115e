"""Names that must not collide, since the packages of this application carry plain names."""

import importlib.util
import sys
from importlib.metadata import distributions
from pathlib import Path

from config.settings import CHECKOUT

OURS = {"config", "states", "tasks", "flows", "console"}


def test_no_installed_distribution_provides_a_package_of_ours() -> None:
    found = {
        dist.name: sorted(top)
        for dist in distributions()
        if (top := OURS & {Path(file).parts[0] for file in dist.files or ()})
        and dist.name != "shidian"
    }
    assert found == {}


def test_no_flow_file_is_named_like_a_module_that_can_be_imported() -> None:
    """Prefect puts the working directory first on the path; a file loads under its bare name."""
    elsewhere = [p for p in sys.path if p and Path(p).resolve() != CHECKOUT]
    finder = importlib.machinery.PathFinder()
    names = [path.stem for path in (CHECKOUT / "flows").glob("*.py") if path.stem != "__init__"]
    assert names
    taken = [
        name
        for name in names
        if name in sys.builtin_module_names or finder.find_spec(name, elsewhere)
    ]
    assert taken == []


def test_every_flow_stands_in_a_file_of_its_name() -> None:
    from flows.dispatch import ORDERS

    for name in ORDERS:
        text = (CHECKOUT / "flows" / f"{name}.py").read_text("utf-8")
        assert f"\ndef {name}(order: " in text
        assert text.startswith('"""')
