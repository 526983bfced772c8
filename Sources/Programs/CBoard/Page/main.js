// The page as a whole: drawing, and the start.

const views = ["inbox", "board", "table", "plans", "workers", "history"];

function viewName(view) {
  return {
    inbox: t("Inbox"),
    board: t("Board"),
    table: t("Table"),
    plans: t("Plans"),
    workers: t("Workers"),
    history: t("History"),
  }[view];
}

const drawViews = {
  inbox: drawInbox,
  board: drawColumns,
  table: drawTable,
  plans: drawPlans,
  workers: drawWorkers,
  history: drawHistory,
};
let lastView = null;

function draw(topics) {
  // Rows are filtered and sorted anew only if they or the filters may be others.
  if (["rows", "bar", "view", "all"].some((topic) => topics.has(topic))) memo.clear();
  else if (topics.has("inbox")) memo.delete("inbox");
  if (!session.secret || document.getElementById("app").hidden) return;
  const main = document.getElementById("main");
  const view = state.view + "/" + (state.planName ?? "");
  const focusedItem = document.activeElement?.closest?.("#main [data-row], #main [data-entry]");
  const place = focusedItem && lastView === view ? listItems().indexOf(focusedItem) : -1;
  if (lastView !== view && main.contains(document.activeElement)) document.activeElement.blur();
  keepFocus(() => {
    drawSide();
    drawBar();
    drawSaved();
    drawNotices();
    main.dataset.view = state.planName ? "plan" : state.view;
    if (lastView !== view) main.scrollTop = 0;
    drawViews[state.view](main);
    drawStatusTabs();
    drawPanel();
  });
  if (detail.editing) {
    document.querySelector("#panel .edit-form")?.followRow?.(detail.show?.item ?? state.rows.get(detail.id));
  }
  lastView = view;
  const waiting = inboxSafeCount();
  document.title = (waiting ? `(${waiting}) ` : "") + spelled(state.open ?? (state.planName || viewName(state.view))) +
    " · " + spelled(session.queue ?? "orch");
  if (detail.focusNext) {
    const next = detail.focusNext === "diff"
      ? document.querySelector("#panel .line")
      : document.querySelector(`[data-fk="${CSS.escape(detail.focusNext)}"]`);
    if (next) {
      detail.focusNext = null;
      next.focus({ preventScroll: next.id === "panel-title" });
    }
  } else if (place >= 0 && (document.activeElement === document.body || document.activeElement === null)) {
    focusList(place);
    if (focusedItem.dataset.row !== lastSettled) strayed = Date.now();
  }
}

let lastSettled = null; // the row that was last changed on this page
let strayed = 0; // when the row with the focus was gone, and another one got the focus

/** How much waits; 0 until it is known. */
function inboxSafeCount() {
  return state.waiting && state.overview && state.loaded ? inboxCount() : 0;
}

/** After a decision its entry leaves the inbox at once. */
function settled(id) {
  lastSettled = id;
  if (state.waiting) state.waiting.rows = state.waiting.rows.filter((row) => row.id !== id);
  changed("inbox");
}

// A page of another build reloads once nobody uses it.
let lastUse = Date.now();
for (const type of ["keydown", "pointerdown", "wheel"]) {
  addEventListener(type, () => {
    lastUse = Date.now();
  }, { passive: true });
}
setInterval(() => {
  if (
    !connection.newBuild || Date.now() - lastUse < 8000 || openForm || edits.size > 0 ||
    isTyping(document.activeElement)
  ) return;
  // Where something in between keeps an old page, one try is enough.
  if (drafts.get("reloaded") === connection.newBuild) return;
  drafts.set("reloaded", connection.newBuild);
  location.reload();
}, 2000);

async function start() {
  const theme = storage.get("orch.theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  nameFrame();
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    focusList();
  });
  document.getElementById("main").addEventListener("scroll", tableScrolled, { passive: true });
  addEventListener("popstate", () => {
    if (readAddress()) changed("all");
  });
  addEventListener("resize", () => changed("size"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => changed("all"));
  addEventListener("hashchange", () => {
    if (location.hash.startsWith("#code=")) enter();
  });
  // Another tab that logged in opens this one, too.
  addEventListener("storage", (event) => {
    if (event.key !== stored("orch.secret") || !event.newValue) return;
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
  const rows = Promise.race([loadPart("rows"), firstRows]);
  // What is looked at comes first.
  if (named && (state.view === "board" || state.view === "table")) await rows;
  await Promise.all([rows, ...["waiting", "overview"].map(loadPart)]);
  for (const part of ["workers", "costs", "plans"]) refresh(part, 0);
  refresh("doctor", 1000);
  // Where nothing waits for a person, the board is more use than an empty inbox.
  memo.clear();
  if (!named) {
    if (state.view === "inbox" && inboxSafeCount() === 0 && rowCount() > 0) state.view = "board";
    writeAddress();
  }
  changed("all");
}

start();
