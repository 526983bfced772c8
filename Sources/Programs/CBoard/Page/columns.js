// The board: a column for each status, with cards that can be dragged.

const cardsAtFirst = 60;
const drawnCards = new Map(); // how many cards of a column are drawn
let dragged = null;

function cardOf(item) {
  const blockers = openBlockers(item);
  const labels = item.labels ?? [];
  const kind = kindOf(item);
  const since = item.status === "IN_PROGRESS" ? startedOf(item) : null;
  const facts = [
    item.priority === "P0" && prioritySign("P0"),
    (kind === "question" || kind === "approval") && el("span", { class: "chip kind-" + kind }, statusName(kind)),
    blockers.length > 0 &&
    el(
      "span",
      { class: "fact", title: t("Waits for") + " " + spelled(blockers.join(", ")) },
      icon("link"),
      blockers.length === 1 ? shown(blockers[0]) : blockers.length,
    ),
    item.plan && !String(item.id).startsWith(item.plan + ".") &&
    el("span", { class: "fact" }, icon("plans"), shown(item.plan)),
    labels.slice(0, 3).map(labelChip),
    labels.length > 3 && el("span", { class: "muted" }, "+" + (labels.length - 3)),
    item.status !== "DONE" && dueLabel(item),
    item.attempt_count > 0 && item.status !== "DONE" &&
    el(
      "span",
      {
        class: "fact",
        title: many(item.attempt_count, "1 attempt ended without success", "{n} attempts ended without success"),
      },
      icon("retry"),
      item.attempt_count,
    ),
    since !== null && ago(since),
    item.status === "IN_PROGRESS" && item.owner_session &&
    el("span", { class: "fact owner" }, shown(item.owner_session)),
  ].filter((fact) => fact && !(Array.isArray(fact) && fact.length === 0));
  return el(
    "li",
    {
      class: "card" + (selected.has(item.id) ? " selected" : ""),
      "data-row": item.id,
      "data-fk": "card:" + item.id,
      tabindex: "-1",
      draggable: "true",
      "aria-label": spelled(`${item.id}, ${item.priority ?? ""}, ${item.task ?? ""}`) +
        (selected.has(item.id) ? ", " + t("selected") : ""),
      "aria-roledescription": t("row"),
      on: { click: (event) => clickRow(event, item), dragstart: (event) => beginDrag(event, item), dragend: endDrag },
    },
    el("div", { class: "card-top" }, sign(kind), idOf(item.id)),
    el("div", { class: "card-task" }, shown(item.task ?? "")),
    facts.length > 0 && el("div", { class: "card-facts" }, facts),
  );
}

function cardSignature(item) {
  return [
    language,
    item.status,
    item.priority,
    item.task,
    item.owner_session,
    item.due_at_kst,
    item.notes,
    item.started_at_kst,
    item.attempt_count,
    openBlockers(item).length,
    isOverdue(item),
    selected.has(item.id),
  ].join("\u0000");
}

function drawColumns(main) {
  if (state.rows.size === 0 && state.problem) return keyed(main, [problemEntry()]);
  if (!state.loaded) return keyed(main, [skeletonEntry()]);
  if (state.rows.size === 0) return keyed(main, [emptyInbox()]);
  const groups = new Map(statuses.map((status) => [status, []]));
  for (const item of filteredRows(false)) {
    if (!groups.has(item.status)) groups.set(item.status, []);
    groups.get(item.status).push(item);
  }
  if (state.filters.status.length) {
    for (const status of statuses) if (!state.filters.status.includes(status)) groups.delete(status);
  }
  for (const [status, items] of groups) {
    if (status === "DONE") items.reverse();
    else items.sort(orders.priority);
  }
  keyed(main, [{ key: "columns", sig: language, make: () => el("div", { class: "columns" }) }]);
  const place = main.firstChild;
  keyed(place, [...groups].map(([status]) => ({ key: status, sig: language, make: () => columnOf(status) })));
  for (const [status, items] of groups) fillColumn(place.keyedNodes.get(status), status, items);
  rove(main);
}

