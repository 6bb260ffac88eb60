"use strict";
/*
 * The map inside the frame of streamlit-folium. Python sends whole units of 1e-5 degree and texts that passed safe();
 * this script draws them. What never changes (background) comes as a script that the browser keeps; what a filter or a
 * choice changes (points, outlines of chosen areas) comes through a feature group, so that frame and zoom stay.
 */
const riskMap = (() => {
  const UNITS_PER_DEGREE = 100000;
  const EDGE = 8;
  const NAMES_OF_BUURTEN_FROM_ZOOM = 14;
  const viewKey = () => `risk-map-view ${state.settings.texts.title}`; // each map of the app has its own
  const state = {
    settings: null,
    map: null,
    canvas: null, // one for all points, kept: Leaflet never removes a renderer by itself
    outlines: new Map(),
    marks: new Map(),
    rings: null,
    chosen: null,
    pick: null,
    moved: false,
    dots: null,
  };

  /* Locations at one address lie in a small circle around it, the same number of pixels at every zoom. */
  const Shifted = L.CircleMarker.extend({
    _project() {
      this._point = this._map.latLngToLayerPoint(this._latlng).add(this.options.shift);
      this._updateBounds();
    },
  });

  /* Symbols shrink where a region fills the screen, so that they do not cover each other and the map. */
  function symbolScale(zoom) {
    return Math.min(1, Math.max(0.62, 0.62 + (zoom - 10) * 0.13));
  }

  /* A location on the shared canvas: a circle for hit testing and tooltips, drawn as the shape of its class. */
  const Mark = Shifted.extend({
    _project() {
      this._radius = this.options.symbol.r * symbolScale(this._map.getZoom()) + 1;
      Shifted.prototype._project.call(this);
    },
    _updatePath() {
      this._renderer.drawShape(this);
    },
    toGeoJSON() {
      return state.pick; // streamlit-folium sends this after its own delay: the same value, so no second answer
    },
  });

  L.Canvas.include({
    drawShape(mark) {
      if (!this._drawing || mark._empty()) {
        return;
      }
      const { x, y } = mark._point;
      const { shape, fill } = mark.options.symbol;
      const r = mark._radius - 1;
      const ctx = this._ctx;
      ctx.beginPath();
      if (shape.length === 0) {
        ctx.arc(x, y, r, 0, 2 * Math.PI);
      } else {
        shape.forEach(([dx, dy]) => ctx.lineTo(x + dx * r, y + dy * r));
        ctx.closePath();
      }
      ctx.lineJoin = "round";
      ctx.lineWidth = 3;
      ctx.strokeStyle = "rgba(255, 255, 255, 0.85)";
      ctx.stroke();
      ctx.fillStyle = fill;
      ctx.fill();
      ctx.lineWidth = 1.4;
      ctx.strokeStyle = state.settings.outline;
      ctx.stroke();
    },
  });

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

  function addPane(map, name, zIndex, { clickable = false } = {}) {
    const pane = map.createPane(name);
    pane.style.zIndex = zIndex;
    if (!clickable) {
      pane.style.pointerEvents = "none"; // a canvas on top would swallow the clicks of the one below
    }
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
    const marks = [...state.marks.values()];
    if (marks.length > 0) {
      state.map.fitBounds(L.latLngBounds(marks.map((mark) => mark.getLatLng())), besideControls({ maxZoom: 16 }));
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
    addPane(map, "ring", 395);
    addPane(map, "points", 400, { clickable: true });
    state.canvas = L.canvas({ pane: "points", padding: 0.3, tolerance: L.Browser.touch ? 6 : 3 });
    L.control.attribution({ prefix: false }).addAttribution(settings.texts.attribution).addTo(map);
    addControls(map, settings);
    drawBackground(map, background);
    if (!settings.still) {
      areaTools.create(map, settings.texts, state.outlines, send);
    }
    keepFitted(map, background.box); // last: it looks where the controls are
    return map;
  }

  function shiftOf(order, total) {
    if (total === 1) {
      return L.point(0, 0);
    }
    const angle = (2 * Math.PI * order) / total;
    return L.point(9 * Math.cos(angle), 9 * Math.sin(angle));
  }

  /* Tell Python at once; streamlit-folium would wait a quarter of a second. */
  function send(what) {
    // The moment makes every click another value: the same area twice is there and gone again.
    state.pick = { type: "Feature", geometry: null, properties: { ...what, at: Date.now() } };
    const data = { last_active_drawing: state.pick };
    Object.assign(window.__GLOBAL_DATA__, { last_active_drawing: state.pick, previous_data: data });
    window.Streamlit.setComponentValue(data);
  }

  function drawPoints(group, { x, y, symbol, position, text }) {
    const places = x.map((value, i) => `${value} ${y[i]}`);
    const totals = new Map();
    places.forEach((place) => totals.set(place, (totals.get(place) || 0) + 1));
    const seen = new Map();
    places.forEach((place, i) => {
      const order = seen.get(place) || 0;
      seen.set(place, order + 1);
      const style = state.settings.symbols[symbol[i]];
      const at = [y[i] / UNITS_PER_DEGREE, x[i] / UNITS_PER_DEGREE];
      const shift = shiftOf(order, totals.get(place));
      const mark = new Mark(at, { renderer: state.canvas, pane: "points", symbol: style, shift });
      mark.bindTooltip(text[i], { direction: "top", offset: shift.subtract([0, style.r + 3]), opacity: 1 });
      mark.on("click", () => {
        if (areaTools.isBusy()) {
          return;
        }
        send({ kind: "location", position: position[i] });
        ring(group, position[i]);
      });
      state.marks.set(position[i], mark);
      group.addLayer(mark);
    });
  }

  function ring(group, position) {
    if (state.rings) {
      group.removeLayer(state.rings);
    }
    const mark = state.marks.get(position);
    if (mark === undefined) {
      state.rings = null;
      return;
    }
    const at = mark.getLatLng();
    const { shift, symbol } = mark.options;
    const style = { pane: "ring", interactive: false, fill: false, radius: symbol.r + 7, shift };
    const white = new Shifted(at, { ...style, color: "#ffffff", weight: 7, opacity: 0.95 });
    state.rings = L.layerGroup([white, new Shifted(at, { ...style, color: "#0b5fd0", weight: 3.5 })]);
    group.addLayer(state.rings);
    if (position !== state.chosen && !state.map.getBounds().pad(-0.03).contains(at)) {
      state.map.panTo(at);
    }
    state.chosen = position;
  }

  /* Draw everything that a filter or a choice changes. */
  function show(group, { points, chosen, areas, drawn }) {
    state.marks.clear();
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
    drawPoints(group, points);
    ring(group, chosen);
  }

  /* All addresses as dots on a canvas of their own, drawn again when the map stands still. */
  const Dots = L.Layer.extend({
    initialize(points) {
      this._points = points;
    },
    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", "dots", map.getPane("addresses"));
      map.on("moveend resize", this._draw, this);
      this._draw();
    },
    onRemove(map) {
      map.off("moveend resize", this._draw, this);
      this._canvas.remove();
    },
    _draw() {
      const size = this._map.getSize();
      const origin = this._map.getPixelOrigin().subtract(this._map._getMapPanePos());
      Object.assign(this._canvas, { width: size.x, height: size.y });
      L.DomUtil.setPosition(this._canvas, this._map.containerPointToLayerPoint([0, 0]));
      const ctx = this._canvas.getContext("2d");
      const zoom = this._map.getZoom();
      const side = zoom >= 16 ? 4 : zoom >= 14 ? 2.5 : 1.2;
      const scale = 256 * 2 ** zoom;
      ctx.fillStyle = "rgba(31, 58, 95, 0.55)";
      for (const [east, south] of this._points) {
        const x = east * scale - origin.x;
        const y = south * scale - origin.y;
        if (x >= 0 && y >= 0 && x <= size.x && y <= size.y) {
          ctx.fillRect(x - side / 2, y - side / 2, side, side);
        }
      }
    },
  });

  /* Where a point lies in the square of Web Mercator, from 0 to 1: its pixels follow by one multiplication. */
  function mercator(x, y) {
    const sine = Math.sin((y / UNITS_PER_DEGREE) * (Math.PI / 180));
    return [x / UNITS_PER_DEGREE / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
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
        points.push(mercator(x, y));
      }
      state.dots = new Dots(points).addTo(state.map);
    }
  }

  return { create, decode, show, showAddresses, state };
})();

window.riskMap = riskMap; // for the layer of addresses, which comes from the page around this frame
