"""`python -m console.cli`."""

import gc
import os
import sys
import threading

# most of a short command is imports, whose objects all stay: collecting among them is in vain
gc.set_threshold(100_000, 20, 20)

try:
    from console.cli import ending
    from console.cli.main import main
except KeyboardInterrupt:
    os._exit(130)
except Exception as error:
    if "ending" not in globals():
        raise
    os._exit(ending.unexplained(error))


def leave(code: int) -> None:
    """End the process. Everything is written and closed by now, and taking the interpreter apart
    costs a sixth of a short command, so that is left out unless somebody else still runs here."""
    sys.stdout.flush()
    sys.stderr.flush()
    if threading.active_count() == 1 and "prefect" not in sys.modules:
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    ending.heed()
    leave(main())
