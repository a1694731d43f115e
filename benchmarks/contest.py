"""Peers measured against each other: each in a process of its own, taking turns in every round, so
that whatever the machine does meanwhile happens to all of them."""

import json
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.databases import Place

ROOT = Path(__file__).parents[1]
PEERS_PYTHON = ROOT / "var/bench-venv/bin/python"


@dataclass(frozen=True, slots=True)
class Peer:
    """A contestant: its module, its arguments after the database and the number of cases.

    A slow one makes at most so many moves a round."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    needs_peers: bool = False
    at_most: int | None = None

    @property
    def python(self) -> str:
        """The interpreter of the environment that it needs."""
        return str(PEERS_PYTHON) if self.needs_peers else sys.executable

    def moves(self, wanted: int) -> int:
        """How many moves it makes in a round of so many."""
        return wanted if self.at_most is None else min(wanted, self.at_most)


@dataclass(slots=True)
class Result:
    """What a peer took in each round, in microseconds a move."""

    versions: dict[str, str] = field(default_factory=dict)
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)


class Player:
    """A running contestant, by itself or under a program that watches it."""

    def __init__(self, peer: Peer, url: str, cases: int, *, under: tuple[str, ...] = ()) -> None:
        self.process = subprocess.Popen(
            [*under, peer.python, "-m", peer.module, url, str(cases), *peer.arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.result = Result(self._answer())

    def play(self, moves: int, *, counts: bool = True) -> None:
        """Let it make so many moves."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{moves}\n")
        self.process.stdin.flush()
        took = self._answer()
        if counts:
            self.result.cpu.append(took["cpu"] / moves * 1e6)
            self.result.wall.append(took["wall"] / moves * 1e6)

    def close(self) -> None:
        """Let it end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args} ended early")
        answer: dict[str, Any] = json.loads(line)
        return answer


def contest(
    peers: Sequence[Peer], place: Place, *, rounds: int, moves: int, seed: int
) -> dict[str, Result]:
    """Every peer on a fresh database of its own; in each round each makes so many moves (a slow one
    fewer), in an order drawn anew. A first round warms up and is not counted."""
    order = random.Random(seed)
    with ExitStack() as stack:
        players: dict[str, Player] = {}
        for peer in peers:
            url = stack.enter_context(place.fresh(peer.name))
            own = peer.moves(moves)
            players[peer.name] = Player(peer, url, own * (rounds + 1))
            stack.callback(players[peer.name].close)
            # a warm-up alone, so that no peer's caches are judged
            players[peer.name].play(own, counts=False)
        turns = [(peer.name, peer.moves(moves)) for peer in peers]
        for _ in range(rounds):
            order.shuffle(turns)
            for name, own in turns:
                players[name].play(own)
        return {name: player.result for name, player in players.items()}


def ratios(results: Mapping[str, Result], name: str, to: str) -> list[float]:
    """A peer's cost as a multiple of another's, round by round."""
    pairs = zip(results[name].cpu, results[to].cpu, strict=True)
    return [mine / theirs for mine, theirs in pairs]
