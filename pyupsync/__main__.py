"""``python -m pyupsync`` is the same as ``pyupsync``."""

import sys

from pyupsync.cli import main

if __name__ == "__main__":
    sys.exit(main())
