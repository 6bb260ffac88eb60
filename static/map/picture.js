"use strict";
/* One picture over the background and under the names: what Python drew on the grid of the product. */
riskMap.showPicture = (group, picture) => {
  const map = riskMap.state.map;
  const button = map.getContainer().querySelector(".fit");
  button.hidden = picture === null;
  if (picture === null) {
    return;
  }
  L.imageOverlay(picture.url, picture.box, { interactive: false }).addTo(group);
  button.onclick = () => map.fitBounds(picture.box);
};
