// A plan as a graph: layers, lanes for long lines, and the critical path.

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
  let at = tasks.filter(({ id }) => layer.get(id) === 0 && tail.get(id) === longest).sort((a, b) =>
    left(b.id) - left(a.id)
  )[0]?.id;
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
      return places.length ? places.reduce((sum, index) => sum + index, 0) / places.length : Infinity;
    };
    layers[n].sort((a, b) => middle(a) - middle(b) || 0);
  }
  return { layers, path: path.length > 1 ? path : [], after };
}

/** The sizes of a graph: one with many tasks has a line for each. */
function graphSizes(tasks) {
  return tasks.length > 40
    ? { height: 28, across: 32, down: 6, lane: 4, widths: [210, 240] }
    : { height: 68, across: 44, down: 14, lane: 14, widths: [150, 210] };
}

/**
 * Where everything of the graph is: tasks, and lanes through the layers that a long line crosses, so that no line runs
 * behind a task.
 */
function placeGraph(tasks, room) {
  const { layers, path, after } = planLayout(tasks);
  const { height, across, down, lane, widths } = graphSizes(tasks);
  const fitting = Math.floor((room - (layers.length - 1) * across) / layers.length);
  const width = Math.max(widths[0], Math.min(widths[1], fitting));
  const layerOf = new Map();
  layers.forEach((layer, x) => layer.forEach((task) => layerOf.set(task.id, x)));
  const slots = layers.map((layer) => layer.map((task) => ({ id: task.id, height })));
  const ways = [];
  for (const task of tasks) {
    for (const id of after(task.id)) {
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
  }
  const sizes = slots.map((layer) => layer.reduce((sum, slot) => sum + slot.height + down, -down));
  const full = Math.max(...sizes);
  const place = new Map();
  slots.forEach((layer, x) => {
    let top = (full - sizes[x]) / 2;
    for (const slot of layer) {
      place.set(slot.id, {
        x: x * (width + across),
        y: top,
        middle: top + slot.height / 2,
        lane: slot.height === lane,
      });
      top += slot.height + down;
    }
  });
  const size = { width: layers.length * (width + across) - across, height: full };
  return { layers, path, after, ways, place, width, height, across, size };
}

function planGraph(tasks, room) {
  const { layers, path, after, ways, place, width, height, across, size } = placeGraph(tasks, room);
  const onPath = new Set(path);
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
  const graph = el("div", {
    class: "graph" + (height < 40 ? " small" : ""),
    role: "list",
    "aria-label": t("Tasks, in the order in which they can start"),
    set: { width: size.width + "px", height: size.height + "px" },
  }, lines);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  for (const layer of layers) {
    for (const task of layer) {
      const { x, y } = place.get(task.id);
      const names = after(task.id).map((id) => byId.get(id)?.name ?? id);
      graph.append(
        el(
          "div",
          {
            role: "listitem",
            class: "graph-place",
            set: { left: x + "px", top: y + "px", width: width + "px", height: height + "px" },
          },
          el(
            "button",
            {
              type: "button",
              tabindex: "-1",
              class: "node" + (onPath.has(task.id) ? " critical" : ""),
              title: height < 40 ? spelled(`${task.name}: ${task.text}`) : null,
              "data-row": task.item ? task.id : null,
              "data-entry": "task:" + task.id,
              "data-fk": "node:" + task.id,
              "aria-label": spelled(
                `${task.name}: ${task.text}. ${
                  task.item ? statusName(kindOf(task.item)) ?? task.item.status : t("Proposed")
                }` +
                  (names.length ? `. ${t("Waits for")} ${names.join(", ")}` : "") +
                  (onPath.has(task.id) ? ". " + t("On the critical path") : ""),
              ),
              on: { click: () => task.item && openRow(task.id) },
            },
            el(
              "span",
              { class: "node-top" },
              sign(task.item ? kindOf(task.item) : "PENDING"),
              el("span", { class: "id" }, shown(task.name)),
              task.item?.priority === "P0" && prioritySign("P0"),
              el("span", { class: "grow" }),
              task.cost !== undefined && el("span", { class: "muted numeral" }, money(task.cost)),
            ),
            el("span", { class: "node-task" }, shown(task.text)),
          ),
        ),
      );
    }
  }
  return { graph, path, size, place };
}

/** The place of a graph. What is in it is drawn anew when the tasks change, and stays where it was scrolled to. */
function graphSection() {
  return el(
    "section",
    { class: "graph-section" },
    el("div", { class: "graph-head" }),
    el("div", { class: "graph-scroll" }),
  );
}

let zoomedOut = false; // whether a graph without room is made smaller

function drawGraph(section, tasks, room) {
  const signature = JSON.stringify([language, tasks, room, zoomedOut]);
  if (section.drawn === signature) return;
  const isFirst = !section.drawn;
  section.drawn = signature;
  const { graph, path, size, place } = planGraph(tasks, room);
  const [head, scroll] = section.children;
  const tall = Math.max(320, innerHeight * 0.62);
  const share = Math.min(1, room / size.width, tall / size.height);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  head.replaceChildren();
  add(head, [
    path.length > 0 &&
    el(
      "p",
      { class: "legend" },
      el("span", { class: "legend-line" }),
      t("Critical path"),
      ": ",
      el(
        "span",
        { class: "muted" },
        path.length > 12
          ? many(path.length, "1 task", "{n} tasks")
          : path.map((id, at) => [at > 0 && " → ", shown(byId.get(id).name)]),
      ),
    ),
    el("span", { class: "grow" }),
    share < 1 &&
    button(t("Zoom out"), {
      kind: "quiet",
      fk: "zoom",
      "aria-pressed": String(zoomedOut),
      on: () => {
        zoomedOut = !zoomedOut;
        changed("plans");
      },
    }),
  ]);
  const scale = zoomedOut ? Math.max(share, 0.4) : 1;
  graph.style.setProperty("transform", scale < 1 ? `scale(${scale})` : "none");
  scroll.style.setProperty("max-height", tall + 20 + "px");
  // A graph without room begins where the work is.
  const next = place.get((tasks.find((task) => task.item && task.item.status !== "DONE") ?? tasks[0]).id);
  const [left, top] = isFirst
    ? [next.x - scroll.clientWidth / 3, next.y - tall / 3]
    : [scroll.scrollLeft, scroll.scrollTop];
  scroll.replaceChildren(
    el("div", { set: { width: size.width * scale + "px", height: size.height * scale + "px" } }, graph),
  );
  scroll.scrollTo({ left, top, behavior: "instant" });
}
