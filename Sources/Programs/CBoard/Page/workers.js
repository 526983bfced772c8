// Workers: what occupies them, what keeps them from work, and what they cost.

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
      sig: JSON.stringify([language, state.workers, state.pauses, state.workers.flatMap(runningRows)]),
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
    ...(state.problems.has("chart") ? [{ ...waitEntry("chart"), key: "chart" }] : state.chart && costs?.total.attempts > 0
      ? [{
        key: "chart",
        sig: JSON.stringify([language, state.chart, main.clientWidth, state.offset]),
        make: () => chartSection(state.chart, Math.min(860, main.clientWidth) - 62),
      }]
      : []),
  ]);
  rove(main);
}

/** Rows at work that no worker of orch.json has: those of sessions. */
function sessionsAtWork() {
  const told = new Set((state.workers ?? []).flatMap((worker) => worker.running));
  return [...state.rows.values()].filter((item) => item.status === "IN_PROGRESS" && !told.has(item.id))
    .map((item) => [item.id, item.owner_session, item.task, startedOf(item)]);
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
      rows.map(([id, owner, task, since]) =>
        el(
          "li",
          { class: "worker" },
          el(
            "div",
            { class: "worker-line" },
            sign("IN_PROGRESS"),
            owner ? actorName("strong", owner) : el("strong", {}, "–"),
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
            el("span", { class: "grow" }),
            since !== null && ago(since),
          ),
        )
      ),
    ),
  );
}

function costsSection(costs, limits) {
  if (!costs || (costs.total.attempts === 0 && !limits.some((limit) => limit.spent !== undefined))) {
    return el("span", { hidden: true });
  }
  const today = todaysCosts(costs);
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

/** The rows of a worker that are at work, each with its task and since when. */
function runningRows(worker) {
  return worker.running.map((id) => {
    const item = state.rows.get(id);
    return { id, task: item?.task ?? "", since: item ? startedOf(item) : null };
  });
}

/** The places of a worker, the used ones first. */
function slotsOf({ running, max }) {
  const text = t("{n} of {m} in use", { n: running.length, m: max });
  return el(
    "span",
    { class: "slots", title: t("Rows at work, and how many there may be") },
    max <= 12 &&
      el(
        "span",
        { class: "slot-signs", "aria-hidden": "true" },
        Array.from({ length: Math.max(max, running.length) }, (_, n) =>
          el("span", { class: n < running.length ? "slot used" : "slot" })),
      ),
    el("span", { class: "muted numeral" }, text + ", " + t("{n} free", { n: Math.max(0, max - running.length) })),
  );
}

/** Why the worker is paused, since when and until when, and what ends that. */
function pauseBox(worker) {
  const until = worker.reason?.paused_until * 1000;
  const isBreaker = worker.reason?.code === "worker_paused";
  const began = state.pauses.findLast(({ fact }) =>
    isBreaker ? fact?.worker === worker.name && Date.parse(fact.until) === until : fact?.budget
  );
  const kind = isBreaker
    ? {
      rate_limit: t("Limit of its service"),
      service: t("Outage of its service"),
      auth: t("Login"),
      setting: t("Setting"),
      spawn: t("Start"),
    }[began?.fact.failure]
    : worker.reason?.code === "budget"
    ? t("Budget")
    : null;
  return el(
    "div",
    { class: "worker-pause" },
    el(
      "p",
      { class: worker.state === "paused" ? "" : "worker-problem" },
      kind && el("span", { class: "chip" }, kind),
      shown(worker.message),
    ),
    until > 0 &&
      el(
        "p",
        { class: "muted" },
        began && [t("Since {time}", { time: fullTime(Date.parse(began.ts)) }), " · "],
        t("Until {time}", { time: fullTime(until) }),
      ),
    (isBreaker || worker.command) && el(
      "div",
      { class: "worker-acts" },
      isBreaker &&
        button(t("Resume"), {
          glyph: "play",
          fk: "resume:" + worker.name,
          command: "ops worker resume " + shellQuoted(worker.name),
          on: () => resumeWorker(worker.name),
        }),
      worker.command && commandLine(worker.command),
    ),
  );
}

async function resumeWorker(name) {
  try {
    await ask("POST", `/v1/workers/${encodeURIComponent(name)}/resume`, {});
    toast(t("Worker {name} goes on", { name }));
  } catch (error) {
    refuse(error.message, error.hint);
  }
  refresh("workers", 0);
}

function workerItem(worker) {
  const kind = worker.state === "ready"
    ? (worker.running.length ? "IN_PROGRESS" : "PENDING")
    : worker.state === "paused"
    ? "BLOCKED"
    : "FAILED";
  return el(
    "li",
    { class: "worker", "data-entry": "worker:" + worker.name, "data-fk": "worker:" + worker.name, tabindex: "-1" },
    el(
      "div",
      { class: "worker-line" },
      sign(kind),
      el("strong", {}, shown(worker.name)),
      el(
        "span",
        { class: "worker-state" },
        worker.state === "ready"
          ? (worker.running.length ? t("at work") : t("ready"))
          : worker.state === "paused"
          ? t("paused")
          : t("can't start"),
      ),
      el("span", { class: "chip" }, shown(worker.adapter)),
      worker.about && el("span", { class: "muted about" }, shown(worker.about)),
      el("span", { class: "grow" }),
      worker.max > 0 ? slotsOf(worker) : el("span", { class: "muted" }, t("Writes plans")),
    ),
    worker.message && pauseBox(worker),
    worker.running.length > 0 && el(
      "ul",
      { class: "worker-rows" },
      runningRows(worker).map(({ id, task, since }) =>
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
            el("span", { class: "clip" }, shown(task)),
          ),
          since !== null && ago(since),
        )
      ),
    ),
  );
}
