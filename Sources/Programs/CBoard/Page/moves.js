// The menus of a row: moves between the columns of the board, and commands to copy.

/** The action that would move the row into a column, or null. */
function moveOf(item, status) {
  if (item.status === status) return null;
  const actions = likelyActions(item);
  if (status === "DONE" && item.awaits === "approval" && item.approval !== "start") return "approve";
  if (status === "DONE" && !item.awaits && actions.includes("done")) return "done";
  if (status === "IN_PROGRESS" && actions.includes("pick")) return "pick";
  if (status === "FAILED" && actions.includes("fail")) return "fail";
  if (status === "BLOCKED" && item.status !== "FAILED" && actions.includes("cancel")) return "cancel";
  if (status === "PENDING") {
    if (item.status === "DONE") return "reopen";
    if (item.awaits === "answer") return "answer";
    if (item.awaits === "approval") return item.approval === "start" ? "approve" : "reject";
    if (actions.includes("retry")) return "retry";
    if (actions.includes("release")) return "release";
  }
  return null;
}

function openMoves(anchor, item) {
  const moves = statuses.map((status) => [status, moveOf(item, status)]).filter(([, action]) => action);
  const entries = moves.map(([status, action]) => ({
    node: sign(status),
    text: `${statusName(status)}`,
    hint: actionKinds[action].name(),
    on: () => act(action, item),
  }));
  openMenu(anchor, [
    ...(entries.length ? [{ title: t("Move to") }, ...entries] : []),
    { title: t("More") },
    ...otherActions(item).map((action) => menuEntryOf(action, item)),
    { glyph: "edit", text: t("Edit"), on: () => act("edit", item) },
  ], { label: t("Move to") });
}

function menuEntryOf(action, item) {
  const { glyph, name, keys } = actionKinds[action];
  return { glyph, text: name(), hint: keys, on: () => act(action, item) };
}

// What only a terminal does.
const otherCommands = {
  replan: { name: () => t("Plan anew"), command: (id) => `ops replan ${id}` },
};

/** All commands for a row that the rules allow, to be copied. */
function openCommands(anchor, item) {
  const id = shellQuoted(item.id);
  openMenu(anchor, [
    { title: t("The same in a terminal") },
    ...allowedFor(item).map((action) => ({
      text: actionKinds[action].name(),
      command: actionKinds[action].command(id),
    })),
    ...(detail.id === item.id ? detail.show?.allowed ?? [] : []).filter((name) => name in otherCommands).map((
      name,
    ) => ({
      text: otherCommands[name].name(),
      command: otherCommands[name].command(id),
    })),
    { text: t("Details"), command: `orch show ${id}` },
    { text: t("Why it is not running"), command: `ops why ${id}` },
    ...(detail.files ? [{ text: t("Changes"), command: `orch diff ${id}` }] : []),
    ...(item.status === "IN_PROGRESS" ? [{ text: t("Log"), command: `orch logs ${id} --follow` }] : []),
  ], { label: t("The same in a terminal") });
}
