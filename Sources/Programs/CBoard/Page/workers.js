// Workers, with what they cost.

function drawWorkers(main) {
  if (!state.workers) return keyed(main, [waitEntry("workers")]);
  keyed(main, [{ key: "workers", sig: language, make: () => el("div", { class: "workers" }) }]);
  const costs = state.costs;
  const limits = costs?.budget ?? [];
  keyed(main.firstChild, [
    { key: "costs", sig: JSON.stringify([language, costs]), make: () => costsSection(costs, limits) },
    ...(state.overview?.paused ? [] : [{ key: "pause", sig: language, make: pauseSection }]),
    {
      key: "list",
      sig: JSON.stringify([language, state.workers]),
      make: () =>
        state.workers.length === 0
          ? emptyState(
            "workers",
            t("No workers yet"),
            t("Workers are programs that orch.json names. Sessions may take rows without one."),
            commandLine("orch init --worker claude"),
          )
          : el("ul", { class: "worker-list" }, state.workers.map(workerItem)),
    },
    {
      key: "sessions",
      sig: JSON.stringify([language, sessionsAtWork()]),
      make: () => sessionsSection(sessionsAtWork()),
    },
  ]);
  rove(main);
}

/** Rows at work that no worker of orch.json has: those of sessions. */
function sessionsAtWork() {
  const told = new Set((state.workers ?? []).flatMap((worker) => worker.running));
  return [...state.rows.values()].filter((item) => item.status === "IN_PROGRESS" && !told.has(item.id))
    .map((item) => [item.id, item.owner_session, item.task]);
}

function sessionsSection(rows) {
  if (rows.length === 0) return el("span", {});
  return el(
    "section",
    {},
    el("h2", { class: "small-title" }, t("Sessions at work")),
    el(
      "ul",
      { class: "worker-list" },
      rows.map(([id, owner, task]) =>
        el(
          "li",
          { class: "worker" },
          el(
            "div",
            { class: "worker-line" },
            sign("IN_PROGRESS"),
            el("strong", {}, shown(owner ?? "–")),
            el(
              "button",
              {
                type: "button",
                class: "plain blocker",
                on: { click: () => openRow(id) },
              },
              idOf(id),
              el("span", { class: "clip" }, shown(task)),
            ),
          ),
        )
      ),
    ),
  );
}

function todaysCosts(costs) {
  const day = new Date(Date.now() + state.offset * 60000).toISOString().slice(0, 10);
  return costs?.groups?.find((group) => group.name === day) ?? null;
}

function costsSection(costs, limits) {
  if (!costs || (costs.total.attempts === 0 && !limits.some((limit) => limit.spent !== undefined))) {
    return el("span", { hidden: true });
  }
  const today = todaysCosts(costs);
  const days = costs.groups.slice(-14);
  const most = Math.max(0.01, ...days.map((group) => group.cost?.usd ?? 0));
  const figure = (title, value, more) =>
    el(
      "div",
      { class: "figure" },
      el("span", { class: "muted" }, title),
      el("strong", { class: "numeral" }, value),
      more && el("span", { class: "muted numeral" }, more),
    );
  return el(
    "section",
    { class: "costs" },
    figure(
      t("Today"),
      money(today?.cost?.usd ?? (today ? null : 0)),
      today && many(today.attempts, "1 attempt", "{n} attempts"),
    ),
    figure(t("In all"), money(costs.total.cost?.usd), many(costs.total.attempts, "1 attempt", "{n} attempts")),
    figure(
      t("Tokens, in and out"),
      `${tokensText(costs.total.usage?.input_tokens)} / ${tokensText(costs.total.usage?.output_tokens)}`,
      costs.total.unknown_attempts > 0 &&
        many(costs.total.unknown_attempts, "1 of unknown cost", "{n} of unknown cost"),
    ),
    limits.filter((limit) => limit.spent !== undefined && limit.limit > 0).map((limit) => {
      const usd = limit.key.startsWith("usd");
      const text = (n) => (usd ? money(n) : tokensText(n));
      const name = {
        usd_per_day: t("Budget of the day"),
        tokens_per_day: t("Tokens of the day"),
        calls_per_day: t("Requests of the day"),
      }[limit.key] ?? limit.key;
      const share = limit.spent / limit.limit;
      return el(
        "div",
        { class: "figure" },
        el("span", { class: "muted" }, name),
        el(
          "strong",
          { class: "numeral" },
          text(limit.spent),
          el("span", { class: "muted" }, " / " + text(limit.limit)),
        ),
        bar(share, share >= 1 ? "full" : share >= 0.8 ? "high" : ""),
      );
    }),
    days.length > 1 &&
      el(
        "div",
        { class: "figure days" },
        el("span", { class: "muted" }, t("By day")),
        el(
          "div",
          {
            class: "day-bars",
            role: "img",
            "aria-label": days.map((group) => `${group.name}: ${money(group.cost?.usd)}`).join(", "),
          },
          days.map((group) =>
            el("span", {
              title: `${group.name}: ${money(group.cost?.usd)}`,
              set: { height: Math.max(4, (group.cost?.usd ?? 0) / most * 100) + "%" },
            })
          ),
        ),
      ),
  );
}

function pauseSection() {
  return el(
    "div",
    { class: "pause-line" },
    el("span", { class: "muted grow" }, t("Rows are handed out to workers that are ready.")),
    button(t("Pause the queue"), { glyph: "pause", fk: "pause", command: "ops pause", on: pauseQueue }),
  );
}

function workerItem(worker) {
  const kind = worker.state === "ready"
    ? (worker.running.length ? "IN_PROGRESS" : "PENDING")
    : worker.state === "paused"
    ? "BLOCKED"
    : "FAILED";
  return el(
    "li",
    { class: "worker", "data-entry": "worker:" + worker.name, tabindex: "-1" },
    el(
      "div",
      { class: "worker-line" },
      sign(kind),
      el("strong", {}, shown(worker.name)),
      el("span", { class: "chip" }, shown(worker.adapter)),
      worker.about && el("span", { class: "muted about" }, shown(worker.about)),
      el("span", { class: "grow" }),
      el(
        "span",
        { class: "worker-state" },
        worker.state === "ready"
          ? (worker.running.length ? t("at work") : t("ready"))
          : worker.state === "paused"
          ? t("paused")
          : t("can't start"),
      ),
      el(
        "span",
        { class: "muted numeral", title: t("Rows at work, and how many there may be") },
        `${worker.running.length} / ${worker.max}`,
      ),
    ),
    worker.message && el("p", { class: "worker-problem" }, shown(worker.message)),
    worker.command && commandLine(worker.command),
    worker.running.length > 0 && el(
      "ul",
      { class: "worker-rows" },
      worker.running.map((id) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "plain blocker",
              "data-fk": "running:" + id,
              on: { click: () => openRow(id) },
            },
            sign("IN_PROGRESS"),
            idOf(id),
            el("span", { class: "clip" }, shown(state.rows.get(id)?.task ?? "")),
          ),
        )
      ),
    ),
  );
}
