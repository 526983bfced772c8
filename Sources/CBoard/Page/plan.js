// Plans: their list, and one as a graph with its critical path.

function planCounts(plan) {
  const total = Object.values(plan.counts ?? {}).reduce((sum, n) => sum + n, 0);
  return { total, done: plan.counts?.DONE ?? 0 };
}

function planStateName(name) {
  return { proposed: t("Proposed"), rejected: t("Rejected"), waiting: t("Waits for you"), running: t("Running"), done: t("Done"),
    failed: t("Failed"), blocked: t("Blocked"), cancelled: t("Cancelled") }[name] ?? name;
}

const planKinds = { proposed: "approval", waiting: "approval", running: "IN_PROGRESS", done: "DONE", failed: "FAILED",
  blocked: "BLOCKED", cancelled: "BLOCKED", rejected: "BLOCKED" };

function planProgress(plan) {
  const { total } = planCounts(plan);
  const node = el("span", { class: "progress", "aria-hidden": "true" });
  for (const status of ["DONE", "IN_PROGRESS", "BLOCKED", "FAILED", "PENDING"]) {
    const n = plan.counts?.[status] ?? 0;
    if (n > 0) node.append(el("span", { class: "part part-" + status, set: { flex: n + " 0 0" } }));
  }
  return total > 0 ? node : null;
}

function drawPlans(main) {
  if (state.planName) return drawPlan(main);
  if (!state.plans) return keyed(main, [waitEntry("plans")]);
  if (state.plans.length === 0) {
    return keyed(main, [{ key: "noplans", sig: language, make: () => emptyState("plans", t("No plans yet"),
      t("A plan is a file of tasks that belong together, and what each waits for."), commandLine("orch plan apply FILE"),
      commandLine("orch plan propose --goal TEXT")) }]);
  }
  keyed(main, [{ key: "plans", sig: language, make: () => el("ul", { class: "plans" }) }]);
  const order = ["proposed", "waiting", "running", "failed", "blocked", "done", "cancelled", "rejected"];
  const plans = [...state.plans].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  keyed(main.firstChild, plans.map((plan) => ({ key: plan.plan, sig: language + JSON.stringify(plan), make: () => {
    const { total, done } = planCounts(plan);
    const tasks = plan.proposal?.content?.tasks?.length ?? 0;
    return el("li", { class: "plan-item", "data-entry": "plan:" + plan.plan, "data-plan": plan.plan, "data-fk": "plan:" + plan.plan, tabindex: "-1",
      on: { click: () => go({ planName: plan.plan }) } },
    el("div", { class: "plan-line" }, sign(planKinds[plan.state] ?? "other"), el("span", { class: "title" }, shown(plan.title || plan.plan)),
      plan.title && el("span", { class: "id" }, shown(plan.plan)), el("span", { class: "grow" }),
      el("span", { class: "plan-state" }, planStateName(plan.state)),
      el("span", { class: "muted numeral" }, total > 0 ? `${done} / ${total}` : many(tasks, "1 task", "{n} tasks")),
      plan.costs?.cost && el("span", { class: "muted numeral" }, money(plan.costs.cost.usd))),
    plan.goal && el("p", { class: "plan-goal" }, shown(plan.goal)), planProgress(plan));
  } })));
  rove(main);
}

/** The tasks of a plan, of its rows or of its proposal: id, text, status, and what each waits for. */
function planTasks(plan, proposed = false) {
  if (plan.tasks?.length && !proposed) {
    const ids = new Set(plan.tasks.map((task) => task.id));
    return plan.tasks.map((task) => ({ id: task.id, name: task.task ?? task.id, text: task.row?.task ?? "", item: task.row, message: task.message,
      after: (task.row?.after ?? []).filter((id) => ids.has(id)), cost: task.costs?.cost?.usd }));
  }
  return (plan.proposal?.content?.tasks ?? []).map((task) => ({ id: task.id, name: task.id, text: task.task, item: null,
    after: task.after ?? [], criteria: task.criteria ?? [], brief: task.brief, worker: task.worker, approval: task.approval }));
}

