"""What a reader gets to see of a new card: ``python -m tests.look.new_card NAME BRIEF FOLDER`` prints it as JSON.

Run in a copy of the project, whose table and templates it reads.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from briefcast.brief.read import read_brief
from briefcast.cli.schema import brief_schema
from briefcast.edition.plan import plan_edition
from briefcast.edition.proof import draw_proofs
from briefcast.edition.request import EditionRequest
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.product import preferring
from briefcast.products.profiles import read_audience
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.layers import draw_pages
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests.video_fixtures import narrate_silently


def main(name: str, file: Path, folder: Path) -> None:
    """Print what is seen of a card that a brief asks for."""
    brief, brand = read_brief(file), read_brand("institutional")
    leaders = read_audience("leaders")
    script = write_script(brief, collect_facts(brief), leaders, "en", folder=file.parent)
    script = preferring(script, leaders)
    page = lay_out(script, brand, "1080x1350", layout="scorecard")
    swiped = lay_out(script, brand, "carousel")
    film = build_storyboard(script, narrate_silently(script, folder), brand, "9x16")
    scene = next(s for s in film.scenes if any(_shows(page.data, name) for page in s.pages))
    pictures = draw_pages([page for page in scene.pages if page.key.startswith("0:")], film.look)
    told: list[str] = []
    plan = plan_edition(
        EditionRequest(brief=file, audiences=("leaders",), languages=("en",), products=("infographic",))
    )
    sheets = draw_proofs(plan, folder, on_page=told.append)
    seen = {
        "page": page.data["lead"],
        "page texts": texts(page),
        "carousel": [p["card"] for p in swiped.data["pages"] if "card" in p],
        "film": sorted(pictures),
        "proof": [label for label in told if label.startswith(f"en {name} ")],
        "refused": [why for sheet in sheets for why in sheet.refused if why.startswith(f"{name} ")],
        "schema": brief_schema()["$defs"]["Point"]["properties"]["visual"]["anyOf"][0]["enum"],
    }
    print(json.dumps(seen))


def texts(page: Page) -> list[str]:
    """The texts of a page, largest first."""
    sized = drawing.measure_texts(page.template, page_data(page))
    return [" ".join(text.body.split()) for text in sorted(sized, key=lambda text: -text.size_px)]


def _shows(data: object, name: str) -> bool:
    return isinstance(data, dict) and any(block["card"] == name for block in data.get("blocks", ()))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
