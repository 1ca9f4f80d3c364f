"""`python -m factsheet` is the command line."""

import sys

from factsheet.cli import main

sys.exit(main())
