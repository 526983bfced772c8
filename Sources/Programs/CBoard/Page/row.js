// The row at the side: what it is, why it is not running, and all that is known of it.

function openRow(id, tab = null, { focus = true } = {}) {
  const same = detail.id === id;
  if (!same) {
    listPlace = document.activeElement?.closest?.("#main") ? document.activeElement.dataset.fk ?? listPlace : listPlace;
  }
  openDetail(id);
  state.open = id;
  if (!same) state.reveal = id;
  if (tab) state.tab = tab;
  else if (!same) state.tab = "overview";
  if (focus) detail.focusNext = "panel-title";
  writeAddress(!same);
  changed("detail");
}

let listPlace = null; // where the focus was before a row was opened

function closeRow() {
  if (!detail.id) return;
  if (detail.editing && !stopEditing()) return;
  const id = detail.id;
  openDetail(null);
  state.open = null;
  writeAddress(true);
  changed("detail");
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const back = (listPlace && document.querySelector(`#main [data-fk="${CSS.escape(listPlace)}"]`)) ||
        document.querySelector(`#main [data-row="${CSS.escape(id)}"]`) || nodeOfRow(id);
      if (back) back.focus({ preventScroll: false });
      else focusList();
    })
  );
}

function drawPanel() {
  const panel = document.getElementById("panel");
  const { classList } = document.getElementById("app");
  classList.toggle("with-panel", !!detail.id);
  classList.toggle("comparing", !!detail.id && state.tab === "attempts" && !!detail.pair);
  panel.hidden = !detail.id;
  // On a phone the row covers everything else.
  const covers = !!detail.id && innerWidth <= 760;
  document.querySelector(".work").inert = covers;
  document.getElementById("side").inert = covers;
  if (!detail.id) {
    keyed(panel, []);
    return;
  }
  const item = detail.show?.item ?? state.rows.get(detail.id);
  panel.setAttribute("aria-label", t("Row {id}", { id: spelled(detail.id) }));
  const sections = [];
  const put = (key, sig, make) =>
    sections.push({ key: detail.id + ":" + key, sig: language + JSON.stringify(sig), make });
  put("head", [item?.status, item?.awaits], () => panelHead(item));
  if (detail.problem && !item) {
    put(
      "gone",
      detail.problem.message,
      () => emptyState("search", t("This row is not here any more"), detail.problem.message),
    );
  } else if (!item) {
    put("wait", 0, () => el("div", { class: "skeleton" }, el("div", { class: "bone" }), el("div", { class: "bone" })));
  } else if (detail.editing) put("edit", 0, () => editForm(item));
  else {
    if (detail.problem) {
      put(
        "gone",
        detail.problem.message,
        () => el("p", { class: "banner" }, t("This row is not here any more"), ". ", shown(detail.problem.message)),
      );
    }
    put(
      "title",
      [item.task],
      () =>
        el("h2", {
          class: "panel-title" + ((item.task ?? "").length > 120 ? " long" : ""),
          id: "panel-title",
          tabindex: "-1",
          "data-fk": "panel-title",
        }, shown(item.task ?? "", true)),
    );
    if (item.status === "DONE") put("finished", [finishOf(item)], () => finishedLine(item));
    put(
      "acts",
      [!!detail.show, allowedFor(item), item.status, item.awaits, item.id, !!runningAttempt()],
      () => panelActs(item),
    );
    if (item.awaits === "answer") put("ask", [item.question], () => askBox(item));
    const why = detail.why;
    const isAtWork = item.status === "IN_PROGRESS";
    if (isAtWork && detail.attempts) put("work", workSignature(item), () => workBox(item));
    if (why && !isAtWork && item.awaits !== "answer" && item.status !== "DONE") {
      put("why", [why.message, why.command, why.status, why.remarks, item.cancelled], () => whyBox(item, why));
    }
    put("tabs", [
      state.tab,
      !!detail.files,
      detail.attempts?.length,
      detail.attempts?.some((each) => each.running),
      commentsOf(item.id).length,
    ], () => tabList());
    put(
      "tab:" + state.tab,
      tabSignature(item),
      () =>
        el(
          "div",
          { class: "tab-panel", role: "tabpanel", id: "tab-panel", "aria-labelledby": "tab-" + state.tab },
          {
            overview: () => overviewTab(item),
            changes: changesTab,
            attempts: detail.pair ? compareView : attemptsTab,
            history: rowHistory,
          }[state.tab](),
        ),
    );
    if (state.tab === "changes") {
      put(
        "review",
        [!!detail.show, allowedFor(item), commentsOf(item.id).length],
        () => (detail.show && reviewBar(item)) || el("span", { hidden: true }),
      );
    }
  }
  if (panel.drawnFor !== detail.id) {
    panel.replaceChildren();
    panel.keyedNodes = new Map();
  }
  const titleOfScroll = panel.scrollTop;
  keyed(panel, sections);
  fillLog();
  fillSteps();
  if (panel.drawnFor === detail.id) panel.scrollTop = titleOfScroll;
  else panel.scrollTop = 0;
  panel.drawnFor = detail.id;
  followLog();
}

