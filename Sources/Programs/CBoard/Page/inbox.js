// The inbox: what waits for a person, and what is wrong.

/** The sections of the inbox, each with its entries. */
function inboxSections() {
  return once("inbox", workOutInbox);
}

function workOutInbox() {
  const waiting = state.waiting?.rows ?? [];
  const overview = state.overview ?? {};
  const told = new Set(waiting.map((row) => row.id));
  const rowEntry = (row) => ({
    id: row.id,
    item: state.rows.get(row.id) ??
      { id: row.id, status: "BLOCKED", awaits: row.awaits, approval: row.approval, question: row.question },
    row,
  });
  const mayWant = ({ status, approval }) => ["FAILED", "BLOCKED"].includes(status) || approval === "start";
  const rows = keptRows("inbox", "", mayWant);
  // Rows that could start, and ask before their work begins: a dispatch would find them.
  const early = [];
  for (const item of rows) {
    if (
      item.approval === "start" && item.status === "PENDING" && !told.has(item.id) && openBlockers(item).length === 0
    ) {
      early.push({ id: item.id, item, row: { id: item.id, awaits: "approval", approval: "start", since: null } });
    }
  }
  const reasons = new Map([...(overview.failed ?? []), ...(overview.blocked ?? [])].map((row) => [row.id, row]));
  const badly = [];
  for (const item of rows) {
    if (told.has(item.id) || item.awaits) continue;
    if (item.status === "FAILED" || (item.status === "BLOCKED" && !item.cancelled)) {
      badly.push({ id: item.id, item, reason: reasons.get(item.id)?.reason ?? notesOf(item).prose.at(-1) ?? null });
    }
  }
  badly.sort((a, b) => byPriority(a.item, b.item));
  const stuck = (overview.stuck ?? []).filter((row) => !told.has(row.id))
    .map((row) => ({ id: row.id, item: state.rows.get(row.id) ?? { id: row.id, status: "PENDING" }, row }));
  return [
    {
      key: "questions",
      title: t("Questions"),
      entries: waiting.filter((row) => row.awaits === "answer").map(rowEntry),
      make: questionEntry,
    },
    {
      key: "approvals",
      title: t("Approvals"),
      entries: [...waiting.filter((row) => row.awaits === "approval").map(rowEntry), ...early],
      make: approvalEntry,
    },
    {
      key: "merges",
      title: t("Pull requests"),
      entries: waiting.filter((row) => row.awaits === "merge").map(rowEntry),
      make: mergeEntry,
    },
    {
      key: "proposals",
      title: t("Proposed plans"),
      entries: (state.waiting?.proposals ?? []).map((plan) => ({
        id: "plan:" + plan.plan,
        plan,
        tasks: state.plans?.find((each) => each.plan === plan.plan)?.proposal?.content?.tasks ?? [],
      })),
      make: proposalEntry,
    },
    { key: "badly", title: t("Ended badly"), entries: badly, make: badlyEntry },
    { key: "troubles", title: t("Operation"), entries: troubles(), make: troubleEntry },
    {
      key: "stuck",
      title: t("Can't start"),
      size: stuck.length,
      entries: stuckGroups(stuck),
      make: (entry) => entry.rows ? stuckGroup(entry) : stuckEntry(entry),
    },
  ];
}

