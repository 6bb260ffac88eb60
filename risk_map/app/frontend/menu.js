/*
 * Closes the menu after a choice when it lies over the page. Streamlit does so only for what calls itself a phone: not
 * for a tablet, a narrow window, or a screen with large letters.
 */
const NARROW = "(max-width: 768px)";
const LINK = '[data-testid="stSidebarNavLink"]';
const CLOSE = '[data-testid="stSidebar"] [data-testid="stSidebarCollapseButton"] button';

export default function () {
  const close = ({ target }) => {
    if (target.closest?.(LINK) && matchMedia(NARROW).matches) {
      // The page that was chosen is asked for first. Where Streamlit closed the menu, its button is gone.
      setTimeout(() => document.querySelector(CLOSE)?.click());
    }
  };
  document.addEventListener("click", close);
  return () => document.removeEventListener("click", close);
}
