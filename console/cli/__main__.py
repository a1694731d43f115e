"""`python -m console.cli`."""

import sys

from console.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
