"""From a command line to the function of its verb. Cyclopts reads the options of that verb only."""

from cyclopts import App
from cyclopts.exceptions import CycloptsError

from console.cli.peek import Peeked
from console.cli.verbs import VERBS


def dispatch(peeked: Peeked) -> int:
    """Run the verb; its exit code. Raises Misuse for a command line that cannot be read."""
    app = app_of(peeked.path)
    try:
        command, bound, _ = app.parse_args(
            peeked.tokens[peeked.words - 1 :], print_error=False, exit_on_error=False
        )
    except CycloptsError as error:
        from console.cli.misread import in_our_words

        raise in_our_words(error, peeked, app) from error
    return command(*bound.args, **bound.kwargs) or 0


def app_of(path: str) -> App:
    """An app that knows this one verb, not yet imported, under the last of its words."""
    word = path.rsplit(" ", 1)[-1]
    app = App(name=f"shidian {path.removesuffix(word)}".strip(), help_flags=(), version_flags=())
    app.command(VERBS[path].import_path, name=word)
    return app
