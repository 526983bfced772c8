// What the page knows of the queue, how it is loaded, and how it follows the events.

const statuses = ["PENDING", "IN_PROGRESS", "BLOCKED", "FAILED", "DONE"];

const state = {
  rows: new Map(), // by id, in the order of the table; of those that are DONE what was looked at
  ended: new Set(), // the ids of further rows that are DONE and that others wait for
  warnings: [], // what could not be read of the queue
  findings: [], // the problems in the file, as `orch lint` names them
  checks: [], // what the doctor found that fails
  loaded: false,
  waiting: null,
  overview: null,
  workers: null,
  pauses: [], // the entries of the history that say since when workers are paused
  costs: null,
  chart: null, // what costs.js draws
  plans: null,
  plan: null,
  entries: null,
  entriesOf: null, // the filters of the entries
  olderEntries: false, // whether there are older ones
  offset: 540, // of the queue's clock, in minutes east of UTC
  problems: new Map(), // by part: what was wrong with its last load
  problem: null, // what was wrong with the last load of the rows
  view: "inbox",
  planName: null,
  open: null,
  reveal: null,
  tab: "overview",
  filters: { q: "", status: [], priority: [], owner: "", label: "", plan: "", only: "", sort: "", group: "" },
};

const newDetail = (id) => ({
  id,
  show: null,
  why: null,
  attempts: null,
  diff: null,
  files: null,
  diffProblem: null,
  problem: null,
  editing: false,
  evidence: null,
  evidenceOf: null,
  logs: new Map(),
  outcomes: new Map(),
  pair: null,
  claim: undefined,
  commenting: null,
  rawLog: false,
  wholeLog: false,
  focusNext: null,
  sent: null,
});

// The open row, with what was loaded of it.
const detail = newDetail(null);

// What is to be drawn again. Draws are gathered into one for each frame.
const stale = new Set();
let drawing = false;

function changed(...topics) {
  for (const topic of topics) stale.add(topic);
  if (drawing) return;
  drawing = true;
  const frame = document.hidden ? (run) => setTimeout(run, 50) : requestAnimationFrame;
  frame(() => {
    drawing = false;
    const topics = new Set(stale);
    stale.clear();
    draw(topics);
  });
}

const loaders = {
  async rows() {
    try {
      await loadRows();
      state.problem = null;
    } catch (error) {
      state.problem = error;
      if (error.status !== 0) state.loaded = true;
    }
    changed("rows");
  },
  done: loadDone,
  async waiting() {
    state.waiting = await load("/v1/waiting");
    notifyOf(state.waiting.rows);
    changed("inbox");
  },
  async overview() {
    state.overview = await load("/v1/overview");
    changed("inbox");
  },
  async workers() {
    state.workers = (await load("/v1/workers")).workers;
    if (state.view === "workers" && state.workers.some((worker) => worker.state === "paused")) {
      state.pauses = (await load("/v1/history?kind=worker_paused,budget&limit=100")).entries;
    }
    changed("workers", "inbox");
  },
  async chart() {
    await loadChart();
  },
  async costs() {
    state.costs = await load("/v1/costs");
    changed("workers", "inbox");
  },
  async plans() {
    state.plans = (await load("/v1/plans")).plans;
    changed("plans", "inbox");
  },
  async plan() {
    const name = state.planName;
    if (!name) return;
    try {
      const plan = await load("/v1/plans/" + encodeURIComponent(name));
      if (state.planName === name) state.plan = plan;
    } catch (error) {
      if (state.planName === name) state.plan = { plan: name, problem: error };
    }
    changed("plans");
  },
  async doctor() {
    const { checks } = await load("/v1/doctor");
    state.checks = checks.filter((check) => check.state === "fail");
    changed("rows");
  },
  async lint() {
    const { problems } = await load("/v1/lint");
    state.findings = problems.filter((finding) => finding.severity === "problem");
    changed("rows");
  },
  async history() {
    await loadHistory();
  },
  async detail() {
    await loadDetail();
  },
};

const due = new Map(); // when the loads that were asked for begin
const busy = new Set();

/** Loads a part soon; several requests within the wait are one. */
function refresh(part, wait = 60) {
  if (part === "all") {
    for (const each of ["rows", "waiting", "overview", "workers", "costs", "plans"]) refresh(each, wait);
    if (doneRows.asked) refresh("done", wait);
    if (state.view === "history") refresh("history", wait);
    if (state.view === "workers") refresh("chart", wait);
    if (state.planName) refresh("plan", wait);
    if (detail.id) refresh("detail", wait);
    return;
  }
  const time = Date.now() + wait;
  if (due.get(part)?.time <= time) return;
  clearTimeout(due.get(part)?.timer);
  const timer = setTimeout(async () => {
    due.delete(part);
    if (busy.has(part)) refresh(part, 300);
    else await loadPart(part);
  }, wait);
  due.set(part, { time, timer });
}