/** Rows that can't start for the same reason as one entry, the largest first. */
function stuckGroups(stuck) {
  const groups = new Map();
  for (const entry of stuck) {
    const { waits_for, budget, reason, command } = entry.row;
    const key = JSON.stringify([waits_for?.map(({ id }) => id), budget?.key, reason, command]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(entry);
  }
  return [...groups].map(([key, rows]) =>
    rows.length === 1 ? rows[0] : {
      id: "stuck:" + key,
      row: rows[0].row,
      rows: rows.map(({ id, item }) => ({ id, item })),
      isOpen: openGroups.has("stuck:" + key),
    }
  ).sort((one, other) => (other.rows?.length ?? 1) - (one.rows?.length ?? 1));
}

const openGroups = new Set(); // the ids of the groups whose rows are shown

function toggleGroup(id) {
  if (!openGroups.delete(id)) openGroups.add(id);
  changed("inbox");
}

/** What is wrong with workers, budget, hooks and the queue as a whole. */
function troubles() {
  const list = [];
  const overview = state.overview ?? {};
  const put = (id, glyph, title, text, command, action) =>
    list.push({ id: "trouble:" + id, glyph, title, text, command, action });
  for (const worker of state.workers ?? []) {
    if (worker.state === "ready") continue;
    put(
      worker.name,
      "workers",
      worker.state === "paused"
        ? t("Worker {name} is paused", { name: worker.name })
        : t("Worker {name} can't start", { name: worker.name }),
      worker.message,
      worker.command,
    );
  }
  const budget = state.costs?.budget ?? overview.budget ?? [];
  for (const limit of budget) {
    if (limit.spent === undefined || !limit.limit && limit.limit !== 0 || limit.key === "usd_per_row") continue;
    const share = limit.limit === 0 ? 1 : limit.spent / limit.limit;
    if (share < 0.8) continue;
    const usd = limit.key.startsWith("usd");
    put(
      limit.key,
      "coin",
      share >= 1
        ? t("Today's budget is used up")
        : t("{n} % of today's budget is spent", { n: Math.round(share * 100) }),
      `${usd ? money(limit.spent) : tokensText(limit.spent)} / ${
        usd ? money(limit.limit) : tokensText(limit.limit)
      } · budget.${limit.key}`,
      "ops costs",
    );
  }
  if (overview.costs_problem) put("costs", "coin", t("Costs can't be read"), overview.costs_problem);
  for (const hook of overview.failing_hooks ?? []) {
    put("hook" + hook.hook, "warn", t("Hook {name} fails", { name: hook.hook }), hook.error, "orch deliver --now");
  }
  if (overview.hooks_refused) put("hooks", "warn", t("No hook runs"), overview.hooks_refused);
  if (overview.conflicts) {
    put(
      "conflicts",
      "warn",
      many(overview.conflicts, "1 save was in conflict", "{n} saves were in conflict"),
      null,
      "orch history --conflicts",
    );
  }
  return list;
}

function inboxCount() {
  return inboxSections().filter((section) => section.key !== "stuck").reduce(
    (sum, section) => sum + section.entries.length,
    0,
  );
}

const inboxDrawn = new Map(); // how many entries of a section are drawn

function drawInbox(main) {
  if (state.problem && state.rows.size === 0) return keyed(main, [problemEntry()]);
  if (!state.waiting || !state.overview || !state.loaded) {
    return keyed(main, [waitEntry(state.waiting ? "overview" : "waiting")]);
  }
  const sections = inboxSections().filter((section) => section.entries.length > 0);
  if (sections.length === 0) return keyed(main, [emptyInbox()]);
  keyed(main, [{ key: "inbox", sig: language, make: () => el("div", { class: "inbox" }) }]);
  const counts = state.overview.summary ?? {};
  const today = todaysCosts(state.costs)?.cost?.usd;
  keyed(main.firstChild, [
    {
      key: "pulse",
      sig: JSON.stringify([language, counts, today]),
      make: () => pulse(counts, today),
    },
    ...sections.map((section) => ({
      key: section.key,
      sig: language,
      make: () =>
        el(
          "section",
          { class: "inbox-section", "aria-labelledby": "inbox-" + section.key },
          el(
            "h2",
            { id: "inbox-" + section.key },
            section.title,
            el("span", { class: "count" }),
          ),
          el("ul", { class: "entries" }),
        ),
    })),
  ]);
  for (const section of sections) {
    const node = main.firstChild.keyedNodes.get(section.key);
    node.querySelector(".count").textContent = count(section.size ?? section.entries.length);
    const limit = inboxDrawn.get(section.key) ?? 40;
    const more = section.entries.length - limit;
    keyed(node.querySelector("ul"), [
      ...section.entries.slice(0, limit).map((entry) => ({
        key: entry.id,
        sig: JSON.stringify([
          language,
          entry.row?.question,
          entry.row?.since,
          entry.item?.task,
          entry.item?.status,
          entry.item?.awaits,
          entry.item?.priority,
          entry.reason,
          entry.plan,
          entry.tasks?.length,
          entry.title,
          entry.text,
          entry.row?.reason,
          entry.row?.waits_for,
          entry.rows?.map(({ id, item }) => [id, item.task, item.status]),
          entry.isOpen,
        ]),
        make: () => section.make(entry),
      })),
      ...(more > 0
        ? [{
          key: "more",
          sig: language + more,
          make: () =>
            el(
              "li",
              { class: "column-more" },
              button(many(more, "1 more", "{n} more"), {
                kind: "quiet",
                on: () => {
                  inboxDrawn.set(section.key, limit + 100);
                  changed("inbox");
                },
              }),
            ),
        }]
        : []),
    ]);
  }
  for (const node of main.querySelectorAll(".entry[data-row]")) {
    node.classList.toggle("open", node.dataset.row === detail.id);
  }
  rove(main);
}

/** How the queue is, on a line: rows by status, and what today cost. */
function pulse(counts, today) {
  return el(
    "div",
    { class: "pulse" },
    statuses.filter((status) => counts[status] > 0).map((status) =>
      el(
        "button",
        {
          type: "button",
          class: "plain",
          "data-fk": "pulse:" + status,
          on: {
            click: () => {
              clearFilters();
              state.filters.status = [status];
              go({ view: "table" });
            },
          },
        },
        sign(status),
        el("strong", { class: "numeral" }, count(counts[status])),
        " ",
        statusName(status),
      )
    ),
    el("span", { class: "grow" }),
    today !== undefined && el("span", { class: "muted numeral" }, t("{usd} today", { usd: money(today) })),
  );
}

function emptyInbox() {
  const counts = state.overview?.summary ?? {};
  const none = rowCount() === 0;
  return {
    key: "empty",
    sig: JSON.stringify([language, counts, none]),
    make: () =>
      none
        ? emptyState(
          "inbox",
          t("The queue is empty"),
          t("Add a row, and say by which criteria one sees that it is done. Workers take it from there."),
          button(t("New row"), {
            glyph: "plus",
            kind: "primary",
            keys: "c",
            command: "orch add TASK --criteria TEXT",
            on: () => newRow(),
          }),
        )
        : emptyState(
          "check",
          t("Nothing waits for you"),
          t("{working} at work, {pending} pending, {done} done.", {
            working: counts.IN_PROGRESS ?? 0,
            pending: counts.PENDING ?? 0,
            done: counts.DONE ?? 0,
          }),
          button(t("Open the board"), { glyph: "board", on: () => go({ view: "board" }) }),
        ),
  };
}

function skeletonEntry() {
  return {
    key: "skeleton",
    sig: language,
    make: () =>
      el(
        "div",
        { class: "skeleton", role: "status", "aria-label": t("Loading") },
        Array.from({ length: 6 }, () => el("div", { class: "bone" })),
      ),
  };
}

/** What stands where something is loaded, or could not be. */
function waitEntry(part) {
  const problem = state.problems.get(part);
  return problem
    ? { key: "problem", sig: language + problem.message, make: () => problemBox(problem, () => refresh(part, 0)) }
    : skeletonEntry();
}

function problemEntry() {
  return {
    key: "problem",
    sig: language + state.problem.message,
    make: () => problemBox(state.problem, () => refresh("all", 0)),
  };
}
