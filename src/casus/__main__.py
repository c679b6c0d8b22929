"""`python -m casus`."""

from casus.cli import main

if __name__ == "__main__":
    main()
