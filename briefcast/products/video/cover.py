"""The cover: the still that stands for a film where it is listed: its title, one number, who says so."""

from __future__ import annotations

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
    script, place = setting.script, setting.place
    named = sources_line([figure], script.language)
    source = f"{script.labels.get('source', '')}: {named}" if named else ""
    pages = (
        Page(
            key="title",
            box=place.cover.title,
            data={
                "part": "cover-title",
                "kicker": keep_together(script.kicker, script.language),
                "title": keep_together(script.title, script.language),
                "size": place.cover.title_px,
                "align": "middle",
            },
        ),
        _figure(setting, figure, source),
    )
    layers = tuple(Layer(name=page.key, steps=((0, page.key),)) for page in pages)
    return SceneBoard(
        id="cover", start_frame=0, frames=1, ground=COVER, photo=None, pages=pages, layers=layers, cues=()
    )


def _figure(setting: Setting, figure: Figure, source: str) -> Page:
    """Give the number with who says so; a source too long for a cover stands in the film alone."""
    data = {"part": "cover-figure", "d": figure_data(figure), "source": source, "on": "panel"}
    page = Page(key="figure", box=setting.place.cover.figure, data=data)
    left, top, _, _ = page.box
    try:
        draw_pages([replace(page, window=(left, top, left + 1, top + 1))], setting.look)
    except LayoutError:
        return replace(page, data={**data, "source": ""})
    return page


def _leading_figure(setting: Setting) -> Figure | None:
    """Give the first figure the film shows."""
    script = setting.script
    return next((script.figure(id) for scene in script.scenes for id in scene.visual.figures), None)
