// The page as a whole: address, navigation, notices, drawing, and the start.

const views = ["inbox", "board", "table", "plans", "workers", "history"];

function viewName(view) {
  return { inbox: t("Inbox"), board: t("Board"), table: t("Table"), plans: t("Plans"), workers: t("Workers"), history: t("History") }[view];
}

// The address keeps what is looked at: #/table?status=PENDING&q=login&row=ID

function addressOf() {
  const { filters } = state;
  const query = new URLSearchParams();
  if (filters.q) query.set("q", filters.q);
  for (const name of ["status", "priority"]) if (filters[name].length) query.set(name, filters[name].join(","));
  for (const name of ["owner", "label", "plan", "only", "sort"]) if (filters[name]) query.set(name, filters[name]);
  if (state.open) query.set("row", state.open);
  if (state.open && state.tab !== "overview") query.set("tab", state.tab);
  const path = "#/" + state.view + (state.planName ? "/" + encodeURIComponent(state.planName) : "");
  return path + (query.size ? "?" + query : "");
}

function writeAddress(push = false) {
  const address = addressOf();
  if (address === location.hash) return;
  history[push ? "pushState" : "replaceState"](null, "", address);
}

function readAddress() {
  const match = /^#\/([a-z]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(location.hash);
  if (!match || !views.includes(match[1])) return false;
  const query = new URLSearchParams(match[3] ?? "");
  state.view = match[1];
  let name = null;
  try {
    name = match[2] ? decodeURIComponent(match[2]) : null;
  } catch {
    // A name that cannot be read is none.
  }
  if (name !== state.planName) {
    state.planName = name;
    state.plan = null;
  }
  const list = (key) => (query.get(key) ?? "").split(",").filter(Boolean);
  Object.assign(state.filters, { q: query.get("q") ?? "", status: list("status"), priority: list("priority"), owner: query.get("owner") ?? "",
    label: query.get("label") ?? "", plan: query.get("plan") ?? "", only: query.get("only") ?? "", sort: query.get("sort") ?? "" });
  const tab = query.get("tab");
  state.tab = ["overview", "changes", "attempts", "history"].includes(tab) ? tab : "overview";
  state.open = query.get("row");
  if (state.open !== detail.id) state.reveal = state.open;
  openDetail(state.open);
  loadView();
  return true;
}

/** Goes to a view, or to a plan in it. */
function go({ view = state.view, planName = null }) {
  const other = view !== state.view || planName !== state.planName;
  state.view = view;
  if (planName !== state.planName) state.plan = null;
  state.planName = view === "plans" ? planName : null;
  if (other && innerWidth < 1200 && detail.id) {
    openDetail(null);
    state.open = null;
  }
  writeAddress(true);
  loadView();
  if (other) document.getElementById("main").scrollTop = 0;
  changed("view");
}

function loadView() {
  if (state.view === "history") refresh("history", 0);
  if (state.planName) refresh("plan", 0);
  if (state.view === "workers") {
    refresh("workers", 0);
    refresh("costs", 0);
  }
}

// Parts of the frame

function drawSide() {
  const counts = { inbox: inboxSafeCount(), plans: (state.plans ?? []).filter((plan) => plan.state === "proposed").length };
  const queue = session.queue ?? "orch";
  keyed(document.getElementById("side"), [
    { key: "queue", sig: language + queue + session.queues, make: () => el("div", { class: "brand" }, session.queues.length > 1
      ? el("button", { type: "button", class: "queue", "aria-haspopup": "menu", "aria-expanded": "false", "data-fk": "queue", on: { click: (event) => openMenu(event.currentTarget,
        session.queues.map((name) => ({ text: name, checked: name === session.queue, on: () => chooseQueue(name) })), { label: t("Queue") }) } },
      el("span", { class: "logo" }), el("span", { class: "clip" }, shown(queue)), icon("chevron", { class: "icon down" }))
      : el("span", { class: "queue" }, el("span", { class: "logo" }), el("span", { class: "clip" }, shown(queue)))) },
    { key: "views", sig: JSON.stringify([language, state.view, counts]), make: () => el("ul", { class: "views" }, views.map((view) => el("li", {},
      el("a", { href: "#/" + view, class: "view", "aria-current": view === state.view ? "page" : null, "data-fk": "view:" + view, "data-keys": "g " + view[0], "data-tip": viewName(view), on: { click: (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go({ view, planName: null });
      } } }, icon(view), el("span", { class: "view-name" }, viewName(view)), counts[view] > 0 && el("span", { class: "count", "aria-label": many(counts[view], "1 entry", "{n} entries") }, count(counts[view])))))) },
    { key: "foot", sig: JSON.stringify([language, connection.online, session.actor, document.documentElement.dataset.theme]), make: () => el("div", { class: "side-foot" },
      el("div", { class: "who" }, el("span", { class: "dot " + (connection.online ? "on" : "off") }), el("span", { class: "clip" }, connection.online ? shown(session.actor ?? "") : t("offline"))),
      el("div", { class: "side-tools" }, ...toolButtons())) },
  ]);
}