/** Loads a part; what is wrong with it is shown where it would stand. */
async function loadPart(part) {
  busy.add(part);
  try {
    await loaders[part]();
    state.problems.delete(part);
  } catch (error) {
    state.problems.set(part, error);
    changed("all");
  } finally {
    busy.delete(part);
  }
}

let touched = new Set();
let touchTimer = null;

/** Takes an event: its row is loaded again, and what counts rows, too. */
function happened(event) {
  if (event.id) touched.add(event.id);
  // Where the row stands is in no row.
  if (event.change?.after?.row_above) refresh("rows", 200);
  touchTimer ??= setTimeout(takeTouched, 120);
  if (detail.id && event.id === detail.id) refresh("detail", 120);
  refresh("waiting", 200);
  refresh("overview", 250);
  if (doneRows.asked) refresh("done", 300);
  if (!event.id || event.plan || event.event.startsWith("plan_")) refresh("plans", 400);
  if (state.planName && (!event.plan || event.plan === state.planName)) refresh("plan", 300);
  if (state.view === "history") refresh("history", 300);
  if (
    ["claimed", "done", "failed", "blocked", "released", "question", "worker_paused", "budget"].includes(event.event)
  ) {
    refresh("workers", 500);
    refresh("costs", 500);
    if (state.view === "workers") refresh("chart", 500);
  }
}

async function takeTouched() {
  const ids = [...touched];
  touched = new Set();
  touchTimer = null;
  if (ids.length > 500) return refresh("rows");
  try {
    while (ids.length > 0) {
      const some = ids.splice(0, 50);
      const page = await load("/v1/rows?" + some.map((id) => "id=" + encodeURIComponent(id)).join("&"));
      takePage(page);
      const found = new Set(page.items.map((item) => item.id));
      for (const id of some) if (!found.has(id)) dropRow(id);
    }
  } catch (error) {
    if (error.status !== 0) return refresh("rows");
  }
  changed("rows");
}

function dropRow(id) {
  noteChange(state.rows.get(id), null);
  state.rows.delete(id);
  state.ended.delete(id);
}

/** Learns the offset of the queue's clock from one of its times. */
function noteOffset(text) {
  const match = /([+-])(\d\d):?(\d\d)$/.exec(text ?? "");
  if (match) state.offset = (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** Takes the row of an answer over at once, before its event comes. */
function takeItem(change) {
  for (const each of change?.changes ?? [change]) {
    if (each?.item) takeRow(each.item);
    else if (each?.to === null) dropRow(each.id);
  }
  if (detail.id) refresh("detail", 0);
  refresh("waiting", 50);
  refresh("overview", 50);
  changed("rows");
}

async function loadDetail() {
  const id = detail.id;
  if (!id) return;
  const path = "/v1/rows/" + encodeURIComponent(id);
  const still = () => detail.id === id;
  try {
    const show = await load(path);
    if (!still()) return;
    const first = !detail.show;
    detail.show = show;
    detail.problem = null;
    takeRow(show.item);
    changed("detail", "rows");
    // An edit that was not ended goes on.
    if (first && drafts.get("edit:" + id)) startEditing();
    // Only a row that a worker had can have a branch.
    const branched = show.evidence || show.log || /(^|\/ )branch=/.test(show.item.notes ?? "") ||
      show.item.status === "IN_PROGRESS";
    const [why, attempts, files] = await Promise.allSettled([
      load("/v1/why?id=" + encodeURIComponent(id)),
      load(path + "/attempts"),
      branched ? load(path + "/diff?or_none") : null,
    ]);
    if (!still()) return;
    detail.why = why.value?.rows?.[0] ?? null;
    if (attempts.value || !detail.attempts) takeAttempts(attempts.value?.attempts ?? []);
    const commit = detail.files?.commit;
    detail.files = files.value ?? null;
    if (
      detail.files && (detail.diff === null || commit !== detail.files.commit || show.item.status === "IN_PROGRESS")
    ) {
      await loadDiff(id);
    }
    loadEvidence(id);
  } catch (error) {
    if (!still()) return;
    if (error.status === 404) {
      detail.problem = error;
      dropRow(id);
      changed("rows");
    } else if (!detail.show) detail.problem = error;
  }
  changed("detail");
}

async function loadDiff(id) {
  try {
    const response = await send("GET", `/v1/rows/${encodeURIComponent(id)}/diff`, {
      headers: { Accept: "text/x-diff" },
    });
    if (!response.ok) throw await refusalOf(response);
    const text = await response.text();
    if (detail.id === id) {
      detail.diff = text;
      detail.diffProblem = null;
    }
  } catch (error) {
    if (detail.id === id) detail.diffProblem = error;
  }
}

function openDetail(id) {
  if (detail.id === id) return;
  Object.assign(detail, newDetail(id));
  if (id) loadDetail();
  changed("detail");
}
