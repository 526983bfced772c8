// The address keeps what is looked at: #/table?status=PENDING&q=login&row=ID&queue=NAME

// What single views are asked for.
const asked = { history: past, workers: costView };

function addressOf() {
  const { filters } = state;
  const query = new URLSearchParams();
  if (filters.q) query.set("q", filters.q);
  for (const name of ["status", "priority"]) if (filters[name].length) query.set(name, filters[name].join(","));
  const named = ["owner", "label", "plan", "only", "sort", "group"];
  for (const name of named) if (filters[name]) query.set(name, filters[name]);
  for (const [name, value] of Object.entries(asked[state.view] ?? {})) if (value) query.set(name, value);
  if (state.open) query.set("row", state.open);
  if (state.open && state.tab !== "overview") query.set("tab", state.tab);
  if (session.queues.length > 1) query.set("queue", session.queue);
  const path = "#/" + state.view + (state.planName ? "/" + encodeURIComponent(state.planName) : "");
  return path + (query.size ? "?" + query : "");
}

function writeAddress(push = false) {
  const address = addressOf();
  if (address === location.hash) return;
  history[push ? "pushState" : "replaceState"](null, "", address);
}

const addressPattern = /^#\/([a-z]+)(?:\/([^?]*))?(?:\?(.*))?$/;

/** The queue that the address names. Where it names none, the one that was last chosen in this browser is shown. */
function queueOfAddress() {
  return new URLSearchParams(addressPattern.exec(location.hash)?.[3] ?? "").get("queue");
}

/** Shows what the address names; false if it names nothing that there is. */
function readAddress() {
  const match = addressPattern.exec(location.hash);
  if (!match || !views.includes(match[1])) return false;
  const query = new URLSearchParams(match[3] ?? "");
  const queue = query.get("queue") ?? session.queue;
  // Its rows are not those of another queue.
  if (queue !== session.queue && !session.queues.includes(queue)) return false;
  if (queue !== session.queue) enterQueue(queue);
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
  Object.assign(state.filters, {
    q: query.get("q") ?? "",
    status: list("status"),
    priority: list("priority"),
    owner: query.get("owner") ?? "",
    label: query.get("label") ?? "",
    plan: query.get("plan") ?? "",
    only: query.get("only") ?? "",
    sort: query.get("sort") ?? "",
    group: query.get("group") ?? "",
  });
  for (const name in asked[state.view] ?? {}) asked[state.view][name] = query.get(name) ?? "";
  const tab = query.get("tab");
  state.tab = ["overview", "changes", "attempts", "history"].includes(tab) ? tab : "overview";
  state.open = query.get("row");
  if (state.open !== detail.id) state.reveal = state.open;
  openDetail(state.open);
  loadView();
  if (session.queues.length > 1) writeAddress();
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
    refresh("chart", 0);
  }
}
