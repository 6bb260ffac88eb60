/*
 * What is being typed goes to the server when its field loses the focus. A page that is asked for in the same breath
 * overtakes it, and what was typed is lost: such a click waits a moment.
 */
(() => {
  const FIELD = "input, textarea";
  const LINK = 'a[data-testid="stSidebarNavLink"], a[data-testid="stPageLink-NavLink"]';
  const WAIT_MS = 250;
  let left = -WAIT_MS;
  let waiting = 0;

  /* What was sent may have drawn the menu anew by then. */
  const sameAs = ({ href }) => [...document.querySelectorAll(LINK)].find((link) => link.href === href);

  document.addEventListener("focusout", ({ target }) => {
    left = target.matches(FIELD) ? performance.now() : left;
  });
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.(LINK);
      if (!link || !event.isTrusted) {
        return;
      }
      clearTimeout(waiting); // the last link that is clicked is the page that is meant
      if (!event.ctrlKey && !event.metaKey && performance.now() - left < WAIT_MS) {
        event.preventDefault();
        event.stopPropagation();
        waiting = setTimeout(() => (sameAs(link) ?? link).click(), WAIT_MS);
      }
    },
    { capture: true },
  );
})();
