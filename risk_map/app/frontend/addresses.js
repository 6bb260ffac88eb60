/*
 * Hands the points of all addresses to the map in the frame beside it. They do not go through the map component itself:
 * that one sends everything it shows again at every click, and these are many and never change.
 */
const frameOf = () => document.querySelector(".st-key-kaartvak iframe")?.contentWindow;

export default function ({ data, parentElement }) {
  const wait = () => {
    const map = frameOf()?.riskMap;
    if (map?.state.map) {
      map.showAddresses(data.steps);
    } else {
      parentElement.waiting = setTimeout(wait, 120);
    }
  };
  clearTimeout(parentElement.waiting);
  wait();
  return () => {
    clearTimeout(parentElement.waiting);
    frameOf()?.riskMap?.showAddresses(null);
  };
}
