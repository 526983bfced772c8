// Changes that people make to rows: to one, or to all that are selected, as one command that Undo takes back.

const selected = new Set(); // the ids of the selected rows

const reasonField = () => ({ name: "notes", label: t("Reason"), kind: "text", rows: 2, required: t("Say why.") });

/** What each change asks for, and what it says when it is made. `field` is asked for; `direct` asks nothing. */
const rowChanges = {
  pick: { direct: true, said: () => t("Taken") },
  release: { direct: true, said: () => t("Given back") },
  done: {
    title: () => t("Finish the work?"),
    field: () => ({ name: "notes", label: t("Note (optional)"), kind: "text", rows: 2 }),
    said: () => t("Done"),
  },
  block: {
    title: () => t("Block until a person moves it?"),
    field: reasonField,
    said: () => t("Blocked"),
  },
  fail: {
    title: () => t("Mark the work as failed?"),
    kind: "danger",
    field: reasonField,
    said: () => t("Marked as failed"),
  },
  assign: {
    title: (items) =>
      !allPending(items)
        ? t("Hand the work to another session")
        : items.length === 1
        ? t("Assign the row")
        : t("Assign the rows"),
    field: (items) => ({
      name: "to",
      label: allPending(items) ? t("Person, session or worker") : t("Session"),
      kind: "pick",
      options: () => proposals.owner(items),
      required: t("Name the session."),
      hint: allPending(items) ? t("A worker starts by itself; anyone else has the row at once.") : null,
    }),
    run: (items, to) => isWorkerFor(items, to) ? postChange("assign", items, { worker: to }) : null,
    said: () => t("Assigned"),
  },
  split: {
    title: () => t("Split the row into steps"),
    field: () => ({
      name: "tasks",
      label: t("One step per line"),
      kind: "text",
      rows: 5,
      required: t("Write a step first."),
      hint: t("The row waits for its steps."),
    }),
    more: () => [{ name: "in_sequence", label: t("One after the other"), kind: "check", value: false }],
    run: (items, text, values) => splitRow(items[0], text, values.in_sequence),
  },
  rm: { direct: true, said: () => t("Deleted") },
  reopen: {
    title: () => t("Reopen the row?"),
    field: reasonField,
    said: () => t("Waits for a worker again"),
  },
  move: { direct: true, said: () => t("Moved") },
  // Of several rows; one row has a dialog of its own.
  cancel: { direct: true, said: () => t("Cancelled") },
  retry: { direct: true, said: () => t("Waits for a worker again") },
};

const allPending = (items) => items.every((item) => item.status === "PENDING");

/** Whether the name is that of a worker of orch.json, which starts by itself on rows that nobody has. */
const isWorkerFor = (items, name) => allPending(items) && (state.workers ?? []).some((worker) => worker.name === name);

/** The command that makes a change of rows, with its values. */
function changeCommand(action, items, values = {}) {
  const ids = items.map((item) => item.id);
  const names = ids.map(shellQuoted).join(" ");
  if (action === "reopen") return `ops replan ${names} --force --notes ${shellQuoted(values.notes?.trim() || "TEXT")}`;
  if (action === "split") {
    const steps = stepsOf(values.tasks ?? "");
    return `orch split ${names} ${(steps.length ? steps : ["TASK"]).map(shellQuoted).join(" ")}` +
      (values.in_sequence ? " --in-sequence" : "");
  }
  if (action === "assign") {
    const to = values.to?.trim() || "SESSION";
    if (isWorkerFor(items, to)) return `orch edit ${names} --worker ${shellQuoted(to)}`;
    return ids.map((id) => `orch assign ${shellQuoted(id)} --owner-session ${shellQuoted(to)}`).join(" && ");
  }
  const notes = values.notes?.trim() || (action === "done" ? "" : rowChanges[action].field ? "TEXT" : "");
  return `orch ${action} ${names}` + (notes ? ` --notes ${shellQuoted(notes)}` : "");
}

