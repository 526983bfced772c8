// What can be done with plans and with the queue.

function approvePlan(plan, hash, tasks) {
  openDialog({
    title: t("Approve the plan?"),
    intro: el("p", {}, el("strong", {}, shown(plan)), " · ", many(tasks, "1 task", "{n} tasks")),
    confirm: t("Approve"),
    command: () => `orch plan approve ${shellQuoted(plan)} --hash ${hash ?? "HASH"}`,
    run: async () => {
      await ask("POST", `/v1/plans/${encodeURIComponent(plan)}/approve`, hash ? { hash } : {});
      toast(t("Approved"), plan);
      refresh("all");
    },
  });
}

function rejectPlan(plan) {
  openDialog({
    title: t("Reject the plan"),
    intro: el("p", {}, el("strong", {}, shown(plan))),
    kind: "danger",
    fields: [{ name: "reason", label: t("Reason"), kind: "text", required: t("Say why."), draft: "plan:" + plan }],
    confirm: t("Reject"),
    command: ({ reason }) => `orch plan reject ${shellQuoted(plan)} --reason ${shellQuoted(reason.trim() || "TEXT")}`,
    run: async ({ reason }) => {
      await ask("POST", `/v1/plans/${encodeURIComponent(plan)}/reject`, { reason: reason.trim() });
      toast(t("Rejected"), plan);
      refresh("all");
    },
  });
}

function pauseQueue() {
  openDialog({
    title: t("Pause the queue?"),
    intro: el("p", { class: "muted" }, t("Nothing new starts. What is at work goes on.")),
    fields: [{ name: "reason", label: t("Reason (optional)"), kind: "text", rows: 2, draft: "pause" }],
    confirm: t("Pause"),
    command: ({ reason }) => "ops pause" + (reason.trim() ? " --reason " + shellQuoted(reason.trim()) : ""),
    run: async ({ reason }) => {
      await ask("POST", "/v1/pause", reason.trim() ? { reason: reason.trim() } : {});
      toast(t("The queue is paused"));
      refresh("overview", 0);
    },
  });
}

async function resumeQueue() {
  try {
    await ask("POST", "/v1/resume", {});
    toast(t("The queue goes on"));
  } catch (error) {
    refuse(error.message, error.hint);
  }
  refresh("overview", 0);
}
