// What can be done with a row, from wherever: each has a dialog, a request, and a command.

/** What the rules probably allow, by what a list knows of a row. The server says it for certain before it is done. */
function likelyActions(item) {
  const list = [];
  if (item.awaits === "answer") list.push("answer");
  if (item.awaits === "approval" || (item.approval === "start" && item.status === "PENDING")) {
    list.push("approve", "reject");
  }
  if (item.approval === "start" && item.status === "FAILED") list.push("approve");
  if (item.status === "FAILED" || (item.status === "BLOCKED" && !item.awaits)) list.push("retry");
  const isOpen = ["PENDING", "IN_PROGRESS", "BLOCKED"].includes(item.status);
  if (item.status === "PENDING" && item.approval !== "start" && openBlockers(item).length === 0) {
    list.push("pick", "assign");
  }
  if (item.status === "IN_PROGRESS") {
    if (!item.owner_session) list.push("release", "assign");
  }
  if (isOpen) list.push("done", "block", "fail", "cancel");
  if (item.status === "DONE") list.push("reopen");
  if (item.status !== "IN_PROGRESS") list.push("rm");
  if (["PENDING", "BLOCKED", "FAILED"].includes(item.status)) list.push("split");
  list.push("edit", "move");
  return list;
}

/** What can be done with a row, of what the page does. */
function allowedFor(item) {
  const allowed = detail.id === item.id && detail.show?.allowed ? detail.show.allowed : likelyActions(item);
  return withPlaces(withRetry(item, allowed)).filter((action) => action in actionKinds);
}

/** The actions, with a retry of a failed row that has no attempt left, which its dialog allows. */
function withRetry(item, actions) {
  return item.status === "FAILED" && !actions.includes("retry") ? ["retry", ...actions] : actions;
}

/** The actions, with those that move the row for `move`. */
function withPlaces(actions) {
  return actions.flatMap((action) => action === "move" ? Object.keys(placeActions) : action);
}

/** The actions that stand on the open row as buttons: those for what it waits for, if it waits for a person. */
function mainActions(item) {
  const allowed = allowedFor(item);
  const work = item.awaits ? [] : ["retry", "pick", ...(item.status === "IN_PROGRESS" ? ["done"] : []), "release"];
  return ["approve", "reject", ...work, "reopen", "edit", "cancel"].filter((action) => allowed.includes(action));
}

/** The other actions that the row allows, for a menu. */
function otherActions(item) {
  const main = mainActions(item);
  return allowedFor(item).filter((action) => action !== "answer" && !main.includes(action));
}

const actionKinds = {
  answer: { glyph: "comment", keys: "a", name: () => t("Answer"), command: (id) => `orch answer ${id} TEXT` },
  approve: { glyph: "check", keys: "a", name: () => t("Approve"), command: (id) => `orch approve ${id}` },
  reject: { glyph: "x", keys: "r", name: () => t("Reject"), command: (id) => `orch reject ${id} --reason TEXT` },
  retry: { glyph: "retry", keys: "r", name: () => t("Retry"), command: (id) => `ops retry ${id}` },
  edit: { glyph: "edit", keys: "e", name: () => t("Edit"), command: (id) => `orch edit ${id} --editor` },
  cancel: { glyph: "stop", keys: "Shift+x", name: () => t("Cancel the work"), command: (id) => `ops cancel ${id}` },
  pick: { glyph: "play", keys: "t", name: () => t("Take"), command: (id) => `orch pick ${id}` },
  done: { glyph: "check", keys: "Shift+d", name: () => t("Finish"), command: (id) => `orch done ${id}` },
  release: { glyph: "leave", keys: "Shift+t", name: () => t("Give back"), command: (id) => `orch release ${id}` },
  assign: {
    glyph: "workers",
    keys: "i",
    name: () => t("Assign"),
    command: (id) => `orch assign ${id} --owner-session SESSION`,
  },
  split: { glyph: "down", keys: "s", name: () => t("Split"), command: (id) => `orch split ${id} TASK TASK` },
  block: { glyph: "pause", name: () => t("Block"), command: (id) => `orch block ${id} --notes TEXT` },
  fail: { glyph: "x", name: () => t("Mark as failed"), command: (id) => `orch fail ${id} --notes TEXT` },
  reopen: { glyph: "retry", name: () => t("Reopen"), command: (id) => `ops replan ${id} --force --notes TEXT` },
  up: { glyph: "up", keys: "Alt+ArrowUp", name: () => t("Move up"), command: (id) => `orch move ${id} --up` },
  down: { glyph: "down", keys: "Alt+ArrowDown", name: () => t("Move down"), command: (id) => `orch move ${id} --down` },
  top: { glyph: "up", name: () => t("Move to the top"), command: (id) => `orch move ${id} --top` },
  bottom: { glyph: "down", name: () => t("Move to the bottom"), command: (id) => `orch move ${id} --bottom` },
  rm: { glyph: "close", keys: "Delete", name: () => t("Delete"), command: (id) => `orch rm ${id}` },
};

