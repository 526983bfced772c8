// The entries of the inbox, each of which can be decided where it stands.

/** The frame of an entry of the inbox: a list item that can have the focus, with a head that opens the row. */
function entryFrame(id, kind, head, since, ...body) {
  return el(
    "li",
    {
      class: "entry",
      "data-row": kind === "row" ? id : null,
      "data-entry": id,
      "data-fk": "entry:" + id,
      tabindex: "-1",
    },
    el("div", { class: "entry-head" }, head, since ? ago(since) : null),
    body,
  );
}

function rowHead(item, kind = kindOf(item)) {
  return el(
    "div",
    { class: "entry-title" },
    sign(kind),
    idOf(item.id),
    item.priority === "P0" && prioritySign("P0"),
    el("button", {
      type: "button",
      class: "plain title",
      "data-fk": "open:" + item.id,
      on: { click: () => openRow(item.id) },
    }, shown(item.task ?? "")),
  );
}

function questionEntry({ id, item, row }) {
  const area = composer("answer:" + id, {
    class: "composer",
    placeholder: t("Answer…"),
    "aria-label": t("Answer {id}", { id: spelled(id) }),
  });
  const place = el("div", {});
  const sendIt = button(t("Send answer"), {
    kind: "primary",
    keys: "Control+Enter",
    command: `orch answer ${shellQuoted(id)} TEXT`,
    fk: "send:" + id,
    on: submit,
  });
  async function submit() {
    const text = area.value.trim();
    if (sendIt.disabled) return;
    if (!text) return area.focus();
    sendIt.disabled = true;
    try {
      const change = await ask("POST", `/v1/rows/${encodeURIComponent(id)}/answer`, answerOf(item, text));
      takeItem(change);
      // What was typed meanwhile is kept.
      if (area.value.trim() === text) {
        drafts.set("answer:" + id, "");
        area.value = "";
        (area.closest(".entry") ?? document.getElementById("panel-title"))?.focus({ preventScroll: true });
      }
      toast(t("Answered"), id, undoOf(change));
      settled(id);
    } catch (error) {
      place.replaceChildren(problemBox(error));
    } finally {
      sendIt.disabled = false;
    }
  }
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  return entryFrame(
    id,
    "row",
    rowHead(item, "question"),
    Date.parse(row.since),
    el("p", { class: "entry-text question" }, shown(questionOf(row.question ?? row.message), true)),
    el(
      "p",
      { class: "stale-note" },
      t("This is no longer asked. Your text is kept here."),
      " ",
      button(t("Discard"), {
        kind: "quiet",
        on: () => {
          drafts.set("answer:" + id, "");
          area.value = "";
          changed("inbox");
        },
      }),
    ),
    el("div", { class: "compose" }, area, sendIt),
    pipeNote(area),
    place,
  );
}

/** What the review of the work found, from the row's notes. */
function reviewText(item) {
  const verdict = notesOf(item).control.findLast((segment) => segment.startsWith("review:PASS"));
  const numberOf = (name) => Number(new RegExp(` ${name}=(\\d+)`).exec(verdict)?.[1] ?? 0);
  if (!item.success_criteria && item.task) return t("The work is ready. No criteria say that it is done.");
  if (!verdict) return t("The work is ready and passed its review.");
  const [checked, reported, exited] = ["verified", "reported", "exit"].map(numberOf);
  const n = checked + reported + exited;
  if (checked === 0 && exited > 0) return t("Its program ended with status 0. Nothing else shows that it is done.");
  if (n === 0) return t("All criteria are met, as its report says.");
  if (checked === 0) {
    return n === 1
      ? t("Its criterion is met, as its report says.")
      : t("All {n} criteria are met, as its report says.", { n });
  }
  return n === 1
    ? t("Its criterion is met: orch checked it.")
    : t("All {n} criteria are met, {v} of them checked by orch.", { n, v: checked });
}

/** Why a person has to approve a row. */
function approvalText(item, row) {
  if (row.approval !== "start") return reviewText(item);
  return row.changed ? shown(row.message ?? "") : t("Its work may not begin before you approve it.");
}

function approvalEntry({ id, item, row }) {
  const review = row.approval !== "start";
  return entryFrame(
    id,
    "row",
    rowHead(item, "approval"),
    Date.parse(row.since),
    el("p", { class: "entry-text" }, approvalText(item, row)),
    el(
      "div",
      { class: "entry-acts" },
      review &&
        button(t("Review"), {
          kind: "",
          glyph: "branch",
          fk: "review:" + id,
          command: `orch diff ${shellQuoted(id)}`,
          on: () => openRow(id, "changes"),
        }),
      actionButton("approve", item, { kind: "primary" }),
      actionButton("reject", item),
    ),
  );
}

