"use strict";
/*
 * The routes of a round on the map: a line per team in a colour and dashes of its own, and the stops by number.
 * Python sends whole units of 1e-5 degree and texts that passed safe().
 */
(() => {
  const UNITS_PER_DEGREE = 100000;

  function drawTeam(group, team) {
    const lines = riskMap.decode(team.line);
    L.polyline(lines, { pane: "routes", interactive: false, color: "#ffffff", weight: 8, opacity: 0.9 }).addTo(group);
    const style = { pane: "routes", interactive: false, color: team.colour, weight: 4, dashArray: team.dashes };
    L.polyline(lines, style).addTo(group);
    const places = team.x.map((x, i) => [team.y[i] / UNITS_PER_DEGREE, x / UNITS_PER_DEGREE]);
    places.forEach((at, i) => {
      const html = `<span class="${team.shape}" style="--team:${team.colour}"><b>${i + 1}</b></span>`;
      const icon = L.divIcon({ className: "stop-mark", html, iconSize: [26, 26] });
      L.marker(at, { icon, pane: "stops", keyboard: false, title: "" })
        .bindTooltip(team.text[i], { direction: "top", offset: [0, -14], opacity: 1 })
        .addTo(group);
    });
    return [...lines.flat(), ...places];
  }

  riskMap.showRoutes = (group, teams) => {
    const { map } = riskMap.state;
    if (!map.getPane("routes")) {
      map.createPane("routes").style.zIndex = 390;
      map.createPane("stops").style.zIndex = 420;
    }
    const points = teams.flatMap((team) => drawTeam(group, team));
    riskMap.state.drawn = teams.length;
    if (points.length > 0 && !riskMap.state.moved) {
      const fit = () => {
        if (!riskMap.state.moved) {
          map.fitBounds(L.latLngBounds(points), { padding: [30, 30], animate: false, maxZoom: 16 });
        }
      };
      fit();
      new ResizeObserver(fit).observe(map.getContainer());
    }
  };
})();
