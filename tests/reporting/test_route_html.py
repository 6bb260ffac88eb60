"""The page for a phone: one file, no script, no request, every text escaped. ``make golden`` rewrites its text."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest

from risk_map.domain.checklist import boxes_of
from risk_map.reporting.route_html import render_html
from risk_map.reporting.route_pdf import qr_svg
from tests.reporting.route_example import PLACES, map_of, sheet_of
from tests.reporting.test_markup import Reader
from tests.reporting.test_route_pdf import golden


@pytest.fixture(scope="module")
def page():
    return render_html(sheet_of(), map_of())


def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


def test_the_page_is_what_it_was(page):
    # A line per element, so that a difference can be read.
    text = re.sub(r"<style>.*?</style>", "<style/>", page, flags=re.DOTALL).replace("><", ">\n<")
    text = re.sub(r"sha256-[\w+/=]+", "sha256", text)
    assert text == golden("route_list.html", text)


def test_nothing_is_fetched_and_nothing_runs(page):
    assert not re.search(r"<script|<link|<iframe|<form|src=|url\(|@import|javascript:| on[a-z]+=", page)
    outside = set(re.findall(r"https?://[^\"' <]+", page)) - {"http://www.w3.org/2000/svg"}
    assert not outside


def test_the_policy_allows_this_style_and_nothing_else(page):
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src &#x27;none&#x27;; style-src &#x27;sha256-{digest}&#x27;; form-action &#x27;none&#x27;"
    assert policy in page
    assert " style=" not in page


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "&amp;", "</textarea>"])
def test_every_text_is_escaped(text):
    sheet = sheet_of()
    stop = replace(sheet.stops[0], address=text, contact=text, facts=((text, text),), last_visit=text, partners=(text,))
    hostile = replace(sheet, title=text, team=text, numbers=((text, text, text),), printed=text, stops=(stop,))
    page = render_html(hostile, "")
    clean = render_html(replace(sheet, stops=sheet.stops[:1]), "")
    assert {tag for tag, _ in read(page).seen} == {tag for tag, _ in read(clean).seen}
    assert read(page).text.count(text) >= 7


def test_every_box_has_its_number_and_four_answers(page):
    for stop, kind in ((1, "hotel"), (2, "woning")):
        for number, box in enumerate(boxes_of(kind), start=1):
            assert f"<legend>{number}. {box.label}".replace("'", "&#x27;") in page
            assert page.count(f'name="p{stop}-{number}"') == 4


def test_the_code_holds_the_number_and_no_address(page):
    assert qr_svg("L1") in page
    assert len(qr_svg("L1")) < len(qr_svg(PLACES["L1"].address))
