"""Print how the tables of spoken forms stand: cases and failures by language and half, and the hardest texts.

The blind half was written by authors who never saw the code.

python -m bench.spoken
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

from ruamel.yaml import YAML

from briefcast.language.read_aloud import speak_text
from briefcast.languages import read_languages

TABLES = Path(__file__).parent.parent / "tests" / "language" / "spoken"
HARDEST = 7


def main() -> None:
    """Print a line for each language, and its texts whose reading is furthest from their letters."""
    halves = {"own": TABLES, "blind": TABLES / "blind"}
    for language, (half, folder) in product(read_languages(), halves.items()):
        table = YAML(typ="safe").load((folder / f"{language}.yaml").read_text("utf-8"))
        cases = [(str(text), said) for kind in table.values() for text, said in kind.items()]
        failed = [(text, said) for text, said in cases if speak_text(text, language) != said]
        print(f"{language}, {half}: {len(cases)} cases of {len(table)} kinds, {len(failed)} failures")
        for text, said in failed:
            print(f"  {text!r} is said {speak_text(text, language)!r}, not {said!r}")
        for text, said in sorted(cases, key=lambda case: len(case[1]) - len(case[0]), reverse=True)[:HARDEST]:
            print(f"  {text}  →  {said}")


if __name__ == "__main__":
    main()
