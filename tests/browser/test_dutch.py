"""No word of the English of Streamlit on any page: not on the screen, and not where only a screen reader says it."""

from __future__ import annotations

import re

import pytest

from risk_map.app.pages import BY_KEY
from risk_map.domain.subject import Role
from tests.browser.conftest import pages_of

pytestmark = pytest.mark.browser

ENGLISH = re.compile(
    r"\b(the|this|Help|for|Choose|options?|results|available|Select|selected|Selected|values|Press|apply|submit|Upload|"
    r"Browse|files?|Drag|drop|Limit|per file|Clear|Remove|Collapse|Expand|[Ss]idebar|App pages|Skip|content|Dismiss|"
    r"Close|Loading|Running|Connecting|Scroll|Notifications|Fullscreen|[Ss]treamlit\w*|must|Invalid|format)\b"
)
SAID = """() => {
    const said = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { parentElement, data } = walker.currentNode;
        if (data.trim() && !parentElement.closest('script, style, noscript, [data-testid="stIconMaterial"]')) {
            said.push(data.trim());
        }
    }
    for (const one of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
        said.push(...["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name) ?? ""));
    }
    return said;
}"""


def english(window):
    """Give what is said in English now, on the page and in its frames."""
    return sorted({text for frame in window.page.frames for text in frame.evaluate(SAID) if ENGLISH.search(text)})


@pytest.mark.parametrize("role", list(Role))
def test_no_page_says_anything_in_english(screen, server, role):
    window = screen().become(server, role)
    for spec in pages_of(role):
        window.go(spec)
        if window.page.locator("iframe").count():
            window.page.frame_locator("iframe").first.locator(".leaflet-control-zoom-in").wait_for()
        window.page.locator("details:not([open]) summary").evaluate_all("all => all.forEach((one) => one.click())")
        window.settle()
        assert english(window) == [], spec.key


def test_what_streamlit_says_while_somebody_works_is_in_dutch_too(screen, server):
    window = screen().become(server, Role.REGIOCOORDINATOR)
    page = window.page
    page.get_by_role("button", name="Uitleg bij Als").hover()
    roles = page.get_by_role("combobox", name="Rol (demonstratie)", exact=True)
    roles.click()
    roles.fill("dat is er niet")
    page.get_by_text("Niets gevonden").wait_for(timeout=10_000)
    assert english(window) == []
    page.keyboard.press("Escape")
    window.go(BY_KEY["ronde"])
    page.get_by_text("Team 1", exact=True).first.click()
    page.get_by_role("textbox", name="Naam").first.press_sequentially("x")
    page.get_by_text("Enter: toepassen").wait_for()
    assert english(window) == []
    page.get_by_label("Menu inklappen").dispatch_event("click")
    page.get_by_label("Menu uitklappen").wait_for(timeout=10_000)
    assert english(window) == []
    page.get_by_label("Menu uitklappen").dispatch_event("click")  # the browser remembers it for the next window
    page.get_by_label("Menu inklappen").wait_for(state="attached", timeout=10_000)


def test_a_word_that_somebody_typed_stays_as_it_is(screen, server):
    window = screen().become(server, Role.REGIOCOORDINATOR)
    window.go(BY_KEY["ronde"])
    window.page.get_by_text("Team 1", exact=True).first.click()
    name = window.page.get_by_role("textbox", name="Naam").first
    name.fill("Clear all")
    name.press("Enter")
    window.settle()
    assert name.input_value() == "Clear all"
