// Editing a row without losing what anybody typed.

const editFields = [
  { name: "task", label: () => t("Task"), kind: "text", rows: 2 },
  { name: "success_criteria", label: () => t("Criteria"), kind: "criteria" },
  { name: "priority", label: () => t("Priority"), kind: "choice", options: priorityOptions, size: "third" },
  { name: "due_at_kst", label: () => t("Due"), kind: "time", size: "third" },
  {
    name: "worker",
    label: () => t("Worker"),
    kind: "pick",
    options: () => proposals.worker,
    isKnown: true,
    size: "third",
    placeholder: () => t("by the routes"),
  },
  {
    name: "labels",
    label: () => t("Labels"),
    kind: "pick",
    options: () => proposals.labels,
    several: true,
    size: "third",
  },
  {
    name: "after",
    label: () => t("Waits for"),
    kind: "pick",
    options: (id) => () => proposals.after(id),
    several: true,
    isKnown: true,
    size: "third",
  },
  { name: "notes", label: () => t("Notes"), kind: "text", rows: 3 },
  { name: "approval", label: () => t("Approval"), kind: "choice", options: approvalOptions, size: "third", more: true },
  { name: "not_before", label: () => t("Not before"), kind: "time", isStart: true, size: "third", more: true },
  { name: "plan", label: () => t("Plan"), kind: "pick", options: () => proposals.plan, size: "third", more: true },
  { name: "max_attempts", label: () => t("Attempts at most"), size: "third", more: true },
  { name: "timeout", label: () => t("Time for an attempt"), size: "third", more: true },
  { name: "touches", label: () => t("Paths that it changes"), more: true },
];

/** The fields of a row as texts, as a change names them. */
function fieldsOf(item) {
  const noted = (key) =>
    notesOf(item).control.findLast((segment) => segment.startsWith(key + "="))?.slice(key.length + 1) ?? "";
  return {
    approval: item.approval ?? "",
    plan: item.plan ?? "",
    max_attempts: item.max_attempts === null || item.max_attempts === undefined ? "" : String(item.max_attempts),
    timeout: noted("timeout"),
    touches: noted("touches"),
    task: item.task ?? "",
    success_criteria: item.success_criteria ?? "",
    priority: item.priority ?? "",
    due_at_kst: item.due_at_kst ?? "",
    not_before: noted("not_before").replace("T", " "),
    worker: item.worker ?? "",
    labels: (item.labels ?? []).join(","),
    after: (item.after ?? []).join(","),
    notes: segmentsOf(item.notes).filter((segment) => !isField(segment)).join(" / "),
  };
}

/** The text of a field as it is typed: of the notes `orch` keeps a part. */
function typedForm(field, text) {
  if (field === "notes") return segmentsOf(text).filter((segment) => !isControl(segment)).join(" / ");
  return text;
}

/** The text that a field gets by what is typed. */
function storedForm(field, typed, from) {
  if (field === "success_criteria") return typed;
  if (field === "due_at_kst" || field === "not_before") return sentTime(typed, field === "not_before");
  if (field === "labels" || field === "after") return splitList(typed).join(",");
  const text = typed.replace(/\s*\n\s*/g, " ").trim();
  if (field === "notes") return [text, ...segmentsOf(from).filter(isControl)].filter(Boolean).join(" / ");
  return text;
}

const edits = new Map(); // by id: the texts with which the edit began, and what is typed

function startEditing() {
  const begin = () => {
    const item = detail.show?.item ?? state.rows.get(detail.id);
    if (!item) return false;
    detail.editing = true;
    if (!edits.has(item.id)) edits.set(item.id, savedEdit(item.id) ?? newEdit(item));
    detail.focusNext = "edit:task";
    changed("detail");
    return true;
  };
  if (!begin()) setTimeout(begin, 400);
}

/** `from` are the texts over which it is saved, `seen` those of the row as it was last followed. */
function newEdit(item) {
  return { from: fieldsOf(item), seen: fieldsOf(item), typed: {} };
}

/** An edit that a reload interrupted. */
function savedEdit(id) {
  try {
    const edit = JSON.parse(drafts.get("edit:" + id));
    return edit?.from && edit.seen && edit.typed ? edit : null;
  } catch {
    return null;
  }
}

function forgetEdit(id) {
  edits.delete(id);
  drafts.set("edit:" + id, "");
}