function tabSignature(item) {
  switch (state.tab) {
    case "changes":
      return [
        detail.diff?.length,
        hashOf(detail.diff ?? ""),
        detail.commenting,
        commentsOf(item.id),
        detail.diffProblem?.message,
      ];
    case "attempts": {
      if (detail.claim === undefined && detail.attempts?.length) detail.claim = detail.attempts.at(-1).claim;
      // What counts on while an attempt runs stands elsewhere: its log is not drawn again for it.
      const attempts = detail.attempts?.map((each) =>
        each.running ? { ...each, seconds: null, since: null, usage: null, cost: null } : each
      );
      if (detail.pair) return [detail.pair, attempts, detail.pair.map((claim) => !!detail.outcomes.get(claim))];
      const log = detail.claim ? logOf(detail.claim) : null;
      return [
        attempts,
        detail.claim,
        log?.bytes > 0,
        log?.loaded,
        log?.problem?.message,
        detail.rawLog,
      ];
    }
    case "history":
      return detail.show?.history?.length;
    default:
      return [
        item,
        detail.show?.brief,
        detail.show?.costs,
        detail.show?.attempts,
        detail.evidence ? [...detail.evidence] : null,
        detail.show?.history?.length,
        openBlockers(item),
      ];
  }
}

function hashOf(text) {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (hash * 31 + text.charCodeAt(at)) | 0;
  return hash;
}

function panelHead(item) {
  return el(
    "header",
    { class: "panel-head" },
    item ? statusLabel(item) : null,
    idOf(detail.id),
    el("span", { class: "grow" }),
    iconButton("link", t("Copy the address of this row"), { on: () => copy(location.href) }),
    item &&
      iconButton("terminal", t("The same in a terminal"), {
        fk: "commands",
        keys: ".",
        "aria-haspopup": "menu",
        on: (event) => openCommands(event.currentTarget, item),
      }),
    iconButton("close", t("Close"), { fk: "panel-close", keys: "Escape", on: closeRow }),
  );
}

/** Who finished the open row, and when, as its history says. A worker has the name of its profile. */
function finishOf(item) {
  const finish = detail.show?.history?.findLast((entry) => givenState(entry) === "DONE");
  if (!finish) return null;
  const worker = finish.actor === item.owner_session && detail.attempts?.findLast((each) => each.status === "DONE")?.worker;
  return { ts: finish.ts, actor: finish.actor, name: worker || nameOf(finish.actor) };
}

function finishedLine(item) {
  const finish = finishOf(item);
  if (!finish) return el("span", { hidden: true });
  return el(
    "p",
    { class: "finished muted", title: spelled(finish.actor) },
    t("Finished by {name}", { name: finish.name }),
    " · ",
    el("time", { datetime: finish.ts }, fullTime(Date.parse(finish.ts))),
  );
}

