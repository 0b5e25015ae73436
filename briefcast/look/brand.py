"""The brand: colours, mark, shape and fonts of the body that publishes, read from one kit.

A kit is a YAML file in ``assets/brand`` (or anywhere) with its logo files beside it. A kit whose
colours cannot be told apart is refused when it is read, so no picture has to check again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from briefcast.brief.document import link_leads_out
from briefcast.brief.remedies import explain_faults
from briefcast.errors import BriefError, LayoutError, Problem, TableError, quoted
from briefcast.languages import language, read_languages
from briefcast.look.colour import contrast as contrast
from briefcast.look.legibility import GRAPHIC as GRAPHIC
from briefcast.look.legibility import TEXT as TEXT
from briefcast.look.legibility import Measured, measure_theme
from briefcast.look.looks import Look, LookRow, Pattern, known_looks, make_look
from briefcast.look.theme import Theme as Theme
from briefcast.messages import tell
from briefcast.paths import ASSETS, lies_within
from briefcast.tables import load_tree

PATTERNS = get_args(Pattern)
WORN = "worn"
"""The name of the theme of the look that a kit is worn in."""
PRINTED = "printed"
"""The name of the same for paper."""
GRAVE = "grave"
"""The name of the light theme as it is shown over people killed or hurt."""
WEIGHTS = (700, 800, 900)
"""What titles and figures may be set in; the fonts that come along have them all."""


@dataclass(frozen=True, kw_only=True)
class Brand:
    """One brand kit, whole and checked; it holds its logo, so it is its own cache key."""

    id: str
    """The kit's file name without its ending."""
    name: str
    logo: bytes
    """SVG of the mark as it stands on the background."""
    logo_on_panel: bytes
    """SVG of the mark as it stands on the panel, and on the background of the dark theme."""
    corner_radius_px: int
    """Radius of corners on a canvas 1080 px wide."""
    display_weight: int
    """Weight of titles and figures: 700, 800 or 900."""
    pattern: Pattern
    fonts: Mapping[str, tuple[str, ...]]
    """Font families by language, first choice first."""
    themes: Mapping[str, Theme]
    """``light`` and, where the kit has it, ``dark``."""
    audience_themes: Mapping[str, str]
    """Audiences that are shown another theme than ``light``."""
    looks: Mapping[str, Look]
    """How it is worn for readers who differ, by the names that profiles give."""
    worn: str = ""
    """The look it is worn in; none shows the kit's own light theme."""

    def wearing(self, look: str) -> Brand:
        """Give the kit as it is worn in one of its looks; LayoutError if it has no such look."""
        if look and look not in self.looks:
            raise LayoutError(
                f"The brand kit {self.id} has no look {quoted(look)}. Use one of {', '.join(self.looks)}."
            )
        return replace(self, worn=look)

    @property
    def look(self) -> Look:
        """How it is worn; without a look in the kit's own colours and pattern, as a sober one."""
        light = self.themes["light"]
        own = Look(
            theme=light,
            printed=light,
            object=light.panel_accent,
            pattern=self.pattern,
            illustration="rings",
            picture="small",
        )
        return self.looks.get(self.worn, own)

    def theme(self, name: str) -> Theme:
        """Give a theme by its name, ``worn`` and ``printed`` for those of its look; the light one if it has no such."""
        if name == GRAVE:
            return self.themes["light"].grave()
        own = {WORN: self.look.theme, PRINTED: self.look.printed}
        return own.get(name) or self.themes.get(name, self.themes["light"])

    def theme_name(self, audience: str) -> str:
        """Name the theme that an audience is shown."""
        name = self.audience_themes.get(audience, WORN if self.worn else "light")
        return name if name in (*self.themes, WORN) else "light"

    def logo_on(self, ground: str) -> bytes:
        """Give the mark for a ground: that of the background or of the panel, whichever is nearer in lightness."""
        light = self.themes["light"]
        near = contrast(ground, light.background) <= contrast(ground, light.panel)
        return self.logo if near else self.logo_on_panel


