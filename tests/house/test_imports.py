"""No file leans on one that leans on it, over however many others; late imports and types count."""

from graphlib import CycleError, TopologicalSorter

import grimp

PACKAGES = ("config", "states", "tasks", "flows", "console")


def test_no_file_leans_on_one_that_leans_on_it() -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    lent = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    try:
        TopologicalSorter(lent).prepare()
        circle: list[str] = []
    except CycleError as error:
        circle = error.args[1]
    assert circle == []
