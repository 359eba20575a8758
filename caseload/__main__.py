"""`python -m caseload`."""

from caseload.cli import run

if __name__ == "__main__":
    run()
