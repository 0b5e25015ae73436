"""The W3C's checker of HTML: what it minds in pages, but for what is meant to be so."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.conftest import VNU

_MEANT = (
    # Of a page that lies on a disk nothing is "self"; what a browser blocks is tested in one.
    "violates Content Security Policy",
    # Its checker of styles knows less than browsers do, such as variables within calc().
    "CSS: ",
    # A table that phones show as a list says again what it is: some browsers forget it with the layout.
    "” role is unnecessary for element",
    "element which has a “table” ancestor with no “role” attribute",
)


def html_faults(pages: Iterable[Path]) -> list[str]:
    """Give what is wrong in pages, errors and warnings, each with its page and line."""
    files = [str(page) for page in pages]
    assert files
    command = ["java", "-Xss2m", "-XX:TieredStopAtLevel=1", "-jar", str(VNU), "--html"]
    command += ["--format", "json", "--exit-zero-always", "--stdout", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [
        f"{Path(unquote(urlsplit(each['url']).path)).relative_to(Path(files[0]).anchor)}:{each.get('lastLine', 0)} "
        f"{each['message']} {each.get('extract', '').strip()[:160]}"
        for each in json.loads(done.stdout)["messages"]
        if (each["type"] != "info" or each.get("subType") == "warning")
        and not any(meant in each["message"] for meant in _MEANT)
    ]
