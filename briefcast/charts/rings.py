"""Half rings and rings: a value against its target, a part of a whole. They fill from where reading starts."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Wedge

from briefcast.charts.canvas import Drawer, Part
from briefcast.errors import LayoutError, quoted
from briefcast.script import Mark


class _Ring(Drawer):
    """A ring of which a part is filled, the value in its middle."""

    bars = True
    thick = 0.3
    """Of the radius."""

    centre: tuple[float, float]
    radius: float

    def angle(self, share: float) -> float:
        """Give where a share of the ring ends, in degrees against the clock from the right."""
        raise NotImplementedError

    def arc(self, part: Part, start: float, end: float, colour: str, *, estimate: bool = False) -> Wedge:
        """Draw the ring from one share to another."""
        patch = Wedge(self.centre, self.radius, 0, 0, width=self.radius * self.thick)
        self.bend(patch, start, end)
        self.axes.add_patch(self.shade(patch, colour, estimate=estimate))
        self.artists[part].append(patch)
        return patch

    def bend(self, patch: Wedge, start: float, end: float) -> None:
        """Let an arc reach from one share to another."""
        # The canvas measures downwards: angles against the clock turn into angles with it.
        one, other = -self.angle(start), -self.angle(end)
        patch.set_theta1(min(one, other))
        patch.set_theta2(max(one, other))

    def at(self, share: float, radius: float) -> tuple[float, float]:
        """Give a point on the ray of a share."""
        angle = math.radians(self.angle(share))
        return self.centre[0] + radius * math.cos(angle), self.centre[1] - radius * math.sin(angle)

    def ray(self, part: Part, share: float, colour: str, *, thick: float, inside: float, outside: float) -> None:
        """Mark a place on the ring with a stroke across it, rimmed by the ground's colour."""
        (x0, y0), (x1, y1) = self.at(share, inside), self.at(share, outside)
        self.line(part, [x0, x1], [y0, y1], colour="background", thick=thick + 6, solid_capstyle="butt")
        self.line(part, [x0, x1], [y0, y1], colour=colour, thick=thick, solid_capstyle="butt")


class Gauge(_Ring):
    """A value against its target and an earlier value, on half a ring from zero."""

    def angle(self, share: float) -> float:
        """Half a ring, from where reading starts."""
        return 180 * share if self.rtl else 180 - 180 * share

    def draw(self) -> None:
        """Draw the half ring, as large as its labels allow."""
        self.refuse_negative()
        spec, em = self.spec, self.em
        mark = spec.marks[self.lead]
        end = max(other.value for other in (mark, spec.target, spec.whole, spec.baseline) if other is not None)
        if end <= 0:
            raise LayoutError(
                f"{quoted(mark.written)} of {quoted(spec.alt)} has no length to draw. Show it as a number."
            )
        signs: list[tuple[Part, Mark, str]] = []
        if spec.target:
            signs.append(("target", spec.target, "accent_2"))
        if spec.baseline:
            signs.append(("axes", spec.baseline, "muted"))
        shares = [float(sign.value / end) for _, sign, _ in signs]
        around = self.around(signs, shares)
        foot = em * 0.3 if around else em * (0.4 + 1.35 * len(signs))
        self.radius = around or min(spec.width_px / 2 - 8, spec.height_px - foot - em * 0.6)
        if self.radius < em * 2:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} has no room for a gauge and its labels on "
                f"{spec.width_px} × {spec.height_px} px. Give it more room, or choose progress."
            )
        self.centre = (spec.width_px / 2, spec.height_px - foot if around else self.radius + em * 0.6)
        self.arc("axes", 0, 1, "track")
        filled = float(mark.value / end)
        patch = self.arc("data", 0, filled, "accent", estimate=mark.estimate)
        self.growing.append(lambda share: self.bend(patch, 0, filled * share))
        inner = self.radius * (1 - self.thick)
        size = self.fitting(self.remark(mark), inner * 1.7, most=2.4)
        self.text(
            "labels",
            self.centre[0],
            self.centre[1] - em * 0.1,
            self.remark(mark),
            size=size,
            weight=self.spec.display_weight,
            colour="ink",
        )
        for i, ((part, sign, colour), share) in enumerate(zip(signs, shares, strict=True)):
            # The target crosses the whole ring and reaches out; the earlier value only its outer half.
            reach = inner - em * 0.15 if part == "target" else self.radius * (1 - self.thick / 2)
            self.ray(
                part, share, colour, thick=8 if part == "target" else 5, inside=reach, outside=self.radius + em * 0.35
            )
            words = f"{sign.label}: {sign.written}"
            if around:
                self.text(part, weight=700, colour=colour, body=words, **self.beside(share))
                continue
            y = self.centre[1] + em * 1.35 * (i + 1)
            half = self.width(words, weight=700) / 2
            self.text(part, self.centre[0] + em * 0.35 * (-1 if self.rtl else 1), y, words, weight=700, colour=colour)
            x = self.centre[0] + (half + em * 0.2 if self.rtl else -half - em * 0.2)
            self.line(
                part,
                [x, x],
                [y - em * 0.75, y + em * 0.05],
                colour=colour,
                thick=8 if part == "target" else 5,
                solid_capstyle="butt",
            )

    def beside(self, share: float) -> dict[str, Any]:
        """Give where the words of a mark stand: outside the ring, on its ray."""
        x, y = self.at(share, self.radius + self.em * 0.6)
        lean = (x - self.centre[0]) / self.radius
        across = "center" if abs(lean) < 0.12 else "left" if lean > 0 else "right"
        return {"x": x, "y": y + self.em * 0.3 * (1 if abs(lean) > 0.8 else 0), "across": across}

    def around(self, signs: list[tuple[Part, Mark, str]], shares: list[float]) -> float | None:
        """Give the largest radius at which the words stand around the ring; None where they do not fit there."""
        spec, em = self.spec, self.em
        floor = min(spec.width_px / 2, spec.height_px) * 0.62
        radius = min(spec.width_px / 2 - 8, spec.height_px - em * 0.6)
        while radius >= floor:
            self.radius, self.centre = radius, (spec.width_px / 2, spec.height_px - em * 0.3)
            placed: list[Any] = []
            for (part, sign, colour), share in zip(signs, shares, strict=True):
                words = f"{sign.label}: {sign.written}"
                text = self.text(part, weight=700, colour=colour, body=words, **self.beside(share))
                placed.append(self.place(text))
                self.drop(part, text)
            whole = all(b[0] >= 0 and b[1] >= 0 and b[2] <= spec.width_px and b[3] <= spec.height_px for b in placed)
            clear = len(placed) < 2 or not (
                placed[0][0] < placed[1][2] + em * 0.4
                and placed[1][0] < placed[0][2] + em * 0.4
                and placed[0][1] < placed[1][3]
                and placed[1][1] < placed[0][3]
            )
            if whole and clear:
                return radius
            radius *= 0.97
        return None


