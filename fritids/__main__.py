"""`python -m fritids`."""

from fritids.main import console

if __name__ == "__main__":
    console()
