"""Who acts on this command line: declared, not proven, and kept with the keyboard's user."""

import os
from typing import TYPE_CHECKING

from console.errors import Misuse

if TYPE_CHECKING:
    from states.commands import Via


def keyboard(channel: str = "cli") -> "Via":
    """The channel with the operating-system user and host; identity is only declared."""
    import pwd
    import socket

    from states.commands import Via

    uid = os.getuid()
    try:
        user = pwd.getpwuid(uid).pw_name
    except KeyError:
        user = f"uid {uid}"
    return Via(channel, user, socket.gethostname(), "declared")


def nobody_named(candidates: list[str]) -> Misuse:
    """What to say where neither --as nor SHIDIAN_ACCOUNT names an account."""
    if not candidates:
        return Misuse("NoAccounts")
    return Misuse("NoActor", known=list(candidates))
