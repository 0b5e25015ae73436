"""The page of an edition: everything that was made, to look at, listen to, check and download.

One file without outside requests: styles, script and captions are inside it, pictures and media are
named by their place beside it. It opens from the disk as well as from a server. The words of the
page come from ``templates/page/labels.yaml`` in every language of the edition; a text inside a set
(one audience, one language) is in the set's language, everything around follows the reader's choice.
"""

from __future__ import annotations

from pathlib import Path

from briefcast.manifest.manifest import MANIFEST_NAME, Manifest, OutputEntry
from briefcast.pages.frame import PAGE_NAME, page_environment, page_script, page_style
from briefcast.pages.view import NOTHING_ASIDE, Aside, build_page
from briefcast.products.table import PRODUCTS
from briefcast.store.files import write_changed


def write_page(manifest: Manifest, folder: Path) -> Path:
    """Write ``index.html`` into the edition's folder, beside the files it shows, and give its path."""
    return write_changed(folder / PAGE_NAME, render_page(manifest, folder))


def render_page(manifest: Manifest, folder: Path, *, aside: Aside = NOTHING_ASIDE) -> str:
    """Render the page of an edition of which some files may still lie aside.

    The page is a plain function of the manifest and the text files it inlines: the same edition
    gives the same bytes.
    """
    view = build_page(manifest, folder, aside=aside)
    text = (
        page_environment(manifest.languages)
        .get_template("index.html.j2")
        .render(
            view=view,
            manifest=manifest,
            products=tuple(PRODUCTS),
            style=page_style("page.css"),
            script=page_script("page.js"),
            facts={fact.id: fact for fact in manifest.facts},
            sources={source.id: source for source in manifest.sources},
            missing={item.path for kind, item in view.notices if kind == "missing" and isinstance(item, OutputEntry)},
            manifest_name=MANIFEST_NAME,
        )
    )
    return text.lstrip()
