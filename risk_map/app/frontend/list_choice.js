/* Tells the list beside it which location is chosen. */
export default function ({ data, parentElement }) {
  const box = parentElement.getRootNode().host.closest(".st-key-lijstvak");
  box.dataset.chosen = data.chosen ?? "";
  box.dispatchEvent(new Event("chosen"));
}
