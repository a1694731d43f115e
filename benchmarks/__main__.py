"""`python -m benchmarks [NAME …]`: measures, keeps var/bench/NAME.json, prints the tables."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.plot import plot
from benchmarks.report import Sizes, write_json

NAMES = ("one_act", "instructions", "bulk", "sweep", "as_of", "verify", "startup")


def main(arguments: list[str]) -> int:
    """Run the named measurements, all of them without a name."""
    given = _parser().parse_args(arguments)
    sizes = Sizes(given.out.resolve(), seed=given.seed, database=given.database)
    sizes = sizes.large() if given.large else sizes
    sizes = sizes.tiny() if given.tiny else sizes
    for name in given.names or NAMES:
        module = import_module(f"benchmarks.{name}")
        found = module.measure(sizes)
        path = write_json(sizes, name, found)
        print(f"\n{name}\n{module.summary(found)}\n→ {path}", flush=True)
        if name == "one_act" and (drawn := plot(sizes.folder)):
            print(f"→ {drawn}", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], metavar="NAME", help=str(NAMES))
    parser.add_argument("--database", choices=("both", "sqlite", "postgresql"), default="both")
    parser.add_argument(
        "--large", action="store_true", help="a million duties and a million entries as well"
    )
    parser.add_argument("--tiny", action="store_true", help="only to see that it runs")
    parser.add_argument("--seed", type=int, default=23)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "var/bench")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
