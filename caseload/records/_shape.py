"""What the steps of `migrations` are written with: real days, known words, rows that stay."""

from collections.abc import Iterable


def one_of(column: str, words: Iterable[str]) -> str:
    """SQL of a check: the column holds one of these words, or nothing."""
    return f"{column} in ({', '.join(repr(str(word)) for word in words)})"


def day(column: str) -> str:
    """A real day, written YYYY-MM-DD; SQLite's own date() gives anything else back changed."""
    return f"{column} text check (date({column}) is {column})"


def never_changed(table: str, key: str) -> str:
    """Triggers that refuse UPDATE and DELETE, and INSERT OR REPLACE, which fires neither."""
    return f"""
create trigger {table}_update before update on {table}
    begin select raise(abort, 'the {table} is never changed'); end;
create trigger {table}_delete before delete on {table}
    begin select raise(abort, 'the {table} is never deleted'); end;
create trigger {table}_replace before insert on {table}
    when exists (select 1 from {table} where {key} = new.{key} or rowid = new.rowid)
    begin select raise(abort, 'the {table} is never replaced'); end;
"""
