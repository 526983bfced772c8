// Keys: moving in lists, and single keys for what is done often.

let pendingG = 0; // when `g` was pressed, the first of two keys
let typedAhead = null; // what is typed while the search is being drawn; null when it is not

function listItems() {
  return [...document.querySelectorAll("#main [data-row], #main [data-entry]")].filter((node) =>
    node.hasAttribute("tabindex") || node.tagName === "BUTTON"
  );
}

function currentItem() {
  const focused = document.activeElement?.closest?.("#main [data-row], #main [data-entry]");
  if (focused) return focused;
  if (detail.id) return document.querySelector(`#main [data-row="${CSS.escape(detail.id)}"]`);
  return null;
}

/** Exactly one element of the list, or of each column, can be reached by Tab. */
function rove(main) {
  const columns = main.querySelectorAll(".column");
  for (const scope of columns.length ? columns : [main]) roveIn(scope);
}

function roveIn(scope) {
  const items = [...scope.querySelectorAll("[data-row][tabindex], [data-entry][tabindex]")];
  if (items.length === 0) return;
  const focused = currentItem();
  const chosen = focused && items.includes(focused) ? focused : items.find((node) => node.tabIndex === 0) ?? items[0];
  for (const node of items) {
    const index = node === chosen ? 0 : -1;
    if (node.tabIndex !== index) node.tabIndex = index;
  }
}

function focusList(at = 0) {
  const items = listItems();
  (items[Math.min(at, items.length - 1)] ?? document.getElementById("main")).focus({ preventScroll: false });
}

/** Moves in the list; an open row follows, and keeps the focus if it has it. */
function move(step) {
  const items = listItems();
  if (items.length === 0) return;
  const current = currentItem() ?? (detail.id && nodeOfRow(detail.id));
  const place = placeIn(current);
  if (place) return focusItem(entryAt(place.list, place.at + step));
  const column = current?.closest(".column");
  const scope = column ? items.filter((node) => column.contains(node)) : items;
  const at = scope.indexOf(current);
  const next = at < 0 ? scope[0] : scope[Math.max(0, Math.min(scope.length - 1, at + step))];
  focusItem(next);
}

function focusItem(entry) {
  // The head of a group, and what stands for rows that are not there, have a button.
  const node = entry?.matches("[data-row], [data-entry]") ? entry : entry?.querySelector("button");
  if (!node) return;
  const inPanel = document.getElementById("panel").contains(document.activeElement);
  if (node.hasAttribute("tabindex")) {
    for (
      const other of (node.closest(".column") ?? document.getElementById("main")).querySelectorAll(
        '[tabindex="0"][data-fk]',
      )
    ) if (other.matches("[data-row], [data-entry]")) other.tabIndex = -1;
    node.tabIndex = 0;
  }
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (detail.id && node.dataset.row && node.dataset.row !== detail.id && !detail.editing) {
    openRow(node.dataset.row, state.tab, { focus: inPanel });
  }
}

/** Goes to the first entry of the list, or to the last. */
function focusEnd(at) {
  const items = listItems();
  const node = currentItem() ?? items[0];
  const list = placeIn(node)?.list;
  focusItem(list ? entryAt(list, at) : items.at(at === 0 ? 0 : -1));
}

function moveAcross(step) {
  const columns = [...document.querySelectorAll("#main .column")];
  if (columns.length === 0) return false;
  const current = currentItem();
  const from = columns.indexOf(current?.closest(".column"));
  const place = current ? current.getBoundingClientRect().top : 0;
  for (let at = from + step; at >= 0 && at < columns.length; at += step) {
    const cards = [...columns[at].querySelectorAll(".card")];
    if (cards.length === 0) continue;
    focusItem(
      cards.reduce((best, card) =>
        Math.abs(card.getBoundingClientRect().top - place) < Math.abs(best.getBoundingClientRect().top - place)
          ? card
          : best
      ),
    );
    return true;
  }
  return true;
}