/** The place of each task: its layer is the longest way to it. Tasks in a cycle stay in the first layer. */
function planLayout(tasks) {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const layer = new Map();
  const tail = new Map();
  const depth = (map, id, next, seen) => {
    if (map.has(id)) return map.get(id);
    if (seen.has(id)) return 0;
    seen.add(id);
    const found = next(id).reduce((most, other) => Math.max(most, depth(map, other, next, seen) + 1), 0);
    map.set(id, found);
    return found;
  };
  const after = (id) => byId.get(id).after.filter((each) => byId.has(each));
  const followers = new Map(tasks.map((task) => [task.id, []]));
  for (const task of tasks) for (const id of after(task.id)) followers.get(id).push(task.id);
  for (const { id } of tasks) {
    depth(layer, id, after, new Set());
    depth(tail, id, (each) => followers.get(each), new Set());
  }
  // The critical path: the longest chain, and of several the one with the most work left.
  const left = (id) => (byId.get(id).item?.status === "DONE" ? 0 : 1);
  const longest = Math.max(0, ...tasks.map(({ id }) => layer.get(id) + tail.get(id)));
  const path = [];
  let at = tasks.filter(({ id }) => layer.get(id) === 0 && tail.get(id) === longest).sort((a, b) => left(b.id) - left(a.id))[0]?.id;
  while (at) {
    path.push(at);
    at = followers.get(at).filter((id) => tail.get(id) === tail.get(path.at(-1)) - 1 && layer.get(id) === path.length)
      .sort((a, b) => left(b) - left(a))[0];
  }
  const layers = [];
  for (const task of tasks) (layers[layer.get(task.id)] ??= []).push(task);
  // Rows of a layer stand in the order of what they wait for, so that few lines cross.
  for (let n = 1; n < layers.length; n++) {
    const place = new Map(layers[n - 1].map((task, index) => [task.id, index]));
    const middle = (task) => {
      const places = after(task.id).map((id) => place.get(id)).filter((index) => index !== undefined);
      return places.length ? places.reduce((sum, index) => sum + index, 0) / places.length : 99;
    };
    layers[n].sort((a, b) => middle(a) - middle(b));
  }
  return { layers, path: path.length > 1 ? path : [], after };
}

const nodeSize = { height: 68, across: 44, down: 14, lane: 14 };

/**
 * Where everything of the graph is: tasks, and lanes through the layers that a long line crosses, so that no line runs
 * behind a task.
 */
function placeGraph(tasks, width) {
  const { layers, path, after } = planLayout(tasks);
  const { height, across, down, lane } = nodeSize;
  const layerOf = new Map();
  layers.forEach((layer, x) => layer.forEach((task) => layerOf.set(task.id, x)));
  const slots = layers.map((layer) => layer.map((task) => ({ id: task.id, height })));
  const ways = [];
  for (const task of tasks) for (const id of after(task.id)) {
    const way = [id];
    for (let x = layerOf.get(id) + 1; x < layerOf.get(task.id); x++) {
      const slot = { id: `${id}\u0000${task.id}\u0000${x}`, height: lane, from: way.at(-1) };
      // The lane stands where the line comes from.
      const before = slots[x - 1].findIndex((each) => each.id === slot.from);
      slots[x].splice(Math.round((before + 0.6) / slots[x - 1].length * slots[x].length), 0, slot);
      way.push(slot.id);
    }
    ways.push([...way, task.id]);
  }
  const sizes = slots.map((layer) => layer.reduce((sum, slot) => sum + slot.height + down, -down));
  const full = Math.max(...sizes);
  const place = new Map();
  slots.forEach((layer, x) => {
    let top = (full - sizes[x]) / 2;
    for (const slot of layer) {
      place.set(slot.id, { x: x * (width + across), y: top, middle: top + slot.height / 2, lane: slot.height === lane });
      top += slot.height + down;
    }
  });
  return { layers, path, after, ways, place, size: { width: layers.length * (width + across) - across, height: full } };
}

