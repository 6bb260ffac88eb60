from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.app.escaping import literal, safe

PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "`;alert(1);`",
    "${alert(1)}",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "\\u003cimg src=x onerror=alert(1)\\u003e",
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus="',
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_character_with_a_meaning_in_html_or_javascript_is_left(payload):
    assert not set(safe(payload)) & set("<>\"'`${}\\")


@given(st.text())
def test_a_reader_sees_exactly_what_was_typed(text):
    assert html.unescape(safe(text)).replace("\r", "") == html.unescape(html.escape(text)).replace("\r", "")


@given(st.text(alphabet="`${}\\<>&'\"ab"))
def test_an_ampersand_only_begins_a_character_reference(text):
    assert safe(text).count("&") == sum(text.count(character) for character in "`${}\\<>&'\"")


def test_anything_can_be_made_safe():
    assert safe(12) == "12"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![x](http://elders.nl/x.png)", r"!\[x\](http://elders.nl/x.png)"),
        (":red[Lindepad 1]", r":red\[Lindepad 1\]"),
        ("*Lindepad* _1_ `a` <b> $x$", r"\*Lindepad\* \_1\_ \`a\` \<b\> \$x\$"),
        ("a\\b", "a\\\\b"),
        ("Lindepad 1, 3701AB Zeist", "Lindepad 1, 3701AB Zeist"),
    ],
)
def test_text_that_looks_like_markdown_stays_text(text, shown):
    assert literal(text) == shown
