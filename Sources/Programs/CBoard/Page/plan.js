// Plans: their list, and one as a graph with its critical path.

function planCounts(plan) {
  const total = Object.values(plan.counts ?? {}).reduce((sum, n) => sum + n, 0);
  return { total, done: plan.counts?.DONE ?? 0 };
}

function planStateName(name) {
  return {
    proposed: t("Proposed"),
    rejected: t("Rejected"),
    waiting: t("Waits for you"),
    running: t("Running"),
    done: t("Done"),
    failed: t("Failed"),
    blocked: t("Blocked"),
    cancelled: t("Cancelled"),
  }[name] ?? name;
}

const planKinds = {
  proposed: "approval",
  waiting: "approval",
  running: "IN_PROGRESS",
  done: "DONE",
  failed: "FAILED",
  blocked: "BLOCKED",
  cancelled: "BLOCKED",
  rejected: "BLOCKED",
};

/** How far a plan is: a bar, its numbers in words, and the way to its rows. */
function planProgress(plan) {
  const parts = ["DONE", "IN_PROGRESS", "PENDING", "BLOCKED", "FAILED"].map((status) => [status, plan.counts?.[status]])
    .filter(([, n]) => n > 0);
  if (parts.length === 0) return null;
  return el(
    "div",
    { class: "plan-progress" },
    el(
      "span",
      { class: "progress", "aria-hidden": "true" },
      parts.map(([status, n]) => el("span", { class: "part part-" + status, set: { flex: n + " 0 0" } })),
    ),
    el(
      "div",
      { class: "plan-numbers" },
      parts.map(([status, n]) => el("span", { class: "state" }, sign(status), `${count(n)} ${statusName(status)}`)),
      el("span", { class: "grow" }),
      button(t("Rows"), {
        kind: "quiet",
        glyph: "table",
        fk: "plan-rows:" + plan.plan,
        command: `orch list --plan ${shellQuoted(plan.plan)}`,
        label: t("Rows of {name}", { name: plan.plan }),
        on: (event) => {
          event.stopPropagation();
          clearFilters();
          state.filters.plan = plan.plan;
          go({ view: "table" });
        },
      }),
    ),
  );
}

function drawPlans(main) {
  if (state.planName) return drawPlan(main);
  if (!state.plans) return keyed(main, [waitEntry("plans")]);
  if (state.plans.length === 0) {
    return keyed(main, [{
      key: "noplans",
      sig: language,
      make: () =>
        emptyState(
          "plans",
          t("No plans yet"),
          t("A plan is a file of tasks that belong together, and what each waits for."),
          commandLine("orch plan apply FILE"),
          commandLine("orch plan propose --goal TEXT"),
        ),
    }]);
  }
  keyed(main, [{ key: "plans", sig: language, make: () => el("ul", { class: "plans" }) }]);
  const order = ["proposed", "waiting", "running", "failed", "blocked", "done", "cancelled", "rejected"];
  const plans = [...state.plans].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  keyed(
    main.firstChild,
    plans.map((plan) => ({
      key: plan.plan,
      sig: language + JSON.stringify(plan),
      make: () => {
        const { total, done } = planCounts(plan);
        const tasks = plan.proposal?.content?.tasks?.length ?? 0;
        return el(
          "li",
          {
            class: "plan-item",
            "data-entry": "plan:" + plan.plan,
            "data-plan": plan.plan,
            "data-fk": "plan:" + plan.plan,
            tabindex: "-1",
            on: { click: () => go({ planName: plan.plan }) },
          },
          el(
            "div",
            { class: "plan-line" },
            sign(planKinds[plan.state] ?? "other"),
            el("button", {
              type: "button",
              class: "plain title",
              "data-fk": "plan-open:" + plan.plan,
            }, shown(plan.title || plan.plan)),
            plan.title && el("span", { class: "id" }, shown(plan.plan)),
            el("span", { class: "grow" }),
            el("span", { class: "plan-state" }, planStateName(plan.state)),
            el(
              "span",
              { class: "muted numeral" },
              total > 0 ? `${done} / ${total}` : many(tasks, "1 task", "{n} tasks"),
            ),
            plan.costs?.cost && el("span", { class: "muted numeral" }, money(plan.costs.cost.usd)),
          ),
          plan.goal && el("p", { class: "plan-goal" }, shown(plan.goal)),
          planProgress(plan),
        );
      },
    })),
  );
  rove(main);
}

/** The tasks of a plan, of its rows or of its proposal: id, text, status, and what each waits for. */
function planTasks(plan, proposed = false) {
  if (plan.tasks?.length && !proposed) {
    const ids = new Set(plan.tasks.map((task) => task.id));
    return plan.tasks.map((task) => ({
      id: task.id,
      name: task.task ?? task.id,
      text: task.row?.task ?? "",
      item: task.row,
      message: task.message,
      after: (task.row?.after ?? []).filter((id) => ids.has(id)),
      cost: task.costs?.cost?.usd,
    }));
  }
  return (plan.proposal?.content?.tasks ?? []).map((task) => ({
    id: task.id,
    name: task.id,
    text: task.task,
    item: null,
    after: task.after ?? [],
    criteria: task.criteria ?? [],
    brief: task.brief,
    worker: task.worker,
    approval: task.approval,
  }));
}