function toolButtons() {
  return [
    button(language === "ko" ? "EN" : "한", { kind: "bare text", fk: "language", label: language === "ko" ? "English" : "한국어", lang: language === "ko" ? "en" : "ko", on: () => setLanguage(language === "ko" ? "en" : "ko") }),
    iconButton(isDark() ? "sun" : "moon", t("Light or dark"), { fk: "theme", on: switchTheme }),
    iconButton("help", t("Keys"), { fk: "help", keys: "?", on: openHelp }),
    iconButton("leave", t("Log out"), { fk: "leave", on: logOut }),
  ];
}

async function chooseQueue(name) {
  session.queue = name;
  storage.set("orch.queue", name);
  Object.assign(state, { rows: new Map(), loaded: false, waiting: null, overview: null, workers: null, costs: null, plans: null, plan: null, entries: null, planName: null, open: null });
  openDetail(null);
  clearFilters();
  stream.cursor = null;
  refresh("all", 0);
  follow();
}

function drawBar() {
  const listed = state.view === "board" || state.view === "table";
  const title = state.planName ? state.plan?.title || state.planName : viewName(state.view);
  keyed(document.getElementById("bar"), [
    { key: "title", sig: JSON.stringify([language, title, state.view, state.planName]), make: () => el("div", { class: "bar-title" }, state.planName
      ? [el("button", { type: "button", class: "plain crumb", "data-fk": "crumb", on: { click: () => go({ planName: null }) } }, t("Plans")), icon("chevron", { class: "icon muted" }), el("h1", { class: "clip" }, shown(title))]
      : el("h1", {}, title)) },
    ...(listed ? [{ key: "search", sig: language, make: searchField },
      { key: "filter", sig: JSON.stringify([language, state.filters.status, state.filters.priority, state.filters.only]), make: () => button(t("Filter"), { glyph: "filter", kind: "quiet fold", fk: "filter", keys: "f", "aria-haspopup": "menu", "aria-expanded": "false",
        on: (event) => openMenu(event.currentTarget, filterEntries, { label: t("Filter"), stay: true }) }) },
      { key: "chips", sig: JSON.stringify([language, state.filters]), make: () => el("div", { class: "filter-chips" }, filterChips()) }] : []),
    { key: "grow", sig: "", make: () => el("span", { class: "grow" }) },
    ...(listed ? [{ key: "number", sig: JSON.stringify([language, state.rows.size, filterCount() ? filteredRows(false).length : -1]), make: () => el("span", { class: "muted numeral bar-count" }, filterCount()
      ? t("{n} of {m}", { n: count(filteredRows(false).length), m: count(state.rows.size) }) : many(state.rows.size, "1 row", "{n} rows")) }] : []),
    { key: "tools", sig: language, make: () => el("span", { class: "bar-tools" }, iconButton("more", t("More"), { fk: "more", "aria-haspopup": "menu", "aria-expanded": "false", on: (event) => openMenu(event.currentTarget, [
      { glyph: "globe", text: language === "ko" ? "English" : "한국어", on: () => setLanguage(language === "ko" ? "en" : "ko") },
      { glyph: "moon", text: t("Light or dark"), on: switchTheme }, ...(session.queues.length > 1 ? session.queues.map((name) => ({ text: name, checked: name === session.queue, on: () => chooseQueue(name) })) : []),
      { glyph: "search", text: t("Commands and rows"), on: openPalette }, { glyph: "leave", text: t("Log out"), on: logOut }], { label: t("More") }) })) },
    { key: "new", sig: language, make: () => button(t("New row"), { glyph: "plus", kind: "primary fold", fk: "new", keys: "c", command: "orch add TASK --criteria TEXT", on: newRow }) },
  ]);
  const search = document.getElementById("search");
  if (search && document.activeElement !== search && search.value !== state.filters.q) search.value = state.filters.q;
}

