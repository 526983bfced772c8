// Adding a row.

let addKey = null; // the key of the row that is being added: a repeated request adds nothing

const splitList = (text) => text.split(/[,\s]+/).map((each) => each.trim()).filter(Boolean);

function addCommand(values) {
  const word = (name, value) => (value?.trim() ? ` --${name} ${shellQuoted(value.trim())}` : "");
  return "orch add " + shellQuoted(values.task.trim() || "TASK") + word("criteria", values.success_criteria) +
    (values.priority !== "P1" ? word("priority", values.priority) : "") +
    word("after", splitList(values.after).join(",")) + word("label", splitList(values.labels).join(",")) +
    word("due", sentTime(values.due)) + word("not-before", sentTime(values.not_before, true)) +
    word("worker", values.worker) +
    word("notes", values.notes) + word("id", values.id) + word("approval", values.approval) +
    word("plan", values.plan) + word("timeout", values.timeout);
}

function newRow() {
  addKey ??= "board-" + crypto.getRandomValues(new Uint32Array(4)).join("-");
  openDialog({
    title: t("New row"),
    wide: true,
    initial: "task",
    fields: [
      {
        name: "task",
        label: t("Task"),
        kind: "text",
        rows: 2,
        draft: "new.task",
        required: t("Say what is to be done."),
        placeholder: t("What is to be done?"),
      },
      {
        name: "success_criteria",
        label: t("Criteria"),
        kind: "criteria",
        draft: "new.criteria",
        hint: t("How will you know that it is done? Without criteria, a person has to approve it."),
      },
      {
        name: "priority",
        label: t("Priority"),
        kind: "choice",
        size: "third",
        value: "P1",
        options: priorityOptions(),
      },
      { name: "due", label: t("Due"), kind: "time", size: "third", draft: "new.due" },
      {
        name: "worker",
        label: t("Worker"),
        kind: "pick",
        size: "third",
        draft: "new.worker",
        placeholder: t("by the routes"),
        options: proposals.worker,
        isKnown: true,
      },
      {
        name: "labels",
        label: t("Labels"),
        kind: "pick",
        several: true,
        size: "half",
        draft: "new.labels",
        placeholder: "web, docs",
        options: proposals.labels,
      },
      {
        name: "after",
        label: t("Waits for"),
        kind: "pick",
        several: true,
        size: "half",
        draft: "new.after",
        placeholder: t("An ID or words of a row"),
        options: proposals.after,
        isKnown: true,
      },
      { name: "notes", label: t("Notes"), kind: "text", rows: 2, draft: "new.notes" },
      { name: "approval", label: t("Approval"), kind: "choice", size: "third", options: approvalOptions(), more: true },
      {
        name: "not_before",
        label: t("Not before"),
        kind: "time",
        isStart: true,
        size: "third",
        draft: "new.not_before",
        more: true,
      },
      {
        name: "plan",
        label: t("Plan"),
        kind: "pick",
        size: "third",
        draft: "new.plan",
        options: proposals.plan,
        more: true,
      },
      { name: "id", label: t("ID"), size: "third", draft: "new.id", placeholder: t("next free one"), more: true },
      {
        name: "timeout",
        label: t("Time for an attempt"),
        size: "third",
        draft: "new.timeout",
        placeholder: "30m",
        more: true,
      },
    ],
    confirm: t("Add row"),
    command: addCommand,
    run: async (values) => {
      const body = { task: values.task.trim(), priority: values.priority };
      const put = (name, value) => {
        if (value.length) body[name] = value;
      };
      put("success_criteria", values.success_criteria);
      put("due", sentTime(values.due));
      put("not_before", sentTime(values.not_before, true));
      put("id", values.id.trim());
      put("labels", splitList(values.labels));
      put("after", splitList(values.after));
      put("worker", values.worker.trim());
      put("notes", values.notes.trim());
      put("approval", values.approval);
      put("plan", values.plan.trim());
      put("timeout", values.timeout.trim());
      let added;
      try {
        added = await ask("POST", "/v1/rows", body, { "Idempotency-Key": addKey });
      } catch (error) {
        // A refusal added nothing, so that the next try is another request. Only what may have arrived keeps its key.
        if (error.status >= 400 && error.status < 500) {
          addKey = "board-" + crypto.getRandomValues(new Uint32Array(4)).join("-");
        }
        throw error;
      }
      addKey = null;
      for (const item of added.items ?? []) takeRow(item);
      const id = added.ids?.[0];
      toast(t("Added"), id, undoOf(added), id && { text: t("Open"), on: () => openRow(id) });
      changed("rows");
      refresh("overview", 0);
    },
  });
}