class Donut(_Ring):
    """A part of a whole as a piece of a ring; several parts are named beside their pieces."""

    thick = 0.36

    def angle(self, share: float) -> float:
        """A whole ring from the top, with the clock; against it where reading runs from right to left."""
        return 90 + 360 * share if self.rtl else 90 - 360 * share

    def draw(self) -> None:
        """Draw the ring."""
        self.refuse_negative()
        spec, em = self.spec, self.em
        total = sum((mark.value for mark in spec.marks), Decimal(0))
        whole = spec.whole.value if spec.whole else total
        if total > whole or whole <= 0:
            raise LayoutError(
                f"The parts of {quoted(spec.alt)} are more than their whole: a ring cannot hold them. "
                f"Choose ranked bars."
            )
        if spec.target or spec.baseline:
            raise LayoutError(
                f"{quoted(spec.alt)} has a target or an earlier value, which a ring of parts does not show. "
                f"Choose gauge."
            )
        several = len(spec.marks) > 1
        aside = max(self.width(mark.label, weight=700) for mark in spec.marks) + em if several else 0.0
        self.radius = min(spec.width_px / 2 - aside, spec.height_px / 2 - (em * 1.2 if several else 0)) - 2
        if self.radius < em * 1.8:
            raise LayoutError(
                f"The chart of {quoted(spec.alt)} has no room for a ring and its labels on "
                f"{spec.width_px} × {spec.height_px} px. Give it more room, or choose ranked bars."
            )
        self.centre = (spec.width_px / 2, spec.height_px / 2)
        self.arc("axes", 0, 1, "track")
        start = 0.0
        pieces: list[tuple[Wedge, float, float]] = []
        for i, mark in enumerate(spec.marks):
            end = start + float(mark.value / whole)
            patch = self.arc("data", start, end, "accent" if i == self.lead else "quiet", estimate=mark.estimate)
            pieces.append((patch, start, end))
            if several:
                self.name(mark, (start + end) / 2, lead=i == self.lead)
            start = end
        cuts = {share: self.cut(share) for piece in pieces for share in piece[1:]} if several or start < 1 else {}
        lead = spec.marks[self.lead]
        size = self.fitting(lead.written, self.radius * (1 - self.thick) * 1.75, most=2.6)
        x, y = self.centre
        if lead.estimate:
            y -= em * 0.45
            self.text("labels", x, y + em * (0.85 + size * 0.6), spec.estimate_word)
        self.text(
            "labels",
            x,
            y,
            lead.written,
            size=size,
            weight=self.spec.display_weight,
            colour="ink",
            up="center",
        )

        def grow(grown: float) -> None:
            for patch, begin, end in pieces:
                self.bend(patch, min(begin, start * grown), min(end, start * grown))
            for share, cut in cuts.items():
                cut.set_alpha(None if share <= start * grown and grown > 0 else 0)

        self.growing.append(grow)

    def cut(self, share: float) -> Line2D:
        """Part two pieces by a line of the ground's colour: they are told apart by more than their shade."""
        inner, outer = self.at(share, self.radius * (1 - self.thick) - 2), self.at(share, self.radius + 2)
        xs, ys = [inner[0], outer[0]], [inner[1], outer[1]]
        return self.line("data", xs, ys, colour="background", thick=5, solid_capstyle="butt")

    def name(self, mark: Mark, share: float, *, lead: bool) -> None:
        """Write a piece's name and value beside it."""
        em = self.em
        x, y = self.at(share, self.radius + em * 0.4)
        left = x < self.centre[0]
        style: dict[str, Any] = {"across": "right" if left else "left", "colour": "ink" if lead else "muted"}
        self.text("labels", x, y, mark.label, weight=700 if lead else 500, **style)
        if not lead:
            self.text("labels", x, y + em * 1.2, self.remark(mark), weight=600, **style)