/** Ends the edit. Without a change nothing is asked. */
function stopEditing(force = false) {
  const edit = edits.get(detail.id);
  const dirty = edit && Object.keys(changesOf(edit)).length > 0;
  if (dirty && !force) {
    const id = detail.id;
    openDialog({
      title: t("Discard what you typed?"),
      confirm: t("Discard"),
      kind: "danger",
      run: async () => {
        forgetEdit(id);
        detail.editing = false;
        detail.focusNext = "edit:" + id;
        changed("detail");
      },
    });
    return false;
  }
  forgetEdit(detail.id);
  detail.editing = false;
  detail.focusNext = "edit:" + detail.id;
  changed("detail");
  return true;
}

/** What was typed, as far as it is another text than that with which the edit began. */
function changesOf(edit) {
  const changes = {};
  for (const { name: field } of editFields) {
    if (!(field in edit.typed) || edit.typed[field] === typedForm(field, edit.from[field])) continue;
    const to = storedForm(field, edit.typed[field], edit.from[field]);
    if (to !== edit.from[field]) changes[field] = to;
  }
  return changes;
}

function editForm(item) {
  const edit = edits.get(item.id);
  const id = item.id;
  const notice = el("div", { class: "edit-notice", "aria-live": "polite" });
  const commandPlace = el("div", { class: "dialog-command" });
  const form = el("form", { class: "edit-form", novalidate: true, "aria-label": t("Edit {id}", { id: spelled(id) }) });
  const inputs = new Map();
  const showCommand = () => {
    const changes = changesOf(edit);
    const option = {
      success_criteria: "criteria",
      due_at_kst: "due",
      labels: "label",
      max_attempts: "max-attempts",
      not_before: "not-before",
    };
    commandPlace.replaceChildren(
      commandLine(
        `orch edit ${shellQuoted(id)}` +
          Object.entries(changes).map(([field, text]) => ` --${option[field] ?? field} ${shellQuoted(text || "-")}`)
            .join(""),
      ),
    );
  };
  const moreFields = el("details", {
    class: "more-fields",
    open: editFields.some(({ name, more }) => more && edit.typed[name] !== undefined),
  }, el("summary", {}, t("More")));
  const status = el("button", {
    type: "button",
    class: "button status-button",
    "data-fk": "edit:status",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    on: { click: () => openMoves(status, state.rows.get(id) ?? item) },
  });
  const showStatus = (now) => {
    if (status.signature === kindOf(now) + now.status) return;
    status.signature = kindOf(now) + now.status;
    status.replaceChildren(statusLabel(now));
    status.setAttribute("aria-label", t("Change the status, which is {status}", { status: status.textContent }));
  };
  showStatus(item);
  for (const { label, placeholder, options, more, ...field } of editFields) {
    const { name } = field;
    const from = edit.from[name];
    let choices = options?.(id);
    if (field.kind === "choice" && !choices.some(([value]) => value === from)) {
      choices = [[from, spelled(from)], ...choices];
    }
    const props = { ...field, label: label(), placeholder: placeholder?.(), options: choices, fk: "edit:" + name };
    const node = fieldOf(props, inputs, "edit-");
    const input = inputs.get(name);
    setValue(input, edit.typed[name] ?? typedForm(name, from));
    if (field.kind === "text") input.rows = Math.max(field.rows, Math.min(10, Math.ceil(input.value.length / 60)));
    input.addEventListener("input", () => {
      edit.typed[name] = input.value;
      drafts.set("edit:" + id, JSON.stringify(edit));
      showCommand();
    });
    node.append(el("div", { class: "conflict-place", id: "conflict-" + name }));
    (more ? moreFields : form).append(node);
    if (name === "success_criteria") {
      form.append(el("div", { class: "field third" }, el("span", { class: "label" }, t("Status")), status));
    }
  }
  const save = button(t("Save"), { kind: "primary", keys: "Control+Enter", fk: "edit-save" });
  save.type = "submit";
  form.append(
    moreFields,
    notice,
    el(
      "footer",
      { class: "dialog-foot" },
      commandPlace,
      el("span", { class: "grow" }),
      button(t("Close"), { kind: "quiet", keys: "Escape", on: () => stopEditing() }),
      save,
    ),
  );
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      stopEditing();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (save.disabled) return;
    const sent = { ...edit.typed };
    const changes = changesOf(edit);
    if (Object.keys(changes).length === 0) return stopEditing(true);
    notice.replaceChildren();
    const faults = faultsOf(editFields.filter(({ name }) => name in changes), inputs);
    if (faults.length > 0) return showFaults(faults, notice);
    save.disabled = true;
    try {
      const change = await ask("PATCH", "/v1/rows/" + encodeURIComponent(id), {
        changed: Object.entries(changes).map(([field, to]) => ({
          field,
          from: edit.from[field] || null,
          to: to || null,
        })),
      });
      takeItem(change);
      toast(t("Saved"), id, undoOf(change));
      // The person may have discarded the edit meanwhile.
      if (edits.get(id) !== edit) return;
      takeSaved(sent, edit, fieldsOf(state.rows.get(id) ?? item));
      drafts.set("edit:" + id, JSON.stringify(edit));
      showCommand();
      if (Object.keys(changesOf(edit)).length > 0) return;
      if (detail.id === id) stopEditing(true);
      else forgetEdit(id);
    } catch (error) {
      if (error.code === "changed_since") await showConflict(error, edit, id, inputs, notice);
      else showRefusal(error, inputs, notice);
    } finally {
      save.disabled = false;
    }
  });
  form.followRow = (now) => {
    followEdit(now, edit, inputs);
    showStatus(now);
  };
  showCommand();
  return form;
}

