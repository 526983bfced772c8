// The table: all rows, with filters, of which at most 300 are drawn at a time.

const chunk = 100;
const drawnChunks = 3;
let tableRows = [];
let tableChunk = 0;

const tableColumns = [
  { key: "status", title: () => t("Status"), sort: "status" },
  { key: "id", title: () => t("ID"), sort: "id" },
  { key: "task", title: () => t("Task"), sort: "task" },
  { key: "labels", title: () => t("Labels") },
  { key: "priority", title: () => t("Priority"), sort: "priority" },
  { key: "owner", title: () => t("Owner"), sort: "owner" },
  { key: "due", title: () => t("Due"), sort: "due" },
];

function rowHeight() {
  return matchMedia("(max-width: 760px)").matches ? 62 : 36;
}

function tableRow(item, index) {
  const labels = item.labels ?? [];
  const blockers = openBlockers(item);
  const cell = (name, ...children) => el("div", { class: "cell cell-" + name, role: "cell" }, children);
  return el(
    "div",
    {
      class: "row" + (item.id === detail.id ? " open" : "") + (selected.has(item.id) ? " selected" : ""),
      role: "row",
      "aria-rowindex": index + 2,
      "data-row": item.id,
      "data-fk": "row:" + item.id,
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
    cell("owner", el("span", { class: "clip" }, item.owner_session ? shown(item.owner_session) : "")),
    cell("due", item.status === "DONE" ? null : dueLabel(item)),
  );
}

function drawTable(main) {
  if (state.rows.size === 0 && state.problem) return keyed(main, [problemEntry()]);
  if (!state.loaded) return keyed(main, [skeletonEntry()]);
  tableRows = filteredRows();
  if (state.rows.size === 0) return keyed(main, [emptyInbox()]);
  keyed(main, [{ key: "table", sig: language, make: makeTable }]);
  const table = main.firstChild;
  table.setAttribute("aria-rowcount", tableRows.length + 1);
  for (const head of table.querySelectorAll("[data-sort]")) {
    const { sort } = state.filters;
    const mine = sort.replace(/^-/, "") === head.dataset.sort;
    head.setAttribute("aria-sort", mine ? (sort.startsWith("-") ? "descending" : "ascending") : "none");
  }
  if (state.reveal) reveal(main);
  drawTableRows(table);
  rove(main);
}

/** Scrolls to the row that was opened, unless it can be seen. */
function reveal(main) {
  const at = tableRows.findIndex((item) => item.id === state.reveal);
  state.reveal = null;
  if (at < 0) return;
  const height = rowHeight();
  const top = at * height;
  // The height has to be there before the place can be reached.
  main.querySelector(".rows").style.setProperty("padding-bottom", tableRows.length * height + "px");
  if (top < main.scrollTop || top + 2 * height > main.scrollTop + main.clientHeight) {
    main.scrollTop = Math.max(0, top - main.clientHeight / 3);
  }
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

/** Draws the chunks around the place to which the table is scrolled; what is above and below is only height. */
function drawTableRows(table) {
  const main = document.getElementById("main");
  const height = rowHeight();
  const body = table.querySelector(".rows");
  const first = Math.max(0, Math.floor(main.scrollTop / height / chunk) - 1);
  const last = Math.max(0, Math.ceil(tableRows.length / chunk) - drawnChunks);
  tableChunk = Math.min(first, last);
  const from = tableChunk * chunk;
  const rows = tableRows.slice(from, from + chunk * drawnChunks);
  body.style.setProperty("padding-top", from * height + "px");
  body.style.setProperty("padding-bottom", Math.max(0, tableRows.length - from - rows.length) * height + "px");
  const entries = rows.map((item, at) => ({
    key: item.id ?? "line" + item.line,
    sig: cardSignature(item) + (item.id === detail.id) + (from + at),
    flash: item.status + item.notes,
    make: () => tableRow(item, from + at),
  }));
  if (rows.length === 0) {
    entries.push({
      key: "none",
      sig: language,
      make: () =>
        el(
          "div",
          { class: "none" },
          emptyState(
            "search",
            t("No row fits"),
            t("Other words or fewer filters may find it."),
            button(t("Clear the filters"), { on: clearFilters }),
          ),
        ),
    });
  }
  keyed(body, entries);
}

function tableScrolled() {
  if (state.view !== "table") return;
  const table = document.querySelector("#main > .table");
  if (!table) return;
  const at = document.getElementById("main").scrollTop / rowHeight() / chunk;
  const middle = tableChunk + drawnChunks / 2;
  if (Math.abs(at + 0.15 - middle) > 0.8) {
    keepFocus(() => drawTableRows(table));
    rove(document.getElementById("main"));
  }
}

function sortBy(name) {
  const { sort } = state.filters;
  state.filters.sort = sort === name ? "-" + name : sort === "-" + name ? "" : name;
  filtersChanged();
}

// Filters, which board and table share, and which the address keeps.

function filtersChanged() {
  drawnCards.clear();
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
