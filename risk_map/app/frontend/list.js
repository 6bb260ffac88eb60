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

function tableOf({ caption, rows, symbols }) {
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
  const body = table.createTBody();
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
  return table;
}

function markChosen(table, chosen, { scroll }) {
  let target = null;
  for (const row of table.tBodies[0].rows) {
    const isChosen = Number(row.dataset.position) === chosen;
    row.classList.toggle("chosen", isChosen);
    const button = row.querySelector("button");
    if (isChosen) {
      button.setAttribute("aria-current", "true");
      target = row;
    } else {
      button.removeAttribute("aria-current");
    }
    button.tabIndex = -1;
  }
  const stop = target || table.tBodies[0].rows[0];
  if (stop) {
    stop.querySelector("button").tabIndex = 0;
  }
  if (target && scroll) {
    keepInView(table.parentElement, target);
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

function walk(table, event) {
  const buttons = [...table.tBodies[0].querySelectorAll("button")];
  const here = buttons.indexOf(event.target);
  const goals = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: buttons.length - 1 };
  const goal = buttons[goals[event.key]];
  if (here < 0 || goal === undefined) {
    return;
  }
  event.preventDefault();
  buttons.forEach((button) => (button.tabIndex = button === goal ? 0 : -1));
  goal.focus({ preventScroll: true });
  keepInView(table.parentElement, goal.closest("tr"));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const scroller = parentElement.querySelector(".list");
  const drawn = JSON.stringify(data.rows);
  let table = scroller.querySelector("table");
  const redraw = scroller.drawn !== drawn;
  if (redraw) {
    scroller.drawn = drawn;
    table?.remove();
    table = tableOf(data);
    scroller.append(table);
    scroller.scrollTop = 0;
  }
  const changed = scroller.chosen !== data.chosen;
  scroller.chosen = data.chosen;
  scroller.classList.toggle("short", data.chosen !== null); // room for the explanation below
  markChosen(table, data.chosen, { scroll: changed || redraw });
  scroller.onclick = (event) => {
    const row = event.target.closest("tbody tr");
    if (row) {
      markChosen(table, Number(row.dataset.position), { scroll: false }); // answer at once; Python follows
      setTriggerValue("pick", Number(row.dataset.position));
    }
  };
  scroller.onkeydown = (event) => walk(table, event);
}
