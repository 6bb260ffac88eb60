"""What goes wrong on a page that is read larger: scrolling sideways, words cut off, controls on each other."""

from __future__ import annotations

TROUBLE = """() => {
    const found = [];
    const name = (one) => `${one.tagName} ${one.getAttribute("aria-label") || one.innerText || one.id}`.slice(0, 60);
    const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const main = document.querySelector("[data-testid=stMain]") || document.documentElement;
    for (const one of [document.documentElement, main]) {
        if (one.scrollWidth > one.clientWidth) {
            found.push(`sideways: ${one.tagName} ${one.scrollWidth} > ${one.clientWidth}`);
        }
    }
    for (const one of document.querySelectorAll("p, span, h1, h2, h3, li, td, th, label, legend, summary, button, a")) {
        const { overflowX, overflowY } = getComputedStyle(one);
        const box = one.getBoundingClientRect();
        if (box.width <= 2 || box.height <= 2 || !/hidden|clip/.test(overflowX + overflowY) || !shown(one)) {
            continue;
        }
        const words = new Range();
        words.selectNodeContents(one);
        if ([...words.getClientRects()].some(({ right, bottom }) => right > box.right + 1 || bottom > box.bottom + 1)) {
            found.push(`cut off: ${name(one)}`);
        }
    }
    const controls = [...document.querySelectorAll("a[href], button, input, textarea, [role=combobox]")]
        .filter((one) => shown(one) && !one.closest("[data-testid=stSidebar]"))
        .map((one) => [one, one.getBoundingClientRect()])
        .filter(([, { width, height }]) => width > 2 && height > 2);
    controls.forEach(([one, a], place) => {
        for (const [other, b] of controls.slice(place + 1)) {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (across > 1 && down > 1 && !one.contains(other) && !other.contains(one)) {
                found.push(`on each other: ${name(one)} / ${name(other)}`);
            }
        }
    });
    return found;
}"""
STILL = "() => document.getAnimations().every((one) => one.playState !== 'running')"
NARROW = {"width": 320, "height": 800}
TWICE = {"width": 640, "height": 512}
"""What is left of a screen of 1280 by 1024 when the browser shows everything twice as large."""

DESKTOP = {"width": 1280, "height": 1024}


def trouble(window, size, *, text=""):
    """Give what is wrong on a screen of a size, in the page and in its map.

    With a size of the letters only those grow: WCAG 2.2, 1.4.4; the map keeps its own.
    """
    page = window.page
    page.set_viewport_size(size)
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
    window.settle()
    page.wait_for_function(STILL)  # the menu slides in or out
    found = [one for frame in page.frames for one in frame.evaluate(TROUBLE)]
    if text:
        page.evaluate("document.documentElement.style.fontSize = ''")
    return found
