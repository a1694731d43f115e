"""One act and its own commit: client CPU as a multiple of the driver's floor, among its peers.

The floor (`by hand`) reads, checks, updates and inserts in one transaction; the other peers do the
same and no more. shidian's acts do more: `plain` is a move with guards, chain, idempotence, refusal
of races and receipt; `check` also settles a duty and opens one; `quota` also takes a quota and
tells the committee; `recommend` also judges a checklist of eight, two files, the register of
earlier pilots and the unit's other cases, and takes a second quota. `by hand, all` does the work
of `recommend` without any rule being looked up, `django-fsm-2 + log, all` that of `quota` with the
models of Django.
DBOS and Prefect also keep records of their own of each move; of Prefect only the client counts.
"""

from typing import Any

from benchmarks.contest import PEERS_PYTHON, Peer, Result, contest, ratios
from benchmarks.databases import places
from benchmarks.report import Sizes, spread, table

FLOOR = "by hand"
DJANGO = ("django-fsm-2 + log", "django-fsm-2 + log, all")
ACTS = ("plain", "check", "quota", "recommend")
OWN = [
    Peer(FLOOR, "benchmarks.peers.by_hand"),
    Peer("by hand, all", "benchmarks.peers.by_hand_all"),
    *(Peer(act, "benchmarks.peers.shidian_acts", (act,)) for act in ACTS),
    Peer("SQLAlchemy, fixed SQL", "benchmarks.peers.sqlalchemy_ways", ("fixed",)),
    Peer("transitions light", "benchmarks.peers.sqlalchemy_ways", ("light",)),
    Peer("Core built per call", "benchmarks.peers.sqlalchemy_ways", ("core",)),
    Peer("transitions + ORM", "benchmarks.peers.transitions_orm"),
]
OTHERS = [
    Peer(DJANGO[0], "benchmarks.peers.django_fsm", needs_peers=True),
    Peer(DJANGO[1], "benchmarks.peers.django_fsm_all", needs_peers=True),
    Peer("viewflow.fsm", "benchmarks.peers.viewflow_fsm", needs_peers=True),
    Peer("python-statemachine", "benchmarks.peers.statemachine_orm", needs_peers=True),
    Peer("SpiffWorkflow", "benchmarks.peers.spiff_bpmn", needs_peers=True),
    Peer("DBOS workflow", "benchmarks.peers.dbos_workflow", needs_peers=True, at_most=30),
    Peer("Prefect task", "benchmarks.peers.prefect_runs", ("task",), at_most=10),
    Peer("Prefect flow", "benchmarks.peers.prefect_runs", ("flow",), at_most=10),
]


def measure(sizes: Sizes) -> dict[str, Any]:
    """The acts and the peers on each database."""
    peers = OWN + (OTHERS if PEERS_PYTHON.exists() else [])
    found: dict[str, Any] = {
        "rounds": sizes.rounds,
        "moves_a_round": {peer.name: peer.moves(sizes.moves) for peer in peers},
    }
    for place in places(sizes.folder, sizes.database):
        results = contest(peers, place, rounds=sizes.rounds, moves=sizes.moves, seed=sizes.seed)
        found[place.kind] = {name: _shown(results, name) for name in results}
    return found


def _shown(results: dict[str, Result], name: str) -> dict[str, Any]:
    result = results[name]
    shown = {
        "versions": result.versions,
        "cpu_us": spread(result.cpu),
        "wall_us": spread(result.wall),
        "times_floor": spread(ratios(results, name, FLOOR)),
    }
    shown["django_is_times"] = {
        peer: spread(ratios(results, peer, name)) for peer in DJANGO if peer in results
    }
    return shown


def summary(found: dict[str, Any]) -> str:
    """A table for each database."""
    parts = []
    for kind in ("sqlite", "postgresql"):
        rows = [
            (
                name,
                f"{shown['cpu_us']['median']:.0f}",
                _ratio(shown["times_floor"]),
                *map(_ratio, shown["django_is_times"].values()),
            )
            for name, shown in found.get(kind, {}).items()
        ]
        if rows:
            peers = next(iter(found[kind].values()))["django_is_times"]
            head = (kind, "CPU µs a move", "× by hand", *(f"{peer} costs ×" for peer in peers))
            parts.append(table(head, rows))
    return "\n\n".join(parts)


def _ratio(found: dict[str, float]) -> str:
    return f"{found['median']:.2f} ({found['min']:.2f}–{found['max']:.2f})"
