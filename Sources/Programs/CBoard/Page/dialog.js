// Dialogs, menus, tips and toasts.

let openForm = null; // the dialog that is open

/**
 * Asks in a dialog. `fields` are those of `fieldOf`; a field with `more` stands among those that are seldom needed.
 * `command` gives the command that does the same for the values; `run` does it, and what it throws is shown.
 */
function openDialog({ title, intro, fields = [], confirm, kind = "primary", command, run, wide = false, initial }) {
  openForm?.close();
  const before = document.activeElement;
  const beforeKey = before?.dataset?.fk;
  const inputs = new Map();
  const problem = el("div", { class: "problem-place", role: "alert" });
  const commandPlace = el("div", { class: "dialog-command" });
  const values = () =>
    Object.fromEntries(
      [...inputs].map(([name, input]) => [name, input.type === "checkbox" ? input.checked : input.value]),
    );
  const showCommand = () => {
    if (command) commandPlace.replaceChildren(commandLine(command(values())));
  };
  const submit = button(confirm, { kind, keys: "Control+Enter", on: null });
  submit.type = "submit";
  const form = el("form", {
    method: "dialog",
    novalidate: true,
    on: {
      submit: onSubmit,
      input: showCommand,
      change: showCommand,
      keydown: (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
          event.preventDefault();
          form.requestSubmit();
        }
      },
    },
  });
  const more = el("details", { class: "more-fields" }, el("summary", {}, t("More")));
  for (const field of fields) (field.more ? more : form).append(fieldOf(field, inputs));
  if (more.children.length > 1) form.append(more);
  form.append(
    problem,
    el(
      "footer",
      { class: "dialog-foot" },
      commandPlace,
      el("span", { class: "grow" }),
      button(t("Close"), { kind: "quiet", on: () => dialog.close() }),
      submit,
    ),
  );
  const dialog = el(
    "dialog",
    { class: "dialog" + (wide ? " wide" : ""), "aria-labelledby": "dialog-title" },
    el(
      "header",
      { class: "dialog-head" },
      el("h2", { id: "dialog-title" }, title),
      iconButton("close", t("Close"), { on: () => dialog.close() }),
    ),
    intro && el("div", { class: "dialog-intro" }, intro),
    form,
  );
  dialog.addEventListener("close", () => {
    // The event comes later, when another dialog may be open.
    if (openForm === dialog) openForm = null;
    dialog.remove();
    const target = before?.isConnected ? before : document.querySelector(`[data-fk="${CSS.escape(beforeKey ?? "")}"]`);
    if (target) target.focus({ preventScroll: true });
    else focusList();
  });
  // A press on the backdrop is one on the dialog itself.
  dialog.addEventListener("mousedown", (event) => {
    const isTyped = [...inputs.values()].some((input) => input.value && isTyping(input));
    if (event.target === dialog && !form.inert && !isTyped) dialog.close();
  });
  async function onSubmit(event) {
    event.preventDefault();
    if (form.inert) return;
    problem.replaceChildren();
    const faults = faultsOf(fields, inputs);
    if (faults.length > 0) return showFaults(faults, problem);
    const sent = values();
    const focused = document.activeElement;
    // What would be typed now would not be sent.
    form.inert = true;
    let refusal = null;
    try {
      await run(sent);
      for (const { draft, name } of fields) if (draft && drafts.get(draft) === sent[name]) drafts.set(draft, "");
      dialog.close();
    } catch (error) {
      refusal = error;
    }
    form.inert = false;
    if (!refusal) return;
    showRefusal(refusal, inputs, problem);
    showCommand();
    // What became inert has lost the focus.
    if (dialog.open && !dialog.contains(document.activeElement)) focused.focus({ preventScroll: true });
  }
  document.body.append(dialog);
  openForm = dialog;
  dialog.showModal();
  showCommand();
  (inputs.get(initial) ?? [...inputs.values()].find(isTyping) ?? submit).focus({ preventScroll: true });
  dialog.scrollTop = 0;
  return dialog;
}

// Menus

let openedMenu = null;
let menuClosed = 0; // when the last one was closed

function closeMenu(focusBack = true) {
  if (!openedMenu) return;
  const { node, anchor } = openedMenu;
  openedMenu = null;
  node.remove();
  anchor.setAttribute("aria-expanded", "false");
  menuClosed = Date.now();
  if (focusBack && anchor.isConnected) anchor.focus({ preventScroll: true });
}

