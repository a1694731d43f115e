"""Who acts on this command line: declared, not proven, and kept with the keyboard's user."""

import os
import pwd
import socket

from console.errors import Misuse
from states.commands import Via


def keyboard(channel: str = "cli") -> Via:
    """The channel with the operating-system user and host; identity is only declared."""
    uid = os.getuid()
    try:
        user = pwd.getpwuid(uid).pw_name
    except KeyError:
        user = f"uid {uid}"
    return Via(channel, user, socket.gethostname(), "declared")


def chosen(given: str | None, configured: str | None, candidates: list[str]) -> str:
    """The account that acts: `--as`, else SHIDIAN_ACCOUNT. Raises Misuse naming the candidates."""
    account = given or configured
    if account:
        return account
    if not candidates:
        raise Misuse("NoAccounts")
    raise Misuse("NoActor", known="、".join(candidates))
