"""The cover: the still that stands for a film where it is listed: its title, one number, who says so."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from briefcast.errors import LayoutError
from briefcast.language.keeping import keep_together
from briefcast.look.figures import figure_data, sources_line
from briefcast.products.video.grounds import COVER
from briefcast.products.video.layers import draw_pages
from briefcast.products.video.scenes import Setting
from briefcast.products.video.storyboard import Layer, Page, SceneBoard
from briefcast.script import Figure


def direct_cover(setting: Setting) -> SceneBoard | None:
    """Give the cover as a scene of one frame; None where the script shows no figure: its opening will do."""
    figure = _leading_figure(setting)
    if figure is None:
        return None
    script = setting.script
    named = sources_line([figure], script.language)
    source = f"{script.labels.get('source', '')}: {named}" if named else ""
    pages = (_title(setting), _figure(setting, figure, source))
    layers = tuple(Layer(name=page.key, steps=((0, page.key),)) for page in pages)
    return SceneBoard(
        id="cover", start_frame=0, frames=1, ground=COVER, photo=None, pages=pages, layers=layers, cues=()
    )


def _title(setting: Setting) -> Page:
    """Give the title under what it belongs to; of an event under its day and place, or its day where both are long."""
    script, place = setting.script, setting.place
    data = {
        "part": "cover-title",
        "title": keep_together(script.title, script.language),
        "size": place.cover.title_px,
        "align": "middle",
    }
    above = [" · ".join(script.occasion), *script.occasion[:1], script.kicker] if script.occasion else [script.kicker]
    *fuller, last = (
        Page(key="title", box=place.cover.title, data={**data, "kicker": keep_together(line, script.language)})
        for line in above
    )
    for page in fuller:
        with suppress(LayoutError):
            _try(page, setting)
            return page
    return last


def _try(page: Page, setting: Setting) -> None:
    """Raise LayoutError where a text of a page has no room."""
    left, top, _, _ = page.box
    draw_pages([replace(page, window=(left, top, left + 1, top + 1))], setting.look)


def _figure(setting: Setting, figure: Figure, source: str) -> Page:
    """Give the number with who says so; a source too long for a cover stands in the film alone."""
    data = {"part": "cover-figure", "d": figure_data(figure), "source": source, "on": "panel"}
    page = Page(key="figure", box=setting.place.cover.figure, data=data)
    try:
        _try(page, setting)
    except LayoutError:
        return replace(page, data={**data, "source": ""})
    return page


def _leading_figure(setting: Setting) -> Figure | None:
    """Give the first figure the film shows."""
    script = setting.script
    return next((script.figure(id) for scene in script.scenes for id in scene.visual.figures), None)
