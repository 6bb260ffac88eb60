"""axe in one frame of the browser; it does not enter frames by itself."""

from __future__ import annotations

from importlib.resources import files

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "iframes": False,
}


def violations(frame):
    """Run axe in one frame: (rule, impact, selectors) of everything serious or critical."""
    # Script of a test goes in through the protocol of the browser; the content policy of the app stays as it is.
    if not frame.evaluate("typeof axe === 'object'"):
        frame.evaluate(f"() => {{ {AXE} }}")
    result = frame.evaluate("options => axe.run(options)", OPTIONS)
    return [
        (found["id"], found["impact"], [node["target"] for node in found["nodes"]])
        for found in result["violations"]
        if found["impact"] in ("serious", "critical")
    ]
