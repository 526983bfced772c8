// Small parts that all views share: signs, labels, times, buttons.

const paths = {
  inbox: "M2.5 9.5h3l1 2h3l1-2h3M2.5 9.5l2-6h7l2 6v3.5h-11z",
  board: "M2.5 3h3v10h-3zM6.5 3h3v7h-3zM10.5 3h3v5h-3z",
  table: "M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6 6.5v6",
  plans: "M2.5 2.5h4v3h-4zM9.5 6.5h4v3h-4zM2.5 10.5h4v3h-4zM6.5 4h1.5v8h-1.5M8 8h1.5",
  workers: "M5 6.5h6v5H5zM8 3.5v3M6.5 3.5h3M3 8v2.5M13 8v2.5M6.8 8.8h0M9.2 8.8h0",
  history: "M8 2.5a5.5 5.5 0 1 1-5.2 3.7M2.5 3v3.3h3.3M8 5v3.2l2.2 1.3",
  plus: "M8 3.5v9M3.5 8h9",
  search: "M7 3a4 4 0 1 1 0 8a4 4 0 0 1 0-8M10 10l3.5 3.5",
  close: "M4 4l8 8M12 4l-8 8",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  columns: "M2.5 3h4.5v10h-4.5zM9 3h4.5v10h-4.5z",
  link: "M6.5 9.5l3-3M7 5l1.5-1.5a2.5 2.5 0 0 1 4 4L11 9M9 11l-1.5 1.5a2.5 2.5 0 0 1-4-4L5 7",
  ring: "M8 4.2a3.8 3.8 0 1 1 0 7.6a3.8 3.8 0 0 1 0-7.6",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  terminal: "M2.5 3.5h11v9h-11zM5 6.5l2 1.5-2 1.5M8.5 10h2.5",
  edit: "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z",
  retry: "M13 8a5 5 0 1 1-1.5-3.6M13 2.5v3h-3",
  check: "M3.5 8.5l3 3 6-7",
  x: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  stop: "M4.5 4.5h7v7h-7z",
  comment: "M2.5 3.5h11v7H8l-3 2.5v-2.5H2.5z",
  chevron: "M6 4l4 4-4 4",
  sun:
    "M8 5.2a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 0 1 0-5.6M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z",
  help: "M6 6a2 2 0 1 1 2.8 1.9c-.6.3-.8.7-.8 1.4M8 11.6h.01M8 1.8a6.2 6.2 0 1 1 0 12.4a6.2 6.2 0 0 1 0-12.4",
  pause: "M6 4v8M10 4v8",
  play: "M5 3.5l7 4.5-7 4.5z",
  up: "M8 12.5v-9M4.5 7L8 3.5 11.5 7",
  down: "M8 3.5v9M4.5 9L8 12.5 11.5 9",
  calendar: "M3 4h10v9.5H3zM3 7h10M5.5 2.5V5M10.5 2.5V5",
  leave: "M6.5 2.5h-4v11h4M6 8h7.5M10.5 5l3 3-3 3",
  filter: "M2.5 4h11M4.5 8h7M6.5 12h3",
  groups: "M2.5 3.5h6M5 6.5h8.5M2.5 9.5h6M5 12.5h8.5",
  warn: "M8 2.5l6 11H2zM8 7v3M8 11.8h.01",
  coin:
    "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11M9.8 6.2C9.3 5.6 8.7 5.4 8 5.4c-1 0-1.8.5-1.8 1.3c0 1.8 3.7.8 3.7 2.6c0 .8-.9 1.3-1.9 1.3c-.8 0-1.5-.3-2-.9M8 4.3v7.4",
  globe: "M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12M2 8h12M8 2c2 2 2.4 4 2.4 6s-.4 4-2.4 6c-2-2-2.4-4-2.4-6S6 4 8 2",
  bell: "M4 11.5h8l-1-1.5V7a3 3 0 0 0-6 0v3zM7 13.5h2",
  branch: "M5 3.5v9M5 9.5c4 0 6-1 6-4.5M5 3.5h.01M5 12.5h.01M11 4.5h.01",
};

function icon(name, props) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", ...props },
    svg("path", { d: paths[name] }),
  );
}