// What `move` of the server is on the page.
const placeActions = {
  up: (item) => moveBy(item, -1),
  down: (item) => moveBy(item, 1),
  top: (item) => moveRows([item], { to: "top" }),
  bottom: (item) => moveRows([item], { to: "bottom" }),
};

function actionButton(action, item, { kind = "", short = false } = {}) {
  const { glyph, keys, name, command } = actionKinds[action];
  return button(short ? null : name(), {
    glyph,
    keys,
    kind: kind || (short ? "bare" : ""),
    label: name(),
    command: command(shellQuoted(item.id)),
    fk: `${action}:${item.id}`,
    "aria-haspopup": action === "edit" ? null : "dialog",
    on: (event) => {
      event.stopPropagation();
      act(action, item);
    },
  });
}

function intro(item) {
  return el("p", { class: "dialog-row" }, sign(kindOf(item)), idOf(item.id), el("span", {}, shown(item.task)));
}

/** Posts a transition, and tells what became of the row. `next` says what it waits for then, and which action ends that. */
async function transition(item, verb, body, said, next = null) {
  const change = await ask("POST", `/v1/rows/${encodeURIComponent(item.id)}/${verb}`, body);
  takeItem(change);
  const to = change?.to ?? change?.item?.status;
  toast(
    said,
    next?.text ?? (to ? `${item.id} → ${statusName(to) ?? to}` : item.id),
    undoOf(change),
    next && { text: actionKinds[next.action].name(), on: () => act(next.action, change.item ?? item) },
  );
  settled(item.id);
}

/** The way to take a change back that this page made; the server refuses it once another command came later. */
function undoOf(change) {
  const command = commandOf(change);
  return command && {
    text: t("Undo"),
    on: async () => {
      try {
        const undone = await ask("POST", "/v1/undo", { command });
        for (const change of undone.changes) takeItem(change);
        toast(t("Taken back"), undone.changes.map((change) => change.id).join(", "));
      } catch (error) {
        refuse(error.message, error.hint);
      }
      refresh("all");
    },
  };
}

/** What stands for the row as the page shows it; nothing else is decided. */
function shownDigest(item) {
  if (detail.id === item.id && detail.show?.approval_digest) return detail.show.approval_digest;
  return state.waiting?.rows?.find((row) => row.id === item.id)?.approval_digest ?? item.approval_digest;
}

const statusSaid = (item) => t("{id} is {status}.", { id: item.id, status: statusName(kindOf(item)) ?? item.status });

const refuseFor = (item) => refuse(t("Not now"), statusSaid(item));

/** Begins an action: the server is asked first whether the rules still allow it. */
async function act(action, item) {
  if (!item) return;
  if (!withPlaces(likelyActions(item)).includes(action) || detail.id !== item.id) {
    try {
      const show = await load("/v1/rows/" + encodeURIComponent(item.id));
      takeRow(show.item);
      item = { ...show.item, approval_digest: show.approval_digest };
      if (show.allowed && !withPlaces(withRetry(show.item, show.allowed)).includes(action)) {
        refuseFor(item);
        changed("rows");
        return;
      }
    } catch (error) {
      refuse(error.message, error.hint);
      return;
    }
  }
  dialogs[action](item);
}

