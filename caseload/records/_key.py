"""The key of an encrypted file: from a passphrase, or from a recovery key.

A file's key is SQLCipher 4's own (PBKDF2-HMAC-SHA512, 256,000 rounds over the salt in the file's
first 16 bytes), so public tools open the file with the same passphrase. The recovery key is that
raw key with its salt: it opens the file alone, with no derivation.
"""

import re

from caseload.errors import UsageError

SALT_BYTES = 16
MAGIC = b"SQLite format 3\0"
"""What a plain file has where an encrypted one has its salt."""
ROUNDS = 256_000


class Key(str):
    """96 hexadecimal digits: 32 bytes of key, 16 of salt. Printing one shows nothing of it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Key(...)"

    def shown(self) -> str:
        """As a recovery key is written down: twelve groups of eight."""
        return "-".join(self[start : start + 8] for start in range(0, len(self), 8))

    def lines(self) -> str:
        """As it is printed: two lines of six groups, for a terminal breaks one that is longer."""
        groups = self.shown().split("-")
        return "\n".join("-".join(half) for half in (groups[:6], groups[6:]))


def derive(secret: str, salt: bytes) -> Key:
    """The key of a passphrase, some 100 ms; or of a recovery key, at once.

    Raises:
        UsageError: The passphrase is empty, or no text.
    """
    if not secret:
        raise UsageError("The passphrase is empty. Choose one of several words.")
    recovery = _recovery(secret)
    if recovery is not None:
        return recovery
    import hashlib
    import unicodedata

    try:
        # One machine types é as a letter, another as a letter with an accent put on it.
        typed = unicodedata.normalize("NFC", secret).encode()
    except UnicodeEncodeError:
        raise UsageError("The passphrase holds what is no letter; type it anew.") from None
    raw = hashlib.pbkdf2_hmac("sha512", typed, salt, ROUNDS, 32)
    return Key(raw.hex() + salt.hex())


def _recovery(secret: str) -> Key | None:
    digits = re.sub(r"[\s-]", "", secret).lower()
    return Key(digits) if re.fullmatch("[0-9a-f]{96}", digits) else None
