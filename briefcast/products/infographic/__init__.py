"""The infographic: one message on a page, or on several, with the figures that bear it out.

`choose_layout` says what tells a script best, and why; `lay_out` puts it on a page of one size (pure
data: what stands where), `draw_infographic` draws that. `make_infographic` does all three.
"""

from briefcast.brief.model import Layout
from briefcast.products.infographic.choice import LAYOUTS, LayoutChoice, choose_layout, lacking
from briefcast.products.infographic.draw import draw_infographic, make_infographic
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Leaf, Page, print_address
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES, Size

__all__ = [
    "LAYOUTS",
    "SIZES",
    "Layout",
    "LayoutChoice",
    "Leaf",
    "Page",
    "Size",
    "choose_layout",
    "draw_infographic",
    "lacking",
    "lay_out",
    "make_infographic",
    "page_data",
    "print_address",
]