function searchField() {
  const input = el("input", { id: "search", type: "search", placeholder: t("Search"), "aria-label": t("Search rows"), "data-fk": "search", "aria-keyshortcuts": "/", autocomplete: "off", spellcheck: "false", value: state.filters.q });
  let timer = null;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      state.filters.q = input.value;
      filtersChanged();
    }, 80);
  });
  input.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === "ArrowDown") && !event.isComposing) {
      event.preventDefault();
      focusList();
    }
  });
  return el("div", { class: "search" }, icon("search"), input, el("kbd", { "aria-hidden": "true" }, "/"));
}

function drawNotices() {
  const list = [];
  if (!connection.online) {
    list.push({ key: "offline", sig: language, make: () => el("div", { class: "notice offline", role: "status" }, el("span", { class: "dot off" }), el("span", { class: "grow" }, el("strong", {}, t("Offline.")), " ",
      t("This is how things were. What you type is kept, and the page catches up as soon as the server is there.")), button(t("Try now"), { fk: "trynow", on: follow })) });
  }
  if (connection.newBuild) {
    list.push({ key: "build", sig: language, make: () => el("div", { class: "notice", role: "status" }, el("span", { class: "grow" }, t("The program was updated. The page reloads as soon as you pause.")), button(t("Reload now"), { fk: "reload", on: () => location.reload() })) });
  }
  const paused = state.overview?.paused;
  if (paused) {
    list.push({ key: "paused", sig: language + JSON.stringify(paused), make: () => el("div", { class: "notice", role: "status" }, icon("pause"), el("span", { class: "grow" }, el("strong", {}, t("The queue is paused.")), " ",
      paused.reason && [shown(paused.reason), " "], el("span", { class: "muted" }, shown(paused.actor ?? ""), paused.since ? [" · ", ago(paused.since * 1000)] : null)), button(t("Resume"), { glyph: "play", fk: "resume2", command: "ops resume", on: resumeQueue })) });
  }
  keyed(document.getElementById("notices"), list);
}

const drawViews = { inbox: drawInbox, board: drawColumns, table: drawTable, plans: drawPlans, workers: drawWorkers, history: drawHistory };
let lastView = null;

function draw() {
  memo.clear();
  if (!session.secret || document.getElementById("app").hidden) return;
  const main = document.getElementById("main");
  const view = state.view + "/" + (state.planName ?? "");
  const focusedItem = document.activeElement?.closest?.("#main [data-row], #main [data-entry]");
  const place = focusedItem && lastView === view ? listItems().indexOf(focusedItem) : -1;
  if (lastView !== view && main.contains(document.activeElement)) document.activeElement.blur();
  keepFocus(() => {
    drawSide();
    drawBar();
    drawNotices();
    main.dataset.view = state.planName ? "plan" : state.view;
    if (lastView !== view) main.scrollTop = 0;
    drawViews[state.view](main);
    drawPanel();
  });
  if (detail.editing) document.querySelector("#panel .edit-form")?.followRow?.(detail.show?.item ?? state.rows.get(detail.id));
  lastView = view;
  const waiting = inboxSafeCount();
  document.title = (waiting ? `(${waiting}) ` : "") + spelled(state.open ?? (state.planName || viewName(state.view))) + " · " + spelled(session.queue ?? "orch");
  if (detail.focusNext) {
    const next = detail.focusNext === "diff" ? document.querySelector("#panel .line")
      : document.querySelector(`[data-fk="${CSS.escape(detail.focusNext)}"]`);
    if (next) {
      detail.focusNext = null;
      next.focus({ preventScroll: next.id === "panel-title" });
    }
  } else if (place >= 0 && (document.activeElement === document.body || document.activeElement === null)) focusList(place);
}

