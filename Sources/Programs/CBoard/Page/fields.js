// Fields of forms: a label, a control with a `value`, and what is wrong with it.

/**
 * Makes a field of `{ name, label, kind, size, required, hint, placeholder, draft, options, value }`, and notes its
 * control in `inputs`. A control has `value` and `focus`, and tells each change by an `input` event. A kind is `text`
 * (several lines), `check`, `choice`, `pick`, `time`, `criteria`, or that of an input.
 */
function fieldOf(field, inputs, prefix = "field-") {
  const { name, label, kind, draft } = field;
  const id = prefix + name;
  const common = {
    id,
    name,
    placeholder: field.placeholder,
    "data-fk": field.fk,
    "aria-describedby": field.hint ? id + "-hint" : null,
    "aria-required": field.required ? "true" : null,
    autocomplete: "off",
  };
  let input;
  let whole = null; // what stands in the field, if the control has more around it
  if (kind === "text") {
    const props = { ...common, rows: field.rows ?? 3 };
    input = draft ? composer(draft, props) : el("textarea", props);
  } else if (kind === "check") input = el("input", { ...common, type: "checkbox", checked: !!field.value });
  else if (kind === "choice") {
    input = el("select", common, field.options.map(([value, text]) => el("option", { value }, text)));
  } else if (kind === "pick") [input, whole] = combobox(common, { ...field, label });
  else if (kind === "time") [input, whole] = timeInput(common, field.isStart);
  else if (kind === "criteria") input = criteriaList({ id, "data-fk": field.fk, "aria-labelledby": id + "-label" });
  else input = el("input", { ...common, type: kind ?? "text", spellcheck: "false" });
  if (kind !== "check" && !(kind === "text" && input.value)) {
    setValue(input, (draft && drafts.get(draft)) || (field.value ?? ""));
  }
  if (draft && kind !== "text") input.addEventListener("input", () => drafts.set(draft, input.value));
  inputs.set(name, input);
  const hint = field.hint && el("p", { class: "hint", id: id + "-hint" }, field.hint);
  const named = kind === "criteria"
    ? el("span", { class: "label", id: id + "-label" }, label)
    : el("label", { for: id }, label);
  const node = el(
    "div",
    { class: "field " + (kind === "check" ? "check" : field.size ?? ""), on: { input: clear } },
    kind === "check" ? [input, named] : [named, whole ?? input],
    hint,
    kind === "text" && pipeNote(input),
  );
  function clear(event) {
    clearFault(event.target.closest("[aria-invalid]") ?? input);
  }
  return node;
}

/** Sets the value of a control without an input event. */
function setValue(input, text) {
  input.value = text;
  input.showMeaning?.();
}

/** Says below a text what becomes of its pipes, which would end a cell of the table. */
function pipeNote(input) {
  const note = el("p", { class: "hint pipe-note", "aria-live": "polite" });
  input.showMeaning = () => {
    const text = input.value.includes("|") ? t("Each | is kept as /.") : "";
    if (note.textContent !== text) note.textContent = text;
  };
  input.addEventListener("input", input.showMeaning);
  input.showMeaning();
  return note;
}

// What is wrong with fields

