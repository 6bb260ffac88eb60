"use strict";
/*
 * Choosing areas on the map: buurten by a click (again takes them out), and areas that are drawn with leaflet-draw. One
 * tool at a time; without a tool a click chooses a location. Everything is sent to Python, which draws it back.
 */
const areaTools = (() => {
  const UNITS_PER_DEGREE = 100000;
  const LINE = { color: "#154273", weight: 3, opacity: 1, fillColor: "#154273", fillOpacity: 0.08 };
  const tools = { map: null, texts: null, send: null, rings: null, active: null, drawer: null, hover: null, drawn: [] };
  tools.finishedAt = -Infinity;
  const buttons = {};
  let hint = null;

  /* Even-odd over all rings of an area, so that a hole is outside. */
  function isInside([y, x], rings) {
    let inside = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const [yi, xi] = ring[i];
        const [yj, xj] = ring[j];
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) {
          inside = !inside;
        }
      }
    }
    return inside;
  }

  function buurtAt({ lat, lng }) {
    for (const [code, rings] of tools.rings) {
      if (code.startsWith("BU") && isInside([lat, lng], rings)) {
        return code;
      }
    }
    return null;
  }

  function pointAt(code) {
    if (tools.hover?.code === code) {
      return;
    }
    tools.hover?.line.remove();
    tools.hover = null;
    if (code !== null) {
      const line = L.polyline(tools.rings.get(code), { ...LINE, weight: 4, pane: "chosenAreas", interactive: false });
      tools.hover = { code, line: line.addTo(tools.map) };
    }
  }

  const whole = (degrees) => Math.round(degrees * UNITS_PER_DEGREE);

  function finish(corners) {
    tools.drawn = [...tools.drawn, corners.map(({ lat, lng }) => [whole(lng), whole(lat)])];
    use(null);
    tools.finishedAt = performance.now();
    tools.send({ kind: "drawn", areas: tools.drawn });
  }

  function drawerOf(tool) {
    const { map, texts } = tools;
    L.drawLocal.draw.handlers.polygon.tooltip = { start: texts.drawStart, cont: texts.drawOn, end: texts.drawEnd };
    L.drawLocal.draw.handlers.rectangle.tooltip = { start: texts.drawDrag };
    L.drawLocal.draw.handlers.simpleshape.tooltip = { end: texts.drawRelease };
    const options = { shapeOptions: LINE, showArea: false, allowIntersection: false };
    options.drawError = { color: "#14202e", timeout: 2500, message: texts.drawCrosses };
    // Their event would make streamlit-folium answer a second time, a quarter of a second later.
    if (tool === "polygon") {
      const drawer = new L.Draw.Polygon(map, options);
      drawer._fireCreatedEvent = () => finish(drawer._poly.getLatLngs().flat());
      return drawer;
    }
    const drawer = new L.Draw.Rectangle(map, options);
    drawer._fireCreatedEvent = () => {
      const box = drawer._shape.getBounds();
      finish([box.getSouthWest(), box.getNorthWest(), box.getNorthEast(), box.getSouthEast()]);
    };
    return drawer;
  }

  function use(tool) {
    const { map, texts } = tools;
    const before = tools.drawer;
    tools.drawer = null;
    before?.disable();
    tools.active = tool;
    pointAt(null);
    for (const [name, button] of Object.entries(buttons)) {
      button.setAttribute("aria-pressed", String(name === tool));
    }
    hint.textContent = { buurt: texts.hintBuurt, polygon: texts.hintPolygon, rectangle: texts.hintRectangle }[tool] || "";
    map.getContainer().classList.toggle("choosing", tool !== null);
    if (tool === "polygon" || tool === "rectangle") {
      tools.drawer = drawerOf(tool);
      tools.drawer.enable();
    }
  }

  function addButton(box, name, label, act) {
    const button = L.DomUtil.create("button", "tool", box);
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }

  function addControl() {
    const { map, texts } = tools;
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const box = L.DomUtil.create("div", "tools");
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", texts.tools);
      for (const [name, label] of [["buurt", texts.buurt], ["polygon", texts.polygon], ["rectangle", texts.rectangle]]) {
        buttons[name] = addButton(box, name, label, () => use(tools.active === name ? null : name));
      }
      tools.wipe = addButton(box, "wipe", texts.wipe, () => {
        tools.drawn = [];
        use(null);
        tools.send({ kind: "drawn", areas: [] });
      });
      tools.wipe.hidden = true;
      hint = L.DomUtil.create("p", "hint", box);
      hint.setAttribute("role", "status");
      L.DomEvent.disableClickPropagation(box);
      return box;
    };
    control.addTo(map);
  }

  function create(map, texts, rings, send) {
    Object.assign(tools, { map, texts, rings, send });
    addControl();
    use(null);
    map.on("click", ({ latlng }) => {
      const code = tools.active === "buurt" ? buurtAt(latlng) : null;
      if (code !== null) {
        tools.send({ kind: "buurt", code });
      }
    });
    map.on("mousemove", ({ latlng }) => tools.active === "buurt" && pointAt(buurtAt(latlng)));
    document.addEventListener("keydown", ({ key }) => key === "Escape" && use(null));
  }

  /* Draw what Python knows to be drawn. */
  function show(group, areas) {
    tools.drawn = areas;
    tools.wipe.hidden = areas.length === 0;
    for (const area of areas) {
      const corners = area.map(([x, y]) => [y / UNITS_PER_DEGREE, x / UNITS_PER_DEGREE]);
      L.polygon(corners, { ...LINE, dashArray: "7 5", pane: "chosenAreas", interactive: false }).addTo(group);
    }
  }

  /* Letting go of a rectangle is a click as well; it is on whatever lies under that corner. */
  const isBusy = () => tools.active !== null || performance.now() - tools.finishedAt < 300;

  return { create, show, use, tools, isBusy };
})();
