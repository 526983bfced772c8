// Adding a row.

let addKey = null; // the key of the row that is being added: a repeated request adds nothing

const splitList = (text) => text.split(/[,\s]+/).map((each) => each.trim()).filter(Boolean);
const joinCriteria = (text) =>
  text.split("\n").map((line) => line.trim().replace(/;+$/, "")).filter(Boolean).join("; ");

function addCommand(values) {
  const word = (name, value) => (value?.trim() ? ` --${name} ${shellQuoted(value.trim())}` : "");
  return "orch add " + shellQuoted(values.task.trim() || "TASK") + word("criteria", joinCriteria(values.criteria)) +
    (values.priority !== "P1" ? word("priority", values.priority) : "") +
    word("after", splitList(values.after).join(",")) + word("label", splitList(values.labels).join(",")) +
    word("due", values.due) + word("not-before", values.not_before) + word("worker", values.worker) +
    word("notes", values.notes) + word("id", values.id) + word("approval", values.approval) +
    word("plan", values.plan) + word("timeout", values.timeout);
}

function newRow() {
  addKey ??= "board-" + crypto.getRandomValues(new Uint32Array(4)).join("-");
  const workers = state.workers ?? [];
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
        name: "criteria",
        label: t("Criteria, one a line"),
        kind: "text",
        rows: 3,
        draft: "new.criteria",
        placeholder: "cmd: test\nfile: guide.md",
        hint: t("How one sees that it is done. Without any, a person has to approve it."),
      },
      {
        name: "priority",
        label: t("Priority"),
        kind: "choice",
        size: "third",
        value: "P1",
        options: [["P0", "P0 · " + t("urgent")], ["P1", "P1 · " + t("normal")], ["P2", "P2 · " + t("low")]],
      },
      { name: "due", label: t("Due"), size: "third", draft: "new.due", placeholder: t("2d, tomorrow, 18:00") },
      {
        name: "not_before",
        label: t("Not before"),
        size: "third",
        draft: "new.not_before",
        placeholder: t("2d, tomorrow, 18:00"),
        more: true,
      },
      {
        name: "approval",
        label: t("Approval"),
        kind: "choice",
        size: "third",
        options: [["", t("none")], ["start", t("before its work begins")], ["done", t("once it is done")]],
      },
      { name: "labels", label: t("Labels"), size: "third", draft: "new.labels", placeholder: "web, docs" },
      { name: "after", label: t("Waits for"), size: "third", draft: "new.after", placeholder: "ORCH-001" },
      workers.length > 0
        ? {
          name: "worker",
          label: t("Worker"),
          kind: "choice",
          size: "third",
          options: [["", t("by the routes")], ...workers.map((worker) => [worker.name, worker.name])],
        }
        : { name: "worker", label: t("Worker"), size: "third", draft: "new.worker" },
      { name: "notes", label: t("Notes"), kind: "text", rows: 2, draft: "new.notes" },
      { name: "id", label: t("ID"), size: "third", draft: "new.id", placeholder: t("next free one"), more: true },
      { name: "plan", label: t("Plan"), size: "third", draft: "new.plan", more: true },
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
      put("success_criteria", joinCriteria(values.criteria));
      put("due", values.due.trim());
      put("not_before", values.not_before.trim());
      put("id", values.id.trim());
      put("labels", splitList(values.labels));
      put("after", splitList(values.after));
      put("worker", values.worker);
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
      for (const item of added.items ?? []) state.rows.set(item.id, item);
      const id = added.ids?.[0];
      toast(t("Added"), id, undoOf(added), id && { text: t("Open"), on: () => openRow(id) });
      changed("rows");
      refresh("overview", 0);
    },
  });
}
