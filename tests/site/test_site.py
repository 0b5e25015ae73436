"""The site shows what is out, as it went out, and nothing else."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from lxml import html as lxml_html
from typer.testing import CliRunner

from briefcast.brief.corrections import Correction, Pair, add_correction
from briefcast.cli.main import app
from briefcast.errors import BriefcastError, BriefError
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.look.brand import list_brands, read_brand
from briefcast.look.colour import contrast
from briefcast.planner.plan import open_plan
from briefcast.site import build as building
from briefcast.site.pages import style_colours
from briefcast.site.words import site_words
from briefcast.store.store import STORE_NAME
from briefcast.week.deciding import decide, read_review
from briefcast.week.week import WeekPlan, plan_week
from tests.batch_fixtures import change_brief
from tests.site_fixtures import CODES, NOW, approve, build, make_week, send, write_site_plan

BASE = "https://villages.example.org/news/"
LATER = NOW + dt.timedelta(days=1)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the week, drawn once for all tests."""
    folder = tmp_path_factory.mktemp("drawn")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
        make_week(write_site_plan(folder))
    return folder / "outputs" / STORE_NAME


@pytest.fixture
def ledger(tmp_path: Path, drawn: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    shutil.copytree(drawn, tmp_path / "outputs" / STORE_NAME)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    return open_ledger()


@pytest.fixture
def week(tmp_path: Path, ledger: Ledger) -> WeekPlan:
    return make_week(write_site_plan(tmp_path))


@pytest.fixture
def out(week: WeekPlan, ledger: Ledger) -> WeekPlan:
    """A week of which all is out."""
    approve(week, ledger)
    assert send(week, ledger) == 6
    return week


def files(public: Path) -> dict[str, bytes]:
    """Give every file of a site by its path."""
    return {
        path.relative_to(public).as_posix(): path.read_bytes() for path in sorted(public.rglob("*")) if path.is_file()
    }


def texts(public: Path) -> str:
    """Give all that a site says."""
    endings = (".html", ".xml", ".json", ".txt")
    return "\n".join(body.decode() for path, body in files(public).items() if path.endswith(endings))


def make_again(week: WeekPlan, ledger: Ledger, old: str, new: str) -> WeekPlan:
    """Change a brief and make the week again: nobody has approved that yet."""
    change_brief(week.request.plan.parent, 0, old, new)
    return make_week(plan_week(week.request).request.model_copy(update={"again": True}))


def correct(week: WeekPlan, ledger: Ledger, *, old: str = "99.3", new: str = "98.1") -> WeekPlan:
    """Put a figure right and let it out."""
    again = make_again(week, ledger, old, new)
    approve(again, ledger, "b0")
    assert send(again, ledger, at=LATER, begins=["b0"]) == 3
    return again


# --- what is shown


def test_what_is_not_out_is_not_there_and_the_command_says_why(week: WeekPlan, ledger: Ledger) -> None:
    """A reader would find on the site what nobody has approved yet, or what goes out next week."""
    approve(week, ledger, "b0/neighbours/vi", "b0/neighbours/en", "b1/neighbours/vi")
    assert send(week, ledger, begins=["b0/neighbours/vi", "b1/neighbours/vi"]) == 2
    built = build(week, ledger)
    said = texts(built.public)
    assert "99,3%" in said and "64,5%" in said and "99.3%" not in said and "64.5%" not in said
    assert not (built.public / "en/items/b0").exists() and built.items == 2
    left = {each.item.split("/infographic")[0]: each.why for each in built.left}
    assert left == dict.fromkeys(
        ["b0/neighbours/en", "b0/neighbours/he", "b1/neighbours/en", "b1/neighbours/he"], "It is not out."
    )
    pictures = [path for path in files(built.public) if path.endswith(".png")]
    assert len(pictures) == 2
    done = CliRunner().invoke(app, ["site", str(week.request.plan), "--out", "other"])
    assert done.exit_code == 0, done.output
    assert "It is not out." in " ".join(done.output.split()) and done.output.rstrip().endswith("other/public")
    told = json.loads(CliRunner().invoke(app, ["site", str(week.request.plan), "--json"]).stdout)
    assert told["items"] == 2 and len(told["left"]) == 4


def test_what_is_out_where_its_readers_do_not_look_is_not_there(out: WeekPlan, ledger: Ledger) -> None:
    """A folder of the team's own disk is read by nobody else, unless the plan says so."""
    plan = out.request.plan
    plan.write_text(plan.read_text("utf-8").replace("  channels: [folder]\n  topics", "  topics"), "utf-8")
    built = build(out, ledger)
    assert built.items == 0 and not re.search("99[.,]3", texts(built.public))
    assert {each.why for each in built.left} == {"It is out on no channel that readers of the site see."}


@pytest.mark.parametrize("way", ["held", "sent back", "withdrawn"])
def test_what_was_stopped_goes_and_its_address_says_so(out: WeekPlan, ledger: Ledger, way: str) -> None:
    """Readers would still find there what the team took back; a link to it would lead nowhere."""
    before = build(out, ledger)
    assert "99,3%" in texts(before.public)
    if way == "withdrawn":
        outbox = Outbox(ledger, who="lan")
        for each in outbox.publications("sent"):
            if each.item.startswith("b0/"):
                outbox.withdrawn(each.id, "by mistake")
    else:
        decide(read_review(out, ledger), ledger, ["b0"], way, who="lan", why="wrong")  # type: ignore[arg-type]
    built = build(out, ledger, now=LATER)
    assert not {"99,3", "99.3"} & set(re.findall(r"\d\d[.,]\d", texts(built.public)))
    assert built.items == 3 and len(built.left) == 3
    gone = lxml_html.fromstring((built.public / "vi/items/b0/index.html").read_bytes())
    assert gone.xpath("//h1/text()") == ["Nội dung đã được gỡ"] and gone.xpath("//meta[@content='noindex']")
    figure = lxml_html.fromstring((built.public / "vi/figures/villages/index.html").read_bytes())
    assert figure.xpath("//h1/text()") == ["Nội dung đã được gỡ"], "links to the figure lead somewhere, too"
    assert "items/b0" not in (built.public / "sitemap.xml").read_text() + (built.public / "vi/feed.xml").read_text()
    kept = [path for path in files(built.public) if path.endswith(".png")]
    assert len(kept) == 3, "its pictures can be fetched no more"


def test_nothing_new_stands_there_in_days_of_mourning(out: WeekPlan, ledger: Ledger) -> None:
    """What was there stays; what is new waits, as on every channel."""
    plan = out.request.plan
    text = plan.read_text("utf-8")
    mourning = "mourning:\n  - {starts: 2026-11-18, ends: 2026-11-19, name: Quốc tang, languages: [vi]}\n"
    plan.write_text(text + mourning, "utf-8")
    built = build(out, ledger)
    assert built.items == 4 and not (built.public / "vi/items/b0").exists()
    assert all("Quốc tang" in each.why for each in built.left) and len(built.left) == 2
    over = build(out, ledger, now=NOW + dt.timedelta(days=3))
    assert over.items == 6 and over.left == ()
    plan.write_text(text + mourning.replace("2026-11-18", "2026-11-20").replace("2026-11-19", "2026-11-22"), "utf-8")
    assert build(out, ledger, now=NOW + dt.timedelta(days=3)).items == 6, "what stands there stays"


def test_what_went_out_stays_as_it_was_when_its_edition_is_made_anew(out: WeekPlan, ledger: Ledger) -> None:
    """The folder of the edition holds what nobody has approved: on the site it would be out."""
    before = files(build(out, ledger).public)
    make_again(out, ledger, "99.3", "12.1")
    assert files(build(out, ledger, now=LATER).public) == before
    # A site that has no copy shows nothing of it, and says why.
    anew = build(out, ledger, now=LATER, out=out.request.plan.parent / "anew")
    assert anew.items == 3 and "12" not in set(re.findall(r"(\d\d)[.,]\d", texts(anew.public)))
    assert {each.why for each in anew.left} == {
        "Its edition was made anew since it went out, and the site has no copy."
    }


def test_a_file_that_was_changed_by_hand_is_not_what_went_out(out: WeekPlan, ledger: Ledger) -> None:
    picture = next((out.request.out / "b0").rglob("*.png"))
    picture.write_bytes(picture.read_bytes() + b"x")
    built = build(out, ledger)
    assert built.items == 5
    assert [each.why for each in built.left] == [f"{picture} is not the file that went out."]


def test_an_item_shows_its_picture_its_figures_and_where_they_come_from(out: WeekPlan, ledger: Ledger) -> None:
    built = build(out, ledger)
    page = lxml_html.fromstring((built.public / "en/items/b0/index.html").read_bytes())
    assert page.xpath("//h1/text()") == ["99.3% of villages"]
    assert page.xpath("//main//img/@alt")[0] and "Full description" not in page.xpath("//main//img/@alt")[0]
    assert page.xpath("//section[@class='figures']//a/@href") == ["../../../en/figures/villages/"]
    assert page.xpath("//time/@datetime")[0] == "2026-11-18"
    assert page.xpath("//ul[@class='sources']//a/@href") == ["https://example.org/broadband"]
    said = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
    assert said["@type"] == "Article" and said["datePublished"] == "2026-11-18T03:00:00+00:00"
    assert said["publisher"]["name"] == "Communications Team"
    figure = lxml_html.fromstring((built.public / "en/figures/villages/index.html").read_bytes())
    assert figure.xpath("//p[@class='value']//text()") == ["99.3%"]
    links = figure.xpath("//ul[@class='rows']//a")
    assert {(link.get("lang"), link.get("dir")) for link in links} == {("vi", "ltr"), ("en", "ltr"), ("he", "rtl")}
    topic = lxml_html.fromstring((built.public / "he/topics/fibre/index.html").read_bytes())
    assert topic.xpath("//article//a/@href") == ["../../../he/items/b1/"]


# --- pages


def pages(public: Path) -> Iterator[tuple[str, lxml_html.HtmlElement]]:
    for path, body in files(public).items():
        if path.endswith(".html"):
            yield path, lxml_html.fromstring(body)


def test_a_figure_says_what_it_was_and_what_it_is_to_reach(tmp_path: Path, ledger: Ledger) -> None:
    """Items told both, and the page of the figure, to which they lead, told neither."""
    request = write_site_plan(tmp_path, briefs=1, topic="b0-w47")
    more = (
        '    period: "2025-10"\n    baseline: {value: 91.2, period: "2024-10"}\n    target: {value: 95, by: "2026"}\n'
    )
    change_brief(tmp_path, 0, '    period: "2025-10"\n', more)
    week = make_week(request)
    approve(week, ledger)
    assert send(week, ledger) == 3
    site = build(week, ledger).public
    for code, was, goal in (("vi", "91,2%", "95%"), ("en", "91.2%", "95%"), ("he", "91.2%", "95%")):
        words = site_words(code)
        page = lxml_html.fromstring((site / code / "figures/villages/index.html").read_bytes())
        rows = {row[0].text_content(): row[1].text_content() for row in page.xpath("//dl[@class='facts']/div")}
        assert was in rows[words.before_it] and "2024" in rows[words.before_it]
        assert goal in rows[words.target] and "2026" in rows[words.target]


def test_every_link_leads_somewhere_and_every_file_is_needed(out: WeekPlan, ledger: Ledger) -> None:
    built = build(out, ledger)
    there, linked = set(files(built.public)), {"index.html", "404.html", "robots.txt", "sitemap.xml"}
    for path, page in pages(built.public):
        here = BASE if path == "404.html" else urljoin(BASE, path)
        for link in page.xpath(
            "//@href | //@src | //@srcset | //@poster | //meta[@property='og:url' or @property='og:image']/@content"
        ):
            url = urljoin(here, str(link))
            if not url.startswith(BASE):
                continue
            target, fragment = urlsplit(url.removeprefix(BASE)).path, urlsplit(url).fragment
            target = f"{target}index.html" if not target or target.endswith("/") else target
            assert target in there, f"{path} leads to {link}"
            linked.add(target)
            if fragment:
                assert lxml_html.fromstring(files(built.public)[target]).xpath(f"//*[@id='{fragment}']"), link
    # What searching asks for is asked for by its script.
    assert {path for path in there - linked if "/search/index/" not in path} == set()


def test_the_same_page_in_other_languages_leads_back(out: WeekPlan, ledger: Ledger) -> None:
    """Search engines let go of what one page says of another where that does not say it back."""
    built = build(out, ledger)
    said: dict[str, dict[str, str]] = {}
    for path, page in pages(built.public):
        if page.xpath("//meta[@content='noindex']"):
            continue
        here = page.xpath("//link[@rel='canonical']/@href")[0]
        assert here == urljoin(BASE, path).removesuffix("index.html")
        said[here] = {e.get("hreflang"): e.get("href") for e in page.xpath("//link[@rel='alternate'][@hreflang]")}
        code = path.partition("/")[0]
        if code in CODES:
            assert (page.get("lang"), page.get("dir")) == (code, "rtl" if code == "he" else "ltr")
            assert said[here][code] == here
            assert page.xpath("//h1")[0].text_content() in page.xpath("//title/text()")[0]
    for others in said.values():
        assert set(others) == {*CODES, "x-default"}
        for url in others.values():
            assert said[url] == others


def test_no_page_asks_for_a_script_a_stranger_or_a_cookie(out: WeekPlan, ledger: Ledger) -> None:
    built = build(out, ledger)
    for path, page in pages(built.public):
        if path.endswith("/search/index.html"):
            continue  # tests/site/test_search.py
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'") and "script" not in policy and "unsafe" not in policy
        assert [each.get("type") for each in page.iter("script")] in ([], ["application/ld+json"]), path
        assert not page.xpath("//@style | //@onclick | //iframe | //form")
        loaded = page.xpath("//@src | //@srcset | //@poster | //link[@rel='stylesheet' or @rel='icon']/@href")
        assert not [url for url in loaded if urlsplit(url).netloc], path


@pytest.mark.parametrize("hostile", ["</script><img src=x onerror=alert(1)>", "]]> & <b>bold</b>"])
def test_what_a_plan_says_stays_text(out: WeekPlan, ledger: Ledger, hostile: str) -> None:
    """A name could carry a script to everybody who reads the site. (What a brief says is refused before that.)"""
    plan = out.request.plan
    text = plan.read_text("utf-8")
    for words in ("Village News", "News of the programme.", "Le Thi Lan, lan@example.org", "en: Fibre"):
        assert words in text
        text = text.replace(words, f"en: '{hostile} Fibre'" if words == "en: Fibre" else f"{hostile} {words}")
    text = text.replace(f"en: {hostile} Village News", f"en: '{hostile} Village News'")
    text = text.replace(f"en: {hostile} News of", f"en: '{hostile} News of").replace("programme.,", "programme.',")
    plan.write_text(text, "utf-8")
    built = build(out, ledger)
    for path, page in pages(built.public):
        assert not page.xpath("//img[@src='x'] | //b | //@onerror"), path
        for script in page.xpath("//script[not(@src)]"):
            json.loads(script.text)
    assert escape(hostile, quote=False) in (built.public / "en/about/index.html").read_text("utf-8")
    rss, atom = (feedparser.parse((built.public / "en" / name).read_bytes()) for name in ("feed.xml", "atom.xml"))
    assert not rss.bozo and "<img" not in rss.feed.subtitle and "<b>" not in rss.feed.subtitle
    assert not atom.bozo and atom.feed.subtitle_detail.type == "text/plain"


@pytest.mark.parametrize("id", list_brands())
def test_all_that_is_read_stands_out_from_its_ground(id: str) -> None:
    """In the dark the surface of a kit may be white, as its letters are; axe passes over letters nobody can see."""
    brand = read_brand(id)
    for name in ("light", "dark"):
        colours = style_colours(brand.theme(name))
        for ink, ground in itertools.product(("ink", "muted", "link"), ("ground", "surface")):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (name, ink, ground)
        assert contrast(colours["on-panel"], colours["panel"]) >= 4.5


# --- what stays, and what changes


def test_a_correction_keeps_its_address_and_day_and_is_told(out: WeekPlan, ledger: Ledger) -> None:
    """Feed readers would show it as a new item, or never see that it was put right."""
    first = build(out, ledger)
    before = {name: feedparser.parse((first.public / "vi" / name).read_bytes()) for name in ("feed.xml", "atom.xml")}
    correct(out, ledger)
    built = build(out, ledger, now=LATER)
    for name, feed in before.items():
        after = feedparser.parse((built.public / "vi" / name).read_bytes())
        assert not after.bozo and [each.id for each in after.entries] == [each.id for each in feed.entries]
        mine = next(each for each in after.entries if each.link.endswith("/b0/"))
        was = next(each for each in feed.entries if each.link.endswith("/b0/"))
        assert "98,1%" in mine.title and mine.published_parsed == was.published_parsed
        assert mine.updated_parsed > was.updated_parsed
    as_json = json.loads((built.public / "vi/feed.json").read_text("utf-8"))
    mine = next(each for each in as_json["items"] if each["url"].endswith("/b0/"))
    assert mine["date_published"] == "2026-11-18T03:00:00Z" and mine["date_modified"] == "2026-11-19T03:00:00Z"
    page = lxml_html.fromstring((built.public / "vi/items/b0/index.html").read_bytes())
    notice = page.xpath("//aside[@class='changed']")[0]
    assert notice.xpath(".//del/text()")[0] == "99,3%" and notice.xpath(".//ins/text()")[0] == "98,1%"
    log = lxml_html.fromstring((built.public / "vi/corrections/index.html").read_bytes())
    assert log.xpath("//ol[@class='log']//dt[@class='what']/text()") == ["Thôn có băng rộng"]
    entry = feedparser.parse((built.public / "vi/corrections/atom.xml").read_bytes()).entries[0]
    assert "99,3%" in entry.summary and "98,1%" in entry.summary
    figure = lxml_html.fromstring((built.public / "vi/figures/villages/index.html").read_bytes())
    assert figure.xpath("//p[@class='value']//text()") == ["98,1%"]
    assert figure.xpath("//td//del/text()") == ["99,3%"]
    assert "b1" not in {urlsplit(link).path.split("/")[-2] for link in log.xpath("//ol//a/@href")}


def test_what_people_called_a_correction_is_called_one_with_its_reason(out: WeekPlan, ledger: Ledger) -> None:
    """Readers saw two figures and no word why: a typing error, better data, or a mistake that somebody owns."""
    said = {"neighbours": {"vi": (Pair(label="Thôn có băng rộng", was="99,3%", now="98,1%"),)}}
    reason = {"vi": "Chúng tôi ghi nhầm tỷ lệ.", "en": "Not told.", "he": "לא נאמר."}
    given = {"on": LATER.date(), "kind": "correction", "who": "lan", "reason": reason, "said": said}
    add_correction(out.request.plan.parent, "b0", Correction.model_validate(given))
    build(out, ledger)
    correct(out, ledger)
    built = build(out, ledger, now=LATER)
    log = lxml_html.fromstring((built.public / "vi/corrections/index.html").read_bytes())
    [notice] = log.xpath("//ol[@class='log']//p[@class='notice']")
    assert " ".join(notice.text_content().split()) == "[đính chính] Chúng tôi ghi nhầm tỷ lệ."
    figure = lxml_html.fromstring((built.public / "vi/figures/villages/index.html").read_bytes())
    [was] = figure.xpath("//tr[.//del]/td[1]")
    assert " ".join(was.text_content().split()) == "99,3% Đã đính chính: Chúng tôi ghi nhầm tỷ lệ."
    for name in ("index.html", "embed.html"):
        listed = lxml_html.fromstring((built.public / "vi" / name).read_bytes())
        assert listed.xpath("//strong/text()") == ["Đã đính chính"], "an error is no mere change"
    [entry] = feedparser.parse((built.public / "vi/corrections/atom.xml").read_bytes()).entries
    assert entry.title.startswith("Đính chính: ") and "98,1%" in entry.title, "a reader of feeds sees no more"
    assert " · Trước đó: 99,3% · Hiện nay: 98,1%" in entry.summary
    assert entry.summary.startswith("[đính chính] Chúng tôi ghi nhầm tỷ lệ.") and "99,3%" in entry.summary
    other = lxml_html.fromstring((built.public / "en/corrections/index.html").read_bytes())
    assert not other.xpath("//ol[@class='log']//p[@class='notice']"), "nobody said so of the English one"


def test_the_same_gives_the_same_bytes_however_it_came_there(out: WeekPlan, ledger: Ledger) -> None:
    """A site that is built on another machine would be fetched anew by everybody."""
    home = out.request.plan.parent
    first = build(out, ledger)
    assert first.fresh == first.files
    again = build(out, ledger, now=NOW + dt.timedelta(minutes=5))
    assert again.fresh == 0 and files(again.public) == files(first.public)
    assert files(build(out, ledger, out=home / "second").public) == files(first.public)
    correct(out, ledger)
    after = build(out, ledger, now=LATER)
    assert 0 < after.fresh < after.files
    kept = files(after.public)
    shutil.rmtree(home / "site" / "versions")
    cold = build(out, ledger, now=LATER)
    assert cold.fresh == cold.files and files(cold.public) == kept


def test_one_new_item_leaves_what_it_does_not_touch(week: WeekPlan, ledger: Ledger) -> None:
    approve(week, ledger)
    send(week, ledger, begins=["b0/"])
    before = build(week, ledger)
    marks = {path: (before.public / path).stat().st_ino for path in files(before.public)}
    send(week, ledger, begins=["b1/"])
    built = build(week, ledger)
    there = {path: (built.public / path).stat().st_ino for path in files(built.public)}
    same = {path for path, inode in marks.items() if there.get(path) == inode}
    assert {"vi/items/b0/index.html", "he/about/index.html", "vi/corrections/index.html"} <= same
    assert "vi/index.html" not in same and (built.public / "vi/items/b1/index.html").exists()


def test_two_figures_of_one_name_keep_their_addresses(tmp_path: Path, ledger: Ledger) -> None:
    """Two briefs call different figures alike: on one page a reader would take one for the other."""
    request = write_site_plan(tmp_path)
    for word, other in (
        ("Thôn có băng rộng", "Hộ có cáp quang"),
        ("Villages with", "Homes with"),
        ("כפרים עם", "בתים עם"),
    ):
        change_brief(tmp_path, 1, word, other)
    text = (tmp_path / "b1.yaml").read_text("utf-8")
    (tmp_path / "b1.yaml").write_text(
        text.replace("id: fibre", "id: villages").replace("[fibre]", "[villages]").replace("{fibre}", "{villages}"),
        "utf-8",
    )
    week = make_week(request)
    approve(week, ledger)
    send(week, ledger, begins=["b1/"])
    build(week, ledger)
    send(week, ledger, begins=["b0/"], at=LATER)
    built = build(week, ledger, now=LATER)
    values = {
        path.parent.name: lxml_html.fromstring(path.read_bytes()).xpath("//p[@class='value']//text()")
        for path in (built.public / "en/figures").glob("*/index.html")
    }
    assert values == {"villages": ["64.5%"], "villages-2": ["99.3%"]}


# --- the folder


_CHANGES = ("link", "fsync", "rename", "replace", "symlink", "mkdir", "unlink")


def build_and_stop(week: WeekPlan, ledger: Ledger, out: Path, steps: int) -> bool:
    """Build in a child that is gone after so many changes of the disk; says whether it came that far."""
    child = os.fork()
    if child == 0:
        left = itertools.count()

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def change(*given: object, **named: object) -> object:
                if next(left) == steps:
                    os._exit(9)
                return real(*given, **named)

            return change

        try:
            for name in _CHANGES:
                setattr(os, name, counted(getattr(os, name)))
            build(week, ledger, now=LATER, out=out)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_cut_short_at_any_moment_it_is_the_old_site_or_the_new_one(
    out: WeekPlan, ledger: Ledger, tmp_path: Path
) -> None:
    """A reader would find pages of two versions, or none, for as long as nobody starts it again."""
    site = tmp_path / "site"
    old = files(build(out, ledger).public)
    correct(out, ledger)
    whole = tmp_path / "whole"
    shutil.copytree(site, whole, symlinks=True)
    new = files(build(out, ledger, now=LATER, out=whole).public)
    found, steps = [], 0
    while True:
        again = tmp_path / f"again-{steps}"
        shutil.copytree(site, again, symlinks=True)
        stopped = build_and_stop(out, ledger, again, steps)
        here = files(again / "public")
        assert here in (old, new), steps
        found.append(here == new)
        assert files(build(out, ledger, now=LATER, out=again).public) == new, steps
        assert len({path.stem for path in (again / "versions").iterdir()}) == 2, "nothing is left behind"
        shutil.rmtree(again)
        if not stopped:
            break
        steps += 17
    assert found[0] is False and found[-1] is True and len(found) > 8


def test_a_folder_of_something_else_is_left_alone(out: WeekPlan, ledger: Ledger) -> None:
    other = out.request.plan.parent / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    with pytest.raises(BriefcastError, match="holds something that is no site"):
        build(out, ledger, out=other)
    assert (other / "mine.txt").read_text() == "mine"


def test_a_new_ledger_does_not_empty_the_site(out: WeekPlan, ledger: Ledger, tmp_path: Path) -> None:
    """Run in another folder it would find nothing out, and take every page away."""
    before = files(build(out, ledger).public)
    with pytest.raises(BriefcastError, match="is new, and the site shows"):
        build(out, open_ledger(tmp_path / "another.db"))
    assert files(out.request.plan.parent / "site/public") == before


def test_a_state_that_cannot_be_read_changes_nothing(out: WeekPlan, ledger: Ledger) -> None:
    before = build(out, ledger)
    state = out.request.plan.parent / "site/kept/state.json"
    state.write_text("{")
    was = files(before.public)
    with pytest.raises(BriefcastError, match="addresses and days of the site would change"):
        build(out, ledger)
    assert files(before.public) == was


# --- the plan


@pytest.mark.parametrize(
    ("change", "field", "message", "remedy"),
    [
        (("https://villages", "http://villages"), "site.address", "no address of a site", "https://news.example.org/"),
        (("news/\n", "news/?a=1\n"), "site.address", "no address of a site", "https://example.org/news/"),
        (("en: Village News, ", ""), "site.name", "no 'name' in 'en'", "Add it"),
        ((", he: חדשות התוכנית.", ""), "site.about", "no 'about' in 'he'", "Add it"),
        (("en: Fibre, ", ""), "site.topics[fibre].name", "no 'name' in 'en'", "Add it"),
        (
            ("channels: [folder]\n  topics", "channels: [folders]\n  topics"),
            "site.channels",
            "no channel",
            "Write 'folder'",
        ),
        (("items: [b1-w47]}", "items: [b1-w74]}"), "site.topics[fibre].items", "no item 'b1-w74'", "Write 'b1-w47'"),
        (
            ("audiences: [neighbours]\n  channels", "audiences: [neighbors]\n  channels"),
            "site.audiences",
            "no audience",
            "Write 'neighbours'",
        ),
        (("  contact:", "  contakt:"), "site.contakt", "no field 'contakt'", "Write 'contact'"),
    ],
)
def test_what_is_wrong_in_the_plan_is_told_with_its_line(
    tmp_path: Path, change: tuple[str, str], field: str, message: str, remedy: str
) -> None:
    plan = write_site_plan(tmp_path).plan
    text = plan.read_text("utf-8")
    assert change[0] in text
    plan.write_text(text.replace(change[0], change[1], 1), "utf-8")
    with pytest.raises(BriefError) as caught:
        open_plan(plan)
    found = [each for each in caught.value.problems if each.field.startswith(field)]
    assert found, caught.value.problems
    assert message in found[0].message and remedy in found[0].remedy and found[0].line


def test_a_plan_without_a_site_says_what_to_write(week: WeekPlan, ledger: Ledger) -> None:
    plan = week.request.plan
    plan.write_text(plan.read_text("utf-8").partition("site:\n")[0], "utf-8")
    with pytest.raises(BriefcastError, match=r"The plan has no site\. Add one, such as: site: \{name"):
        building.build_site(plan, plan.parent / "site", ledger)