def list_brands() -> tuple[str, ...]:
    """Name the kits that come with briefcast, in order of the alphabet."""
    return tuple(sorted(path.stem for path in (ASSETS / "brand").glob("*.yaml")))


def read_brand(name_or_path: str | Path, *, folder: Path | None = None) -> Brand:
    """Read a brand kit by its name, or by the path of its file.

    A name is looked for in ``folder/brand`` (beside a brief) and then among the kits that come with
    briefcast. With a folder only a name will do: a brief reaches no file outside its own folder.
    Raises BriefError with every problem found: a missing or unknown key, a colour that is none, a
    logo that is not there, a pair of colours too alike to be told apart.
    """
    reader = _open(name_or_path, folder)
    brand = reader.read()
    for name, theme in _appearances(brand).items():
        for found in measure_theme(theme.colours()):
            # What is wrong with the kit's own colours is said of them, and not again of the looks made of them.
            if not found.enough and (name.startswith("themes.") or name in reader.written):
                reader.wrong(name, *_complaint(found))
    if reader.problems:
        raise BriefError(reader.problems)
    return brand


def kit_files(name: str, folder: Path) -> tuple[Path, ...]:
    """Give the files of a kit of this name in ``folder/brand``: its own and its logos; none of a built-in kit."""
    path = folder / "brand" / f"{name}.yaml"
    if not path.is_file():
        return ()
    logo = (_open(name, folder).kit or {}).get("logo") or {}
    logos = dict.fromkeys(each for each in logo.values() if isinstance(each, str)) if isinstance(logo, dict) else ()
    return (path, *(path.parent / each for each in logos))


def measure_brand(name_or_path: str | Path, *, folder: Path | None = None) -> dict[str, tuple[Measured, ...]]:
    """Measure every pair of colours of a kit, theme by theme, whether they are enough or not.

    Raises BriefError for a kit that is wrong in anything but its colours.
    """
    brand = _open(name_or_path, folder).read()
    return {
        name.removeprefix("themes."): tuple(measure_theme(theme.colours()))
        for name, theme in _appearances(brand).items()
    }


def _appearances(brand: Brand) -> dict[str, Theme]:
    """Give every set of colours that a kit is seen in, by the key it stands under."""
    return (
        {f"themes.{name}": theme for name, theme in brand.themes.items()}
        | {f"looks.{name}": look.theme for name, look in brand.looks.items()}
        | {f"looks.{name}.printed": look.printed for name, look in brand.looks.items()}
    )


def _open(name_or_path: str | Path, folder: Path | None) -> _Reader:
    path = Path(name_or_path)
    if folder is not None or path.suffix not in (".yaml", ".yml"):
        own = folder / "brand" / f"{name_or_path}.yaml" if folder is not None else None
        path = own if own is not None and own.is_file() else ASSETS / "brand" / f"{name_or_path}.yaml"
        if not _NAME.fullmatch(str(name_or_path)):
            remedy = tell("Write the name of a kit, like institutional: small letters, digits and hyphens.")
            message = tell("{name} is no name of a kit.", name=repr(str(name_or_path)))
            raise BriefError([Problem(file=Path("brand"), message=message, remedy=remedy)])
    if folder is not None and path == own and not lies_within(folder, path):
        raise BriefError([link_leads_out(path)])
    try:
        kit = load_tree(path)
    except TableError as error:
        line = error.problems[0].line
        message, remedy = tell("This is not YAML that can be read."), tell("Compare the line with institutional.yaml.")
        if isinstance(error.__cause__, OSError):
            message = tell("This brand kit cannot be read.")
            remedy = tell(
                "Name one of {list_brands}, or put the kit into the folder brand beside the brief.",
                list_brands=tuple(list_brands()),
            )
        raise BriefError([Problem(file=path, line=line, message=message, remedy=remedy)]) from error
    return _Reader(path, kit)


