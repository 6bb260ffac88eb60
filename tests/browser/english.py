"""Words of the English of Streamlit on a page: on the screen, or where only a screen reader says them."""

from __future__ import annotations

import re

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