function planGraph(tasks, room) {
  const { across } = nodeSize;
  const count = planLayout(tasks).layers.length;
  const width = Math.max(150, Math.min(210, Math.floor((room - (count - 1) * across) / count)));
  const { layers, path, after, ways, place, size } = placeGraph(tasks, width);
  const lines = svg("svg", { class: "graph-lines", width: size.width, height: size.height, "aria-hidden": "true" });
  const critical = new Set(path.slice(1).map((id, at) => path[at] + "\u0000" + id));
  for (const pass of [false, true]) {
    for (const way of ways) {
      if (critical.has(way[0] + "\u0000" + way.at(-1)) !== pass) continue;
      const first = place.get(way[0]);
      let line = `M${first.x + width} ${first.middle}`;
      for (let n = 1; n < way.length; n++) {
        const from = place.get(way[n - 1]);
        const to = place.get(way[n]);
        const start = from.x + width;
        line += ` C${start + across / 2} ${from.middle} ${to.x - across / 2} ${to.middle} ${to.x} ${to.middle}`;
        if (to.lane) line += ` H${to.x + width}`;
      }
      lines.append(svg("path", { class: pass ? "edge critical" : "edge", d: line }));
    }
  }
  const graph = el("div", { class: "graph", role: "list", "aria-label": t("Tasks, in the order in which they can start"),
    set: { width: size.width + "px", height: size.height + "px" } }, lines);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  for (const layer of layers) for (const task of layer) {
    const { x, y } = place.get(task.id);
    const names = after(task.id).map((id) => byId.get(id)?.name ?? id);
    graph.append(el("div", { role: "listitem", class: "graph-place", set: { left: x + "px", top: y + "px", width: width + "px" } },
      el("button", { type: "button", class: "node" + (path.includes(task.id) ? " critical" : "") + (task.id === detail.id ? " open" : ""),
        "data-row": task.item ? task.id : null, "data-entry": "task:" + task.id, "data-fk": "node:" + task.id,
        "aria-label": spelled(`${task.name}: ${task.text}. ${task.item ? statusName(kindOf(task.item)) ?? task.item.status : t("Proposed")}`
          + (names.length ? `. ${t("Waits for")} ${names.join(", ")}` : "") + (path.includes(task.id) ? ". " + t("On the critical path") : "")),
        on: { click: () => task.item && openRow(task.id) } },
      el("span", { class: "node-top" }, sign(task.item ? kindOf(task.item) : "PENDING"), el("span", { class: "id" }, shown(task.name)),
        task.item?.priority === "P0" && prioritySign("P0"), el("span", { class: "grow" }), task.cost !== undefined && el("span", { class: "muted numeral" }, money(task.cost))),
      el("span", { class: "node-task" }, shown(task.text)))));
  }
  return { graph, path };
}

/** The tasks below the graph, each with why it is not at work. */
function taskList(tasks) {
  return el("ul", { class: "plan-tasks" }, tasks.map((task) => el("li", { class: "plan-task" + (task.id === detail.id ? " open" : ""),
    "data-row": task.item ? task.id : null, "data-entry": task.item ? null : "task:" + task.id, "data-fk": "task:" + task.id, tabindex: "-1", on: { click: () => task.item && openRow(task.id) } },
  sign(task.item ? kindOf(task.item) : "PENDING"), el("span", { class: "id" }, shown(task.name)), el("span", {}, shown(task.text)),
  el("span", { class: "muted numeral" }, task.cost !== undefined ? money(task.cost) : ""),
  task.message && el("span", { class: "why-line" }, shown(task.message)))));
}

/** The tasks of a proposal, whole: all that workers would be sent. */
function proposalList(tasks) {
  const fact = (name, text) => text && el("span", { class: "muted" }, name + " ", el("span", { class: "mono" }, shown(text)));
  return el("ol", { class: "proposal" }, tasks.map((task) => el("li", { "data-entry": "task:" + task.id, tabindex: "-1", "data-fk": "proposed:" + task.id },
    el("div", { class: "entry-title" }, el("span", { class: "id" }, shown(task.name)), el("strong", {}, shown(task.text))),
    el("p", { class: "task-facts" }, fact(t("Waits for"), task.after.join(", ")), fact(t("Worker"), task.worker), fact(t("Approval"), task.approval)),
    task.criteria.length > 0 && el("ul", { class: "plain-list" }, task.criteria.map((text) => el("li", {}, shown(text)))),
    task.brief && el("pre", { class: "brief" }, shown(task.brief)))));
}

