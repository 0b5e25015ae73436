"""Make a brief whole and print the sha256 of every output: two versions of the code that print the same made the same.

python -m bench.sums examples/egov-2024.yaml > before.txt

Left out is what names the version or the moment: in manifests ``made_at`` and the versions, on their pages the time
they were made, in feeds the generator and the dates. Everything else counts, to the byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_OF_VERSION = ("made_at", "briefcast_version", "code_version")
_OF_MOMENT = re.compile(rb"<(generator|pubDate|lastBuildDate)>[^<]*</\1>")
_MADE_AT = re.compile(rb'<dd class="moment">.*?</dd>', re.DOTALL)


def sums(out: Path) -> Iterator[tuple[str, str]]:
    """Give path and sha256 of every file below a folder of outputs, in order; the store is left out."""
    for path in sorted(p for p in out.rglob("*") if p.is_file()):
        name = path.relative_to(out)
        if not any(part.startswith(".") for part in name.parts):
            yield name.as_posix(), hashlib.sha256(_content(path, out)).hexdigest()


def _content(path: Path, out: Path) -> bytes:
    """Give what counts of a file."""
    content = path.read_bytes()
    if path.name == "manifest.json":
        manifest = json.loads(content)
        kept = {key: value for key, value in manifest.items() if key not in _OF_VERSION}
        return json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()
    if path.suffix == ".xml":
        content = _OF_MOMENT.sub(b"", content)
    if path.suffix == ".html":
        content = _MADE_AT.sub(b"", content)
    return content.replace(str(out).encode(), b"")


def main() -> None:
    """Make briefs into a folder of their own and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("briefs", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, help="Folder to make it in; one of its own that is removed if absent.")
    asked, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        out = (asked.out or Path(folder)).resolve()
        for brief in asked.briefs:
            command = [Path(sys.executable).with_name("briefcast"), "make", brief, "--out", out, *options]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for name, digest in sums(out):
            print(digest, name)


if __name__ == "__main__":
    main()
