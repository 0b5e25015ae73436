"""Packed documents, measured before anything of them is unpacked, and XML without entities."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from briefcast.brief.packed import measure_packed
from briefcast.errors import BriefError, Problem
from briefcast.messages import Message, tell

UNPACKED_MAX_BYTES = 120_000_000
PART_MAX_BYTES = 30_000_000
"""Largest part of a packed document that is read; pictures in it are not."""
PARTS_MAX = 5_000


def refuse(path: Path, message: Message, remedy: Message) -> BriefError:
    """Give the error that a document cannot be read."""
    return BriefError([Problem(file=path, message=message, remedy=remedy)])


def open_packed(path: Path) -> zipfile.ZipFile:
    """Open a packed document whose parts unpack to no more than is read.

    Raises:
        BriefError: it is broken, or unpacks to more.
    """
    found = measure_packed(path, _is_text)
    if found is None:
        raise refuse(path, tell("The file is broken: it cannot be unpacked."), tell("Save it again."))
    if found.parts > PARTS_MAX or found.size_bytes > UNPACKED_MAX_BYTES or found.largest_bytes > PART_MAX_BYTES:
        most = UNPACKED_MAX_BYTES if found.largest_bytes <= PART_MAX_BYTES else PART_MAX_BYTES
        message = tell(
            "The file unpacks to {size} MB; at most {most} MB are read.",
            size=f"{found.size_bytes / 1e6:.0f}",
            most=f"{most / 1e6:.0f}",
        )
        raise refuse(path, message, tell("Copy what is to be read into a new document, and name that."))
    return zipfile.ZipFile(path)


def _is_text(name: str) -> bool:
    return name.endswith((".xml", ".rels")) or name == "mimetype"


def read_part(path: Path, packed: zipfile.ZipFile, name: str) -> bytes:
    """Read one part of a packed document, of which its header cannot say less than it is.

    Raises:
        BriefError: the part is broken, or locked.
    """
    try:
        with packed.open(name) as part:
            return part.read(PART_MAX_BYTES)
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, NotImplementedError, EOFError):
        raise refuse(path, tell("The file is broken: it cannot be unpacked."), tell("Save it again.")) from None


def parse_part(path: Path, packed: zipfile.ZipFile, name: str) -> Element:
    """Read a part as XML without entities.

    Raises:
        BriefError: it is no such XML.
    """
    try:
        root: Element = ElementTree.fromstring(read_part(path, packed, name), forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        message = tell("The file is broken, or holds what no document needs ({name}).", name=name)
        raise refuse(path, message, tell("Save it again in its program.")) from None
    return root