/** The tasks below the graph, each with why it is not at work. */
function taskList(tasks) {
  return el(
    "ul",
    { class: "plan-tasks" },
    tasks.map((task) =>
      el(
        "li",
        {
          class: "plan-task",
          "data-row": task.item ? task.id : null,
          "data-entry": task.item ? null : "task:" + task.id,
          "data-fk": "task:" + task.id,
          tabindex: "-1",
          on: { click: () => task.item && openRow(task.id) },
        },
        sign(task.item ? kindOf(task.item) : "PENDING"),
        el("span", { class: "id" }, shown(task.name)),
        el("span", {}, shown(task.text)),
        el("span", { class: "muted numeral" }, task.cost !== undefined ? money(task.cost) : ""),
        task.message && el("span", { class: "why-line" }, shown(task.message)),
      )
    ),
  );
}

/** The tasks of a proposal, whole: all that workers would be sent. */
function proposalList(tasks) {
  const fact = (name, text) =>
    text && el("span", { class: "muted" }, name + " ", el("span", { class: "mono" }, shown(text)));
  return el(
    "ol",
    { class: "proposal" },
    tasks.map((task) =>
      el(
        "li",
        { "data-entry": "task:" + task.id, tabindex: "-1", "data-fk": "proposed:" + task.id },
        el(
          "div",
          { class: "entry-title" },
          el("span", { class: "id" }, shown(task.name)),
          el("strong", {}, shown(task.text)),
        ),
        el(
          "p",
          { class: "task-facts" },
          fact(t("Waits for"), task.after.join(", ")),
          fact(t("Worker"), task.worker),
          fact(t("Approval"), task.approval),
        ),
        task.criteria.length > 0 &&
          el("ul", { class: "plain-list" }, task.criteria.map((text) => el("li", {}, shown(text)))),
        task.brief && el("pre", { class: "brief" }, shown(task.brief)),
      )
    ),
  );
}

function drawPlan(main) {
  const plan = state.plan?.plan === state.planName ? state.plan : null;
  if (!plan) return keyed(main, [skeletonEntry()]);
  if (plan.problem) {
    return keyed(main, [{
      key: "problem",
      sig: plan.problem.message,
      make: () => problemBox(plan.problem, () => refresh("plan", 0)),
    }]);
  }
  keyed(main, [{ key: "plan:" + plan.plan, sig: language, make: () => el("div", { class: "plan-page" }) }]);
  const tasks = planTasks(plan);
  const { total, done } = planCounts(plan);
  const proposed = plan.proposal?.state === "proposed" ? plan.proposal : null;
  keyed(main.firstChild, [
    {
      key: "head",
      sig: JSON.stringify([language, plan.state, plan.counts, plan.title, plan.goal, plan.costs, plan.proposal?.hash]),
      make: () =>
        el(
          "header",
          { class: "plan-head" },
          el(
            "div",
            { class: "plan-line" },
            sign(planKinds[plan.state] ?? "other"),
            el("strong", {}, planStateName(plan.state)),
            total > 0 && el("span", { class: "muted numeral" }, t("{done} of {total} done", { done, total })),
            plan.version && el("span", { class: "muted" }, t("version {n}", { n: plan.version })),
            plan.costs?.cost && el("span", { class: "muted numeral" }, money(plan.costs.cost.usd)),
            proposed?.planner &&
              el(
                "span",
                { class: "muted" },
                shown([proposed.planner, proposed.model].filter(Boolean).join(", ")),
                proposed.cost && " · " + money(proposed.cost.usd),
              ),
            el("span", { class: "grow" }),
            proposed && [
              button(t("Approve"), {
                kind: "primary",
                glyph: "check",
                keys: "a",
                fk: "plan-approve",
                command: `orch plan approve ${shellQuoted(plan.plan)} --hash ${proposed.hash}`,
                on: () => approvePlan(plan.plan, proposed.hash, proposed.content.tasks.length),
              }),
              button(t("Reject"), {
                glyph: "x",
                keys: "r",
                fk: "plan-reject",
                command: `orch plan reject ${shellQuoted(plan.plan)} --reason TEXT`,
                on: () => rejectPlan(plan.plan),
              }),
            ],
          ),
          plan.goal && el("p", { class: "plan-goal" }, shown(plan.goal, true)),
          planProgress(plan),
        ),
    },
    ...(tasks.length > 0 && tasks.some((task) => task.after.length > 0)
      ? [{ key: "graph", sig: language, make: () => graphSection() }]
      : [{
        key: "nograph",
        sig: language + tasks.length,
        make: () =>
          tasks.length === 0
            ? emptyState("plans", t("This plan has no tasks"), null)
            : el("p", { class: "legend" }, t("No task waits for another one: all may be worked at once.")),
      }]),
    ...(plan.tasks?.length && proposed
      ? [{
        key: "next",
        sig: JSON.stringify([language, proposed.hash]),
        make: () =>
          el(
            "section",
            {},
            el("h2", { class: "small-title next-title" }, t("What is proposed as the next version")),
            proposalList(planTasks(plan, true)),
          ),
      }]
      : []),
    ...(plan.tasks?.length
      ? [{
        key: "tasks",
        sig: JSON.stringify([language, tasks]),
        make: () => taskList(tasks),
      }]
      : [{ key: "list", sig: JSON.stringify([language, tasks]), make: () => proposalList(tasks) }]),
  ]);
  const graph = main.querySelector(".graph-section");
  if (graph) drawGraph(graph, tasks, main.clientWidth - 36);
  for (const node of main.querySelectorAll("[data-row]")) node.classList.toggle("open", node.dataset.row === detail.id);
  rove(main);
}
