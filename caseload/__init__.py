"""caseload: the morning list for mental health case managers, kept in one SQLite file."""

__version__ = "0.1.0"