/** The sign of a state: a ring that fills as the work goes on. */
function sign(kind) {
  const shape = svg("svg", { class: "sign sign-" + kind, viewBox: "0 0 16 16", "aria-hidden": "true" });
  const ring = (more) => shape.append(svg("circle", { cx: 8, cy: 8, r: 6, class: "ring", ...more }));
  const disc = () => shape.append(svg("circle", { cx: 8, cy: 8, r: 7, class: "disc" }));
  const mark = (d) => shape.append(svg("path", { d, class: "mark" }));
  if (kind === "PENDING") ring();
  else if (kind === "IN_PROGRESS") {
    ring();
    shape.append(svg("path", { d: "M8 4.5a3.5 3.5 0 0 1 0 7z", class: "fill" }));
  } else if (kind === "other") ring({ "stroke-dasharray": "2 2" });
  else {
    disc();
    if (kind === "DONE") mark("M5 8.3l2.1 2.1L11 6");
    if (kind === "FAILED") mark("M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6");
    if (kind === "BLOCKED") mark("M5 8h6");
    if (kind === "question") mark("M6.3 6.4a1.7 1.7 0 1 1 2.4 1.6c-.5.3-.7.5-.7 1M8 11.3h.01");
    if (kind === "approval") mark("M8 4.6v4M8 11.2h.01");
    if (kind === "cancelled") mark("M5.5 10.5l5-5");
  }
  return shape;
}

function statusName(kind) {
  switch (kind) {
    case "PENDING":
      return t("Pending");
    case "IN_PROGRESS":
      return t("In progress");
    case "BLOCKED":
      return t("Blocked");
    case "FAILED":
      return t("Failed");
    case "DONE":
      return t("Done");
    case "question":
      return t("Question");
    case "approval":
      return t("Needs approval");
    case "cancelled":
      return t("Cancelled");
    default:
      return null;
  }
}

function statusLabel(item) {
  const kind = kindOf(item);
  return el("span", { class: "state state-" + kind }, sign(kind), statusName(kind) ?? shown(item.status));
}

function prioritySign(priority) {
  const name = { P0: t("urgent"), P1: t("normal"), P2: t("low") }[priority] ?? "";
  const bars = { P0: 3, P1: 2, P2: 1 }[priority] ?? 0;
  const shape = svg("svg", {
    class: "priority priority-" + (rank[priority] ?? 3),
    viewBox: "0 0 16 16",
    role: "img",
    "aria-label": spelled(priority ?? "") + (name && ", " + name),
  });
  for (let n = 0; n < 3; n++) {
    shape.append(
      svg("rect", {
        x: 2.5 + n * 4,
        y: 10 - n * 3,
        width: 2.6,
        height: 3.5 + n * 3,
        rx: 1,
        class: n < bars ? "on" : "off",
      }),
    );
  }
  return shape;
}

function idOf(id) {
  return el("span", { class: "id" }, shown(id ?? "–"));
}

/** The name of who did something or has a row: of a person without the place, of a program that of its token. */
function nameOf(actor) {
  if (actor === "external") return t("an editor");
  return String(actor ?? "").replace(/^token:/, "").replace(/@[^@]*$/, "");
}

/** The same in an element, whose title says who it is in whole. */
function actorName(tag, actor, props) {
  return el(tag, { title: spelled(actor), ...props }, shown(nameOf(actor)));
}

function labelChip(text) {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + character.codePointAt(0)) % 6;
  return el("span", { class: "chip tint-" + hash, title: spelled(text) }, shown(text));
}

function agoText(time) {
  const seconds = Math.max(0, (Date.now() - time) / 1000);
  if (seconds < 60) return t("now");
  if (seconds < 3600) return t("{n} min", { n: Math.floor(seconds / 60) });
  if (seconds < 86400) return t("{n} h", { n: Math.floor(seconds / 3600) });
  return t("{n} d", { n: Math.floor(seconds / 86400) });
}

const timeFormats = new Map(); // by language and options, since a long history takes many, and each is dear

