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

/** The rows that it still waits for. */
function openBlockers(item) {
  if (item.status !== "PENDING") return [];
  return (item.after ?? []).filter((id) => state.rows.get(id)?.status !== "DONE");
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

const orders = {
  id: (a, b) => String(a.id).localeCompare(String(b.id), undefined, { numeric: true }),
  priority: (a, b) => (rank[a.priority] ?? 3) - (rank[b.priority] ?? 3),
  status: (a, b) => (statusRank[a.status] ?? 9) - (statusRank[b.status] ?? 9),
  task: (a, b) => String(a.task ?? "").localeCompare(String(b.task ?? "")),
  owner: (a, b) => String(a.owner_session ?? "\uffff").localeCompare(String(b.owner_session ?? "\uffff")),
  due: (a, b) => (dueOf(a) ?? Infinity) - (dueOf(b) ?? Infinity) || 0,
};

// What is worked out several times for one draw.
const memo = new Map();

function once(key, make) {
  if (!memo.has(key)) memo.set(key, make());
  return memo.get(key);
}

/** The rows that the filters leave, in their order. */
function filteredRows(sorted = true) {
  return once("filtered:" + sorted, () => filterRows(sorted));
}

function filterRows(sorted) {
  const { q, status, priority, owner, label, plan, only, sort } = state.filters;
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = [];
  for (const item of state.rows.values()) {
    if (status.length && !status.includes(item.status)) continue;
    if (priority.length && !priority.includes(item.priority)) continue;
    if (owner && (owner === "-" ? item.owner_session : item.owner_session !== owner)) continue;
    if (label && !(item.labels ?? []).includes(label)) continue;
    if (plan && item.plan !== plan) continue;
    if (only === "overdue" && !isOverdue(item)) continue;
    if (only === "awaiting" && !item.awaits) continue;
    if (only === "blocked" && item.status !== "BLOCKED" && openBlockers(item).length === 0) continue;
    if (words.length) {
      const text = `${item.id} ${item.task} ${item.success_criteria} ${item.owner_session} ${item.notes}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
    }
    rows.push(item);
  }
  const order = sorted && orders[sort.replace(/^-/, "")];
  if (order) rows.sort(sort.startsWith("-") ? (a, b) => order(b, a) : order);
  return rows;
}

function filterCount() {
  const { q, status, priority, owner, label, plan, only } = state.filters;
  return [q, status.length, priority.length, owner, label, plan, only].filter(Boolean).length;
}
