"use strict";
/*
 * The routes of a round on the map: a line per team in a colour and dashes of its own, and the stops by number.
 * Python sends whole units of 1e-5 degree and texts that passed safe().
 * Teams often share roads and streets: their lines lie beside each other, and marks at one place make way.
 */
(() => {
  const UNITS_PER_DEGREE = 100000;
  const BETWEEN_LINES = 5;
  const BETWEEN_MARKS = 29;
  const ROUNDS = 60;

  /* A line that lies some pixels beside its road: on the same side whichever way it is driven. */
  const Beside = L.Polyline.extend({
    _projectLatlngs(latlngs, result, bounds) {
      L.Polyline.prototype._projectLatlngs.call(this, latlngs, result, bounds);
      if (latlngs[0] instanceof L.LatLng) {
        result.push(besides(result.pop(), this.options.aside));
      }
    },
  });

  function normal(from, to) {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy) || 1;
    const side = dx < 0 || (dx === 0 && dy < 0) ? -1 : 1;
    return L.point((-dy * side) / length, (dx * side) / length);
  }

  function besides(ring, aside) {
    if (!aside) {
      return ring;
    }
    return ring.slice(1).flatMap((to, i) => {
      const shift = normal(ring[i], to).multiplyBy(aside);
      return [ring[i].add(shift), to.add(shift)];
    });
  }

  function drawLines(group, teams) {
    const middle = (teams.length - 1) / 2;
    const lines = teams.map((team, i) => ({ team, at: riskMap.decode(team.line), aside: (i - middle) * BETWEEN_LINES }));
    const common = { pane: "routes", interactive: false };
    // The white edges of all teams lie below all lines: no edge hides the line of another team.
    lines.forEach(({ at, aside }) => new Beside(at, { ...common, aside, color: "#ffffff", weight: 8 }).addTo(group));
    lines.forEach(({ team, at, aside }) =>
      new Beside(at, { ...common, aside, color: team.colour, weight: 4, dashArray: team.dashes }).addTo(group),
    );
    return lines.flatMap(({ at }) => at.flat());
  }

  function drawStops(group, team) {
    return team.x.map((x, i) => {
      const at = L.latLng(team.y[i] / UNITS_PER_DEGREE, x / UNITS_PER_DEGREE);
      const label = team.label[i];
      const shape = /\d/.test(label) ? team.shape : "end";
      const html = `<span class="${shape}" style="--team:${team.colour}"><b>${label}</b></span>`;
      const icon = L.divIcon({ className: "stop-mark", html, iconSize: [26, 26] });
      const tie = L.polyline([at, at], { pane: "routes", interactive: false, color: "#14202e", weight: 2 }).addTo(group);
      const mark = L.marker(at, { icon, pane: "stops", keyboard: false, title: "" })
        .bindTooltip(team.text[i], { direction: "top", offset: [0, -14], opacity: 1 })
        .addTo(group);
      return { at, mark, tie };
    });
  }

  /* Moves points apart until none hides another. */
  function apart(points) {
    const placed = points.map((point) => point.clone());
    for (let round = 0, moved = true; moved && round < ROUNDS; round += 1) {
      moved = false;
      placed.forEach((one, i) =>
        placed.slice(i + 1).forEach((other, j) => {
          const distance = one.distanceTo(other);
          if (distance < BETWEEN_MARKS) {
            const angle = distance > 0.5 ? Math.atan2(other.y - one.y, other.x - one.x) : i + j + 1;
            const push = L.point(Math.cos(angle), Math.sin(angle)).multiplyBy((BETWEEN_MARKS - distance) / 2 + 0.1);
            one._subtract(push);
            other._add(push);
            moved = true;
          }
        }),
      );
    }
    return placed;
  }

  function spread(map, stops) {
    const points = stops.map(({ at }) => map.latLngToLayerPoint(at));
    apart(points).forEach((point, i) => {
      const { at, mark, tie } = stops[i];
      const place = point.distanceTo(points[i]) < 1 ? at : map.layerPointToLatLng(point);
      mark.setLatLng(place);
      tie.setLatLngs([at, place]);
    });
  }

  riskMap.showRoutes = (group, teams) => {
    const { map } = riskMap.state;
    if (!map.getPane("routes")) {
      map.createPane("routes").style.zIndex = 390;
      map.createPane("stops").style.zIndex = 420;
    }
    const line = drawLines(group, teams);
    const stops = teams.flatMap((team) => drawStops(group, team));
    map.off("zoomend viewreset", riskMap.state.spread);
    riskMap.state.spread = () => spread(map, stops);
    map.on("zoomend viewreset", riskMap.state.spread);
    riskMap.state.spread();
    riskMap.state.drawn = teams.length;
    const points = [...line, ...stops.map(({ at }) => at)];
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
