// The board: a column for each status, with cards that can be dragged.

let dragged = null;

function cardOf(item) {
  const blockers = openBlockers(item);
  const labels = item.labels ?? [];
  const kind = kindOf(item);
  const since = item.status === "IN_PROGRESS" ? startedOf(item) : null;
  const facts = [
    item.priority === "P0" && prioritySign("P0"),
    ["question", "approval", "cancelled"].includes(kind) &&
    el("span", { class: "chip kind-" + kind }, statusName(kind)),
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
    item.status === "IN_PROGRESS" && item.owner_session && actorName("span", item.owner_session, { class: "fact" }),
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
  if (rowCount() === 0) return keyed(main, [emptyInbox()]);
  wantDone();
  const groups = new Map(once("columns", rowsByStatus));
  if (groups.has("DONE") && showsDone()) groups.set("DONE", loadedDone());
  keyed(main, [{ key: "columns", sig: language, make: () => el("div", { class: "columns" }) }]);
  const place = main.firstChild;
  keyed(place, [...groups].map(([status]) => ({ key: status, sig: language, make: () => columnOf(status) })));
  for (const [status, items] of groups) fillColumn(place.keyedNodes.get(status), status, items);
  if (state.reveal) revealCard();
  rove(main);
}

/** The rows of each column that is shown, the most urgent first. */
function rowsByStatus() {
  const rows = openRows("column");
  const start = (status) => firstPlace(rows.length, (at) => orders.status(rows[at]) >= status);
  const known = statuses.map((status, at) => [status, rows.slice(start(at), start(at + 1))]);
  const others = groupsBy(rows.slice(start(statuses.length)), (item) => item.status);
  return new Map([...known.filter(([status]) => showsStatus(status)), ...others]);
}

function columnOf(status) {
  const list = el("ul", { class: "cards", "aria-label": statusName(status) ?? spelled(status) });
  const head = [
    sign(statuses.includes(status) ? status : "other"),
    el("span", { class: "column-name" }, statusName(status) ?? shown(status)),
    el("span", { class: "count" }),
  ];
  const node = el(
    "section",
    {
      class: "column",
      "data-status": status,
      on: {
        dragover: (event) => allowDrop(event, node, status),
        dragleave: (event) => {
          if (node.contains(event.relatedTarget)) return;
          node.classList.remove("over");
          showPlace(null);
        },
        drop: (event) => drop(event, status),
      },
    },
    el(
      "h2",
      { class: "column-head" },
      status === "DONE"
        ? el("button", { type: "button", class: "plain", "data-fk": "done", on: { click: toggleDone } }, head)
        : head,
    ),
    list,
  );
  list.addEventListener("scroll", () => listScrolled(list), { passive: true });
  return node;
}

/** How many rows a column has: what is not loaded yet is counted, too. */
function columnCount(status, items) {
  if (status === "DONE") return doneCount();
  if (filterCount() > 0 || !loadsRows()) return items.length;
  return Math.max(items.length, state.overview?.summary?.[status] ?? 0);
}

function fillColumn(node, status, items) {
  const list = node.querySelector("ul");
  const total = columnCount(status, items);
  setText(node.querySelector(".count"), state.overview ? count(total) : "");
  const isFolded = status === "DONE" && !showsDone();
  node.classList.toggle("folded", isFolded);
  node.querySelector("[data-fk=done]")?.setAttribute("aria-expanded", String(!isFolded));
  list.hidden = isFolded;
  if (isFolded) return;
  const problem = status === "DONE" && state.problems.get("done");
  const isLoading = items.length < total;
  const note = problem || items.length === 0 || isLoading;
  showList(list, {
    items: note ? [...items, { note: problem ? "problem" : isLoading ? "loading" : "none" }] : items,
    scroller: list,
    height: 96,
    varies: true,
    key: (item) => item.note ?? item.id ?? "line" + item.line,
    entry: (item) =>
      item.note
        ? { sig: language + filterCount() + problem?.message, make: () => columnNote(item.note, status, problem) }
        : { sig: cardSignature(item), flash: item.status + item.notes, make: () => cardOf(item) },
    place: (card, at) => {
      if (at >= items.length) return;
      card.setAttribute("aria-setsize", total);
      card.setAttribute("aria-posinset", at + 1);
      card.classList.toggle("open", card.dataset.row === detail.id);
    },
    atEnd: status === "DONE" && !problem ? loadMoreDone : null,
  });
}

/** What stands at the end of a column, or in an empty one. */
function columnNote(note, status, problem) {
  if (note === "problem") return el("li", {}, problemBox(problem, () => refresh("done", 0)));
  if (note === "loading") return el("li", { class: "column-empty" }, t("Loading"));
  return el(
    "li",
    { class: "column-empty" },
    filterCount() > 0 ? t("No row fits") : {
      PENDING: t("Nothing is pending."),
      IN_PROGRESS: t("Nobody is at work."),
      BLOCKED: t("Nothing is blocked."),
      FAILED: t("Nothing failed."),
      DONE: t("Nothing is done yet."),
    }[status] ?? t("No rows"),
  );
}

/** Scrolls to the card of the row that was opened, once the panel beside the columns has its place. */
function revealCard() {
  const id = state.reveal;
  if (!state.rows.has(id) && loadsRows()) return;
  state.reveal = null;
  requestAnimationFrame(() => nodeOfRow(id)?.scrollIntoView({ block: "nearest", inline: "nearest" }));
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

function endDrag() {
  if (!dragged) return;
  dragged = null;
  showPlace(null);
  document.querySelector(".card.dragged")?.classList.remove("dragged");
  for (const column of document.querySelectorAll(".column")) {
    column.classList.remove("takes", "refuses", "over");
    delete column.dataset.action;
  }
}

// A card that was drawn anew meanwhile hears no end of its drag. While one goes on, no mouse moves.
document.addEventListener("mousemove", endDrag, { passive: true });

function allowDrop(event, node, status) {
  if (!dragged) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  if (dragged.status === status) return showPlace(placeOfDrop(event, dragged));
  if (moveOf(dragged, status)) node.classList.add("over");
}

function drop(event, status) {
  if (!dragged) return;
  event.preventDefault();
  if (dragged.status === status) {
    const place = placeOfDrop(event, dragged)?.place;
    if (place) return moveRows([dragged], place);
    if (event.target.closest(".card")?.dataset.row === dragged.id) return;
    return refuse(t("A column is in the order of priority"), t("Edit the priority to move the row past others."));
  }
  const action = moveOf(dragged, status);
  if (action) return act(action, dragged);
  // A drop that the rules do not allow says why.
  const values = { id: dragged.id, status: statusName(kindOf(dragged)) ?? dragged.status };
  refuse(t("{id} can't be moved there", values), whyNotMoved(dragged, status));
}

/** Why no action moves the row into a column. */
function whyNotMoved(item, status) {
  const blockers = openBlockers(item);
  if (status === "IN_PROGRESS" && blockers.length > 0) return t("It waits for {ids}.", { ids: blockers.join(", ") });
  if (status === "IN_PROGRESS" && item.awaits) return t("It waits for a person. Open it to decide.");
  if (item.status === "DONE") return t("It is done. Reopen it first.");
  if (item.status === "IN_PROGRESS" && status === "PENDING") {
    return t("{owner} works on it. Cancel the work first.", { owner: nameOf(item.owner_session) });
  }
  if (status === "IN_PROGRESS") return t("Retry it first, so that it waits for a worker.");
  return statusSaid(item);
}