/** The row that keys are about: the open one, else the one that has the focus. */
function chosenItem() {
  const id = detail.id ?? currentItem()?.dataset.row;
  return id ? (detail.id === id && detail.show?.item) || state.rows.get(id) || null : null;
}

function contextual(actions) {
  // The key was meant for another row, which somebody has just changed.
  if (Date.now() - strayed < 700) return refuse(t("Not now"), t("The list has changed. Press the key again."));
  const item = chosenItem();
  if (item) {
    const action = actions.find((each) => allowedFor(item).includes(each));
    if (!action) refuseFor(item);
    else if (action === "answer") answerByKey(item);
    else act(action, item);
    return;
  }
  // A proposed plan in the inbox, or the page of one.
  const entry = currentItem()?.dataset.entry;
  const name = entry?.startsWith("plan:") ? entry.slice(5) : state.view === "plans" ? state.planName : null;
  const plan = state.plans?.find((each) => each.plan === name);
  if (plan?.proposal?.state !== "proposed") return;
  if (actions.includes("approve")) approvePlan(name, plan.proposal.hash, plan.proposal.content.tasks.length);
  else if (actions.includes("reject")) rejectPlan(name);
}

/** Changes the selected rows, or the one that keys are about. */
function changeChosen(action) {
  const items = selectedItems();
  if (items.length === 0) return contextual([action]);
  const other = items.find((item) => !likelyActions(item).includes(action));
  if (other) refuseFor(other);
  else changeRows(action, items);
}

/** Selects the row that has the focus, moves on, and selects that one, too. */
function selectOnward(step) {
  const from = currentItem()?.dataset.row;
  if (from && !selected.has(from)) toggleSelected(from);
  move(step);
  const to = currentItem()?.dataset.row;
  if (to && !selected.has(to)) toggleSelected(to);
}

/** The place where the answer is typed if it can be seen, else a dialog. */
function answerByKey(item) {
  const places = [...document.querySelectorAll(`[data-fk^="draft:answer:${CSS.escape(item.id)}"]`)];
  const place = places.find((each) => each.closest("#panel")) ?? places[0];
  if (place && place.offsetParent) place.focus();
  else act("answer", item);
}

const goKeys = { i: "inbox", b: "board", t: "table", p: "plans", w: "workers", h: "history" };