/** Shows what is wrong at its field, until it changes. */
function showFault(node, text) {
  clearFault(node);
  const id = (node.id || "fault-" + Math.random().toString(36).slice(2)) + "-fault";
  node.setAttribute("aria-invalid", "true");
  node.setAttribute("aria-describedby", [node.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
  node.fault = el("p", { class: "fault", id }, shown(text));
  (node.closest("li, .field") ?? node.parentNode).append(node.fault);
}

function clearFault(node) {
  if (!node.fault) return;
  const others = (node.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== node.fault.id);
  node.fault.remove();
  node.fault = null;
  node.removeAttribute("aria-invalid");
  if (others.length > 0) node.setAttribute("aria-describedby", others.join(" "));
  else node.removeAttribute("aria-describedby");
  const form = node.closest("form");
  if (form && !form.querySelector(".fault")) form.querySelector(".problem-place, .edit-notice").replaceChildren();
}

/** Shows all faults `[control, text]` at once, and leads to the first. */
function showFaults(faults, place) {
  const nodes = faults.map(([node]) => node);
  nodes.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  for (const [node, text] of faults) {
    const closed = node.closest("details:not([open])");
    if (closed) closed.open = true;
    showFault(node, text);
  }
  place.replaceChildren();
  if (nodes.length > 1) {
    place.append(problemBox({ message: t("{n} fields are not right yet. Nothing was saved.", { n: nodes.length }) }));
  }
  nodes[0].focus();
}

/** What the page itself finds wrong with fields before they are sent. */
function faultsOf(fields, inputs) {
  return fields.flatMap(({ name, required }) => {
    const input = inputs.get(name);
    if (required && !String(input.value ?? "").trim()) return [[input.first ?? input, required]];
    return input.faults?.() ?? [];
  });
}

/** Shows a refusal: what concerns fields at them, any other below. */
function showRefusal(error, inputs, place) {
  const said = error.problem?.fields ?? [];
  const faults = said.filter(({ field }) => inputs.has(field));
  const text = ({ message, hint }) => (hint ? `${message}: ${hint}` : message);
  if (faults.length === 0) return place.replaceChildren(problemBox(said[0] ?? error));
  showFaults(
    faults.map((fault) => [inputs.get(fault.field).first ?? inputs.get(fault.field), text(fault)]),
    place,
  );
}

// Pickers

/**
 * An input that proposes what fits: `[input, whole]`. Other text stays possible; `several` are divided by commas.
 * `options` gives `{ value, text, node }`. With `isKnown` only a proposal makes sense: Enter takes the one that is meant,
 * which is what is typed, or the only one that fits.
 */
function combobox(props, { label, options, several = false, isKnown = false }) {
  const listID = props.id + "-list";
  const input = el("input", {
    ...props,
    type: "text",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listID,
    spellcheck: "false",
  });
  const list = el("ul", { class: "options", id: listID, role: "listbox", "aria-label": label, popover: "manual" });
  let all = null; // the options since the input has the focus: to gather them from a large queue takes time
  let found = [];
  let at = -1;
  /** The part that is being typed, from comma to comma. */
  const part = () => {
    if (!several) return [0, input.value.length];
    const caret = input.selectionStart ?? input.value.length;
    const end = input.value.indexOf(",", caret);
    return [input.value.lastIndexOf(",", caret - 1) + 1, end < 0 ? input.value.length : end];
  };
  /** Puts the list below the input, or above it. */
  const place = () => {
    const box = input.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight) return hide();
    const above = box.top > innerHeight - box.bottom && innerHeight - box.bottom < 200;
    const room = (above ? box.top : innerHeight - box.bottom) - 12;
    list.style.setProperty("left", Math.min(box.left, innerWidth - list.offsetWidth - 8) + "px");
    list.style.setProperty("min-width", box.width + "px");
    list.style.setProperty("max-height", Math.min(room, 280) + "px");
    list.style.setProperty("top", above ? "auto" : box.bottom + 3 + "px");
    list.style.setProperty("bottom", above ? innerHeight - box.top + 3 + "px" : "auto");
  };
  const followScroll = (event) => event.target !== list && place();
  const hide = () => {
    document.removeEventListener("scroll", followScroll, true);
    if (list.matches(":popover-open")) list.hidePopover();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const mark = (index) => {
    at = index;
    [...list.children].forEach((node, n) => node.setAttribute("aria-selected", String(n === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const take = ({ value }) => {
    const [from, to] = part();
    const before = input.value.slice(0, from) + (from > 0 ? " " : "");
    const after = input.value.slice(to);
    const tail = several && !after.trim() ? ", " : "";
    input.value = before + value + tail + after;
    const caret = before.length + value.length + tail.length;
    input.setSelectionRange(caret, caret);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    hide();
  };
  const show = (isWhole = false) => {
    const [from, to] = part();
    const typed = input.value.slice(from, to).trim().toLowerCase();
    const words = isWhole && !several ? [] : typed.split(/\s+/).filter(Boolean);
    const taken = several
      ? new Set((input.value.slice(0, from) + input.value.slice(to)).split(",").map((each) => each.trim()))
      : new Set();
    if (!all?.length) all = options();
    const fitting = all.filter(({ value, text }) => {
      const whole = `${value} ${text ?? ""}`.toLowerCase();
      return !taken.has(value) && words.every((word) => whole.includes(word));
    });
    const isTyped = ({ value }) => value.toLowerCase() === typed;
    const distance = (option) => (isTyped(option) ? 0 : option.value.toLowerCase().startsWith(typed) ? 1 : 2);
    found = fitting.sort((one, other) => distance(one) - distance(other)).slice(0, 30);
    if (found.length === 0 || (!isKnown && found.length === 1 && isTyped(found[0]))) return hide();
    list.replaceChildren(...found.map((option, n) =>
      el(
        "li",
        { id: `${listID}-${n}`, role: "option", "aria-selected": "false", on: { click: () => take(option) } },
        option.node,
        el("span", { class: option.text ? "id" : "clip" }, shown(option.value)),
        option.text && el("span", { class: "clip grow" }, shown(option.text)),
      )
    ));
    if (!list.matches(":popover-open")) list.showPopover();
    document.addEventListener("scroll", followScroll, true);
    input.setAttribute("aria-expanded", "true");
    place();
    // What has a digit may be the ID of a row that is not loaded.
    const isOnly = found.length === 1 && (distance(found[0]) < 2 || !/\d/.test(typed));
    mark(isKnown && typed && (isOnly || isTyped(found[0])) ? 0 : -1);
  };
  input.addEventListener("input", (event) => event.isTrusted && show());
  input.addEventListener("click", () => show(true));
  input.addEventListener("blur", () => {
    all = null;
    hide();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const isOpen = list.matches(":popover-open");
    const count = found.length;
    if (event.key === "ArrowDown" && !isOpen) show(true);
    else if (event.key === "ArrowDown" && isOpen) mark((at + 1) % count);
    else if (event.key === "ArrowUp" && isOpen) mark(at <= 0 ? count - 1 : at - 1);
    else if (event.key === "Enter" && isOpen && at >= 0) take(found[at]);
    // Which of several is meant has to be chosen: the form is not sent with a part of an ID.
    else if (event.key === "Enter" && isOpen && isKnown) mark(-1);
    else if (event.key === "Escape" && isOpen) hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  return [input, el("div", { class: "combo" }, input, list)];
}

/** What pickers propose, by what the page knows of the queue. */
const proposals = {
  worker: () => (state.workers ?? []).map(({ name }) => ({ value: name })),
  /** Who may get the rows: sessions that have had one, and for rows that nobody has, the workers. */
  owner: (items) => {
    const sessions = new Set([...state.rows.values()].map((row) => row.owner_session).filter(Boolean));
    const workers = allPending(items) ? proposals.worker() : [];
    return [
      ...workers.map(({ value }) => ({ value, text: t("worker") })),
      ...[...sessions].sort().map((value) => ({ value })),
    ];
  },
  plan: () => (state.plans ?? []).map(({ plan, title }) => ({ value: plan, text: title })),
  labels: () => {
    const counts = new Map();
    for (const { labels } of state.rows.values()) {
      for (const label of labels ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return [...counts].sort((one, other) => other[1] - one[1]).map(([value]) => ({ value }));
  },
  /** Rows that another one may wait for, unfinished ones first. */
  after: (own) => {
    const rows = [...state.rows.values()].filter(({ id }) => id && id !== own);
    const isDone = ({ status }) => (status === "DONE" ? 1 : 0);
    return rows.sort((one, other) => isDone(one) - isDone(other)).map((item) => ({
      value: item.id,
      text: item.task ?? "",
      get node() {
        return sign(kindOf(item));
      },
    }));
  },
};

const priorityOptions = () => [
  ["P0", "P0 · " + t("urgent")],
  ["P1", "P1 · " + t("normal")],
  ["P2", "P2 · " + t("low")],
];
const approvalOptions = () => [
  ["", t("none")],
  ["start", t("before its work begins")],
  ["done", t("once it is done")],
];