/** After a save what was sent is no change any more, and what was typed meanwhile is one of the saved texts. */
function takeSaved(sent, edit, saved) {
  for (const [field, text] of Object.entries(sent)) {
    if (edit.typed[field] === text) delete edit.typed[field];
    edit.from[field] = saved[field];
    endConflict(field);
  }
}

/** While somebody types, texts of others go into the fields that are untouched; for the rest both are shown. */
function followEdit(item, edit, inputs) {
  const now = fieldsOf(item);
  for (const { name: field } of editFields) {
    if (now[field] === edit.seen[field]) continue;
    edit.seen[field] = now[field];
    // This edit saved it.
    if (now[field] === edit.from[field]) {
      endConflict(field);
      continue;
    }
    const touched = field in changesOf(edit);
    const input = inputs.get(field);
    if (touched || input.contains(document.activeElement)) showBoth(field, now[field], edit, input);
    else {
      edit.from[field] = now[field];
      delete edit.typed[field];
      setValue(input, typedForm(field, now[field]));
    }
  }
}

function endConflict(field) {
  const place = document.getElementById("conflict-" + field);
  place?.replaceChildren();
  delete place?.dataset.now;
}

/** Shows the text now beside what is typed; the person decides. */
function showBoth(field, now, edit, input) {
  const place = document.getElementById("conflict-" + field);
  if (!place || place.dataset.now === now) return;
  place.dataset.now = now;
  const theirs = typedForm(field, now);
  const clear = () => {
    endConflict(field);
    edit.from[field] = now;
    input.focus();
  };
  place.replaceChildren(
    el(
      "div",
      { class: "conflict", role: "alert" },
      el("p", {}, el("strong", {}, t("Changed meanwhile. It says now:"))),
      el("blockquote", {}, theirs ? shown(theirs) : t("(empty)")),
      el(
        "div",
        { class: "comment-acts" },
        button(t("Keep mine"), { on: clear }),
        button(t("Take theirs"), {
          on: () => {
            delete edit.typed[field];
            setValue(input, theirs);
            clear();
          },
        }),
        button(t("Put theirs below mine"), {
          kind: "quiet",
          on: () => {
            setValue(input, input.value + (field === "success_criteria" ? "; " : " ") + theirs);
            edit.typed[field] = input.value;
            clear();
          },
        }),
      ),
    ),
  );
}

/** A save was refused because a cell changed: nothing was changed, and what was typed stays. */
async function showConflict(error, edit, id, inputs, notice) {
  const told = new Map(error.problem.field ? [[error.problem.field, error.problem.now]] : []);
  try {
    const { item } = await load("/v1/rows/" + encodeURIComponent(id));
    const now = fieldsOf(item);
    for (const field of Object.keys(changesOf(edit))) {
      if (!told.has(field) && now[field] !== edit.seen[field]) told.set(field, now[field]);
    }
    edit.seen = now;
  } catch {
    // The text of the error has to do.
  }
  for (const [field, now] of told) if (inputs.has(field)) showBoth(field, now ?? "", edit, inputs.get(field));
  notice.replaceChildren(
    problemBox({
      message: t("Somebody else changed this row. Nothing was saved, and what you typed is still here."),
      hint: told.size > 0 ? t("Decide for each field above, then save again.") : error.message,
    }),
  );
}
