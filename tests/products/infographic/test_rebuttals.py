"""A rumour on a picture: the verdict is large, the claim is smaller than the truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.brief.read import read_brief
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.pictures import page_data
from briefcast.products.profiles import read_audience
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script

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
