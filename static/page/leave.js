/*
 * What is being typed goes to the server when its field loses the focus. A page that is asked for in the same breath
 * overtakes it, and what was typed is lost: such a click waits until the server has drawn what was sent. Whoever closes
 * or loads the window anew while something is not saved is asked first: then it is gone for good.
 */
(() => {
  const FIELD = "input, textarea";
  const LINK = 'a[data-testid="stSidebarNavLink"], a[data-testid="stPageLink-NavLink"]';
  const LEAST_MS = 250;
  const UNSEEN_MS = 1000; // when nothing was drawn by then, the server had nothing to draw
  const MOST_MS = 5000;
  const LOOK_MS = 50;
  let typed = false;
  let left = -MOST_MS;
  let seen = false;
  let waiting = 0;

  const isDrawing = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app !== null && app.dataset.testScriptState !== "notRunning";
  };

  const isSent = () => {
    const since = performance.now() - left;
    seen ||= isDrawing();
    return since > MOST_MS || (since > LEAST_MS && !isDrawing() && (seen || since > UNSEEN_MS));
  };

  /* What was sent may have drawn the menu anew by then. */
  const sameAs = ({ href }) => [...document.querySelectorAll(LINK)].find((link) => link.href === href);

  /* The page says so of its forms (masthead.py); the boxes of a visit are kept in this window (findings.js). */
  const isUnsaved = () =>
    document.querySelector(".masthead[data-unsaved]") !== null ||
    (typed && document.activeElement?.closest('[class*="st-key-ingevuld_"]')) ||
    [...(window.riskMapAnswered?.values() ?? [])].some(({ names, sent }) => names.length > 0 && !sent);

  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved()) {
      event.preventDefault();
    }
  });
  document.addEventListener("input", ({ target }) => {
    typed ||= target.matches(FIELD);
  });
  document.addEventListener("focusout", ({ target }) => {
    if (typed && target.matches(FIELD)) {
      typed = false;
      seen = false;
      left = performance.now();
    }
  });
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.(LINK);
      if (!link || !event.isTrusted) {
        return;
      }
      clearInterval(waiting); // the last link that is clicked is the page that is meant
      if (!event.ctrlKey && !event.metaKey && !isSent()) {
        event.preventDefault();
        event.stopPropagation();
        waiting = setInterval(() => {
          if (isSent()) {
            clearInterval(waiting);
            (sameAs(link) ?? link).click();
          }
        }, LOOK_MS);
      }
    },
    { capture: true },
  );
})();
