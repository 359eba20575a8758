"""In which encoding a text file is: UTF-8, UTF-16 or Windows-1252, by all that it holds."""

import codecs
from typing import BinaryIO


def encoding_of(file: BinaryIO, head: bytes) -> tuple[str, int]:
    """The encoding of a file, and 0; or the number of the first line that is in none of them.

    Args:
        file: It is read from its beginning.
        head: Its first bytes.
    """
    tried = ["utf-16"] if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    if len(head) > 1 and not (any(head[1::2]) and any(head[::2])):
        tried = ["utf-16-be" if any(head[1::2]) else "utf-16-le"]
    line = 1
    for encoding in tried:
        decode = codecs.getincrementaldecoder(encoding)().decode
        line, accents, block = 1, head.startswith(codecs.BOM_UTF8), b" "
        file.seek(0)
        try:
            while block:
                block = file.read(1 << 20)
                accents = not decode(block, not block).isascii() or accents
                line += block.count(b"\n")
            return encoding, 0
        except UnicodeDecodeError as error:
            good = error.object[: error.start]
            line += good.count(b"\n")
            # As Windows-1252, each accent before it would turn into two wrong letters.
            if accents or not good.isascii():
                break
    return "", line