/** Opens a menu at a button. Entries: `{ text, glyph, node, checked, hint, on, title }`; `stay` keeps it open. */
function openMenu(anchor, entries, { label, stay = false } = {}) {
  if (openedMenu?.anchor === anchor) return closeMenu();
  closeMenu(false);
  const node = el("div", { class: "menu", role: "menu", "aria-label": label });
  const fill = () => {
    const list = typeof entries === "function" ? entries() : entries;
    const at = [...node.children].indexOf(document.activeElement);
    let first = true;
    node.replaceChildren(...list.map((entry) => {
      if (entry.title) return el("div", { class: "menu-title", role: "presentation" }, entry.title);
      if (entry.command) {
        return el(
          "div",
          { class: "menu-command", role: "presentation" },
          el("span", {}, entry.text),
          commandLine(entry.command),
        );
      }
      const choosable = entry.checked !== undefined;
      return el(
        "button",
        {
          type: "button",
          class: "menu-item",
          tabindex: first ? (first = false, "0") : "-1",
          role: choosable ? "menuitemcheckbox" : "menuitem",
          "aria-checked": choosable ? String(entry.checked) : null,
          on: {
            click: () => {
              if (!stay) closeMenu();
              entry.on();
              if (stay && openedMenu) fill();
            },
          },
        },
        entry.node ?? (entry.glyph && icon(entry.glyph)),
        el("span", { class: "grow" }, entry.text),
        entry.hint && el("span", { class: "muted" }, entry.hint),
        choosable && entry.checked && icon("check"),
      );
    }));
    if (at >= 0) node.children[at]?.focus();
  };
  fill();
  node.addEventListener("keydown", (event) => {
    const items = [...node.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    const go = (n) => items[(n + items.length) % items.length]?.focus();
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(items.length - 1);
    else if (event.key === "Escape" || event.key === "Tab") closeMenu();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // A menu of a dialog has to be in it, since all else is inert.
  (anchor.closest("dialog") ?? document.body).append(node);
  const box = anchor.getBoundingClientRect();
  const width = node.offsetWidth;
  const height = node.offsetHeight;
  const left = Math.max(8, Math.min(box.left, innerWidth - width - 8));
  const below = box.bottom + 4 + height < innerHeight - 8 || box.top < innerHeight / 2;
  node.style.setProperty("left", left + "px");
  if (below) node.style.setProperty("top", box.bottom + 4 + "px");
  else node.style.setProperty("bottom", innerHeight - box.top + 4 + "px");
  node.style.setProperty("max-height", (below ? innerHeight - box.bottom : box.top) - 16 + "px");
  anchor.setAttribute("aria-expanded", "true");
  openedMenu = { node, anchor };
  node.querySelector("button")?.focus();
}

document.addEventListener("mousedown", (event) => {
  if (openedMenu && !openedMenu.node.contains(event.target) && !openedMenu.anchor.contains(event.target)) {
    closeMenu(false);
  }
});

// Tips: what a button does, its key, and the command that does the same.

let tipTimer = null;
let tipFor = null;

function hideTip() {
  clearTimeout(tipTimer);
  tipFor = null;
  document.getElementById("tip").hidden = true;
}

function showTip(target) {
  const tip = document.getElementById("tip");
  const { tip: text, command, keys } = target.dataset;
  tip.replaceChildren(el("div", { class: "tip-line" }, el("span", {}, text), keys && keyCaps(keys)));
  if (command) {
    tip.append(
      el(
        "div",
        { class: "tip-command" },
        el("code", {}, shown(command)),
        el("span", { class: "muted" }, t("y copies it")),
      ),
    );
  }
  tip.hidden = false;
  const box = target.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left + box.width / 2 - tip.offsetWidth / 2, innerWidth - tip.offsetWidth - 8));
  const above = box.bottom + 8 + tip.offsetHeight > innerHeight;
  tip.style.setProperty("left", left + "px");
  tip.style.setProperty("top", (above ? box.top - tip.offsetHeight - 6 : box.bottom + 6) + "px");
}

function considerTip(event) {
  // A finger has no place where it could rest.
  if (event.type === "mouseover" && !matchMedia("(hover: hover)").matches) return;
  const target = event.target.closest?.("[data-tip]");
  if (target === tipFor) return;
  hideTip();
  if (
    !target || openedMenu || Date.now() - menuClosed < 500 ||
    (event.type === "focusin" && !target.matches(":focus-visible"))
  ) return;
  // Plain words that stand on the button already need no tip.
  if (!target.dataset.command && !target.dataset.keys && target.textContent) return;
  tipFor = target;
  tipTimer = setTimeout(() => target.isConnected && showTip(target), event.type === "focusin" ? 700 : 350);
}

document.addEventListener("mouseover", considerTip);
document.addEventListener("focusin", considerTip);
document.addEventListener("mousedown", hideTip);
document.addEventListener("scroll", hideTip, { capture: true, passive: true });

function keyCaps(keys) {
  return el(
    "span",
    { class: "keys" },
    keys.split(" ").map((key) =>
      key.split("+").map((part) =>
        el(
          "kbd",
          {},
          { Control: /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl", Enter: "↵", Escape: "Esc" }[part] ?? part,
        )
      )
    ),
  );
}

// Toasts

function toast(text, more, ...actions) {
  showToast("check", text, more, actions);
}

/** Says why something was not done. */
function refuse(text, more) {
  showToast("warn", text, more, []);
}

function showToast(glyph, text, more, actions) {
  const node = el(
    "div",
    { class: "toast " + glyph },
    icon(glyph),
    el("div", { class: "grow" }, el("strong", {}, text), more && el("span", { class: "toast-more" }, shown(more))),
    ...actions.filter(Boolean).map((action) =>
      button(action.text, {
        kind: "quiet",
        on: () => {
          node.remove();
          action.on();
        },
      })
    ),
    iconButton("close", t("Close"), { on: () => node.remove() }),
  );
  const place = document.getElementById("toasts");
  while (place.children.length > (innerWidth > 760 ? 2 : 1)) place.firstChild.remove();
  place.append(node);
  announce(text + (more ? ": " + more : ""));
  const leave = () => {
    // A toast under the pointer or with the focus stays.
    if (node.matches(":hover, :focus-within")) setTimeout(leave, 1000);
    else node.remove();
  };
  setTimeout(leave, actions.some(Boolean) ? 9000 : 5000);
}

// On a phone toasts stand above the tabs and the keyboard of the screen, and what is read can be scrolled past them.
new ResizeObserver(([{ target }]) => {
  document.documentElement.style.setProperty("--toasts", target.offsetHeight ? target.offsetHeight + 12 + "px" : "0px");
}).observe(document.getElementById("toasts"));

function placeToasts() {
  const covered = Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop);
  document.documentElement.style.setProperty("--keyboard", covered + "px");
}

for (const type of ["resize", "scroll"]) visualViewport?.addEventListener(type, placeToasts);