function drawPlan(main) {
  const plan = state.plan?.plan === state.planName ? state.plan : null;
  if (!plan) return keyed(main, [skeletonEntry()]);
  if (plan.problem) return keyed(main, [{ key: "problem", sig: plan.problem.message, make: () => problemBox(plan.problem, () => refresh("plan", 0)) }]);
  keyed(main, [{ key: "plan:" + plan.plan, sig: language, make: () => el("div", { class: "plan-page" }) }]);
  const tasks = planTasks(plan);
  const { total, done } = planCounts(plan);
  const proposed = plan.proposal?.state === "proposed" ? plan.proposal : null;
  keyed(main.firstChild, [
    { key: "head", sig: JSON.stringify([language, plan.state, plan.counts, plan.title, plan.goal, plan.costs, plan.proposal?.hash]), make: () => el("header", { class: "plan-head" },
      el("div", { class: "plan-line" }, sign(planKinds[plan.state] ?? "other"), el("strong", {}, planStateName(plan.state)),
        total > 0 && el("span", { class: "muted numeral" }, t("{done} of {total} done", { done, total })),
        plan.version && el("span", { class: "muted" }, t("version {n}", { n: plan.version })), plan.costs?.cost && el("span", { class: "muted numeral" }, money(plan.costs.cost.usd)),
        proposed?.planner && el("span", { class: "muted" }, shown([proposed.planner, proposed.model].filter(Boolean).join(", ")), proposed.cost && " · " + money(proposed.cost.usd)),
        el("span", { class: "grow" }), proposed && [
          button(t("Approve"), { kind: "primary", glyph: "check", keys: "a", fk: "plan-approve", command: `orch plan approve ${shellQuoted(plan.plan)} --hash ${proposed.hash}`, on: () => approvePlan(plan.plan, proposed.hash, proposed.content.tasks.length) }),
          button(t("Reject"), { glyph: "x", keys: "r", fk: "plan-reject", command: `orch plan reject ${shellQuoted(plan.plan)} --reason TEXT`, on: () => rejectPlan(plan.plan) })]),
      plan.goal && el("p", { class: "plan-goal" }, shown(plan.goal, true)), planProgress(plan)) },
    { key: "graph", sig: JSON.stringify([language, detail.id, tasks, main.clientWidth]), make: () => {
      if (tasks.length === 0) return emptyState("plans", t("This plan has no tasks"), null);
      if (tasks.every((task) => task.after.length === 0)) return el("p", { class: "legend" }, t("No task waits for another one: all may be worked at once."));
      const { graph, path } = planGraph(tasks, main.clientWidth - 36);
      return el("section", { class: "graph-section" },
        path.length > 0 && el("p", { class: "legend" }, el("span", { class: "legend-line" }), t("Critical path"), ": ",
          el("span", { class: "muted" }, path.map((id, at) => [at > 0 && " → ", shown(tasks.find((task) => task.id === id).name)]))),
        el("div", { class: "graph-scroll" }, graph));
    } },
    ...(plan.tasks?.length && proposed ? [{ key: "next", sig: JSON.stringify([language, proposed.hash]), make: () => el("section", {}, el("h2", { class: "small-title next-title" },
      t("What is proposed as the next version")), proposalList(planTasks(plan, true))) }] : []),
    ...(plan.tasks?.length ? [{ key: "tasks", sig: JSON.stringify([language, detail.id, tasks]), make: () => taskList(tasks) }] : [{ key: "list", sig: JSON.stringify([language, tasks]), make: () => proposalList(tasks) }]),
  ]);
  rove(main);
}
