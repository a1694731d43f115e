"""New databases appear under their names only once they are complete."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, make_url

from states.errors import BadInput, ShidianError
from states.keeping.making import finish, in_place
from states.keeping.naming import give_name
from states.mishaps import ENTOURAGE


@contextmanager
def in_whole(url: str) -> Iterator[str]:
    """The URL under which to make and close a new, `unfinished` database. It gets its own name at
    the end; on an error, or if the process is killed, there is none of that name.

    A server's database, and one for which a file is there already, is made in its place, after what
    was left half made there is taken away; it can be opened once it is whole. Raises BadInput if
    another process has made one of that name meanwhile, Conflict if one makes it now."""
    made = make_url(url)
    path = _free_file(made)
    if path is None:
        with in_place(url):
            yield url
        return
    making = path.with_name(f"{path.name}.{uuid4().hex[:8]}.making")
    half = made.set(database=str(making)).render_as_string(hide_password=False)
    try:
        yield half
        finish(half)
        give_name(making, path)
    except FileExistsError as error:
        raise BadInput("StoreExists", url=str(path)) from error
    except ShidianError as error:
        # people know the file by the name that it was to get
        if error.parameters.get("url") == str(making):
            error.parameters["url"] = str(path)
        raise
    finally:
        for suffix in ENTOURAGE:
            Path(f"{making}{suffix}").unlink(missing_ok=True)


def _free_file(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    path = Path(str(url.database))
    return None if path.exists() else path
