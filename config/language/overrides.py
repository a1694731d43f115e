"""`due: {default: 5年内, 上海市: 3年内}`: a limit with its exceptions in one place, told apart.

What follows `default` becomes the limit, the rest stands beside it as `due-by`, where it may be
written just as well; so does the `longest` of an extension."""

from config.language.references import at, places_of
from config.language.source import Place, Tree

_SPLIT = {"duties.*.due": "due-by", "duties.*.extension.longest": "longest-by"}
_DEFAULT = ("default", "默认", "其他")


def split_defaults(tree: Tree) -> None:
    """Rewrite such limits in the tree, lines included."""
    for pattern, beside in _SPLIT.items():
        for place in list(places_of(tree.root, pattern.split("."))):
            _split(tree, place, beside)


def _split(tree: Tree, place: Place, beside: str) -> None:
    value, owner = at(tree.root, place), at(tree.root, place[:-1])
    word = next((w for w in _DEFAULT if isinstance(value, dict) and w in value), None)
    if word is None or beside in owner:
        return
    owner[place[-1]] = value[word]
    owner[beside] = {key: part for key, part in value.items() if key != word}
    lines = {where: line for where, line in tree.lines.items() if where[: len(place)] == place}
    for where, line in lines.items():
        rest = where[len(place) :]
        if rest[:1] == (word,):
            tree.lines[*place, *rest[1:]] = line
        elif rest:
            tree.lines[*place[:-1], beside, *rest] = line
