"""Finding a text in bytes, in whatever encoding it may have got there."""

import base64
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_BEGINNING = 6


def encodings(text: str) -> dict[str, bytes]:
    """Name of an encoding to the bytes that prove the text is there.

    Base64 of a longer whole looks different by how many bytes stand before; the characters at both ends that also
    depend on the neighbours are left out.
    """
    found = {}
    for case, written in {"": text, " lower": text.lower(), " upper": text.upper()}.items():
        utf8 = written.encode()
        forms = {"UTF-8": utf8, "UTF-16LE": written.encode("utf-16-le"), "UTF-16BE": written.encode("utf-16-be")}
        forms["hex"] = utf8.hex().encode()
        forms["HEX"] = utf8.hex().upper().encode()
        for before in range(3):
            standard = _base64(utf8, before)
            forms[f"base64 after {before}"] = standard
            forms[f"base64url after {before}"] = standard.translate(bytes.maketrans(b"+/", b"-_"))
        found.update({f"{name}{case}": form for name, form in forms.items()})
    return found


def _base64(data: bytes, before: int) -> bytes:
    encoded = base64.b64encode(bytes(before) + data).rstrip(b"=")
    first = (before * 8 + 5) // 6
    whole = (before + len(data)) * 8 // 6
    return encoded[first:whole]


@cache
def _needles(texts: tuple[str, ...]) -> dict[bytes, list[tuple[str, str, bytes]]]:
    """(text, encoding, bytes) by how the bytes begin: texts of one kind begin alike and are then sought at once."""
    found: dict[bytes, list[tuple[str, str, bytes]]] = {}
    for text in texts:
        for encoding, needle in encodings(text).items():
            found.setdefault(needle[:_BEGINNING], []).append((text, encoding, needle))
    return found


def leaks(content: bytes, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(text, encoding) of each text that is found."""
    for beginning, needles in _needles(tuple(texts)).items():
        if beginning in content:
            yield from ((text, encoding) for text, encoding, needle in needles if needle in content)


def leaks_below(folder: Path, texts: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(file, text, encoding) of each text that is found in a name or the content of a file below `folder`."""
    wanted = tuple(texts)
    for place, folders, files in os.walk(folder):
        for name in folders + files:
            path = Path(place) / name
            content = path.read_bytes() if path.is_file() else b""
            for text, encoding in leaks(name.encode() + b"\0" + content, wanted):
                yield str(path.relative_to(folder)), text, encoding
