"""What one act takes in machine instructions of the client, counted by valgrind's callgrind.

Time on a shared machine differs by half from run to run; this count differs by one in a hundred, so
two versions of the code can be told apart. The kernel's part (writing, syncing) is not in it, which
is most of the floor's, so the multiples here are no multiples of time.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.contest import Peer, Player
from benchmarks.databases import Place, places
from benchmarks.one_act import OWN
from benchmarks.report import Sizes, table

_RUN = ("valgrind", "--tool=callgrind", "--instr-atstart=no", "--quiet")


def measure(sizes: Sizes) -> dict[str, Any]:
    """Instructions a move, on each database. Raises SystemExit where valgrind is not installed."""
    if shutil.which("valgrind") is None:
        raise SystemExit("请先安装 valgrind / install valgrind first")
    peers = [peer for peer in OWN if peer.name in sizes.counted]
    return {
        place.kind: {peer.name: _counted(peer, place, sizes.moves) for peer in peers}
        for place in places(sizes.folder, sizes.database)
    }


def _counted(peer: Peer, place: Place, moves: int) -> int:
    with place.fresh(peer.name) as url, tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "counted"
        under = (*_RUN, f"--callgrind-out-file={written}")
        player = Player(peer, url, 2 * moves + 2, under=under)
        player.play(moves, counts=False)  # a warm-up, whose caches are not judged
        _order(player, "--instr=on")
        player.play(1)
        _order(player, "--dump")
        player.play(moves + 1)
        _order(player, "--instr=off")
        player.close()
        one, many = _total(written.with_name("counted.1")), _total(written)
    # each turn begins with a look for garbage, which is no part of a move
    return (many - one) // moves


def _order(player: Player, words: str) -> None:
    order = ("callgrind_control", words, str(player.process.pid))
    subprocess.run(order, check=True, capture_output=True)


def _total(written: Path) -> int:
    """The instructions that one file of callgrind counts."""
    totals = [line for line in written.read_text().splitlines() if line.startswith("totals:")]
    return int(totals[-1].split()[1])


def summary(found: dict[str, Any]) -> str:
    """A table for both databases."""
    head = ("thousand instructions a move", *found)
    names = next(iter(found.values()))
    rows = [(name, *(f"{kind[name] / 1000:,.0f}" for kind in found.values())) for name in names]
    return table(head, rows)
