"use strict";
/* What lies on the map as points: arrays on one canvas for locations and one for addresses, no object for each. */
const mapPoints = (() => {
  const UNITS_PER_DEGREE = 100000;
  const AROUND = 9; // pixels between locations at one address and the middle of their small circle, at every zoom
  const RING = 7; // pixels between a location and the ring around the chosen one

  /* Where a point lies in the square of Web Mercator, from 0 to 1: its pixels follow by one multiplication. */
  function mercator(x, y) {
    const sine = Math.sin((y / UNITS_PER_DEGREE) * (Math.PI / 180));
    return [x / UNITS_PER_DEGREE / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  }

  /* Symbols shrink where a region fills the screen, so that they do not cover each other and the map. */
  const scaleAt = (zoom) => Math.min(1, Math.max(0.62, 0.62 + (zoom - 10) * 0.13));

  function shiftsOf(x, y) {
    const places = x.map((value, i) => `${value} ${y[i]}`);
    const totals = new Map();
    places.forEach((place) => totals.set(place, (totals.get(place) || 0) + 1));
    const seen = new Map();
    return places.map((place) => {
      const total = totals.get(place);
      const order = seen.get(place) || 0;
      seen.set(place, order + 1);
      const angle = (2 * Math.PI * order) / total;
      return total === 1 ? [0, 0] : [AROUND * Math.cos(angle), AROUND * Math.sin(angle)];
    });
  }

  const FIELDS = ["x", "y", "symbol", "position", "text"];
  const NOTHING = Object.fromEntries(FIELDS.map((field) => [field, []]));

  /*
   * Moves and scales with the map as Leaflet's own canvas does, finds what lies under the pointer by its distance, and
   * has one tooltip.
   */
  const Locations = L.Renderer.extend({
    options: { pane: "points", padding: 0.3 },

    /* Drawn are symbols ({shape, r, fill}) in the outline colour; what is clicked is given to onPick. */
    initialize({ symbols, outline, onPick }) {
      L.Renderer.prototype.initialize.call(this, this.options);
      Object.assign(this, { _symbols: symbols, _outline: outline, _onPick: onPick });
      this._tooltip = L.tooltip({ direction: "top", opacity: 1 });
      this._tolerance = L.Browser.touch ? 6 : 3;
      Object.assign(this, { chosen: null, _known: NOTHING, _shown: { of: null, positions: null } });
      this._take(NOTHING);
    },

    /* All that there are: arrays, and of which locations their positions are. */
    take(points) {
      this._known = points;
      this._select();
    },

    /* Which of these locations are shown: positions, or null for all. */
    show({ of, shown, chosen }) {
      this._shown = { of, positions: shown && new Set(shown) };
      this.chosen = chosen;
      this._select();
    },

    _select() {
      const { of, positions } = this._shown;
      const known = this._known.of === of ? this._known : NOTHING;
      const kept = known.position.map((_, i) => i).filter((i) => !positions || positions.has(known.position[i]));
      this._tell(null);
      this._take(Object.fromEntries(FIELDS.map((field) => [field, kept.map((i) => known[field][i])])));
      this._update();
    },

    choose(position) {
      this.chosen = position;
      this._update();
    },

    positions() {
      return this._points.position;
    },

    latLngOf(position) {
      const i = this._index.get(position);
      const { x, y } = this._points;
      return i === undefined ? null : L.latLng(y[i] / UNITS_PER_DEGREE, x[i] / UNITS_PER_DEGREE);
    },

    bounds() {
      return L.latLngBounds(this.positions().map((position) => this.latLngOf(position)));
    },

    /* Where a location is drawn, in pixels of the container; its radius goes with it. */
    pixelOf(position) {
      const i = this._index.get(position);
      const { x, y } = this._map.layerPointToContainerPoint(L.point(this._at[i]));
      return { x, y, r: this._radius(i) };
    },

    tell(position) {
      this._tell(this._index.get(position) ?? null);
    },

    getEvents() {
      const events = { click: this._clicked, mousemove: this._moved, mouseout: () => this._tell(null) };
      return { ...L.Renderer.prototype.getEvents.call(this), ...events };
    },

    _take(points) {
      this._points = points;
      this.size = points.position.length;
      this._index = new Map(points.position.map((position, i) => [position, i]));
      this._square = points.x.map((value, i) => mercator(value, points.y[i]));
      this._shifts = shiftsOf(points.x, points.y);
      this._at = [];
      this._told = null;
    },

    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.className = "locations";
      this._ctx = this._container.getContext("2d");
    },

    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },

    _update() {
      if (!this._map || (this._map._animatingZoom && this._bounds)) {
        return;
      }
      L.Renderer.prototype._update.call(this);
      const { min } = this._bounds;
      const size = this._bounds.getSize();
      const dense = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._container, min);
      Object.assign(this._container, { width: dense * size.x, height: dense * size.y });
      Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
      this._ctx.setTransform(dense, 0, 0, dense, -dense * min.x, -dense * min.y);
      this._place();
      this._drawRing();
      this._at.forEach(([x, y], i) => this._bounds.contains([x, y]) && this._draw(x, y, i));
    },

    _place() {
      const scale = 256 * 2 ** this._map.getZoom();
      const origin = this._map.getPixelOrigin();
      this._at = this._square.map(([east, south], i) => [
        east * scale - origin.x + this._shifts[i][0],
        south * scale - origin.y + this._shifts[i][1],
      ]);
    },

    _radius(i) {
      return this._symbols[this._points.symbol[i]].r * scaleAt(this._map.getZoom());
    },

    _draw(x, y, i) {
      const { shape, fill } = this._symbols[this._points.symbol[i]];
      const r = this._radius(i);
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
      ctx.strokeStyle = this._outline;
      ctx.stroke();
    },

    _drawRing() {
      const i = this._index.get(this.chosen);
      if (i === undefined) {
        return;
      }
      const ctx = this._ctx;
      ctx.beginPath();
      ctx.arc(...this._at[i], this._symbols[this._points.symbol[i]].r + RING, 0, 2 * Math.PI);
      for (const [width, colour] of [[7, "rgba(255, 255, 255, 0.95)"], [3.5, "#0b5fd0"]]) {
        ctx.lineWidth = width;
        ctx.strokeStyle = colour;
        ctx.stroke();
      }
    },

    /* The location under a place of the map; the nearest of several, and of those at one distance the one on top. */
    _under({ layerPoint: { x, y }, originalEvent }) {
      if (originalEvent.target.closest(".leaflet-control")) {
        return null;
      }
      let found = null;
      let nearest = Infinity;
      this._at.forEach(([left, top], i) => {
        const away = Math.hypot(left - x, top - y);
        if (away <= nearest && away <= this._radius(i) + this._tolerance) {
          nearest = away;
          found = i;
        }
      });
      return found;
    },

    _clicked(event) {
      const i = this._under(event);
      if (i !== null) {
        this._onPick(this._points.position[i]);
      }
    },

    _moved(event) {
      this._tell(this._map.dragging?.moving() ? null : this._under(event));
    },

    _tell(i) {
      if (i === this._told) {
        return;
      }
      this._told = i;
      this._map?.getContainer().classList.toggle("over-location", i !== null);
      if (i === null) {
        this._tooltip.remove();
        return;
      }
      const [x, y] = this._at[i];
      this._tooltip.options.offset = L.point(0, -this._symbols[this._points.symbol[i]].r - 3);
      this._tooltip.setContent(this._points.text[i]);
      this._tooltip.setLatLng(this._map.layerPointToLatLng([x, y])).addTo(this._map);
    },
  });

  /* All addresses as dots on a canvas of their own, drawn again when the map stands still. */
  const Addresses = L.Layer.extend({
    initialize(points) {
      this._square = points.map(([x, y]) => mercator(x, y));
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
      for (const [east, south] of this._square) {
        const x = east * scale - origin.x;
        const y = south * scale - origin.y;
        if (x >= 0 && y >= 0 && x <= size.x && y <= size.y) {
          ctx.fillRect(x - side / 2, y - side / 2, side, side);
        }
      }
    },
  });

  return { Locations, Addresses };
})();