/** A time on the queue's clock, on which its messages are, too. */
function clock(time, options) {
  const key = language + JSON.stringify(options);
  if (!timeFormats.has(key)) {
    const locale = language === "ko" ? "ko-KR" : "en-GB";
    timeFormats.set(key, new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }));
  }
  return timeFormats.get(key).format(time + state.offset * 60000);
}

/** The day of a time on the queue's clock, as a number. */
function dayOf(time) {
  return Math.floor((time + state.offset * 60000) / 86400000);
}

function fullTime(time) {
  return clock(time, { dateStyle: "medium", timeStyle: "short" });
}

function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 60) return t("{n} s", { n: Math.round(seconds) });
  if (seconds < 3600) return t("{n} min", { n: Math.floor(seconds / 60) });
  return t("{n} h {m} min", { n: Math.floor(seconds / 3600), m: Math.floor(seconds % 3600 / 60) });
}

/** A time that keeps itself up to date. */
function ago(time, props) {
  if (time === null || Number.isNaN(time)) return null;
  return el(
    "time",
    { class: "ago", datetime: new Date(time).toISOString(), title: fullTime(time), ...props },
    agoText(time),
  );
}

setInterval(() => {
  for (const node of document.querySelectorAll("time.ago")) {
    setText(node, agoText(Date.parse(node.dateTime)));
  }
}, 20000);

function dueLabel(item) {
  const time = dueOf(item);
  if (time === null) return null;
  const date = clock(time, { month: "short", day: "numeric" });
  const late = isOverdue(item);
  return el(
    "span",
    { class: "due" + (late ? " late" : ""), title: fullTime(time) },
    late ? t("overdue {date}", { date }) : t("due {date}", { date }),
  );
}

function money(usd) {
  if (usd === null || usd === undefined) return "–";
  return "$" + (usd >= 100 ? usd.toFixed(0) : usd.toFixed(2));
}

function tokensText(n) {
  if (n === null || n === undefined) return "–";
  if (n >= 1e6) return (n / 1e6).toFixed(1) + "M";
  return n >= 1000 ? Math.round(n / 1000) + "k" : String(n);
}

/** A button. `command` is the command that does the same, `keys` the key; a tip shows both. */
function button(
  text,
  { kind = "", glyph = null, keys = null, command = null, fk = null, on, label = null, ...more } = {},
) {
  const node = el(
    "button",
    {
      type: "button",
      class: ("button " + kind).trim(),
      "data-fk": fk,
      "data-keys": keys,
      "data-command": command,
      "data-tip": label ?? text,
      "aria-label": text ? label : label ?? null,
      "aria-keyshortcuts": keys,
      on: { click: on },
      ...more,
    },
    glyph && icon(glyph),
    text && el("span", {}, text),
  );
  if (!text && label) node.setAttribute("aria-label", label);
  return node;
}

function iconButton(glyph, label, options) {
  return button(null, { glyph, label, kind: "bare", ...options });
}

/** A command that can be copied. */
function commandLine(text) {
  return el(
    "span",
    { class: "command" },
    el("code", {}, shown(text)),
    iconButton("copy", t("Copy the command"), {
      kind: "bare small",
      on: (event) => {
        event.stopPropagation();
        copy(text);
      },
    }),
  );
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("Copied"), text);
  } catch {
    const area = el("textarea", { class: "unseen", value: text });
    document.body.append(area);
    const active = document.activeElement;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    active?.focus?.();
    toast(done ? t("Copied") : t("Select the text, and copy it yourself"), text);
  }
}

function emptyState(glyph, title, text, ...more) {
  return el("div", { class: "empty" }, icon(glyph), el("h2", {}, title), text && el("p", {}, text), more);
}

function problemBox(error, again) {
  return el(
    "div",
    { class: "problem", role: "alert" },
    icon("warn"),
    el("div", {}, el("p", {}, shown(error.message)), error.hint && el("p", { class: "hint" }, shown(error.hint))),
    again && button(t("Try again"), { on: again }),
  );
}

function bar(share, kind = "") {
  const part = Math.max(0, Math.min(1, share || 0));
  return el(
    "span",
    { class: "meter " + kind, role: "img", "aria-label": Math.round(part * 100) + " %" },
    el("span", { set: { width: part * 100 + "%" } }),
  );
}
