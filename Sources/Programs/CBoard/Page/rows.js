// What is known of a row, and which rows the filters leave.

const controlKeys = new Set([
  "after",
  "after_plan",
  "labels",
  "retry_not_before",
  "failure",
  "review_attempts",
  "max_attempts",
  "attempts_allowed",
  "idempotency_key",
  "touches",
  "was",
  "twin",
  "brief",
  "worker",
  "timeout",
  "repo",
  "plan",
  "approval",
  "on_failure",
  "not_before",
  "awaits",
  "question",
  "branch",
  "merged",
  "pr",
  "ci",
  "source",
  "imported",
]);

/** Whether a segment of the notes is a control field, as `labels=web`. */
function isField(segment) {
  const key = /^([a-z_]+)=/.exec(segment)?.[1];
  return key !== undefined && controlKeys.has(key);
}

/** Whether a segment of the notes is one that `orch` keeps there: a field, or what a review or the guardrails said. */
function isControl(segment) {
  return isField(segment) || /^(review:(PASS|RETRY|BLOCK|QUESTION)\b|guardrail)/.test(segment);
}

/** A segment that `orch` keeps, as there is room for it: of a commit the first digits. */
function shortControl(segment) {
  return segment.replace(/^(merged=[0-9a-f]{12})[0-9a-f]+$/, "$1");
}

function segmentsOf(text) {
  return String(text ?? "").split(" / ").map((segment) => segment.trim()).filter(Boolean);
}

/** The notes in two parts: what people and workers wrote, and what `orch` keeps there. */
function notesOf(item) {
  const segments = segmentsOf(item.notes);
  return {
    prose: segments.filter((segment) => !isControl(segment)),
    control: segments.filter(isControl),
  };
}

/** What the row shows of itself: its status, what it waits for, or that it was cancelled. */
function kindOf(item) {
  if (item.awaits === "answer") return "question";
  if (item.awaits === "approval") return "approval";
  if (item.cancelled) return "cancelled";
  return statuses.includes(item.status) ? item.status : "other";
}

/** The status of a row, also of one that is DONE and not loaded; undefined if it is not known. */
function statusOf(id) {
  return state.rows.get(id)?.status ?? (state.ended.has(id) ? "DONE" : undefined);
}

/** The rows that it still waits for. */
function openBlockers(item) {
  if (item.status !== "PENDING") return [];
  return (item.after ?? []).filter((id) => statusOf(id) !== "DONE");
}

function timeOf(text) {
  if (!text) return null;
  const named = /(Z|[+-]\d\d:?\d\d)$/i.test(text);
  const time = Date.parse(named ? text : text.replace(" ", "T") + "Z");
  return Number.isNaN(time) ? null : named ? time : time - state.offset * 60000;
}

const dueOf = (item) => timeOf(item.due_at ?? item.due_at_kst);
const startedOf = (item) => timeOf(item.started_at ?? item.started_at_kst);

function isOverdue(item) {
  const time = dueOf(item);
  return time !== null && item.status !== "DONE" && time < Date.now();
}

const rank = { P0: 0, P1: 1, P2: 2 };
const statusRank = Object.fromEntries(statuses.map((status, at) => [status, at]));

// By what rows are sorted, as by `sort` of the server. Those that have nothing of the kind come last in both directions.
const orders = {
  id: (item) => String(item.id).replace(/\d+/g, (digits) => digits.padStart(12, "0")),
  priority: (item) => rank[item.priority] ?? 3,
  status: (item) => statusRank[item.status] ?? 9,
  task: (item) => String(item.task ?? "").toLowerCase(),
  labels: (item) => (item.labels ?? []).join(" ") || null,
  owner: (item) => item.owner_session ?? null,
  due: dueOf,
  column: (item) => 4 * orders.status(item) + orders.priority(item), // that of the board
};

const byPriority = (a, b) => orders.priority(a) - orders.priority(b);

const placeInTable = Symbol("place in the table"); // of a row: a number

// Lists of rows, by name. To keep one up to date costs as much as changed since, not as much as there is.
const kept = { rows: null, end: 0, lists: new Map() };

const keyOfRow = (item) => item.id ?? "#" + item.line;

