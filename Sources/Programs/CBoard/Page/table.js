// The table: all rows, with filters, sorted and in groups. Those that are DONE are a group of their own, the last.

const foldedGroups = new Set(); // the keys of groups whose rows are not shown

// By what rows can be grouped: the groups of a row, and the name and the order of each.
const groupings = {
  status: { title: () => t("Status"), of: (item) => item.status, name: statusName, order: (status) => statusRank[status] },
  priority: { title: () => t("Priority"), of: (item) => item.priority, order: (priority) => rank[priority] },
  owner: { title: () => t("Owner"), of: (item) => item.owner_session },
  worker: { title: () => t("Worker"), of: (item) => item.worker },
  plan: { title: () => t("Plan"), of: (item) => item.plan },
  label: { title: () => t("Label"), of: (item) => item.labels },
  due: { title: () => t("Due"), of: dueDay, name: dueDayName, order: (day) => day },
};

function dueDay(item) {
  const time = dueOf(item);
  return time === null ? null : dayOf(time);
}

function dueDayName(day) {
  return clock(day * 86400000 - state.offset * 60000, { dateStyle: "medium" });
}

const tableColumns = [
  { key: "status", title: () => t("Status"), sort: "status" },
  { key: "id", title: () => t("ID"), sort: "id" },
  { key: "task", title: () => t("Task"), sort: "task" },
  { key: "labels", title: () => t("Labels"), sort: "labels" },
  { key: "priority", title: () => t("Priority"), sort: "priority" },
  { key: "owner", title: () => t("Owner"), sort: "owner" },
  { key: "due", title: () => t("Due"), sort: "due" },
];

function rowHeight() {
  return matchMedia("(max-width: 760px)").matches ? 62 : 36;
}

function tableRow(item, key) {
  const labels = item.labels ?? [];
  const blockers = openBlockers(item);
  const cell = (name, ...children) => el("div", { class: "cell cell-" + name, role: "cell" }, children);
  return el(
    "div",
    {
      class: "row" + (item.id === detail.id ? " open" : "") + (selected.has(item.id) ? " selected" : ""),
      role: "row",
      "data-row": item.id,
      "data-fk": "row:" + key,
      tabindex: "-1",
      "aria-selected": selected.has(item.id) ? "true" : null,
      on: { click: (event) => clickRow(event, item) },
    },
    cell("status", statusLabel(item)),
    cell("id", idOf(item.id)),
    cell(
      "task",
      el("span", { class: "clip", title: spelled(item.task ?? "") }, shown(item.task ?? "")),
      blockers.length > 0 &&
        el(
          "span",
          { class: "fact", title: t("Waits for") + " " + spelled(blockers.join(", ")) },
          icon("link"),
          blockers.length,
        ),
    ),
    cell(
      "labels",
      labels.slice(0, 2).map(labelChip),
      labels.length > 2 && el("span", { class: "muted" }, "+" + (labels.length - 2)),
    ),
    cell("priority", prioritySign(item.priority), el("span", {}, shown(item.priority ?? "–"))),
    cell("owner", item.owner_session && actorName("span", item.owner_session, { class: "clip" })),
    cell("due", item.status === "DONE" ? null : dueLabel(item)),
  );
}

/** The head of a group, by which it is folded. */
function groupRow({ key, title, node, size, isOpen }) {
  const toggle = () => {
    if (key === "group:DONE") return toggleDone();
    if (!foldedGroups.delete(key)) foldedGroups.add(key);
    changed("rows");
  };
  return el(
    "div",
    { class: "row group", role: "row" },
    el(
      "div",
      { class: "cell", role: "cell", "aria-colspan": tableColumns.length },
      el(
        "button",
        {
          type: "button",
          class: "plain",
          "data-entry": key,
          "data-fk": key,
          "aria-expanded": String(isOpen),
          on: { click: toggle },
        },
        icon("chevron", { class: "icon" + (isOpen ? " down" : "") }),
        node,
        title,
        el("span", { class: "count" }, count(size)),
      ),
    ),
  );
}

/** What stands in the place of rows. */
function noteRow(note) {
  const row = (kind, content) =>
    el("div", { class: kind, role: "row" }, el("div", { role: "cell", "aria-colspan": tableColumns.length }, content));
  if (note === "loading") return row("row note", t("Loading"));
  if (note === "problem") return row(null, problemBox(state.problems.get("done"), () => refresh("done", 0)));
  return row(
    "none",
    emptyState(
      "search",
      t("No row fits"),
      t("Other words or fewer filters may find it."),
      button(t("Clear the filters"), { on: clearFilters }),
    ),
  );
}

