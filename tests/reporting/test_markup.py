"""Whatever goes into a page is text, until this module itself made it."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from risk_map.reporting.markup import Markup, element, join


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.seen, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, attrs))

    def handle_data(self, data):
        self.text += data


@given(st.text(st.characters(blacklist_characters="\r\0", blacklist_categories=["Cs"])))
def test_any_text_comes_back_as_that_text_and_makes_no_element(text):
    reader = Reader()
    reader.feed(element("p", text, title=text))
    reader.close()
    assert reader.seen == [("p", [("title", text)])]
    assert reader.text == text


def test_only_markup_goes_in_as_it_is():
    inner = element("b", "<i>")
    assert join(("<i>", inner)) == "&lt;i&gt;<b>&lt;i&gt;</b>"
    assert isinstance(join(("a",)), Markup)


def test_a_flag_has_no_value_and_a_false_one_is_absent():
    assert element("input", type="radio", checked=True, disabled=False) == '<input type="radio" checked>'
    assert element("label", "x", for_="a", aria_label="b") == '<label for="a" aria-label="b">x</label>'
