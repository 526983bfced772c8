// The help for keys, and the palette of commands and rows.

function openHelp() {
  const groups = [
    [t("Everywhere"), [
      ["Control+k", t("Commands and rows")],
      ["c", t("New row")],
      ["/", t("Search")],
      ["f", t("Filter")],
      ["g i", t("Inbox")],
      ["g b", t("Board")],
      ["g t", t("Table")],
      ["g p", t("Plans")],
      ["g w", t("Workers")],
      ["g h", t("History")],
      ["?", t("This help")],
    ]],
    [t("In a list"), [
      ["j", t("Next row")],
      ["k", t("Row before")],
      ["h", t("Column to the left")],
      ["l", t("Column to the right")],
      ["Enter", t("Open")],
      ["Escape", t("Close")],
    ]],
    [t("On a row"), [
      ["a", t("Approve, or answer")],
      ["r", t("Reject, or retry")],
      ["e", t("Edit")],
      ["t", t("Take")],
      ["Shift+d", t("Finish")],
      ["Shift+t", t("Give back")],
      ["i", t("Assign")],
      ["s", t("Split")],
      ["Delete", t("Delete")],
      ["Shift+x", t("Cancel the work")],
      ["x", t("Select")],
      ["Shift+j", t("Select the next row, too")],
      ["m", t("Move")],
      ["Alt+ArrowUp", t("Move up")],
      ["Alt+ArrowDown", t("Move down")],
      ["d", t("Changes")],
      [".", t("The same in a terminal")],
      ["y", t("Copy the command of a button")],
    ]],
    [t("In changes"), [["Enter", t("Comment on the line")], ["j", t("Next line")], ["]", t("Next file")], [
      "[",
      t("File before"),
    ], ["Control+Enter", t("Keep comment, send")]]],
  ];
  openDialog({
    title: t("Keys"),
    wide: true,
    confirm: t("Got it"),
    run: () => Promise.resolve(),
    intro: el(
      "div",
      { class: "help" },
      groups.map(([title, keys]) =>
        el(
          "section",
          {},
          el("h3", {}, title),
          el("dl", {}, keys.map(([key, text]) => [el("dt", {}, keyCaps(key)), el("dd", {}, text)])),
        )
      ),
    ),
  });
}

/** The palette: commands and rows by what is typed. */
function openPalette() {
  openForm?.close();
  const before = document.activeElement;
  const item = chosenItem();
  const commands = [
    ...(item
      ? [...(item.awaits === "answer" ? ["answer"] : []), ...mainActions(item)].map((action) => ({
        glyph: actionKinds[action].glyph,
        text: `${actionKinds[action].name()} · ${item.id}`,
        keys: actionKinds[action].keys,
        run: () => act(action, item),
      }))
      : []),
    { glyph: "plus", text: t("New row"), keys: "c", run: newRow },
    ...Object.entries(goKeys).map(([key, view]) => ({
      glyph: view,
      text: viewName(view),
      keys: "g " + key,
      run: () => {
        go({ view, planName: null });
        focusWhenDrawn();
      },
    })),
    ...(state.plans ?? []).map((plan) => ({
      glyph: "plans",
      text: `${t("Plan")} · ${plan.title || plan.plan}`,
      run: () => go({ view: "plans", planName: plan.plan }),
    })),
    state.overview?.paused
      ? { glyph: "play", text: t("Resume the queue"), run: resumeQueue }
      : { glyph: "pause", text: t("Pause the queue"), run: pauseQueue },
    {
      glyph: "globe",
      text: language === "ko" ? "English" : "한국어",
      run: () => setLanguage(language === "ko" ? "en" : "ko"),
    },
    { glyph: "moon", text: t("Light or dark"), run: switchTheme },
    { glyph: "help", text: t("Keys"), keys: "?", run: openHelp },
  ];
  const input = el("input", {
    type: "text",
    class: "palette-input",
    placeholder: t("A command, an ID or words of a row…"),
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "palette-list",
    "aria-label": t("Commands and rows"),
    autocomplete: "off",
    spellcheck: "false",
  });
  const list = el("ul", {
    class: "palette-list",
    id: "palette-list",
    role: "listbox",
    "aria-label": t("Commands and rows"),
  });
  const dialog = el("dialog", { class: "dialog palette", "aria-label": t("Commands and rows") }, input, list);
  let found = [];
  let at = 0;
  let timer = null;
  const choose = (index) => {
    at = Math.max(0, Math.min(found.length - 1, index));
    [...list.children].forEach((node, n) => node.setAttribute("aria-selected", String(n === at)));
    input.setAttribute("aria-activedescendant", "palette-" + at);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const run = () => {
    const chosen = found[at];
    dialog.close();
    chosen?.run();
  };
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (text) => words.every((word) => text.toLowerCase().includes(word));
    found = commands.filter((command) => fits(command.text));
    if (words.length) {
      const rows = [];
      for (const row of state.rows.values()) {
        if (!fits(`${row.id} ${row.task}`)) continue;
        rows.push({ node: sign(kindOf(row)), id: row.id, text: row.task ?? "", run: () => openRow(row.id) });
        if (rows.length >= 30) break;
      }
      found = [
        ...rows.filter((row) => row.id?.toLowerCase() === words[0]),
        ...found,
        ...rows.filter((row) => row.id?.toLowerCase() !== words[0]),
      ];
    }
    list.replaceChildren(
      ...found.map((entry, n) =>
        el(
          "li",
          {
            id: "palette-" + n,
            role: "option",
            class: "palette-item",
            on: {
              mousemove: () => at !== n && choose(n),
              click: () => {
                at = n;
                run();
              },
            },
          },
          entry.node ?? icon(entry.glyph),
          entry.id && idOf(entry.id),
          el("span", { class: "clip grow" }, shown(entry.text)),
          entry.keys && keyCaps(entry.keys),
        )
      ),
    );
    if (found.length === 0) list.append(el("li", { class: "muted pad" }, t("Nothing found")));
    choose(0);
  };
  // The rows that are DONE are at the server.
  const searchDone = async () => {
    const q = input.value.trim();
    if (!q) return;
    try {
      const query = new URLSearchParams({ status: "DONE", sort: "-table", limit: 30, search: q });
      takePage(await load("/v1/rows?" + query));
    } catch {
      // What the page has is found.
      return;
    }
    if (dialog.isConnected && input.value.trim() === q) search();
  };
  input.addEventListener("input", () => {
    search();
    clearTimeout(timer);
    timer = setTimeout(searchDone, 200);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "Enter") run();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("mousedown", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    if (openForm === dialog) openForm = null;
    dialog.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  openForm = dialog;
  dialog.showModal();
  search();
}
