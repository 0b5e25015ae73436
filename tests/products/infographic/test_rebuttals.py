"""A rumour on a picture: the verdict is large, the claim is smaller than the truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.brief.model import Brief
from briefcast.brief.read import read_brief
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.pictures import page_data
from briefcast.products.profiles import read_audience
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests.picture_fixtures import LANGUAGES

RUMOUR = """
id: water
kind: rebuttal
languages: [vi, en, he]
audiences: [citizens]
products: [infographic]
as_of: 2026-11-20
title: {vi: Về tin đồn nước máy, en: About a rumour on tap water, he: על שמועה בדבר מי הברז}
rebuttal:
  truth: {vi: Nước máy đạt quy chuẩn, en: Tap water meets the standard, he: מי הברז עומדים בתקן}
  claim: {vi: nước máy nhiễm asen, en: tap water holds arsenic, he: במי הברז יש ארסן}
  verdict: {vi: Sai sự thật, en: "False", he: לא נכון}
  why: {vi: "Cả {mau} mẫu đều đạt", en: "All {mau} samples met it", he: "כל {mau} הדגימות עמדו בו"}
issuer: {vi: UBND phường, en: Ward office, he: משרד הרובע}
sources:
  - {id: cdc, title: {vi: Kết quả, en: Results, he: תוצאות}, publisher: {vi: CDC, en: CDC, he: CDC}, date: 2026-11-18}
statistics:
  - id: mau
    label: {vi: Mẫu nước đạt, en: Samples up to standard, he: דגימות שעמדו בתקן}
    value: 24
    out_of: 24
    unit: count
    period: 2026-11-15
    source: cdc
points:
  - id: mau
    statistics: [mau]
    text: {vi: "{mau} mẫu đạt.", en: "{mau} samples met it.", he: "{mau} דגימות עמדו."}
"""


@pytest.mark.parametrize("language", ["vi", "en", "he"])
@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1080x1920", "a4"])
def test_a_claim_is_smaller_than_its_verdict_and_the_truth(tmp_path: Path, language: str, size: str) -> None:
    """As large as the truth, a screenshot of the claim spreads what the picture denies."""
    path = tmp_path / "water.yaml"
    path.write_text(RUMOUR, "utf-8")
    brief = read_brief(path)
    script = write_script(brief, collect_facts(brief), read_audience("citizens"), language)
    made = lay_out(script, read_brand("institutional"), size)
    texts = drawing.texts_of(made.template, page_data(made))
    [title] = [text.size_px for text in texts if text.text == "title"]
    verdict, why = (text.size_px for text in texts if text.text == "label of a line")
    claim, reason = (text.size_px for text in texts if text.text == "line")
    assert claim < verdict < title
    assert claim <= reason
    assert why < verdict


RECOVERED = {
    "vi": ("ghi nhận {severe} ca phản ứng nặng; cả hai đều đã khỏe lại.", "cả hai đều đã khỏe lại", "ca"),
    "en": ("{severe} severe reactions were recorded; both patients have recovered.", "both patients have", "cases"),
    "he": ("נרשמו {severe} תגובות קשות; שני המטופלים החלימו.", "שני המטופלים החלימו", "תגובות"),
}


@pytest.mark.parametrize("size", ["1080x1350", "1080x1920", "a4", "carousel"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_news_beside_the_truth_stands_with_the_words_behind_it(language: str, size: str) -> None:
    """ "2 severe reactions" stood large beside "the vaccine is safe", and nowhere that both patients recovered."""
    brief = Brief.model_validate(
        {
            "id": "shot",
            "kind": "rebuttal",
            "title": {"vi": "Tin đồn", "en": "A rumour", "he": "שמועה"},
            "issuer": dict.fromkeys(LANGUAGES, "CDC"),
            "languages": list(LANGUAGES),
            "audiences": ["citizens"],
            "as_of": "2026-11-20",
            "sources": [{"id": "s", "title": "Report", "publisher": "CDC", "date": "2026-11-10"}],
            "rebuttal": {
                "truth": {"vi": "Vắc-xin an toàn", "en": "The vaccine is safe", "he": "החיסון בטוח"},
                "claim": {"vi": "vắc-xin gây hại", "en": "the vaccine does harm", "he": "החיסון מזיק"},
                "why": {"vi": "Nghiên cứu cho thấy vậy", "en": "Studies show it", "he": "כך מראים מחקרים"},
                "source": "s",
            },
            "statistics": [
                {
                    "id": "severe",
                    "label": {"vi": "Ca phản ứng nặng", "en": "Severe reactions", "he": "תגובות קשות"},
                    "noun": {code: RECOVERED[code][2] for code in LANGUAGES},
                    "gender": "f",
                    "value": 2,
                    "unit": "count",
                    "period": "2026-M10",
                    "better": "lower",
                    "source": "s",
                }
            ],
            "points": [
                {
                    "id": "safe",
                    "statistics": ["severe"],
                    "audiences": {"citizens": 5},
                    "text": {code: RECOVERED[code][0] for code in LANGUAGES},
                }
            ],
        }
    )
    told = write_script(brief, collect_facts(brief), read_audience("citizens"), language, to_read=True).drawn()
    page = lay_out(told, read_brand("institutional"), size)
    texts = drawing.texts_of(page.template, page_data(page))
    assert any(RECOVERED[language][1] in text.body.replace("\u00a0", " ") for text in texts)
    assert not any(text.text == "number" for text in texts)
    # In one line under a long reason the words have no room: then the number has none.
    long = replace(told.content[-1], text=f"{told.content[-1].text} {'aaaa ' * 30}")
    page = lay_out(replace(told, content=(*told.content[:-1], long)), read_brand("institutional"), "1080x1080")
    texts = drawing.texts_of(page.template, page_data(page))
    assert not any(text.text == "number" for text in texts)
