"""Taking a port, or saying who has it and what to set instead."""

import contextlib
import errno
import socket
from pathlib import Path

from console.serving.hindrances import NoAddress, PortTaken

LISTENING = "0A"
LAST = 65_535


def taken(host: str, port: int, variable: str) -> socket.socket:
    """A socket that listens there. Raises NoAddress where that can never be, PortTaken naming the
    holder and the variable to set."""
    if not 0 < port <= LAST:
        raise NoAddress(host=host, port=port, detail=f"1–{LAST}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ours = socket.socket(family, socket.SOCK_STREAM)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        ours.bind((host, port))
        ours.listen(128)
    except OSError as error:
        ours.close()
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise NoAddress(host=host, port=port, detail=error.strerror or "") from error
        raise PortTaken(
            host=host,
            port=port,
            variable=variable,
            other=port + 1,
            holder=holder(port) or "？",
            detail=error.strerror or "",
        ) from error
    return ours


def ensure_free(host: str, port: int, variable: str) -> None:
    """Nobody listens there now. Raises PortTaken."""
    taken(host, port, variable).close()


def holder(port: int) -> str:
    """The program that listens on a port of this machine and its process id, where the system
    tells; empty otherwise."""
    inodes = _inodes(port)
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            for handle in (process / "fd").iterdir():
                if str(handle.readlink()) in inodes:
                    return f"{_command(process)} (pid {process.name})"
    return ""


def _inodes(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                parts = line.split()
                if parts[3] == LISTENING and int(parts[1].rpartition(":")[2], 16) == port:
                    found.add(f"socket:[{parts[9]}]")
    return found


def _command(process: Path) -> str:
    words = (process / "cmdline").read_bytes().split(b"\0")
    return " ".join(word.decode("utf-8", "replace") for word in words if word)[:80]
