// The history: who did what, by day.

// What is asked for, which the address keeps: a name, a kind of event, a row, a plan, a first day.
const past = { who: "", kind: "", id: "", of: "", since: "" };

// What people and programs do by a command; what comes of other commands, the row's new status says.
const commandNames = {
  add: () => t("added"),
  edit: () => t("edited"),
  pick: () => t("took"),
  answer: () => t("answered"),
  approve: () => t("approved"),
  reject: () => t("rejected"),
  cancel: () => t("cancelled"),
  retry: () => t("retried"),
  release: () => t("gave back"),
  assign: () => t("handed over"),
  undo: () => t("took back"),
  replan: () => t("planned anew"),
  plan: () => t("applied a plan"),
  external_edit: () => t("saved the file"),
};

const statusVerbs = {
  PENDING: () => t("gave back"),
  IN_PROGRESS: () => t("started"),
  BLOCKED: () => t("blocked"),
  FAILED: () => t("failed it"),
  DONE: () => t("finished"),
  question: () => t("asked"),
  approval: () => t("asked for approval of"),
};

/** The state that a change gave to the row: its status, or what it waits for; null if it has the one before. */
function givenState({ after }) {
  const awaits = /(?:^|\/ )awaits=(answer|approval)\b/.exec(after?.notes ?? "")?.[1];
  if (after?.status === "BLOCKED" && awaits) return awaits === "answer" ? "question" : awaits;
  return after?.status ?? null;
}

/** What was done to the row, in a word or two. */
function deedOf(entry) {
  const before = entry.before ?? {};
  const after = entry.after ?? {};
  const isNone = (cells) => Object.keys(cells).length === 0;
  if (isNone(before) && !isNone(after)) return t("added");
  if (isNone(after) && !isNone(before)) return t("deleted");
  return (commandNames[entry.command] ?? statusVerbs[givenState(entry)])?.() ??
    ({ supervise: t("reported"), report: t("reported") }[entry.command] ?? shown(entry.command));
}

/** What happened that is no change of a row. */
function factText(fact) {
  if (fact.until && fact.worker) {
    const until = fullTime(Date.parse(fact.until));
    return t("Worker {name} is paused until {time}: {reason}", { name: fact.worker, time: until, reason: fact.reason });
  }
  if (fact.plan && fact.ended_at) {
    return t("Plan {name}: {state}", { name: fact.plan, state: planStateName(fact.state) });
  }
  return spelled(fact.message);
}

/** The cells that a change changed, but for the status, which has a sign. */
function changeLine(entry) {
  const before = entry.before ?? {};
  const after = entry.after ?? {};
  if (entry.fact) return [];
  const parts = [];
  if (Object.keys(before).length === 0 || Object.keys(after).length === 0) return parts;
  if (entry.brief) parts.push(el("span", { class: "clip" }, t("Brief")));
  const verdict = entry.review_gate;
  if (verdict) {
    parts.push(
      el(
        "span",
        { class: "chip" },
        t("review"),
        " ",
        shown(verdict.verdict),
        ` ${verdict.covered_checks}/${verdict.total_checks}`,
      ),
    );
  }
  if (entry.failure) parts.push(el("span", { class: "chip late" }, shown(entry.failure)));
  for (const [column, text] of Object.entries(after)) {
    if (["status", "owner_session", "started_at_kst", "started_at"].includes(column)) continue;
    if (column === "notes") {
      const was = new Set(String(before.notes ?? "").split(" / "));
      const news = String(text ?? "").split(" / ").filter((segment) =>
        !was.has(segment) && segment !== "-" && !isControl(segment)
      );
      if (news.length) parts.push(el("span", { class: "clip" }, shown(news.join(" / "))));
    } else {parts.push(
        el(
          "span",
          { class: "clip" },
          el("span", { class: "muted" }, columnName(column) + ": "),
          cellText(before[column]),
          " → ",
          cellText(text),
        ),
      );}
  }
  return parts;
}

function cellText(text) {
  return text === undefined || text === null || text === "-" ? "–" : shown(text);
}

function columnName(column) {
  return {
    task: t("Task"),
    success_criteria: t("Criteria"),
    priority: t("Priority"),
    due_at_kst: t("Due"),
    due_at: t("Due"),
    notes: t("Notes"),
    labels: t("Labels"),
    after: t("Waits for"),
    worker: t("Worker"),
    approval: t("Approval"),
  }[column] ?? column;
}

