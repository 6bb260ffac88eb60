"use strict";
/*
 * The map inside the frame of streamlit-folium. Python sends whole units of 1e-5 degree and texts that passed safe();
 * this script draws them. What never changes (background) comes as a script that the browser keeps, and the locations from
 * the page around this frame; what a filter or a choice changes comes through a feature group: frame and zoom stay.
 */
const riskMap = (() => {
  const UNITS_PER_DEGREE = 100000;
  const EDGE = 8;
  const NAMES_OF_BUURTEN_FROM_ZOOM = 14;
  const viewKey = () => `risk-map-view ${state.settings.texts.title}`; // each map of the app has its own
  const state = {
    settings: null,
    map: null,
    outlines: new Map(),
    points: null,
    awaited: null, // chosen elsewhere, and to be brought into view
    pick: null,
    moved: false,
    dots: null,
  };

  function decode({ lengths, steps }) {
    const lines = [];
    let x = 0;
    let y = 0;
    let i = 0;
    for (const length of lengths) {
      const line = [];
      for (let n = 0; n < length; n += 1, i += 2) {
        x += steps[i];
        y += steps[i + 1];
        line.push([y / UNITS_PER_DEGREE, x / UNITS_PER_DEGREE]);
      }
      lines.push(line);
    }
    return lines;
  }

  function polygonsOf(drawing) {
    const rings = decode(drawing);
    let start = 0;
    return drawing.polygons.map((count) => rings.slice(start, (start += count)));
  }

  function addPane(map, name, zIndex) {
    const pane = map.createPane(name);
    pane.style.zIndex = zIndex;
    pane.style.pointerEvents = "none"; // what is clicked is found by its place
  }

  function drawBackground(map, background) {
    const still = { renderer: L.canvas({ pane: "background", padding: 0.3 }), interactive: false };
    if (state.settings.tiles) {
      L.tileLayer(state.settings.tiles, { pane: "tiles", minZoom: 8, maxZoom: 19 }).addTo(map);
    }
    for (const land of state.settings.tiles ? [] : background.land) {
      L.polygon(polygonsOf(land), { ...still, stroke: false, fillColor: land.fill, fillOpacity: 1 }).addTo(map);
    }
    const roads = (state.settings.tiles ? [] : background.roads).map((road) => {
      const lines = decode(road);
      const under = L.polyline(lines, { ...still, color: "#c9c2b6", lineCap: "butt" }).addTo(map);
      return { road, under, over: L.polyline(lines, { ...still, color: road.colour }) };
    });
    roads.forEach(({ over }) => over.addTo(map));
    const sizeRoads = () => {
      const zoom = map.getZoom();
      const scale = zoom >= 16 ? 2.4 : zoom >= 14 ? 1.6 : zoom >= 12 ? 1 : 0.6;
      for (const { road, under, over } of roads) {
        const stroke = zoom >= road.zoom;
        under.setStyle({ stroke, weight: road.width * scale + 1.2 });
        over.setStyle({ stroke, weight: road.width * scale });
      }
    };
    map.on("zoomend", sizeRoads);
    sizeRoads();
    for (const border of background.borders) {
      const style = { color: border.colour, weight: border.width, dashArray: border.dashes };
      L.polyline(decode(border), { ...still, ...style }).addTo(map);
    }
    background.outlines.forEach((area) => state.outlines.set(area.code, decode(area)));
    drawNames(map, background.names, background.towns);
  }

  /*
   * One level of names at a time: municipalities, places from where all of one municipality is in view, buurten close
   * by. The first come first: a name in the way of one that is there is left out.
   */
  function drawNames(map, names, towns) {
    const marks = names.map(({ text, level, at }) => {
      const icon = L.divIcon({ className: "name", html: `<span class="name-${level}">${text}</span>`, iconSize: [0, 0] });
      const mark = L.marker(at, { icon, pane: "names", interactive: false, keyboard: false }).addTo(map);
      return { level, words: mark.getElement().firstChild };
    });
    const show = () => {
      const zoom = map.getZoom();
      const places = Math.min(...towns.map(([south, west, north, east]) => map.getBoundsZoom([[south, west], [north, east]])));
      const level = zoom >= NAMES_OF_BUURTEN_FROM_ZOOM ? "buurt" : zoom >= places ? "plaats" : "gemeente";
      const taken = [];
      for (const mark of marks) {
        mark.words.hidden = mark.level !== level;
        const { left, right, top, bottom } = mark.words.getBoundingClientRect();
        mark.words.hidden ||= taken.some((o) => left < o.right && o.left < right && top < o.bottom && o.top < bottom);
        if (!mark.words.hidden) {
          taken.push({ left, right, top, bottom });
        }
      }
    };
    map.on("zoomend resize", show);
    show();
  }

  /* What has to be seen stays clear of the strips of controls above and below, whatever they hold. */
  function besideControls(options) {
    const container = state.map.getContainer();
    const { top, bottom } = container.getBoundingClientRect();
    const controls = (side) =>
      [...container.querySelectorAll(`.leaflet-${side} .leaflet-control`)].map((one) => one.getBoundingClientRect());
    const above = Math.max(top, ...controls("top").map((one) => one.bottom)) - top;
    const below = bottom - Math.min(bottom, ...controls("bottom").map((one) => one.top));
    return { paddingTopLeft: [EDGE, above + EDGE], paddingBottomRight: [EDGE, below + EDGE], ...options };
  }

  function fitSelection() {
    if (state.points?.size > 0) {
      state.map.fitBounds(state.points.bounds(), besideControls({ maxZoom: 16 }));
    }
  }

  function addControls(map, { texts, fictional }) {
    L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    const fit = L.control({ position: "topright" });
    fit.onAdd = () => {
      const button = L.DomUtil.create("button", "fit");
      button.type = "button";
      button.textContent = texts.fit;
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", fitSelection);
      return button;
    };
    fit.addTo(map);
    if (fictional) {
      const notice = L.control({ position: "bottomleft" });
      notice.onAdd = () => {
        const box = L.DomUtil.create("div", "fictional");
        box.textContent = texts.fictional;
        return box;
      };
      notice.addTo(map);
    }
  }

  /* The frame gets its height after the script has run, and its width changes with the window. */
  function keepFitted(map, box) {
    const kept = state.settings.still ? null : keptView(box);
    if (kept) {
      map.setView([kept.lat, kept.lng], kept.zoom, { animate: false });
      state.moved = true;
    }
    const fit = () => {
      map.invalidateSize({ pan: false });
      if (!state.moved && box) {
        map.fitBounds([[box[0], box[1]], [box[2], box[3]]], besideControls({ animate: false }));
      }
    };
    ["pointerdown", "wheel", "keydown"].forEach((kind) => {
      map.getContainer().addEventListener(kind, () => (state.moved = true), { capture: true, passive: true });
    });
    fit();
    new ResizeObserver(fit).observe(map.getContainer());
    map.on("moveend", () => {
      if (state.moved && !state.settings.still) {
        const { lat, lng } = map.getCenter();
        sessionStorage.setItem(viewKey(), JSON.stringify({ lat, lng, zoom: map.getZoom() }));
      }
    });
  }

  /* Where somebody looked before they went to another page of the app; of another region it says nothing. */
  function keptView(box) {
    const kept = JSON.parse(sessionStorage.getItem(viewKey()));
    const isHere = kept && box && kept.lat > box[0] && kept.lat < box[2] && kept.lng > box[1] && kept.lng < box[3];
    return isHere ? kept : null;
  }

  function nameFrame(container, texts) {
    document.documentElement.lang = "nl";
    document.title = texts.title;
    if (window.frameElement) {
      window.frameElement.title = texts.title;
    }
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", texts.label);
  }

  function create(id, settings, background) {
    state.settings = settings;
    const map = L.map(id, {
      center: [52.1, 5.3],
      zoom: 11,
      minZoom: 8,
      maxZoom: 18,
      zoomControl: false,
      zoomSnap: 0.25,
      wheelPxPerZoomLevel: 90,
      attributionControl: false,
    });
    state.map = map;
    nameFrame(map.getContainer(), settings.texts);
    addPane(map, "tiles", 150);
    addPane(map, "background", 200);
    addPane(map, "addresses", 370);
    addPane(map, "chosenAreas", 380);
    addPane(map, "names", 410);
    addPane(map, "points", 420); // over the names
    if (!settings.still) {
      state.points = new mapPoints.Locations({ ...settings, onPick: pick }).addTo(map);
      takeLocations(window.parent.riskMapLocations);
    }
    L.control.attribution({ prefix: false }).addAttribution(settings.texts.attribution).addTo(map);
    addControls(map, settings);
    drawBackground(map, background);
    if (!settings.still) {
      areaTools.create(map, settings.texts, state.outlines, send);
    }
    keepFitted(map, background.box); // last: it looks where the controls are
    return map;
  }

  /* Tell Python at once; streamlit-folium would wait a quarter of a second. */
  function send(what) {
    // The moment makes every click another value: the same area twice is there and gone again.
    state.pick = { type: "Feature", geometry: null, properties: { ...what, at: Date.now() } };
    const data = { last_active_drawing: state.pick };
    Object.assign(window.__GLOBAL_DATA__, { last_active_drawing: state.pick, previous_data: data });
    window.Streamlit.setComponentValue(data);
  }

  /* What the page around this frame knows of locations; it may come before or after the frame. */
  function takeLocations(points) {
    if (points) {
      state.points?.take(points);
      bringIntoView();
    }
  }

  function pick(position) {
    if (!areaTools.isBusy()) {
      send({ kind: "location", position });
      state.points.choose(position); // at once; Python follows
    }
  }

  function bringIntoView() {
    const at = state.awaited === null ? null : state.points.latLngOf(state.awaited);
    if (at === null) {
      return;
    }
    state.awaited = null;
    if (!state.map.getBounds().pad(-0.03).contains(at)) {
      state.map.panTo(at);
    }
  }

  /* Draw everything that a filter or a choice changes. */
  function show(group, { areas, drawn, ...selection }) {
    areaTools.show(group, drawn);
    for (const code of areas) {
      L.polyline(state.outlines.get(code) || [], {
        pane: "chosenAreas",
        interactive: false,
        color: "#154273",
        weight: 3.5,
        opacity: 0.9,
      }).addTo(group);
    }
    if (selection.chosen !== state.points.chosen) {
      state.awaited = selection.chosen;
    }
    state.points.show(selection);
    bringIntoView();
  }

  /* Show all addresses, given as steps from each to the next, or none. */
  function showAddresses(steps) {
    state.dots?.remove();
    state.dots = null;
    if (steps !== null) {
      const points = [];
      for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
        x += steps[i];
        y += steps[i + 1];
        points.push([x, y]);
      }
      state.dots = new mapPoints.Addresses(points).addTo(state.map);
    }
  }

  return { create, decode, show, showAddresses, takeLocations, state };
})();

window.riskMap = riskMap; // for locations and addresses, which come from the page around this frame
