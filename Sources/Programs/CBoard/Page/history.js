// The history: who changed what, by day.

const commandNames = {
  add: () => t("added"),
  edit: () => t("edited"),
  pick: () => t("took"),
  tick: () => t("dispatched"),
  dispatch: () => t("dispatched"),
  done: () => t("finished"),
  fail: () => t("failed it"),
  block: () => t("blocked"),
  answer: () => t("answered"),
  approve: () => t("approved"),
  reject: () => t("rejected"),
  cancel: () => t("cancelled"),
  retry: () => t("retried"),
  release: () => t("gave back"),
  assign: () => t("handed over"),
  supervise: () => t("reported"),
  external_edit: () => t("saved the file"),
  plan: () => t("applied a plan"),
  undo: () => t("took back"),
  report: () => t("reported"),
  rm: () => t("deleted"),
  replan: () => t("planned anew"),
};

/** The cells that a change changed, shortest first; a status is shown by its signs. */
function changeLine(entry) {
  const before = entry.before ?? {};
  const after = entry.after ?? {};
  if (entry.fact) return [el("span", {}, shown(entry.fact.message))];
  const parts = [];
  const isNew = Object.keys(before).length === 0 && Object.keys(after).length > 0;
  if (after.status && before.status !== after.status && !(isNew && after.status === "PENDING")) {
    parts.push(
      el(
        "span",
        { class: "moved" },
        before.status && [sign(statuses.includes(before.status) ? before.status : "other"), "→"],
        sign(statuses.includes(after.status) ? after.status : "other"),
        statusName(after.status) ?? shown(after.status),
      ),
    );
  }
  if (isNew) {
    if (after.task) parts.push(el("span", { class: "clip" }, shown(after.task)));
    return parts;
  }
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
    owner_session: t("Owner"),
    labels: t("Labels"),
    after: t("Waits for"),
    worker: t("Worker"),
    approval: t("Approval"),
  }[column] ?? column;
}

function historyItem(entry, withRow) {
  const time = Date.parse(entry.ts);
  return el(
    "li",
    {
      class: "event",
      "data-row": withRow && entry.id ? entry.id : null,
      "data-fk": `event:${entry.seq}:${entry.id}`,
      tabindex: withRow ? "-1" : null,
      on: withRow && entry.id ? { click: () => openRow(entry.id) } : null,
    },
    el(
      "time",
      { datetime: entry.ts, title: fullTime(time) },
      clock(time, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    ),
    el("span", { class: "actor" }, shown(entry.actor)),
    el("span", { class: "verb" }, commandNames[entry.command]?.() ?? shown(entry.command)),
    withRow && entry.id && idOf(entry.id),
    el("span", { class: "event-change" }, changeLine(entry)),
  );
}

function drawHistory(main) {
  if (!state.entries) return keyed(main, [waitEntry("history")]);
  if (state.entries.length === 0) {
    return keyed(main, [{
      key: "nohistory",
      sig: language,
      make: () => emptyState("history", t("Nothing happened yet"), null),
    }]);
  }
  keyed(main, [{ key: "history", sig: language, make: () => el("div", { class: "history" }) }]);
  const days = new Map();
  for (const entry of [...state.entries].reverse()) {
    const day = clock(Date.parse(entry.ts), { dateStyle: "full" });
    if (!days.has(day)) days.set(day, []);
    days.get(day).push(entry);
  }
  keyed(main.firstChild, [
    ...[...days].map(([day, entries]) => ({
      key: day,
      sig: language + entries.length + entries[0].seq,
      make: () =>
        el(
          "section",
          {},
          el("h2", { class: "day" }, day),
          el("ul", { class: "events" }, entries.map((entry) => historyItem(entry, true))),
        ),
    })),
    ...(state.entries.length >= state.historyLimit
      ? [{
        key: "more",
        sig: language,
        make: () =>
          el(
            "div",
            { class: "column-more" },
            button(t("Show older changes"), {
              kind: "quiet",
              on: () => {
                state.historyLimit += 300;
                refresh("history", 0);
              },
            }),
          ),
      }]
      : []),
  ]);
  rove(main);
}