/** Makes a change to all of these rows, or to none. */
async function postChange(action, items, body = {}) {
  const answer = await ask("POST", "/v1/changes", { change: action, ids: items.map((item) => item.id), ...body });
  takeItem(answer);
  for (const { id, item } of answer.changes) {
    settled(id);
    selected.delete(id);
    if (!item && detail.id === id) closeRow();
  }
  // A pause keeps a row from being taken, which a warning says.
  if (answer.changes.length === 0) return refuse(t("Not now"), answer.warnings?.[0]);
  const ids = answer.changes.map(({ id }) => id);
  if (action === "move") takePlace(ids, body);
  const to = action === "assign" ? ` → ${body.worker ?? body.to}` : "";
  toast(rowChanges[action].said(), ids.join(", ") + to, isClaim(action, answer) ? givingBack(items) : undoOf(answer));
  changed("rows", "notices");
}

/** Whether the rows are at work since the change. */
const isClaim = (action, { changes }) =>
  action === "pick" || (action === "assign" && changes.some(({ from, to }) => from === "PENDING" && to === "IN_PROGRESS"));

/** A claim is not taken back, but nobody has begun to work. */
const givingBack = (items) => ({ text: t("Undo"), on: () => postChange("release", items, { force: true }) });

const stepsOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** Adds a row for each line, for which the row then waits. */
async function splitRow(item, text, inSequence) {
  const body = { tasks: stepsOf(text), in_sequence: !!inSequence };
  const answer = await ask("POST", `/v1/rows/${encodeURIComponent(item.id)}/split`, body);
  for (const added of answer.items) takeItem({ item: added });
  settled(item.id);
  toast(t("Split"), answer.ids.join(", "), undoOf(answer));
  refresh("all");
}

/** Begins a change of rows: with a dialog if it asks for something. */
function changeRows(action, items) {
  if (items.length === 0) return;
  const { direct, title, field, kind, more, run } = rowChanges[action];
  if (direct) {
    postChange(action, items).catch((error) => refuse(error.message, error.hint));
    return;
  }
  const asked = field(items);
  openDialog({
    title: title(items),
    intro: items.length === 1 ? intro(items[0]) : el("p", {}, many(items.length, "1 row", "{n} rows")),
    fields: [items.length === 1 ? { ...asked, draft: `${action}:${items[0].id}` } : asked, ...(more?.() ?? [])],
    confirm: actionKinds[action].name(),
    kind: kind ?? "primary",
    command: (values) => changeCommand(action, items, values),
    run: (values) => {
      const text = values[asked.name].trim();
      return run?.(items, text, values) ?? postChange(action, items, text ? { [asked.name]: text } : {});
    },
  });
}

// Several rows at once

function selectedItems() {
  return [...selected].map((id) => state.rows.get(id)).filter(Boolean);
}

/** Selects a row, or takes it out of the selection. */
function toggleSelected(id) {
  if (!id) return;
  if (!selected.delete(id)) selected.add(id);
  announce(many(selected.size, "1 row is selected", "{n} rows are selected"));
  changed("rows");
}

function clearSelection() {
  if (selected.size === 0) return false;
  selected.clear();
  changed("rows");
  return true;
}

/** A click with a modifier selects; any other opens the row. */
function clickRow(event, item) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) {
    event.preventDefault();
    toggleSelected(item.id);
  } else openRow(item.id);
}

/** The changes that all selected rows probably allow. */
function changesOfSelection(items) {
  const order = ["pick", "assign", "done", "release", "block", "fail", "cancel", "retry", "reopen", "top", "bottom", "rm"];
  return order.filter((action) => items.every((item) => withPlaces(likelyActions(item)).includes(action)));
}

/** The notice above the rows while some are selected. */
function selectionNotice() {
  const items = selectedItems();
  const actions = changesOfSelection(items);
  return {
    key: "selection",
    sig: JSON.stringify([language, items.map((item) => [item.id, item.status])]),
    make: () =>
      el(
        "div",
        { class: "notice selection", role: "toolbar", "aria-label": t("Selected rows") },
        el("span", { class: "grow" }, el("strong", {}, many(items.length, "1 row is selected", "{n} rows are selected"))),
        actions.map((action) =>
          button(actionKinds[action].name(), {
            glyph: actionKinds[action].glyph,
            fk: "selected:" + action,
            on: () => placeActions[action] ? moveRows(items, { to: action }) : changeRows(action, items),
          })
        ),
        button(t("Clear"), { kind: "quiet", fk: "selected:clear", keys: "Escape", on: clearSelection }),
      ),
  };
}