/** The key as it is on a keyboard with Latin letters: with a Korean layout ㅊ is c, and with Shift C. */
function latin(event) {
  const isOther = event.key === "Process" || /^[ㄱ-ㅣ]$/.test(event.key);
  if (!isOther || !event.code.startsWith("Key")) return event.key;
  const letter = event.code.slice(3);
  return event.shiftKey ? letter : letter.toLowerCase();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && latin(event).toLowerCase() === "k") {
    event.preventDefault();
    return openPalette();
  }
  if (event.ctrlKey || event.metaKey || event.isComposing || openForm || openedMenu) return;
  if (document.getElementById("app").hidden) return;
  if (event.altKey) {
    const action = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!action || isTyping(document.activeElement) || !chosenItem()) return;
    event.preventDefault();
    return contextual([action]);
  }
  if (typedAhead !== null && event.key.length === 1) {
    typedAhead += event.key;
    return event.preventDefault();
  }
  const active = document.activeElement;
  if (isTyping(active)) {
    if (event.key === "Escape") {
      event.preventDefault();
      const item = active.closest("[data-row], [data-entry]");
      if (active.id === "search") focusList();
      else if (item) item.focus();
      else if (active.closest("#panel")) document.getElementById("panel-title")?.focus();
      else active.blur();
    }
    return;
  }
  if (Date.now() - pendingG < 1200) {
    pendingG = 0;
    const view = goKeys[latin(event)];
    if (view) {
      event.preventDefault();
      go({ view, planName: null });
      return focusWhenDrawn();
    }
  }
  const onItem = active?.matches?.("#main [data-row], #main [data-entry]");
  const free = onItem || active === document.body || active?.id === "main";
  switch (latin(event)) {
    case "j":
      move(1);
      break;
    case "k":
      move(-1);
      break;
    case "ArrowDown":
      if (!free) return;
      if (event.shiftKey) selectOnward(1);
      else move(1);
      break;
    case "ArrowUp":
      if (!free) return;
      if (event.shiftKey) selectOnward(-1);
      else move(-1);
      break;
    case "ArrowLeft":
    case "ArrowRight":
      if (!free || state.view !== "board") return;
      moveAcross(event.key === "ArrowRight" ? 1 : -1);
      break;
    case "h":
      if (state.view !== "board") return;
      moveAcross(-1);
      break;
    case "l":
      if (state.view !== "board") return;
      moveAcross(1);
      break;
    case "Home":
      if (!free) return;
      focusEnd(0);
      break;
    case "End":
      if (!free) return;
      focusEnd(Infinity);
      break;
    case "Enter":
    case "o":
      if (!onItem) return;
      if (active.dataset.row) openRow(active.dataset.row);
      else if (active.dataset.plan) go({ view: "plans", planName: active.dataset.plan });
      else if (active.dataset.entry?.startsWith("plan:")) {
        go({ view: "plans", planName: active.dataset.entry.slice(5) });
      } else if (active.dataset.entry?.startsWith("stuck:")) toggleGroup(active.dataset.entry);
      else return;
      break;
    case "Escape":
      if (detail.editing) stopEditing();
      else if (clearSelection()) break;
      else if (detail.id) closeRow();
      else if (state.planName) go({ planName: null });
      else if (filterCount() > 0 && (state.view === "board" || state.view === "table")) clearFilters();
      else return;
      break;
    case "c":
      newRow();
      break;
    case "/":
      beginSearch();
      break;
    case "f":
      document.querySelector('[data-fk="filter"]')?.click();
      break;
    case "a":
      contextual(chosenItem()?.awaits === "answer" ? ["answer", "approve"] : ["approve"]);
      break;
    case "r":
      contextual(["reject", "retry"]);
      break;
    case "x":
      toggleSelected(currentItem()?.dataset.row ?? detail.id);
      break;
    case "X":
      contextual(["cancel"]);
      break;
    case "t":
      changeChosen("pick");
      break;
    case "T":
      changeChosen("release");
      break;
    case "D":
      changeChosen("done");
      break;
    case "i":
      changeChosen("assign");
      break;
    case "s":
      contextual(["split"]);
      break;
    case "Delete":
      changeChosen("rm");
      break;
    case "J":
    case "K":
      selectOnward(event.key === "J" ? 1 : -1);
      break;
    case "e":
      contextual(["edit"]);
      break;
    case "d": {
      const item = chosenItem();
      if (!item) return;
      openRow(item.id, "changes");
      detail.focusNext = "diff";
      break;
    }
    case "m": {
      const item = chosenItem();
      if (!item) return;
      openMoves(currentItem() ?? document.getElementById("panel-title"), item);
      break;
    }
    case ".": {
      const item = chosenItem();
      if (!item) return;
      openCommands(currentItem() ?? document.querySelector('[data-fk="commands"]'), item);
      break;
    }
    case "y": {
      const command = active?.dataset?.command ?? tipFor?.dataset?.command;
      if (!command) return;
      copy(command);
      break;
    }
    case "g":
      pendingG = Date.now();
      break;
    case "?":
      openHelp();
      break;
    default:
      return;
  }
  event.preventDefault();
});

/** Puts the cursor into the search. What is typed until it is drawn is not lost. */
function beginSearch() {
  if (state.view === "board" || state.view === "table") return document.getElementById("search")?.focus();
  go({ view: "table", planName: null });
  typedAhead = "";
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const search = document.getElementById("search");
      search?.focus();
      if (search && typedAhead) {
        search.value += typedAhead;
        search.dispatchEvent(new Event("input"));
      }
      typedAhead = null;
    })
  );
}

/** Puts the focus into the list that is being drawn, unless it is there already. */
function focusWhenDrawn() {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (!document.activeElement?.closest("#main *")) focusList();
    })
  );
}