/** How much waits; 0 until it is known. */
function inboxSafeCount() {
  return state.waiting && state.overview && state.loaded ? inboxCount() : 0;
}

/** After a decision its entry leaves the inbox at once. */
function settled(id) {
  if (state.waiting) state.waiting.rows = state.waiting.rows.filter((row) => row.id !== id);
  changed("inbox");
}

// Language and theme

function setLanguage(next) {
  language = next;
  storage.set("orch.language", next);
  document.documentElement.lang = next;
  document.getElementById("skip").textContent = t("Skip to the rows");
  refresh("all", 0);
  changed("all");
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function switchTheme() {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  storage.set("orch.theme", next);
  changed("all");
}

/** The page before the login, and when a session has ended. */
function showGate(why, error = null) {
  const gate = document.getElementById("gate");
  document.getElementById("app").hidden = true;
  gate.hidden = false;
  stream.abort?.abort();
  clearTimeout(stream.timer);
  const texts = {
    new: [t("Open the board from a terminal"), t("This command prints an address for one use. Open it in this browser.")],
    expired: [t("Your session has ended"), t("Run this command in a terminal, and open the address that it prints. What you typed is kept.")],
    refused: [t("This address does not work any more"), t("An address is for one use and ten minutes. Run the command again for a new one.")],
    unreachable: [t("The server cannot be reached"), t("Is orch serve running?")],
    left: [t("You are logged out"), t("This command opens the board again.")],
  }[why];
  gate.replaceChildren(el("div", { class: "gate-box" }, el("span", { class: "logo big" }), el("h1", {}, texts[0]), el("p", {}, texts[1]),
    commandLine(why === "unreachable" ? "orch serve" : "orch open"), error?.status > 0 && error.hint && why !== "refused" && el("p", { class: "hint" }, shown(error.message)),
    why === "unreachable" && button(t("Try again"), { kind: "primary", on: () => location.reload() }),
    el("div", { class: "gate-tools" }, button(language === "ko" ? "English" : "한국어", { kind: "quiet", on: () => {
      setLanguage(language === "ko" ? "en" : "ko");
      showGate(why, error);
    } }))));
}

// A page of another build reloads once nobody uses it.
let lastUse = Date.now();
for (const type of ["keydown", "pointerdown", "wheel"]) addEventListener(type, () => { lastUse = Date.now(); }, { passive: true });
setInterval(() => {
  if (!connection.newBuild || Date.now() - lastUse < 8000 || openForm || edits.size > 0 || isTyping(document.activeElement)) return;
  // Where something in between keeps an old page, one try is enough.
  if (drafts.get("reloaded") === connection.newBuild) return;
  drafts.set("reloaded", connection.newBuild);
  location.reload();
}, 2000);

async function start() {
  const theme = storage.get("orch.theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  document.documentElement.lang = language;
  document.getElementById("skip").textContent = t("Skip to the rows");
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    focusList();
  });
  document.getElementById("main").addEventListener("scroll", tableScrolled, { passive: true });
  addEventListener("popstate", () => {
    if (readAddress()) changed("all");
  });
  addEventListener("resize", () => changed("all"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => changed("all"));
  addEventListener("hashchange", () => {
    if (location.hash.startsWith("#code=")) enter();
  });
  // Another tab that logged in opens this one, too.
  addEventListener("storage", (event) => {
    if (event.key !== "orch.secret" || !event.newValue) return;
    session.secret = event.newValue;
    if (!document.getElementById("gate").hidden) enter();
  });
  await enter();
}

/** Logs in, and shows the queue. */
async function enter() {
  if (!await logIn()) return;
  document.getElementById("app").hidden = false;
  document.getElementById("gate").hidden = true;
  const named = readAddress();
  changed("all");
  follow();
  await Promise.all(["rows", "waiting", "overview"].map(loadPart));
  for (const part of ["workers", "costs", "plans"]) refresh(part, 0);
  // Where nothing waits for a person, the board is more use than an empty inbox.
  memo.clear();
  if (!named) {
    if (state.view === "inbox" && inboxSafeCount() === 0 && state.rows.size > 0) state.view = "board";
    writeAddress();
  }
  changed("all");
}

start();
