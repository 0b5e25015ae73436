"""Elements of a document, made in the order in which they are read: attributes, text and what is inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

Make = Callable[..., etree._Element]


class Elements:
    """Makes elements of one namespace by their names: ``make.p({"class": "lede"}, "It rains.", make.b("Today"))``."""

    def __init__(self, namespace: str = "", nsmap: Mapping[str, str] | None = None) -> None:
        self._namespace = f"{{{namespace}}}" if namespace else ""
        self._nsmap = dict(nsmap) if nsmap else None

    def __getattr__(self, name: str) -> Make:
        return lambda *parts, **attributes: self.element(name, *parts, attributes)

    def element(self, name: str, *parts: str | Mapping[str, str] | etree._Element) -> etree._Element:
        """Make an element; texts and elements go into it in turn, and everything is escaped where it is written."""
        made = etree.Element(f"{self._namespace}{name}", nsmap=self._nsmap)
        for part in parts:
            if isinstance(part, str):
                if len(made):
                    made[-1].tail = f"{made[-1].tail or ''}{part}"
                else:
                    made.text = f"{made.text or ''}{part}"
            elif isinstance(part, Mapping):
                for key, value in part.items():
                    made.set(key, value)
            else:
                made.append(part)
        return made