/** A pull request that nothing but a person keeps from being merged, on the forge. */
function mergeEntry({ id, item, row }) {
  return entryFrame(
    id,
    "row",
    rowHead(item, "approval"),
    Date.parse(row.since),
    el("p", { class: "entry-text" }, shown(row.message ?? "")),
    row.url &&
      el(
        "div",
        { class: "entry-acts" },
        el(
          "a",
          { class: "button", href: row.url, target: "_blank", rel: "noopener noreferrer", "data-fk": "merge:" + id },
          t("Open pull request {n}", { n: "#" + row.pr }),
        ),
      ),
  );
}

function proposalEntry({ id, plan, tasks }) {
  const summary = state.plans?.find((each) => each.plan === plan.plan);
  return entryFrame(
    id,
    "plan",
    el(
      "div",
      { class: "entry-title" },
      icon("plans", { class: "icon accent" }),
      el("button", {
        type: "button",
        class: "plain title",
        "data-fk": "open:" + id,
        on: { click: () => go({ view: "plans", planName: plan.plan }) },
      }, shown(summary?.title || plan.plan)),
      el("span", { class: "muted" }, many(plan.tasks, "1 task", "{n} tasks")),
    ),
    null,
    tasks.length > 0 && el(
      "ol",
      { class: "entry-tasks" },
      tasks.slice(0, 4).map((task) => el("li", {}, shown(task.task))),
      tasks.length > 4 && el("li", { class: "muted" }, many(tasks.length - 4, "and 1 more", "and {n} more")),
    ),
    el(
      "div",
      { class: "entry-acts" },
      button(t("Read the plan"), {
        glyph: "plans",
        fk: "read:" + id,
        command: `orch plan show ${shellQuoted(plan.plan)}`,
        on: () => go({ view: "plans", planName: plan.plan }),
      }),
      button(t("Approve"), {
        glyph: "check",
        kind: "primary",
        fk: "approve:" + id,
        keys: "a",
        command: `orch plan approve ${shellQuoted(plan.plan)} --hash ${plan.hash}`,
        on: () => approvePlan(plan.plan, plan.hash, plan.tasks),
      }),
      button(t("Reject"), {
        glyph: "x",
        fk: "reject:" + id,
        keys: "r",
        command: `orch plan reject ${shellQuoted(plan.plan)} --reason TEXT`,
        on: () => rejectPlan(plan.plan),
      }),
    ),
  );
}

function badlyEntry({ id, item, reason }) {
  return entryFrame(
    id,
    "row",
    rowHead(item),
    null,
    reason && el("p", { class: "entry-text" }, shown(reason, true)),
    el(
      "div",
      { class: "entry-acts" },
      actionButton("retry", item),
      button(t("Log"), {
        glyph: "terminal",
        fk: "log:" + id,
        command: `orch logs ${shellQuoted(id)}`,
        on: () => openRow(id, "attempts"),
      }),
    ),
  );
}

/** Why a row can't start, and what would change that. */
function stuckReason(row) {
  const blockers = (row.waits_for ?? []).map((blocker) =>
    el(
      "button",
      { type: "button", class: "plain blocker", on: { click: () => openRow(blocker.id) } },
      sign(blocker.status ?? "other"),
      idOf(blocker.id),
    )
  );
  return [
    el("p", { class: "entry-text" }, blockers.length ? [t("Waits for"), " ", blockers] : shown(row.reason ?? "")),
    row.command && el("div", { class: "entry-acts" }, commandLine(row.command)),
  ];
}

function stuckEntry({ id, item, row }) {
  return entryFrame(id, "row", rowHead(item), null, stuckReason(row));
}

/** Rows that can't start for the same reason, which are shown when it is opened. */
function stuckGroup({ id, row, rows, isOpen }) {
  return entryFrame(
    id,
    "group",
    el(
      "div",
      { class: "entry-title" },
      icon("chevron", { class: "icon chevron" }),
      el("button", {
        type: "button",
        class: "plain title",
        "aria-expanded": String(isOpen),
        "data-fk": "group:" + id,
        on: { click: () => toggleGroup(id) },
      }, many(rows.length, "1 row", "{n} rows")),
    ),
    null,
    stuckReason(row),
    isOpen && el(
      "ul",
      { class: "entry-rows" },
      rows.map(({ id, item }) =>
        el(
          "li",
          { "data-row": id, "data-fk": "entry:" + id, tabindex: "-1", on: { click: () => openRow(id) } },
          sign(kindOf(item)),
          idOf(id),
          item.priority === "P0" && prioritySign("P0"),
          el("span", { class: "clip" }, shown(item.task ?? "")),
        )
      ),
    ),
  );
}

function troubleEntry({ id, glyph, title, text, command }) {
  return entryFrame(
    id,
    "trouble",
    el(
      "div",
      { class: "entry-title" },
      icon(glyph, { class: "icon warn" }),
      el("span", { class: "title" }, shown(title)),
    ),
    null,
    text && el("p", { class: "entry-text" }, shown(text)),
    command && el("div", { class: "entry-acts" }, commandLine(command)),
  );
}
