"""`factsheet` and `python -m factsheet`: the command line, which an interrupt may also stop while it loads."""

import sys


def main() -> int:
    try:
        from factsheet.cli import main as command_line

        return command_line()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
