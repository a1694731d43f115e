"""Word files that somebody else made: looked into before anything opens them."""

import io
import zipfile

from console.errors import Misuse

LARGEST = 10 * 1024 * 1024
INNER, ENTRIES = 50 * 1024 * 1024, 1_000
_ACTIVE = ("vbaproject", "activex", "embeddings/", "oleobject")
_OUTSIDE = b'TargetMode="External"'
_HARMLESS = b"/relationships/hyperlink"


def check_document(name: str, data: bytes) -> None:
    """Raises Misuse for what is no Word document, is too large, or holds what acts by itself:
    macros, embedded objects, parts that are fetched from elsewhere."""
    if len(data) > LARGEST:
        raise Misuse("PaperLarge", file=name, limit=LARGEST // 1024 // 1024)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > ENTRIES or sum(part.file_size for part in parts) > INNER:
                raise Misuse("PaperLarge", file=name, limit=LARGEST // 1024 // 1024)
            if "word/document.xml" not in archive.namelist():
                raise Misuse("PaperNotWord", file=name)
            for part in parts:
                if any(word in part.filename.lower() for word in _ACTIVE):
                    raise Misuse("PaperActive", file=name, part=part.filename)
                if part.filename.endswith((".xml", ".rels")):
                    _check_text(name, part.filename, archive.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Misuse("PaperNotWord", file=name) from error


def _check_text(name: str, part: str, text: bytes) -> None:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Misuse("PaperActive", file=name, part=f"{part} DOCTYPE")
    for relation in text.split(b"<Relationship ")[1:] if part.endswith(".rels") else ():
        if _OUTSIDE in relation and _HARMLESS not in relation:
            raise Misuse("PaperActive", file=name, part=part)