/** The rows in groups, each with its head. */
function groupedRows(rows, { of, name = (value) => value, order = () => 0 }) {
  const groups = new Map();
  for (const item of rows) {
    const values = [of(item) ?? []].flat();
    for (const value of values.length ? values : [null]) {
      if (!groups.has(value)) groups.set(value, []);
      groups.get(value).push(item);
    }
  }
  const place = (value) => value === null ? Infinity : order(value) ?? 99;
  const values = [...groups.keys()].sort((a, b) => {
    const [one, other] = [place(a), place(b)];
    return one === other ? String(a).localeCompare(String(b), undefined, { numeric: true }) : one - other;
  });
  return values.flatMap((value) => {
    const key = "group:" + state.filters.group + ":" + (value ?? "");
    const isOpen = !foldedGroups.has(key);
    const head = { key, title: value === null ? t("None") : spelled(name(value) ?? value), size: groups.get(value).length };
    if (state.filters.group === "status") head.node = sign(statuses.includes(value) ? value : "other");
    return [{ ...head, isHead: true, isOpen }, ...(isOpen ? groups.get(value).map((item) => ({ item, key: value + ":" + (item.id ?? "line" + item.line) })) : [])];
  });
}

// An entry of the table is a row, or it has a key: the head of a group, a row in it, or a note.
const keyOfEntry = (entry) => entry.key ?? entry.id ?? "line" + entry.line;
const itemOfEntry = (entry) => entry.key === undefined ? entry : entry.item;

/** What the table has. */
function tableEntries() {
  const grouping = groupings[state.filters.group];
  const open = openRows(state.filters.sort);
  const entries = grouping ? [...once("groups", () => groupedRows(open, grouping))] : [...open];
  wantDone();
  const size = doneCount();
  const problem = hasDone() && showsDone() && state.problems.get("done");
  if (size > 0 || problem) {
    const isOpen = showsDone();
    const rows = isOpen ? loadedDone() : [];
    entries.push({ key: "group:DONE", title: statusName("DONE"), node: sign("DONE"), size, isOpen, isHead: true });
    entries.push(...rows);
    if (problem) entries.push({ key: "problem", note: "problem" });
    else if (isOpen && rows.length < size) entries.push({ key: "loading", note: "loading" });
  }
  if (entries.length === 0) entries.push(loadsRows() ? { key: "loading", note: "loading" } : { key: "none", note: "none" });
  return entries;
}

function drawTable(main) {
  if (state.rows.size === 0 && state.problem) return keyed(main, [problemEntry()]);
  if (!state.loaded) return keyed(main, [skeletonEntry()]);
  if (rowCount() === 0) return keyed(main, [emptyInbox()]);
  keyed(main, [{ key: "table", sig: language, make: makeTable }]);
  const table = main.firstChild;
  for (const head of table.querySelectorAll("[data-sort]")) {
    const { sort } = state.filters;
    const mine = sort.replace(/^-/, "") === head.dataset.sort;
    head.setAttribute("aria-sort", mine ? (sort.startsWith("-") ? "descending" : "ascending") : "none");
  }
  const items = tableEntries();
  // What is not loaded yet is counted, too.
  const missing = items.at(-1).note === "loading" && showsDone() ? doneCount() - loadedDone().length - 1 : 0;
  table.setAttribute("aria-rowcount", items.length + 1 + missing);
  showList(table.querySelector(".rows"), {
    items,
    scroller: main,
    height: rowHeight(),
    key: keyOfEntry,
    entry: (entry) => {
      const item = itemOfEntry(entry);
      return item
        ? {
          sig: cardSignature(item) + (item.id === detail.id),
          flash: item.status + item.notes,
          make: () => tableRow(item, keyOfEntry(entry)),
        }
        : entry.isHead
        ? { sig: JSON.stringify([language, entry.title, entry.size, entry.isOpen]), make: () => groupRow(entry) }
        : { sig: language + state.problems.get("done")?.message, make: () => noteRow(entry.note) };
    },
    place: (row, at) => row.setAttribute("aria-rowindex", at + 2),
    atEnd: showsDone() ? loadMoreDone : null,
  });
  if (state.reveal) revealRow(table);
  rove(main);
}

/** Scrolls to the row that was opened, unless it can be seen. */
function revealRow(table) {
  const list = table.querySelector(".rows");
  const at = list.shape.items.findIndex((entry) => itemOfEntry(entry)?.id === state.reveal);
  if (at < 0 && loadsRows()) return;
  state.reveal = null;
  if (at < 0) return;
  const main = list.shape.scroller;
  const [top, height] = [heightBefore(list, at), rowHeight()];
  if (top >= main.scrollTop && top + 2 * height <= main.scrollTop + main.clientHeight) return;
  main.scrollTop = Math.max(0, top - main.clientHeight / 3);
  drawNear(list);
}

