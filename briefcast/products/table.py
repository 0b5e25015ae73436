"""Every product, a line each. How to add one: `briefcast.products.base`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The names alone must cost nothing: help texts list them.
    from briefcast.products.base import Product

PRODUCTS: dict[str, str] = {
    "infographic": "briefcast.products.infographic.product:Infographic",
    "video": "briefcast.products.video.product:Video",
    "podcast": "briefcast.products.podcast.product:Podcast",
    "audiogram": "briefcast.products.audiogram.product:Audiogram",
    "loop": "briefcast.products.loop.product:Loop",
    "banner": "briefcast.products.banner.product:BannerProduct",
    "press-release": "briefcast.products.press_release.product:PressReleaseProduct",
    "newsletter": "briefcast.products.newsletter.product:NewsletterProduct",
}
"""Module and class by name, in the order pages show them. A class is loaded when it is asked for."""


@cache
def _load(place: str) -> Product:
    module, _, name = place.partition(":")
    found: Product = getattr(import_module(module), name)()
    return found


def product(name: str) -> Product:
    """Give one product by its name; KeyError if the table has none."""
    return _load(PRODUCTS[name])


def products() -> Mapping[str, Product]:
    """Give every product by its name, in the table's order."""
    return {name: product(name) for name in PRODUCTS}


def default_products() -> tuple[str, ...]:
    """Name what a brief gets that names no products."""
    return tuple(name for name, each in products().items() if each.by_default)


def title(name: str, language: str) -> str:
    """Give a product's name in a language; the plain name where it has none, or is no longer in the table."""
    return product(name).titles.get(language, name) if name in PRODUCTS else name
