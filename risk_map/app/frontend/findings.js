/*
 * What somebody found at one stop, in the order of the printed boxes. One letter answers a box and goes on to the next;
 * the same can be done with a finger, or with Tab and the arrows. Text goes in as text, never as markup.
 */
const NOT_VISITED = "niet_bezocht";
const WITH_FORM = new Set(["bevinding", "ernstige_bevinding"]);

function element(kind, { text, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(kind), properties);
  if (text !== undefined) {
    made.append(text);
  }
  made.append(...children);
  return made;
}

/* A group of radio buttons; a key of an option chooses it. */
function group(name, title, options, kind) {
  const labels = options.map(([code, words, key]) => {
    const radio = element("input", { type: "radio", name, value: code });
    radio.dataset.key = key;
    const shown = element("span", {}, element("kbd", { text: key, ariaHidden: "true" }), ` ${words}`);
    return element("label", {}, radio, shown);
  });
  const set = element("fieldset", { className: kind }, element("legend", { text: title }));
  set.append(element("div", { className: "options" }, ...labels));
  return set;
}

const chosen = (set) => set.querySelector("input:checked")?.value ?? null;
const numbered = (options) => options.map(([code, words], at) => [code, words, String(at + 1)]);

function formOf(data) {
  const boxes = data.boxes.map((words, at) => group(`box-${at}`, `${at + 1}. ${words}`, data.answers, "box"));
  const result = group("result", "Resultaat", numbered(data.results), "ending");
  const form = group("form", "Vorm van uitbuiting, als die bekend is", numbered(data.forms), "ending");
  const reason = group("reason", "Niet bezocht, omdat", numbered(data.reasons), "ending");
  const save = element("button", { type: "submit", text: data.save });
  const trouble = element("p", { className: "trouble", role: "alert" });
  const made = element("form", { noValidate: true, autocomplete: "off" });
  made.append(element("p", { className: "hint", text: data.hint }), ...boxes, result, form, reason, trouble, save);
  return Object.assign(made, { parts: { boxes, result, form, reason, save, trouble } });
}

/* Show what belongs to the result: no boxes and a reason when nobody was there, a form only with a finding. */
function fit({ parts }) {
  const result = chosen(parts.result);
  parts.boxes.forEach((box) => (box.hidden = result === NOT_VISITED));
  parts.form.hidden = !WITH_FORM.has(result);
  parts.reason.hidden = result !== NOT_VISITED;
}

/*
 * What is answered and not saved, by stop: in the memory of this window only, for whoever comes back from another page.
 * A key that the server gave for something else (a form that was saved, another role) is not looked at again.
 */
const answered = (window.riskMapAnswered ??= new Map());

function keep(made, { stop, kept }) {
  const names = [...made.querySelectorAll("input:checked")].map(({ name, value }) => [name, value]);
  answered.set(stop, { kept, names });
}

function bringBack(made, { stop, kept }) {
  if (answered.get(stop)?.kept !== kept) {
    answered.delete(stop);
  }
  for (const [name, value] of answered.get(stop)?.names ?? []) {
    made.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`).checked = true;
  }
}

function goOn({ parts }, set) {
  const order = [...parts.boxes, parts.result, parts.form, parts.reason].filter((one) => !one.hidden);
  const next = order[order.indexOf(set) + 1];
  (next ? (next.querySelector("input:checked") ?? next.querySelector("input")) : parts.save).focus();
}

function answerByKey(made, data, event) {
  const set = event.target.closest("fieldset");
  if (!set || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const radio = [...set.querySelectorAll("input")].find((one) => one.dataset.key === event.key.toLowerCase());
  if (radio) {
    event.preventDefault();
    event.stopPropagation();
    radio.checked = true;
    fit(made);
    keep(made, data);
    goOn(made, set);
  }
}

function record(made, data, send) {
  const { parts } = made;
  const result = chosen(parts.result);
  const reason = result === NOT_VISITED ? chosen(parts.reason) : null;
  const lacking = result === null ? "Kies een resultaat." : result === NOT_VISITED && !reason ? "Kies waarom niet." : "";
  parts.trouble.textContent = lacking;
  if (lacking) {
    (result === null ? parts.result : parts.reason).querySelector("input").focus();
    return;
  }
  send({
    stop: data.stop,
    recorded: data.recorded, // what this window showed: another one may have recorded the stop since
    result,
    reason,
    form: WITH_FORM.has(result) ? chosen(parts.form) : null,
    answers: result === NOT_VISITED ? [] : parts.boxes.map((box) => chosen(box) ?? data.unanswered),
  });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".findings");
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) {
    return;
  }
  const goesOn = root.sent === true; // somebody who just recorded a stop types on at the next one
  root.drawn = drawn;
  root.sent = false;
  const made = formOf(data);
  root.replaceChildren(made);
  bringBack(made, data);
  fit(made);
  made.addEventListener("change", () => {
    fit(made);
    keep(made, data);
  });
  made.addEventListener("keydown", (event) => answerByKey(made, data, event));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    record(made, data, (value) => {
      root.sent = true;
      Object.assign(answered.get(data.stop) ?? {}, { sent: true });
      setTriggerValue("record", value);
    });
  });
  if (goesOn) {
    made.querySelector("input").focus();
  }
}