function makeTable() {
  const table = el(
    "div",
    { class: "table", role: "table", "aria-label": t("Rows") },
    el(
      "div",
      { class: "row head", role: "row", "aria-rowindex": 1 },
      tableColumns.map(({ key, title, sort }) =>
        el(
          "div",
          { class: "cell cell-" + key, role: "columnheader", "data-sort": sort ?? null },
          sort
            ? el("button", {
              type: "button",
              class: "plain",
              "data-fk": "sort:" + sort,
              on: { click: () => sortBy(sort) },
            }, title())
            : title(),
        )
      ),
    ),
    el("div", { class: "rows", role: "rowgroup" }),
  );
  return table;
}

function tableScrolled() {
  if (state.view === "table") listScrolled(document.querySelector("#main > .table > .rows"));
}

function sortBy(name) {
  const { sort } = state.filters;
  state.filters.sort = sort === name ? "-" + name : sort === "-" + name ? "" : name;
  filtersChanged();
}

// Filters, which board and table share, and which the address keeps.

function filtersChanged() {
  if (doneRows.isOpen === false) doneRows.isOpen = null;
  document.getElementById("main").scrollTop = 0;
  writeAddress();
  changed("rows", "bar");
}

function clearFilters() {
  Object.assign(state.filters, { q: "", status: [], priority: [], owner: "", label: "", plan: "", only: "" });
  const search = document.getElementById("search");
  if (search) search.value = "";
  filtersChanged();
}

function valuesOf(read) {
  const counts = new Map();
  for (const item of state.rows.values()) {
    for (const value of [read(item) ?? []].flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0]))).slice(0, 40);
}

/** The entries of the menu of groups. */
function groupEntries() {
  const { filters } = state;
  const choose = (group) => () => {
    filters.group = group;
    filtersChanged();
  };
  return [
    { text: t("No groups"), checked: !groupings[filters.group], on: choose("") },
    ...Object.entries(groupings).map(([name, { title }]) => ({
      text: title(),
      checked: filters.group === name,
      on: choose(name),
    })),
  ];
}

/** The entries of the menu of filters. */
function filterEntries() {
  const filters = state.filters;
  const several = (name, value) => ({
    checked: filters[name].includes(value),
    on: () => {
      filters[name] = filters[name].includes(value)
        ? filters[name].filter((each) => each !== value)
        : [...filters[name], value];
      filtersChanged();
    },
  });
  const single = (name, value) => ({
    checked: filters[name] === value,
    on: () => {
      filters[name] = filters[name] === value ? "" : value;
      filtersChanged();
    },
  });
  const group = (title, name, values) =>
    values.length === 0 ? [] : [
      { title },
      ...values.map(([value, count]) => ({ text: spelled(value), hint: String(count), ...single(name, value) })),
    ];
  return [
    ...savedEntries(),
    { title: t("Status") },
    ...statuses.map((status) => ({ node: sign(status), text: statusName(status), ...several("status", status) })),
    { title: t("Priority") },
    ...["P0", "P1", "P2"].map((priority) => ({
      node: prioritySign(priority),
      text: priority,
      ...several("priority", priority),
    })),
    { title: t("Only") },
    { text: t("Overdue"), ...single("only", "overdue") },
    { text: t("Blocked, or waiting for others"), ...single("only", "blocked") },
    { text: t("Waiting for a person"), ...single("only", "awaiting") },
    ...group(t("Label"), "label", valuesOf((item) => item.labels)),
    ...group(t("Plan"), "plan", valuesOf((item) => item.plan)),
    ...group(t("Owner"), "owner", valuesOf((item) => item.status === "IN_PROGRESS" ? item.owner_session : null)),
  ];
}

/** What is filtered by, each with a button that takes it away. */
function filterChips() {
  const filters = state.filters;
  const chips = [];
  const chip = (text, clear) =>
    chips.push(
      el(
        "span",
        { class: "filter-chip" },
        el("span", { class: "clip" }, text),
        iconButton("close", t("Remove this filter"), {
          kind: "bare small",
          on: () => {
            clear();
            filtersChanged();
          },
        }),
      ),
    );
  for (const name of ["status", "priority"]) {
    for (const value of filters[name]) {
      chip(name === "status" ? statusName(value) : value, () => {
        filters[name] = filters[name].filter((each) => each !== value);
      });
    }
  }
  for (const name of ["owner", "label", "plan"]) {
    if (filters[name]) {
      chip([
        el("span", { class: "muted" }, { owner: t("Owner"), label: t("Label"), plan: t("Plan") }[name] + " "),
        shown(filters[name]),
      ], () => {
        filters[name] = "";
      });
    }
  }
  if (filters.only) {
    chip(
      {
        overdue: t("Overdue"),
        blocked: t("Blocked, or waiting for others"),
        awaiting: t("Waiting for a person"),
      }[filters.only] ?? filters.only,
      () => {
        filters.only = "";
      },
    );
  }
  return chips;
}
