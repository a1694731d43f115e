"""`python -m console.cli`."""

import gc
import sys

# most of a short command is imports, whose objects all stay: collecting among them is in vain
gc.set_threshold(100_000, 20, 20)

from console.cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
