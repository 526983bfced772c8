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

function criteriaOf(item) {
  return criteriaLines(item.success_criteria ?? "").map(({ text }) => text.trim());
}

/** What the row shows of itself: its status, or what it waits for. */
function kindOf(item) {
  if (item.awaits === "answer") return "question";
  if (item.awaits === "approval") return "approval";
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

function isCancelled(item) {
  return item.status === "BLOCKED" && /(^|\/ ?)(cancelled|\[ops\] cancel|cancel(led)?:)/i.test(item.notes ?? "");
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
};

const byPriority = (a, b) => orders.priority(a) - orders.priority(b);

const sorting = { name: null, rows: null, keys: new WeakMap(), ids: [] };

/**
 * The rows of the page in the order of a name, as `-due`; equal ones in that of the table. A few changes cost little:
 * the last order is the start, until the table has another one.
 */
function sortedRows(sort) {
  const key = orders[sort.replace(/^-/, "")];
  if (!key) return [...state.rows.values()];
  if (sorting.name !== sort) Object.assign(sorting, { name: sort, keys: new WeakMap(), ids: [] });
  if (sorting.rows !== state.rows) Object.assign(sorting, { rows: state.rows, ids: [] });
  const before = sort.startsWith("-") ? 1 : -1;
  const entries = [];
  for (const id of new Set([...sorting.ids, ...state.rows.keys()])) {
    const item = state.rows.get(id);
    if (!item || item.status === "DONE") continue;
    if (!sorting.keys.has(item)) sorting.keys.set(item, key(item));
    entries.push({ id, item, key: sorting.keys.get(item) });
  }
  entries.sort((a, b) =>
    a.key === b.key ? 0 : a.key === null ? 1 : b.key === null ? -1 : a.key < b.key ? before : -before
  );
  sorting.ids = entries.map((entry) => entry.id);
  return entries.map((entry) => entry.item);
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

/** The rows that are not DONE and that the filters leave, in their order. */
function openRows(sorted = true) {
  return once("open:" + sorted, () => {
    const fits = filter();
    return (sorted ? sortedRows(state.filters.sort) : [...state.rows.values()])
      .filter((item) => item.status !== "DONE" && showsStatus(item.status) && fits(item));
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
