/*
 * The list beside the map: a real table, so that everything on the map can also be read and chosen without it.
 * One stop for the Tab key; arrows, Home and End walk through the rows; Enter or Space chooses.
 * Text goes in as text, never as markup.
 */
const COLUMNS = [
  ["klasse", "Klasse"],
  ["plaats", "Locatie"],
  ["score", "× basis"],
];
const AT_ONCE = 60; // rows: more than fit on a screen
const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 20)); // Safari has none
const notThen = window.cancelIdleCallback ?? clearTimeout;

const boxOf = (element) => element.getRootNode().host.closest(".st-key-lijstvak");

function cell(row, kind, ...children) {
  const element = document.createElement("td");
  element.className = kind;
  element.append(...children);
  row.append(element);
}

function small(text) {
  const element = document.createElement("span");
  element.className = "small";
  element.textContent = text;
  return element;
}

function picture(symbol) {
  const image = document.createElement("img");
  image.src = symbol.picture;
  image.alt = ""; // the word stands beside it
  return image;
}

function tableOf(caption) {
  const table = document.createElement("table");
  table.createCaption().textContent = caption;
  const head = table.createTHead().insertRow();
  for (const [kind, title] of COLUMNS) {
    const th = document.createElement("th");
    th.scope = "col";
    th.className = kind;
    th.textContent = title;
    head.append(th);
  }
  table.createTBody();
  return table;
}

function addRows(body, rows, symbols) {
  for (const [position, symbol, address, type, score, unknown] of rows) {
    const row = body.insertRow();
    row.dataset.position = position;
    cell(row, "klasse", picture(symbols[symbol]), small(symbols[symbol].label));
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.textContent = address;
    cell(row, "plaats", button, small(unknown ? `${type} · ${unknown}` : type));
    cell(row, "score", score);
  }
}

/* Rows below what fits on a screen come when the browser has nothing else to do: the map beside them goes first. */
function fill(scroller, { rows, symbols }, from, amount) {
  notThen(scroller.waiting);
  const to = Math.min(rows.length, from + amount);
  addRows(scroller.querySelector("tbody"), rows.slice(from, to), symbols);
  scroller.rest = to < rows.length ? (all) => fill(scroller, { rows, symbols }, to, all ? Infinity : AT_ONCE) : null;
  boxOf(scroller).toggleAttribute("data-filling", scroller.rest !== null);
  scroller.waiting = whenIdle(() => scroller.rest?.(false));
}

function markChosen(scroller, chosen, { scroll }) {
  const rowOf = (position) => scroller.querySelector(`tr[data-position="${position}"]`);
  if (chosen !== null && rowOf(chosen) === null) {
    scroller.rest?.(true);
  }
  for (const before of scroller.querySelectorAll("tr.chosen")) {
    before.classList.remove("chosen");
    before.querySelector("button").removeAttribute("aria-current");
  }
  const target = chosen === null ? null : rowOf(chosen);
  target?.classList.add("chosen");
  target?.querySelector("button").setAttribute("aria-current", "true");
  scroller.querySelector('button[tabindex="0"]')?.setAttribute("tabindex", "-1");
  (target ?? scroller.querySelector("tbody tr"))?.querySelector("button").setAttribute("tabindex", "0");
  if (target && scroll) {
    keepInView(scroller, target);
  }
}

function keepInView(scroller, row) {
  const head = 40;
  const top = row.offsetTop - head;
  const bottom = row.offsetTop + row.offsetHeight;
  if (top < scroller.scrollTop) {
    scroller.scrollTop = top;
  } else if (bottom > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = bottom - scroller.clientHeight;
  }
}

function walk(scroller, event) {
  scroller.rest?.(true);
  const buttons = [...scroller.querySelectorAll("button")];
  const here = buttons.indexOf(event.target);
  const goals = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: buttons.length - 1 };
  const goal = buttons[goals[event.key]];
  if (here < 0 || goal === undefined) {
    return;
  }
  event.preventDefault();
  buttons.forEach((button) => (button.tabIndex = button === goal ? 0 : -1));
  goal.focus({ preventScroll: true });
  keepInView(scroller, goal.closest("tr"));
}

/* What is chosen stands on the box around the list, put there by the component beside it. */
function follow(scroller, box) {
  const chosen = box.dataset.chosen ? Number(box.dataset.chosen) : null;
  const changed = scroller.chosen !== chosen;
  scroller.chosen = chosen;
  scroller.classList.toggle("short", chosen !== null); // room for the explanation below
  markChosen(scroller, chosen, { scroll: changed });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const scroller = parentElement.querySelector(".list");
  const box = boxOf(scroller);
  const drawn = JSON.stringify(data.rows);
  if (scroller.drawn !== drawn) {
    scroller.drawn = drawn;
    scroller.chosen = undefined;
    scroller.replaceChildren(tableOf(data.caption));
    scroller.scrollTop = 0;
    fill(scroller, data, 0, AT_ONCE);
  }
  follow(scroller, box);
  box.removeEventListener("chosen", scroller.heard);
  scroller.heard = () => follow(scroller, box);
  box.addEventListener("chosen", scroller.heard);
  scroller.onclick = (event) => {
    const row = event.target.closest("tbody tr");
    if (row) {
      markChosen(scroller, Number(row.dataset.position), { scroll: false }); // answer at once; Python follows
      setTriggerValue("pick", Number(row.dataset.position));
    }
  };
  scroller.onkeydown = (event) => walk(scroller, event);
  return () => box.removeEventListener("chosen", scroller.heard);
}