function columnOf(status) {
  const title = statusName(status) ?? shown(status);
  const list = el("ul", { class: "cards", "aria-label": statusName(status) ?? spelled(status) });
  const node = el(
    "section",
    {
      class: "column",
      "data-status": status,
      on: {
        dragover: (event) => allowDrop(event, node, status),
        dragleave: (event) => {
          if (!node.contains(event.relatedTarget)) node.classList.remove("over");
        },
        drop: (event) => drop(event, status),
      },
    },
    el(
      "h2",
      { class: "column-head" },
      sign(statuses.includes(status) ? status : "other"),
      title,
      el("span", { class: "count" }),
    ),
    list,
  );
  list.addEventListener("scroll", () => {
    if (list.scrollTop + list.clientHeight < list.scrollHeight - 600) return;
    if ((drawnCards.get(status) ?? cardsAtFirst) >= Number(node.dataset.total)) return;
    drawnCards.set(status, (drawnCards.get(status) ?? cardsAtFirst) + cardsAtFirst);
    changed("rows");
  }, { passive: true });
  return node;
}

function fillColumn(node, status, items) {
  node.dataset.total = items.length;
  node.querySelector(".count").textContent = count(items.length);
  const list = node.querySelector("ul");
  const drawn = items.slice(0, drawnCards.get(status) ?? cardsAtFirst);
  const entries = drawn.map((item) => ({
    key: item.id ?? "line" + item.line,
    sig: cardSignature(item),
    flash: item.status + item.notes,
    make: () => cardOf(item),
  }));
  if (items.length === 0) {
    entries.push({
      key: "none",
      sig: language + filterCount(),
      make: () =>
        el(
          "li",
          { class: "column-empty" },
          filterCount() > 0 ? t("No row fits") : {
            PENDING: t("Nothing is pending."),
            IN_PROGRESS: t("Nobody is at work."),
            BLOCKED: t("Nothing is blocked."),
            FAILED: t("Nothing failed."),
            DONE: t("Nothing is done yet."),
          }[status] ?? t("No rows"),
        ),
    });
  }
  if (drawn.length < items.length) {
    entries.push({
      key: "more",
      sig: language + (items.length - drawn.length),
      make: () =>
        el(
          "li",
          { class: "column-more" },
          button(many(items.length - drawn.length, "1 more", "{n} more"), {
            kind: "quiet",
            on: () => {
              drawnCards.set(status, drawn.length + cardsAtFirst);
              changed("rows");
            },
          }),
        ),
    });
  }
  keyed(list, entries);
  for (const card of list.querySelectorAll(".card.open")) {
    if (card.dataset.row !== detail.id) card.classList.remove("open");
  }
  if (detail.id) list.keyedNodes.get(detail.id)?.classList.add("open");
}

function beginDrag(event, item) {
  dragged = item;
  event.dataTransfer.setData("text/plain", item.id);
  event.dataTransfer.effectAllowed = "move";
  event.currentTarget.classList.add("dragged");
  for (const column of document.querySelectorAll(".column")) {
    const action = moveOf(item, column.dataset.status);
    column.classList.toggle("takes", action !== null);
    column.classList.toggle("refuses", action === null && column.dataset.status !== item.status);
    if (action) column.dataset.action = actionKinds[action].name();
  }
}

function endDrag(event) {
  event.currentTarget.classList.remove("dragged");
  dragged = null;
  for (const column of document.querySelectorAll(".column")) {
    column.classList.remove("takes", "refuses", "over");
    delete column.dataset.action;
  }
}

function allowDrop(event, node, status) {
  if (!dragged || dragged.status === status) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  if (moveOf(dragged, status)) node.classList.add("over");
}

function drop(event, status) {
  if (!dragged) return;
  event.preventDefault();
  const action = moveOf(dragged, status);
  if (action) return act(action, dragged);
  // A drop that the rules do not allow says why.
  const values = { id: dragged.id, status: statusName(kindOf(dragged)) ?? dragged.status };
  toast(t("{id} can't be moved there", values), whyNotMoved(dragged, status));
}

/** Why no action moves the row into a column. */
function whyNotMoved(item, status) {
  const blockers = openBlockers(item);
  if (status === "IN_PROGRESS" && blockers.length > 0) return t("It waits for {ids}.", { ids: blockers.join(", ") });
  if (status === "IN_PROGRESS" && item.awaits) return t("It waits for a person. Open it to decide.");
  if (item.status === "DONE") return t("It is done. Undo takes back your last change; a new row begins new work.");
  if (item.status === "IN_PROGRESS" && status === "PENDING") {
    return t("{owner} works on it. Cancel the work first.", { owner: item.owner_session ?? "" });
  }
  if (status === "IN_PROGRESS") return t("Retry it first, so that it waits for a worker.");
  return t("{id} is {status}.", { id: item.id, status: statusName(kindOf(item)) ?? item.status });
}
