/*
 * Closes the menu after a choice when it lies over the page. Streamlit does so only for what calls itself a phone: not
 * for a tablet, a narrow window, or a screen with large letters.
 */
const NARROW = "(max-width: 768px)";
const LINK = '[data-testid="stSidebarNavLink"]';
const CLOSE = '[data-testid="stSidebar"] [data-testid="stSidebarCollapseButton"] button';

/* Not a choice of the user: a wide window of the same browser keeps its menu. */
function closeOnce() {
  const before = { ...localStorage };
  document.querySelector(CLOSE)?.click();
  Object.keys(localStorage)
    .filter((key) => /sidebar/i.test(key) && localStorage[key] !== before[key])
    .forEach((key) => (key in before ? localStorage.setItem(key, before[key]) : localStorage.removeItem(key)));
}

export default function () {
  const close = ({ target }) => {
    if (target.closest?.(LINK) && matchMedia(NARROW).matches) {
      // The page that was chosen is asked for first. Where Streamlit closed the menu, its button is gone.
      setTimeout(closeOnce);
    }
  };
  document.addEventListener("click", close);
  return () => document.removeEventListener("click", close);
}