const dialogs = {
  answer(item) {
    openDialog({
      title: t("Answer the question"),
      intro: [intro(item), item.question && el("blockquote", {}, shown(questionOf(item.question), true))],
      fields: [{
        name: "text",
        label: t("Your answer"),
        kind: "text",
        required: t("Write an answer first."),
        draft: "answer:" + item.id,
        hint: t("The next attempt is told the question and your answer."),
      }],
      confirm: t("Send answer"),
      command: ({ text }) => `orch answer ${shellQuoted(item.id)} ${shellQuoted(text.trim() || "TEXT")}`,
      run: ({ text }) => transition(item, "answer", answerOf(item, text), t("Answered")),
    });
  },
  approve: openApproval,
  reject(item) {
    const comments = commentsOf(item.id);
    const digest = shownDigest(item);
    const isStart = item.approval === "start" && item.awaits === "approval";
    openDialog({
      title: t("Reject the work"),
      wide: comments.length > 0,
      intro: [
        intro(item),
        comments.length > 0 &&
        el(
          "p",
          { class: "muted" },
          many(
            comments.length,
            "Your comment on the diff is part of the reason.",
            "Your {n} comments on the diff are part of the reason.",
          ),
        ),
      ],
      fields: [{
        name: "reason",
        label: t("Reason"),
        kind: "text",
        required: isStart ? t("Say why.") : t("Say why, so that the next attempt can do better."),
        draft: "reject:" + item.id,
        value: reasonOf(item.id),
        rows: Math.max(4, Math.min(12, comments.length + 3)),
        hint: isStart
          ? t("It stays blocked until somebody retries it, and its worker is then told this.")
          : t("The next attempt is told this, word for word."),
      }],
      confirm: t("Reject"),
      kind: "danger",
      command: ({ reason }) => `orch reject ${shellQuoted(item.id)} --reason ${shellQuoted(reason.trim() || "TEXT")}`,
      run: async ({ reason }) => {
        await transition(item, "reject", { reason: reason.trim(), digest }, t("Rejected"));
        clearComments(item.id);
      },
    });
  },
  cancel(item) {
    const stops = detail.id === item.id && !!runningAttempt();
    openDialog({
      title: stops ? t("Stop the work on this row?") : t("Cancel the work on this row?"),
      intro: [
        intro(item),
        el(
          "p",
          { class: "muted" },
          item.status === "IN_PROGRESS"
            ? t("Its worker is ended. The row becomes blocked until somebody retries it.")
            : t("The row becomes blocked until somebody retries it."),
        ),
      ],
      fields: [{ name: "reason", label: t("Reason (optional)"), kind: "text", rows: 2, draft: "cancel:" + item.id }],
      confirm: stops ? t("Stop") : t("Cancel the work"),
      kind: "danger",
      command: ({ reason }) =>
        `ops cancel ${shellQuoted(item.id)}` + (reason.trim() ? " --reason " + shellQuoted(reason.trim()) : ""),
      run: ({ reason }) =>
        transition(item, "cancel", reason.trim() ? { reason: reason.trim() } : {}, t("Cancelled"), {
          text: t("{id} stays blocked until somebody retries it.", { id: item.id }),
          action: "retry",
        }),
    });
  },
  retry(item) {
    openDialog({
      title: t("Try this row again?"),
      intro: intro(item),
      fields: [{
        name: "fresh",
        label: t("Begin anew from the base"),
        kind: "check",
        hint: t("Its worktree is removed; its branch is kept under another name."),
      }, {
        name: "force",
        label: t("Also if no attempt is left"),
        kind: "check",
        value: detail.id === item.id && detail.show?.allowed && !detail.show.allowed.includes("retry"),
      }],
      confirm: t("Retry"),
      command: ({ fresh, force }) =>
        `ops retry ${shellQuoted(item.id)}` + (force ? " --force" : "") + (fresh ? " --fresh" : ""),
      run: ({ fresh, force }) =>
        transition(item, "retry", force ? { fresh, force } : { fresh }, t("Waits for a worker again")),
    });
  },
  edit(item) {
    openRow(item.id);
    startEditing();
  },
  ...Object.fromEntries(
    ["pick", "done", "release", "assign", "split", "block", "fail", "reopen", "rm"].map((
      action,
    ) => [action, (item) => changeRows(action, [item])]),
  ),
  ...placeActions,
};

/** An answer is to the question that was read: to another one it is refused. */
function answerOf(item, text) {
  const number = Number(notesOf(item).control.findLast((segment) => segment.startsWith("question="))?.slice(9));
  const answer = { text: text.trim(), digest: shownDigest(item) };
  return Number.isInteger(number) && number > 0 ? { ...answer, question: number } : answer;
}

/** A question without the label that a report puts before it. */
function questionOf(text) {
  return String(text ?? "").replace(/^Reason:\s*/, "");
}
