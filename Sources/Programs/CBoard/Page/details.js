// Two parts of the open row: its details with criteria and evidence, and its history.

function overviewTab(item) {
  const show = detail.show;
  const { prose, control } = notesOf(item);
  const property = (name, ...value) => [el("dt", {}, name), el("dd", {}, value)];
  const owner = item.status === "IN_PROGRESS" ? ownerOf(item) : item.owner_session;
  const started = startedOf(item);
  const after = item.after ?? [];
  return el(
    "div",
    {},
    criteriaSection(item, show),
    el(
      "dl",
      { class: "properties" },
      property(t("Priority"), prioritySign(item.priority), shown(item.priority ?? "–")),
      owner &&
        property(
          t("Owner"),
          el("span", { class: "mono" }, shown(owner)),
          started !== null && [" · ", ago(started)],
        ),
      item.due_at_kst && property(t("Due"), dueLabel(item) ?? shown(item.due_at_kst)),
      (item.labels ?? []).length > 0 && property(t("Labels"), item.labels.map(labelChip)),
      after.length > 0 && property(
        t("Waits for"),
        after.map((id) =>
          el(
            "button",
            {
              type: "button",
              class: "plain blocker",
              "data-fk": "after:" + id,
              on: { click: () => openRow(id) },
            },
            sign(state.rows.has(id) ? kindOf(state.rows.get(id)) : statusOf(id) ?? "other"),
            idOf(id),
          )
        ),
      ),
      item.plan &&
        property(
          t("Plan"),
          el(
            "button",
            {
              type: "button",
              class: "plain blocker",
              "data-fk": "plan-of-row",
              on: { click: () => go({ view: "plans", planName: item.plan }) },
            },
            icon("plans"),
            shown(item.plan),
          ),
        ),
      item.worker && property(t("Worker"), shown(item.worker)),
      item.approval &&
        property(t("Approval"), item.approval === "start" ? t("before its work begins") : t("once it is done")),
      item.attempt_count > 0 &&
        property(t("Attempts"), `${item.attempt_count}${item.max_attempts ? " / " + item.max_attempts : ""}`),
      show?.costs?.cost &&
        property(
          t("Cost"),
          el("span", { class: "numeral" }, money(show.costs.cost.usd)),
          " ",
          el(
            "span",
            { class: "muted" },
            `${tokensText(show.costs.usage?.input_tokens)} / ${tokensText(show.costs.usage?.output_tokens)} ` +
              t("tokens"),
          ),
        ),
    ),
    prose.length > 0 && el(
      "section",
      {},
      el("h3", {}, t("Notes")),
      el("ul", { class: "notes" }, prose.map((text) => el("li", {}, shown(text, true)))),
    ),
    control.length > 0 &&
      el(
        "details",
        { class: "control" },
        el("summary", {}, t("Kept by orch")),
        el("p", {}, control.map((text) => [el("code", { title: spelled(text) }, shown(shortControl(text))), " "])),
      ),
    item.status !== "DONE" && sentSection(item),
    show?.brief && el("section", {}, el("h3", {}, t("Brief")), el("p", { class: "mono muted" }, shown(show.brief))),
  );
}

function criteriaSection(item, show) {
  const criteria = show?.criteria;
  const history = show?.history ?? [];
  const judged = history.findLastIndex((entry) => entry.review_gate);
  const verdict = history[judged]?.review_gate;
  // The criteria of then may be others.
  const isOld = judged >= 0 && history.slice(judged + 1).some((entry) => "success_criteria" in entry.after);
  // A report that only asks says nothing of the criteria.
  const gate = isOld || verdict?.verdict === "QUESTION" ? null : verdict;
  const unmet = new Map((gate?.unmet ?? []).map((each) => [each.n, each.reason]));
  return el(
    "section",
    { class: "criteria-section" },
    el(
      "h3",
      {},
      t("Criteria"),
      gate && el("span", { class: "muted" }, ` ${gate.covered_checks} / ${gate.total_checks}`),
    ),
    !criteria && el("div", { class: "bone" }),
    criteria?.length === 0 && el("p", { class: "muted" }, t("None. Only a person can say that it is done.")),
    criteria?.length > 0 && el(
      "ol",
      { class: "criteria" },
      criteria.map((criterion) => {
        const { n } = criterion;
        const evidence = isOld ? null : detail.evidence?.get(n);
        const met = gate ? !unmet.has(n) : item.status === "DONE" ? true : null;
        return criterionLine(criterion, met, unmet.get(n) ?? evidence?.text);
      }),
    ),
  );
}

/** A criterion, whether it is met, or null where that is not known, and why. */
function criterionLine({ text, checked }, met, why) {
  return el(
    "li",
    { class: met === null ? "open" : met ? "met" : "unmet" },
    icon(met === null ? "ring" : met ? "check" : "x"),
    el(
      "div",
      {},
      el("span", { class: checked ? "mono" : "" }, shown(text, true)),
      el("span", { class: "unseen" }, met === null ? "" : met ? t("met") : t("not met")),
      checked && el("span", { class: "chip quiet" }, t("orch checks it")),
      why && el("p", { class: "evidence" }, shown(why, true)),
    ),
  );
}

function rowHistory() {
  const entries = [...(detail.show?.history ?? [])].reverse();
  if (entries.length === 0) return emptyState("history", t("Nothing happened yet"), null);
  let day = null;
  return el(
    "ul",
    { class: "events" },
    entries.map((entry) => {
      const date = dayName(Date.parse(entry.ts));
      const head = date === day ? null : el("li", { class: "day" }, date);
      day = date;
      return [head, historyItem(entry, false)];
    }),
  );
}