_KEYS = ("name", "logo", "corner_radius_px", "display_weight", "pattern", "fonts", "audience_themes", "themes", "looks")
_REQUIRED = ("name", "logo", "themes")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class _Reader:
    """Reads one kit and gathers everything that is wrong with it."""

    def __init__(self, path: Path, kit: Any) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.kit: dict[str, Any] = kit if isinstance(kit, dict) else {}
        self.written: set[str] = set()
        """Looks whose colours the kit names itself."""

    def wrong(self, field: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(file=self.path, field=field, message=message, remedy=remedy))

    def read(self) -> Brand:
        """Read everything but whether the colours can be told apart; BriefError names what is wrong."""
        for key in self.kit:
            if key not in _KEYS:
                self.wrong(str(key), tell("A brand kit has no such key."), tell("Use {choices}.", choices=tuple(_KEYS)))
        for key in _REQUIRED:
            if key not in self.kit:
                self.wrong(key, tell("This key is missing."), tell("Copy it from institutional.yaml."))
        themes = self.themes()
        logo = self.mapping("logo")
        light, dark = self.logo(logo, "light"), self.logo(logo, "dark")
        radius = self.kit.get("corner_radius_px", 0)
        if not isinstance(radius, int) or isinstance(radius, bool) or not 0 <= radius <= 80:
            self.wrong(
                "corner_radius_px",
                tell("{value} is no radius.", value=repr(radius)),
                tell("Write a whole number from 0 to 80."),
            )
        weight = self.kit.get("display_weight", 800)
        if weight not in WEIGHTS:
            self.wrong(
                "display_weight",
                tell("{value} is no weight.", value=repr(weight)),
                tell("Use {choices}.", choices=tuple(map(str, WEIGHTS))),
            )
        pattern = self.kit.get("pattern", "none")
        if pattern not in PATTERNS:
            self.wrong(
                "pattern",
                tell("{value} is no pattern.", value=repr(pattern)),
                tell("Use {choices}.", choices=PATTERNS),
            )
        fonts = self.fonts()
        audience_themes = {str(k): str(v) for k, v in self.mapping("audience_themes").items()}
        for audience, theme in audience_themes.items():
            if theme not in themes:
                self.wrong(
                    f"audience_themes.{audience}",
                    tell("There is no theme {theme}.", theme=repr(theme)),
                    tell("Use {choices}.", choices=tuple(themes)),
                )
        looks = self.looks(themes["light"]) if "light" in themes else {}
        if self.problems:
            raise BriefError(self.problems)
        return Brand(
            id=self.path.stem,
            name=str(self.kit["name"]),
            logo=light,
            logo_on_panel=dark,
            corner_radius_px=radius,
            display_weight=weight,
            pattern=pattern,
            fonts=fonts,
            themes=themes,
            audience_themes=audience_themes,
            looks=looks,
        )

    def looks(self, light: Theme) -> dict[str, Look]:
        rows, roles = dict(known_looks()), [f.name for f in fields(Theme)]
        for name, own in self.mapping("looks").items():
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                self.wrong(
                    f"looks.{name}",
                    tell("{name} is no name of a look.", name=repr(str(name))),
                    tell("Write small letters, digits and hyphens."),
                )
                continue
            known = rows[name].model_dump(exclude_unset=True) if name in rows else {}
            try:
                rows[name] = LookRow.model_validate(known | (own if isinstance(own, dict) else {"look": own}))
            except ValidationError as error:
                for where, message, remedy in explain_faults(LookRow, error, guide="brand-it"):
                    self.wrong(".".join(map(str, ("looks", name, *where))), message, remedy)
                continue
            for role in rows[name].colours:
                if role not in roles:
                    self.wrong(
                        f"looks.{name}.colours.{role}",
                        tell("There is no such colour."),
                        tell("Use {choices}.", choices=tuple(roles)),
                    )
            if rows[name].colours:
                self.written.add(f"looks.{name}")
        return {} if self.problems else {name: make_look(row, light) for name, row in rows.items()}

    def mapping(self, key: str) -> dict[Any, Any]:
        value = self.kit.get(key) or {}
        if not isinstance(value, dict):
            self.wrong(key, tell("This must be a mapping."), tell("Copy its shape from institutional.yaml."))
            return {}
        return value

    def themes(self) -> dict[str, Theme]:
        found: dict[str, Theme] = {}
        rows = self.mapping("themes")
        if "light" not in rows and "themes" in self.kit:
            self.wrong("themes.light", tell("A kit needs a light theme."), tell("Copy one from institutional.yaml."))
        for name, row in rows.items():
            if name not in ("light", "dark"):
                self.wrong(f"themes.{name}", tell("There is no such theme."), tell("Use light and dark."))
                continue
            if theme := self.theme(name, row if isinstance(row, dict) else {}):
                found[name] = theme
        return found

    def theme(self, name: str, row: dict[Any, Any]) -> Theme | None:
        before = len(self.problems)
        roles = [f.name for f in fields(Theme)]
        for role in row:
            if role not in roles:
                self.wrong(
                    f"themes.{name}.{role}",
                    tell("There is no such colour."),
                    tell("Use {choices}.", choices=tuple(roles)),
                )
        for role in roles:
            if not isinstance(row.get(role), str) or not _COLOUR.fullmatch(row[role]):
                said = (
                    tell("{value} is no colour.", value=repr(row[role]))
                    if role in row
                    else tell("This colour is missing.")
                )
                self.wrong(f"themes.{name}.{role}", said, tell('Write it as "#RRGGBB", in quotes.'))
        if len(self.problems) > before:
            return None
        return Theme(**{role: row[role].upper() for role in roles})

    def logo(self, logo: dict[Any, Any], key: str) -> bytes:
        name = logo.get(key, logo.get("light"))
        if not isinstance(name, str):
            if "logo" in self.kit:
                self.wrong(f"logo.{key}", tell("No file is named."), tell("Name an SVG file beside the kit."))
            return b""
        path = self.path.parent / name
        if not lies_within(self.path.parent, path):
            self.wrong(
                f"logo.{key}",
                tell("{name} is outside the kit's folder.", name=name),
                tell("Put the file beside the kit."),
            )
            return b""
        try:
            content = path.read_bytes()
        except OSError:
            self.wrong(
                f"logo.{key}",
                tell("{name} cannot be read.", name=name),
                tell("Put an SVG file of this name beside the kit."),
            )
            return b""
        if b"<svg" not in content[:2000]:
            self.wrong(
                f"logo.{key}",
                tell("{name} is not an SVG file.", name=name),
                tell("Save the logo as SVG, its text as paths."),
            )
        return content

    def fonts(self) -> dict[str, tuple[str, ...]]:
        own = self.mapping("fonts")
        for code, families in own.items():
            if code not in read_languages():
                known = tuple(read_languages())
                self.wrong(f"fonts.{code}", tell("There is no such language."), tell("Use {choices}.", choices=known))
            elif not isinstance(families, list) or not all(isinstance(f, str) for f in families):
                self.wrong(
                    f"fonts.{code}", tell("This is no list of families."), tell("Write [First choice, Second choice].")
                )
        if self.problems:
            return {}
        return {code: tuple(own.get(code, ())) + language(code).fonts for code in read_languages()}


def _complaint(found: Measured) -> tuple[str, str]:
    """Say which pair fails, by how much, and what to do about it."""
    (one, other), pair = found.colours, found.pair
    if found.apart:
        return (
            tell(
                "{first} {one} and {second} {other} are {value} apart to some colour-blind readers; {least} is needed"
                " ({use}).",
                first=pair.one,
                one=one,
                second=pair.other,
                other=other,
                value=f"{found.value:.1f}",
                least=f"{pair.least:g}",
                use=pair.use,
            ),
            tell("Make {first} lighter or darker.", first=pair.one),
        )
    return (
        tell(
            "{first} {one} on {second} {other} has a contrast of {value}; {least} is needed ({use}).",
            first=pair.one,
            one=one,
            second=pair.other,
            other=other,
            value=f"{found.value:.2f}",
            least=f"{pair.least:g}",
            use=pair.use,
        ),
        tell("Make {first} and {second} differ more in lightness.", first=pair.one, second=pair.other),
    )