function panelActs(item) {
  if (!detail.show) return el("div", { class: "panel-acts" }, el("div", { class: "bone short" }));
  return el(
    "div",
    { class: "panel-acts" },
    // What a worker has is stopped beside what it does.
    mainActions(item).filter((action) => action !== "cancel" || !runningAttempt()).map((action) =>
      actionButton(action, item, { kind: action === "approve" ? "primary" : action === "cancel" ? "quiet" : "" })
    ),
    otherActions(item).length > 0 &&
      iconButton("more", t("More"), {
        fk: "acts-more",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        on: (event) =>
          openMenu(event.currentTarget, otherActions(item).map((action) => menuEntryOf(action, item)), {
            label: t("More"),
          }),
      }),
  );
}

function askBox(item) {
  const entry = questionEntry({ id: item.id, item, row: { question: item.question, since: null, message: "" } });
  const box = el("section", { class: "ask", "aria-label": t("Question") }, ...[...entry.childNodes].slice(1));
  for (const node of box.querySelectorAll("[data-fk]")) node.dataset.fk += ":panel";
  return box;
}

function whyBox(item, why) {
  const late = [
    "missing_program",
    "missing_sandbox",
    "untrusted",
    "bad_setting",
    "not_writable",
    "old_version",
    "worker_paused",
    "budget",
    "dependency_cycle",
    "malformed_row",
    "failed",
  ].includes(why.reason?.code);
  const blockers = (why.reason?.waits_for ?? []).map((blocker) =>
    el(
      "button",
      {
        type: "button",
        class: "plain blocker",
        "data-fk": "blocker:" + blocker.id,
        on: { click: () => openRow(blocker.id) },
      },
      sign(blocker.status ?? "other"),
      idOf(blocker.id),
    )
  );
  return el(
    "section",
    { class: "why" + (late ? " late" : ""), "aria-label": t("Why it is not running") },
    el("h3", {}, t("Why it is not running")),
    el("p", {}, shown((why.message ?? "").replace(/^(BLOCKED|FAILED)[: ]\s*/, ""), true)),
    item.cancelled && el("p", {}, t("It stays blocked until somebody retries it.")),
    (why.remarks ?? []).map((remark) => el("p", { class: "remark mono" }, shown(remark))),
    blockers.length > 0 && el("div", { class: "blockers" }, blockers),
    why.command && commandLine(why.command),
  );
}

function tabList() {
  const tabs = [
    ["overview", t("Details")],
    ...(detail.files || state.tab === "changes" ? [["changes", t("Changes")]] : []),
    ["attempts", t("Attempts")],
    ["history", t("History")],
  ];
  const counts = { changes: commentsOf(detail.id).length, attempts: detail.attempts?.length ?? 0 };
  const list = el(
    "div",
    { class: "tabs", role: "tablist", "aria-label": t("Parts of the row") },
    tabs.map(([name, text]) =>
      el(
        "button",
        {
          type: "button",
          role: "tab",
          id: "tab-" + name,
          class: "tab",
          "aria-selected": String(state.tab === name),
          "aria-controls": "tab-panel",
          tabindex: state.tab === name ? "0" : "-1",
          "data-fk": "tab:" + name,
          on: { click: () => chooseTab(name) },
        },
        text,
        counts[name] > 0 && el("span", { class: "count" }, counts[name]),
        name === "attempts" && detail.attempts?.some((each) => each.running) && el("span", { class: "live-dot" }),
      )
    ),
  );
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = tabs.findIndex(([name]) => name === state.tab);
    const name = tabs[(at + step + tabs.length) % tabs.length][0];
    event.preventDefault();
    event.stopPropagation();
    detail.focusNext = "tab:" + name;
    chooseTab(name);
  });
  return list;
}

function chooseTab(name) {
  state.tab = name;
  writeAddress();
  changed("detail");
}