const eventKey = (entry) => `event:${entry.seq}:${entry.id}`;

/** An entry in words. `withRow` names the row, which the entry then opens. */
function historyItem(entry, withRow) {
  const time = Date.parse(entry.ts);
  const opens = withRow && entry.id;
  const changes = changeLine(entry);
  return el(
    "li",
    {
      class: "event",
      "data-row": opens ? entry.id : null,
      "data-fk": eventKey(entry),
      tabindex: opens ? "-1" : null,
      on: opens ? { click: () => openRow(entry.id) } : null,
    },
    el(
      "time",
      { datetime: entry.ts, title: fullTime(time) },
      clock(time, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    ),
    el(
      "div",
      { class: "event-line" },
      statusChange(entry),
      entry.fact ? el("span", {}, factText(entry.fact)) : [
        actorName("strong", entry.actor, { class: "actor" }),
        el("span", { class: "verb" }, deedOf(entry)),
      ],
      opens && idOf(entry.id),
      opens && entry.task && el("span", { class: "event-task" }, shown(entry.task)),
    ),
    changes.length > 0 && el("div", { class: "event-change" }, changes),
  );
}

/** The status that a change gave to the row, as a sign; without one, the place of it. */
function statusChange(entry) {
  if (entry.fact) return icon("bell", { class: "icon muted" });
  const status = givenState(entry);
  if (!status) return el("span", { class: "sign" });
  const name = statusName(status) ?? status;
  return el(
    "span",
    { class: "sign", title: spelled(name) },
    sign(statusName(status) ? status : "other"),
    el("span", { class: "unseen" }, shown(name)),
  );
}

/** The name of a day on the queue's clock. */
function dayName(time) {
  const date = clock(time, { dateStyle: "full" });
  const name = [t("Today"), t("Yesterday")][dayOf(Date.now()) - dayOf(time)];
  return name ? `${name}, ${date}` : date;
}

function historyQuery() {
  const asked = new URLSearchParams({ limit: 100 });
  for (const [name, value] of Object.entries(past)) if (value) asked.set(name === "of" ? "plan" : name, value);
  return asked.toString();
}

/** Loads the newest entries that fit, or those before the oldest one that is there. */
async function loadHistory(older = false) {
  const filters = historyQuery();
  const page = await load("/v1/history?" + filters + (older ? "&before=" + state.entries[0].seq : ""));
  if (filters !== historyQuery()) return;
  noteOffset(page.entries.at(-1)?.ts);
  const held = state.entriesOf === filters ? state.entries : [];
  const from = page.entries[0];
  if (older) state.entries = [...page.entries, ...held];
  else {
    // Older entries that were loaded before stay, unless there is a gap between.
    const at = from ? held.findIndex((entry) => entry.seq === from.seq) : -1;
    state.entries = at > 0 ? [...held.slice(0, at), ...page.entries] : page.entries;
    if (at > 0) page.older = state.olderEntries;
    if (state.entriesOf && state.entriesOf !== filters) {
      announce(many(state.entries.length, "1 change", "{n} changes"));
    }
  }
  state.entriesOf = filters;
  state.olderEntries = page.older;
  changed("history");
  return page;
}

/** Asks for other entries. */
function askHistory(filters) {
  Object.assign(past, filters);
  document.getElementById("main").scrollTop = 0;
  writeAddress();
  refresh("history", 0);
  changed("history");
}

const kindNames = {
  added: () => t("Added"),
  claimed: () => t("Started"),
  done: () => t("Done"),
  failed: () => t("Failed"),
  blocked: () => t("Blocked"),
  question: () => t("Question"),
  approval: () => t("Needs approval"),
  released: () => t("Pending again"),
  cancelled: () => t("Cancelled"),
  changed: () => t("Edited"),
  removed: () => t("Deleted"),
  "plan_proposed,plan_rejected": () => t("Plan proposed"),
  "plan_done,plan_failed,plan_blocked,plan_cancelled": () => t("Plan ended"),
  "worker_paused,budget": () => t("Worker or budget"),
};

const actorsSeen = new Set();

/** The names that `who` takes: of a person that of any machine. */
function actorNames() {
  for (const { actor } of state.entries ?? []) actorsSeen.add(actor.replace(/@[^@]*$/, ""));
  if (past.who) actorsSeen.add(past.who);
  return [...actorsSeen].sort();
}

function historyFilters(actors, plans) {
  const choice = (name, all, options) =>
    el(
      "select",
      {
        id: "past-" + name,
        "data-fk": "past-" + name,
        on: { change: (event) => askHistory({ [name]: event.target.value }) },
      },
      el("option", { value: "" }, all),
      options.map(([value, text]) => el("option", { value }, text)),
    );
  const input = (name, type) =>
    el("input", {
      id: "past-" + name,
      type,
      "data-fk": "past-" + name,
      autocomplete: "off",
      spellcheck: "false",
      on: { change: (event) => askHistory({ [name]: event.target.value.trim() }) },
    });
  const field = (name, label, control) =>
    el("div", { class: "field" }, el("label", { for: "past-" + name }, label), control);
  return el(
    "form",
    { class: "history-filters", "aria-label": t("Filter"), on: { submit: (event) => event.preventDefault() } },
    field("who", t("Who"), choice("who", t("Everybody"), actors.map((name) => [name, spelled(nameOf(name))]))),
    field(
      "kind",
      t("What happened"),
      choice("kind", t("Everything"), Object.entries(kindNames).map(([kind, name]) => [kind, name()])),
    ),
    field("of", t("Plan"), choice("of", t("All"), plans.map((name) => [name, spelled(name)]))),
    field("id", t("Row"), input("id", "text")),
    field("since", t("Since"), input("since", "date")),
  );
}

function drawHistory(main) {
  const asks = Object.values(past).some(Boolean);
  const actors = actorNames();
  const plans = [...new Set([...(state.plans ?? []).map((plan) => plan.plan), past.of].filter(Boolean))];
  keyed(main, [{ key: "history", sig: language, make: () => el("div", { class: "history" }) }]);
  const problem = state.problems.get("history");
  const entries = state.entries ?? [];
  const days = new Map();
  for (const entry of [...entries].reverse()) {
    const day = dayName(Date.parse(entry.ts));
    if (!days.has(day)) days.set(day, []);
    days.get(day).push(entry);
  }
  const place = main.firstChild;
  keyed(place, [
    { key: "filters", sig: JSON.stringify([language, actors, plans]), make: () => historyFilters(actors, plans) },
    ...(asks
      ? [{
        key: "clear",
        sig: language,
        make: () =>
          el(
            "div",
            { class: "history-clear" },
            button(t("Clear the filters"), {
              kind: "quiet",
              glyph: "close",
              fk: "past-clear",
              on: () => {
                detail.focusNext = "past-who";
                askHistory({ who: "", kind: "", id: "", of: "", since: "" });
              },
            }),
          ),
      }]
      : []),
    ...(problem || !state.entries ? [waitEntry("history")] : entries.length === 0
      ? [{
        key: "nohistory",
        sig: language + asks,
        make: () =>
          asks
            ? emptyState("history", t("No change fits"), t("Other words or fewer filters may find it."))
            : emptyState("history", t("Nothing happened yet"), null),
      }]
      : [...days].map(([day, entries]) => ({
        key: day,
        sig: JSON.stringify([language, entries.map((entry) => [entry.seq, entry.task])]),
        make: () =>
          el(
            "section",
            {},
            el("h2", { class: "day" }, day),
            el("ul", { class: "events" }, entries.map((entry) => historyItem(entry, true))),
          ),
      }))),
    ...(state.olderEntries && !problem
      ? [{
        key: "more",
        sig: language,
        make: () =>
          el(
            "div",
            { class: "column-more" },
            button(t("Show older changes"), { kind: "quiet", fk: "older", on: showOlder }),
          ),
      }]
      : []),
  ]);
  for (const [name, value] of Object.entries(past)) {
    const control = document.getElementById("past-" + name);
    if (control && control !== document.activeElement && control.value !== value) control.value = value;
  }
  rove(main);
}

async function showOlder(event) {
  event.currentTarget.disabled = true;
  try {
    const page = await loadHistory(true);
    // The first of the entries that came has the focus.
    const first = page?.entries.findLast((entry) => entry.id);
    if (first) detail.focusNext = eventKey(first);
  } catch (error) {
    refuse(error.message, error.hint);
  }
  const more = document.querySelector('[data-fk="older"]');
  if (more) more.disabled = false;
}