/** Notes that a row is another one now, or new, or gone. */
function noteChange(before, item) {
  if (item) item[placeInTable] = before?.[placeInTable] ?? kept.end++;
  for (const [name, { gone, fresh }] of kept.lists) {
    if (before) gone.add(before);
    if (item) fresh.add(item);
    // Nobody looks at it.
    if (gone.size + fresh.size > 5000) kept.lists.delete(name);
  }
}

/** The rows that fit, in an order, and equal ones as in the table. A list with another key is made anew. */
function keptRows(name, key, fits, order = () => 0, isDown = false) {
  if (kept.rows !== state.rows) {
    Object.assign(kept, { rows: state.rows, end: 0, lists: new Map() });
    for (const item of state.rows.values()) item[placeInTable] = kept.end++;
  }
  const list = kept.lists.get(name);
  const isKept = list?.key === key && list.gone.size < 100;
  if (isKept && list.gone.size + list.fresh.size === 0) return list.rows;
  const compare = (a, b) => a === b ? 0 : a === null ? 1 : b === null ? -1 : (a < b) === isDown ? 1 : -1;
  const byTable = (a, b) => a[placeInTable] - b[placeInTable];
  const isThere = (item) => state.rows.get(keyOfRow(item)) === item;
  const added = (isKept ? [...list.fresh].filter(isThere).sort(byTable) : [...state.rows.values()]).filter(fits);
  const equals = groupsBy(added, order);
  const before = isKept ? [...list.rows] : [];
  for (const item of isKept ? list.gone : []) {
    const at = before.indexOf(item);
    if (at >= 0) before.splice(at, 1);
  }
  const rows = [];
  let from = 0;
  for (const item of [...equals.keys()].sort(compare).flatMap((value) => equals.get(value))) {
    const isAfter = (at) => (compare(order(before[at]), order(item)) || byTable(before[at], item)) > 0;
    const to = firstPlace(before.length, isAfter);
    while (from < to) rows.push(before[from++]);
    rows.push(item);
  }
  while (from < before.length) rows.push(before[from++]);
  kept.lists.set(name, { key, rows, gone: new Set(), fresh: new Set() });
  return rows;
}

function groupsBy(items, read) {
  const groups = new Map();
  for (const item of items) {
    const value = read(item);
    if (!groups.has(value)) groups.set(value, []);
    groups.get(value).push(item);
  }
  return groups;
}

// What is worked out several times for one draw.
const memo = new Map();

function once(key, make) {
  if (!memo.has(key)) memo.set(key, make());
  return memo.get(key);
}

/** A function that tells whether the filters leave a row, whatever its status is. */
function filter() {
  const { q, priority, owner, label, plan, only } = state.filters;
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return (item) => {
    if (priority.length && !priority.includes(item.priority)) return false;
    if (owner && (owner === "-" ? item.owner_session : item.owner_session !== owner)) return false;
    if (label && !(item.labels ?? []).includes(label)) return false;
    if (plan && item.plan !== plan) return false;
    if (only === "overdue" && !isOverdue(item)) return false;
    if (only === "awaiting" && !item.awaits) return false;
    if (only === "blocked" && item.status !== "BLOCKED" && openBlockers(item).length === 0) return false;
    if (words.length === 0) return true;
    const text = [item.id, item.task, item.success_criteria, item.owner_session, item.notes, item.labels?.join(" ")]
      .join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

const showsStatus = (status) => state.filters.status.length === 0 || state.filters.status.includes(status);

/** The rows that are not DONE and that the filters leave: in the order of the table, or in another one, as `-due`. */
function openRows(sort = "") {
  return once("open:" + sort, () => {
    const fits = filter();
    // Time passes, and what a row waits for is in other rows.
    if (state.filters.only) kept.lists.delete("open:" + sort);
    return keptRows(
      "open:" + sort,
      JSON.stringify(state.filters),
      (item) => item.status !== "DONE" && showsStatus(item.status) && fits(item),
      orders[sort.replace(/^-/, "")],
      sort.startsWith("-"),
    );
  });
}

/** How many rows the queue has. */
function rowCount() {
  return Math.max(state.rows.size, Object.values(state.overview?.summary ?? {}).reduce((sum, n) => sum + n, 0));
}

function filterCount() {
  const { q, status, priority, owner, label, plan, only } = state.filters;
  return [q, status.length, priority.length, owner, label, plan, only].filter(Boolean).length;
}
