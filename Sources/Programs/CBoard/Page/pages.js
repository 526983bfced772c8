// Rows come in pages. Those that are not DONE are loaded at once; those that are, as people look at them.

const firstPage = 200; // so that there is something to see at once
const nextPage = 2000; // what a browser reads without holding the page
const donePage = 100;

/** Takes a row as it is now, and notes that it became DONE. */
function takeRow(item) {
  const key = keyOfRow(item);
  const before = state.rows.get(key);
  if (item.status === "DONE" && before && before.status !== "DONE") doneRows.since.add(key);
  state.rows.set(key, item);
  noteChange(before, item);
}

/** Takes the rows of an answer over. */
function takePage({ items, done }) {
  for (const item of items) takeRow(item);
  for (const id of done ?? []) state.ended.add(id);
}

let resolveFirst = null;
const firstRows = new Promise((resolve) => {
  resolveFirst = resolve;
});

let lastLoad = 0; // how long the last load of all rows took, in milliseconds

/** Whether further pages of them come. */
const loadsRows = () => busy.has("rows");

/** Loads all rows that are not DONE, and forgets those that are gone. */
async function loadRows() {
  const begin = performance.now();
  const { queue } = session;
  const before = new Map(state.rows);
  const seen = new Set();
  const query = "/v1/rows?status=" + statuses.filter((status) => status !== "DONE").join() + "&limit=";
  for (let next = ""; next !== undefined;) {
    const page = await load(query + (seen.size ? nextPage : firstPage) + next);
    if (session.queue !== queue) return;
    takePage(page);
    for (const item of page.items) seen.add(item.id);
    next = page.next_cursor && "&cursor=" + encodeURIComponent(page.next_cursor);
    state.warnings = page.warnings ?? [];
    if (state.warnings.some(isOfFinding)) refresh("lint");
    else state.findings = [];
    state.loaded = true;
    resolveFirst();
    changed("rows");
  }
  if (!isInOrder(seen)) {
    const rows = new Map();
    for (const id of seen) if (state.rows.has(id)) rows.set(id, state.rows.get(id));
    for (const [id, item] of state.rows) {
      // What changed while the pages came is not among them.
      const isGone = item.status !== "DONE" && before.get(id) === item;
      if (!rows.has(id) && !isGone) rows.set(id, item);
    }
    state.rows = rows;
  }
  lastLoad = performance.now() - begin;
}

/** Whether the rows are these, in this order. */
function isInOrder(ids) {
  const rows = state.rows.keys();
  for (const id of ids) if (rows.next().value !== id) return false;
  return rows.next().done;
}

// The rows that are DONE

const doneRows = {
  isOpen: storage.get("orch.done") === "open" || null, // whether they are shown; null where the search decides
  searched: "", // the search that was drawn last
  asked: null, // by what they were asked for last
  key: null, // by what they were loaded; null before they are asked for
  ids: [], // of those that are loaded, in the order of the server
  since: new Set(), // of those that became DONE since
  next: null, // the cursor of the next page
  total: 0, // how many there are
};

const showsDone = () => doneRows.isOpen ?? (state.filters.q !== "" || state.filters.status.includes("DONE"));

/** Whether the filters leave some of them. */
const hasDone = () => showsStatus("DONE") && !state.filters.only;

/** What is asked of the server for them: what the filters say, and the last ones first unless they are sorted. */
function doneQuery() {
  const { q, priority, owner, label, plan, sort } = state.filters;
  const query = new URLSearchParams({ status: "DONE", sort: sort || "-table" });
  for (const [name, value] of Object.entries({ search: q.trim(), priority: priority.join(), owner, label, plan })) {
    if (value) query.set(name, value);
  }
  return query.toString();
}

/** Asks for them if they are shown, or only counted because of a filter. */
function wantDone() {
  const { q, status } = state.filters;
  const searched = q + status.join();
  // Another search shows them again.
  if (searched !== doneRows.searched && searched && doneRows.isOpen === false) doneRows.isOpen = null;
  doneRows.searched = searched;
  const isFiltered = filterCount() > (state.filters.status.length ? 1 : 0);
  const query = hasDone() && (showsDone() || isFiltered) ? doneQuery() : null;
  if (doneRows.asked === query) return;
  doneRows.asked = query;
  if (query) refresh("done", 0);
  else doneRows.key = null;
}

/** Loads the first of them, or what is new of them. */
async function loadDone() {
  const key = doneRows.asked;
  if (!key) return;
  const page = await load(`/v1/rows?${key}&limit=${donePage}`);
  if (key !== doneRows.asked) return;
  takePage(page);
  const ids = page.items.map((item) => item.id);
  const known = new Set(doneRows.key === key ? doneRows.ids : []);
  if (doneRows.key !== key) doneRows.since.clear();
  // Where the new page ends among those that are known, these go on.
  const goesOn = page.next_cursor && known.has(ids.at(-1));
  for (const id of ids) known.delete(id);
  doneRows.ids = goesOn ? [...ids, ...known] : ids;
  if (!goesOn) doneRows.next = page.next_cursor ?? null;
  Object.assign(doneRows, { key, total: page.total });
  changed("rows");
}

let moreDone = null;

/** Loads the next page of them. */
function loadMoreDone() {
  const { key, next } = doneRows;
  if (!next || key !== doneRows.asked) return;
  moreDone ??= load(`/v1/rows?${key}&limit=${donePage}&cursor=${encodeURIComponent(next)}`).then((page) => {
    if (doneRows.key !== key || doneRows.next !== next) return;
    takePage(page);
    // A row that was moved may come twice.
    doneRows.ids = [...new Set([...doneRows.ids, ...page.items.map((item) => item.id)])];
    doneRows.next = page.next_cursor ?? null;
    changed("rows");
  }, (error) => {
    // The row behind which the page begins is gone: begin anew.
    if (error.code !== "bad_cursor") return refuse(error.message, error.hint);
    doneRows.asked = null;
    changed("rows");
  }).finally(() => {
    moreDone = null;
  });
}

/** Those that are loaded, first what was done since. */
function loadedDone() {
  return once("done", () => {
    const fits = filter();
    const ids = new Set(doneRows.ids);
    const since = [...doneRows.since].filter((id) => !ids.has(id)).reverse();
    return [...since, ...ids].map((id) => state.rows.get(id)).filter((item) => item?.status === "DONE" && fits(item));
  });
}

/** How many of them the filters leave. */
function doneCount() {
  if (!hasDone()) return 0;
  if (doneRows.key !== null) return Math.max(doneRows.total, loadedDone().length);
  return state.overview?.summary?.DONE ?? loadedDone().length;
}

function toggleDone() {
  doneRows.isOpen = !showsDone();
  storage.set("orch.done", doneRows.isOpen ? "open" : null);
  changed("rows");
}
