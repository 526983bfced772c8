// Elements, text and lists. Data reaches the page as text nodes alone.

const svgSpace = "http://www.w3.org/2000/svg";

/** Makes an element. `props` has attributes; `on` has handlers, and null or false leaves an attribute out. */
function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") { for (const [type, handler] of Object.entries(value)) node.addEventListener(type, handler); }
    else if (name === "value") node.value = value;
    else if (name === "checked") node.checked = value;
    else if (name === "set") { for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text); }
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  add(node, children);
  return node;
}

/** Adds children, of which there may be lists, texts and nothings. */
function add(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) add(node, child);
    else node.append(child);
  }
  return node;
}

/**
 * A disclosure. `note` is told whether it is open: at once after a click, because the toggle event comes later, when the
 * disclosure may have been drawn anew; and by that event where the browser itself opens it.
 */
function disclosure(props, key, summary, note, ...children) {
  const box = el(
    "details",
    { ...props, on: { toggle: () => note(box.open) } },
    el("summary", { "data-fk": key, on: { click: () => note(!box.open) } }, summary),
    children,
  );
  return box;
}

function svg(tag, props, ...children) {
  const node = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(props ?? {})) node.setAttribute(name, value);
  add(node, children);
  return node;
}

// Control, hidden and bidirectional characters. Joiners and selectors of emoji stay.
const hiddenCharacters = new RegExp(
  "[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F" +
    "\\u200B\\u200C\\u200E\\u200F\\u2028-\\u202F\\u2060-\\u206F\\u3164\\uFEFF\\uFFA0\\uFFF0-\\uFFFB\\uD800-\\uDFFF" +
    "\\u{E0000}-\\u{E0FFF}]|(?<!\\p{Extended_Pictographic}\\uFE0F?|\\p{Emoji_Modifier})\\u200D" +
    "|(?<!\\p{Emoji})[\\uFE00-\\uFE0F]",
  "gu",
);

function codePoint(text) {
  return "U+" + text.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
}

/** The text with hidden characters spelled out, for labels and titles. */
function spelled(text) {
  return String(text ?? "").replace(hiddenCharacters, codePoint);
}

/** Adds the text to a fragment, each hidden character as a token that people see. */
function tokens(fragment, text) {
  let from = 0;
  for (const match of text.matchAll(hiddenCharacters)) {
    if (match.index > from) fragment.append(text.slice(from, match.index));
    fragment.append(el("span", { class: "token" }, codePoint(match[0])));
    from = match.index + match[0].length;
  }
  if (from < text.length) fragment.append(text.slice(from));
}

/** Data as nodes: hidden characters are spelled out, and https addresses are links if `links` is set. */
function shown(data, links = false) {
  const text = String(data ?? "");
  const fragment = document.createDocumentFragment();
  if (!links) {
    tokens(fragment, text);
    return fragment;
  }
  let from = 0;
  for (const match of text.matchAll(/https:\/\/[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/g)) {
    const address = match[0].replace(/[.,;:!?)\]']+$/, "");
    let href = null;
    try {
      href = new URL(address).href;
    } catch {
      continue;
    }
    tokens(fragment, text.slice(from, match.index));
    fragment.append(el("a", { href, target: "_blank", rel: "noopener noreferrer" }, address));
    from = match.index + address.length;
  }
  tokens(fragment, text.slice(from));
  return fragment;
}

/** Gives a node its text. One that it has already is left alone, since the browser would lay it out anew. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function isTyping(node) {
  return node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement || node?.isContentEditable ||
    (node instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(node.type));
}

/** Whether somebody types in the node. Such a node is never replaced. */
function isTypedIn(node) {
  return node.contains(document.activeElement) && isTyping(document.activeElement) &&
    document.activeElement.value !== "" && !(document.activeElement instanceof HTMLSelectElement);
}

/** Whether the node is a question with an answer that was not sent. It stays until that is discarded. */
function holdsText(node) {
  return node.matches(".entry, .ask") &&
    [...node.querySelectorAll("textarea")].some((area) => area.value.trim() !== "");
}

/**
 * Makes the children of `parent` those of `entries`, each `{ key, sig, flash, make }`. What has the same signature stays as
 * it is, and what somebody types in stays, too.
 */
function keyed(parent, entries) {
  const before = parent.keyedNodes ?? new Map();
  const after = new Map();
  let at = parent.firstChild;
  for (const { key, sig, flash, make } of entries) {
    let node = before.get(key);
    if (!node || (node.signature !== sig && !isTypedIn(node))) {
      const fresh = make();
      fresh.signature = sig;
      // What changed by itself is marked for a moment.
      if (node && flash !== undefined && node.flash !== flash) fresh.classList.add("fresh");
      fresh.flash = flash;
      if (node) {
        if (at === node) at = fresh;
        node.replaceWith(fresh);
      }
      node = fresh;
    }
    after.set(key, node);
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
  for (const [key, node] of before) {
    if (after.get(key) === node) continue;
    if (!after.has(key) && (isTypedIn(node) || holdsText(node))) {
      after.set(key, node);
      node.classList.add("stale");
    } else node.remove();
  }
  parent.keyedNodes = after;
}

/** Renders, and puts the focus back to the element with the same `data-fk` if it was replaced. */
function keepFocus(render) {
  const active = document.activeElement;
  const key = active?.dataset?.fk;
  const selection = active && isTyping(active) && "selectionStart" in active
    ? [active.selectionStart, active.selectionEnd]
    : null;
  render();
  if (!key || document.activeElement === active) return;
  const next = document.querySelector(`[data-fk="${CSS.escape(key)}"]`);
  if (!next) return;
  next.focus({ preventScroll: true });
  if (selection && "setSelectionRange" in next) {
    try {
      next.setSelectionRange(...selection);
    } catch {
      // Not each kind of input has a selection.
    }
  }
}

/** Tells a screen reader. */
function announce(text) {
  const place = document.getElementById("said");
  place.textContent = "";
  setTimeout(() => {
    place.textContent = spelled(text);
  }, 50);
}

// The path below which the server is called, such as /orch; empty where the host is its own.
const basePath = document.querySelector('meta[name="orch-base"]').content;

// Below a path other boards may have the same storage.
const stored = (key) => key + basePath;

const storage = {
  get(key) {
    try {
      return localStorage.getItem(stored(key));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(stored(key));
      else localStorage.setItem(stored(key), value);
    } catch {
      // Without a storage the page works until it is closed.
    }
  },
};

// What somebody typed and did not send yet, by queue and field. It outlives a reload.
const drafts = {
  place: (key) => stored(`orch.draft.${session.queue}.${key}`),
  get(key) {
    try {
      return sessionStorage.getItem(drafts.place(key)) ?? "";
    } catch {
      return "";
    }
  },
  set(key, value) {
    try {
      if (value) sessionStorage.setItem(drafts.place(key), value);
      else sessionStorage.removeItem(drafts.place(key));
    } catch {
      // As above.
    }
  },
};

/** A text area that grows with its text, and whose text is kept as a draft. */
function composer(key, props) {
  const area = el("textarea", { rows: 1, "data-fk": "draft:" + key, ...props, value: drafts.get(key) });
  const grow = () => {
    area.style.setProperty("height", "auto");
    area.style.setProperty("height", Math.min(area.scrollHeight + 2, 320) + "px");
  };
  area.addEventListener("input", () => {
    drafts.set(key, area.value);
    grow();
  });
  if (area.value) requestAnimationFrame(grow);
  return area;
}

function shellQuoted(text) {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : "'" + String(text).replaceAll("'", "'\\''") + "'";
}
