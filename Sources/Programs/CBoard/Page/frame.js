// The frame around the views: navigation and bar.

function drawSide() {
  const counts = {
    inbox: inboxSafeCount(),
    plans: (state.plans ?? []).filter((plan) => plan.state === "proposed").length,
  };
  const queue = session.queue ?? "orch";
  keyed(document.getElementById("side"), [
    {
      key: "queue",
      sig: language + queue + session.queues,
      make: () =>
        el(
          "div",
          { class: "brand" },
          session.queues.length > 1
            ? el(
              "button",
              {
                type: "button",
                class: "queue",
                "aria-haspopup": "menu",
                "aria-expanded": "false",
                "data-fk": "queue",
                on: {
                  click: (event) =>
                    openMenu(
                      event.currentTarget,
                      session.queues.map((name) => ({
                        text: name,
                        checked: name === session.queue,
                        on: () => chooseQueue(name),
                      })),
                      { label: t("Queue") },
                    ),
                },
              },
              el("span", { class: "logo" }),
              el("span", { class: "clip" }, shown(queue)),
              icon("chevron", { class: "icon down" }),
            )
            : el(
              "span",
              { class: "queue" },
              el("span", { class: "logo" }),
              el("span", { class: "clip" }, shown(queue)),
            ),
        ),
    },
    {
      key: "views",
      sig: JSON.stringify([language, state.view, counts, session.queue]),
      make: () =>
        el(
          "ul",
          { class: "views" },
          views.map((view) =>
            el(
              "li",
              {},
              el(
                "a",
                {
                  href: "#/" + view +
                    (session.queues.length > 1 ? "?" + new URLSearchParams({ queue: session.queue }) : ""),
                  class: "view",
                  "aria-current": view === state.view ? "page" : null,
                  "data-fk": "view:" + view,
                  "data-keys": "g " + view[0],
                  "data-tip": viewName(view),
                  on: {
                    click: (event) => {
                      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                      event.preventDefault();
                      go({ view, planName: null });
                    },
                  },
                },
                icon(view),
                el("span", { class: "view-name" }, viewName(view)),
                counts[view] > 0 &&
                  el(
                    "span",
                    { class: "count", "aria-label": many(counts[view], "1 entry", "{n} entries") },
                    count(counts[view]),
                  ),
              ),
            )
          ),
        ),
    },
    {
      key: "foot",
      sig: JSON.stringify([
        language,
        connection.online,
        session.actor,
        document.documentElement.dataset.theme,
        notifies(),
      ]),
      make: () =>
        el(
          "div",
          { class: "side-foot" },
          el(
            "div",
            { class: "who" },
            el("span", { class: "dot " + (connection.online ? "on" : "off") }),
            el("span", { class: "clip" }, connection.online ? shown(nameOf(session.actor)) : t("offline")),
          ),
          el("div", { class: "side-tools" }, ...toolButtons()),
        ),
    },
  ]);
}

function toolButtons() {
  return [
    button(language === "ko" ? "EN" : "한", {
      kind: "bare text",
      fk: "language",
      label: language === "ko" ? "English" : "한국어",
      lang: language === "ko" ? "en" : "ko",
      on: () => setLanguage(language === "ko" ? "en" : "ko"),
    }),
    iconButton(isDark() ? "sun" : "moon", t("Light or dark"), { fk: "theme", on: switchTheme }),
    canNotify && iconButton("bell", t("Notify me of what waits"), {
      fk: "notify",
      "aria-pressed": String(notifies()),
      on: switchNotifications,
    }),
    iconButton("help", t("Keys"), { fk: "help", keys: "?", on: openHelp }),
    iconButton("leave", t("Log out"), { fk: "leave", on: logOut }),
  ];
}

function chooseQueue(name) {
  storage.set("orch.queue", name);
  enterQueue(name);
  clearFilters();
}

function enterQueue(name) {
  session.queue = name;
  Object.assign(state, {
    rows: new Map(),
    ended: new Set(),
    warnings: [],
    findings: [],
    checks: [],
    loaded: false,
    waiting: null,
    overview: null,
    workers: null,
    pauses: [],
    costs: null,
    plans: null,
    plan: null,
    entries: null,
    entriesOf: null,
    olderEntries: false,
    chart: null,
    planName: null,
    open: null,
  });
  for (const name in past) past[name] = "";
  costView.bar = "";
  actorsSeen.clear();
  edits.clear();
  openDetail(null);
  // What is typed into an entry keeps it, but a row of the same id here is another one.
  for (const id of ["main", "panel"]) {
    Object.assign(document.getElementById(id), { keyedNodes: new Map(), drawnFor: null }).replaceChildren();
  }
  selected.clear();
  known = null;
  doneRows.asked = doneRows.key = null;
  stream.cursor = null;
  refresh("all", 0);
  refresh("doctor", 1000);
  follow();
}

function drawBar() {
  const listed = state.view === "board" || state.view === "table";
  const title = state.planName ? state.plan?.title || state.planName : viewName(state.view);
  keyed(document.getElementById("bar"), [
    {
      key: "title",
      sig: JSON.stringify([language, title, state.view, state.planName]),
      make: () =>
        el(
          "div",
          { class: "bar-title" },
          state.planName
            ? [
              el("button", {
                type: "button",
                class: "plain crumb",
                "data-fk": "crumb",
                on: { click: () => go({ planName: null }) },
              }, t("Plans")),
              icon("chevron", { class: "icon muted" }),
              el("h1", { class: "clip" }, shown(title)),
            ]
            : el("h1", {}, title),
        ),
    },
    ...(listed
      ? [{ key: "search", sig: language, make: searchField }, {
        key: "filter",
        sig: JSON.stringify([language, state.filters.status, state.filters.priority, state.filters.only]),
        make: () =>
          button(t("Filter"), {
            glyph: "filter",
            kind: "quiet fold",
            fk: "filter",
            keys: "f",
            "aria-haspopup": "menu",
            "aria-expanded": "false",
            on: (event) => openMenu(event.currentTarget, filterEntries, { label: t("Filter"), stay: true }),
          }),
      }, ...(state.view !== "table" ? [] : [{
        key: "group",
        sig: language + state.filters.group,
        make: () =>
          button(groupings[state.filters.group]?.title() ?? t("Group"), {
            glyph: "groups",
            kind: "quiet fold",
            fk: "group",
            label: t("Group by"),
            "aria-haspopup": "menu",
            "aria-expanded": "false",
            on: (event) => openMenu(event.currentTarget, groupEntries(), { label: t("Group by") }),
          }),
      }]), {
        key: "chips",
        sig: JSON.stringify([language, state.filters]),
        make: () => el("div", { class: "filter-chips" }, filterChips()),
      }]
      : []),
    { key: "grow", sig: "", make: () => el("span", { class: "grow" }) },
    ...(listed && state.overview
      ? [{
        key: "number",
        sig: JSON.stringify([language, rowCount(), filterCount() && openRows().length + doneCount()]),
        make: () =>
          el(
            "span",
            { class: "muted numeral bar-count" },
            filterCount()
              ? t("{n} of {m}", { n: count(openRows().length + doneCount()), m: count(rowCount()) })
              : many(rowCount(), "1 row", "{n} rows"),
          ),
      }]
      : []),
    ...(state.view === "board"
      ? [{
        key: "tabs",
        sig: language,
        make: () => el("nav", { class: "status-tabs", "aria-label": t("Status") }),
      }]
      : []),
    {
      key: "tools",
      sig: language,
      make: () =>
        el(
          "span",
          { class: "bar-tools" },
          iconButton("more", t("More"), {
            fk: "more",
            "aria-haspopup": "menu",
            "aria-expanded": "false",
            on: (event) =>
              openMenu(event.currentTarget, [
                {
                  glyph: "globe",
                  text: language === "ko" ? "English" : "한국어",
                  on: () => setLanguage(language === "ko" ? "en" : "ko"),
                },
                { glyph: "moon", text: t("Light or dark"), on: switchTheme },
                ...(session.queues.length > 1
                  ? session.queues.map((name) => ({
                    text: name,
                    checked: name === session.queue,
                    on: () => chooseQueue(name),
                  }))
                  : []),
                ...notificationEntries(),
                { glyph: "search", text: t("Commands and rows"), on: openPalette },
                { glyph: "leave", text: t("Log out"), on: logOut },
              ], { label: t("More") }),
          }),
        ),
    },
    {
      key: "new",
      sig: language,
      make: () =>
        button(t("New row"), {
          glyph: "plus",
          kind: "primary fold",
          fk: "new",
          keys: "c",
          command: "orch add TASK --criteria TEXT",
          on: newRow,
        }),
    },
  ]);
  const search = document.getElementById("search");
  if (search && document.activeElement !== search && search.value !== state.filters.q) search.value = state.filters.q;
}

function searchField() {
  const input = el("input", {
    id: "search",
    type: "search",
    placeholder: t("Search"),
    "aria-label": t("Search rows"),
    "data-fk": "search",
    "aria-keyshortcuts": "/",
    autocomplete: "off",
    spellcheck: "false",
    value: state.filters.q,
  });
  let timer = null;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      state.filters.q = input.value;
      filtersChanged();
    }, 80);
  });
  input.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === "ArrowDown") && !event.isComposing) {
      event.preventDefault();
      focusList();
    }
  });
  return el("div", { class: "search" }, icon("search"), input, el("kbd", { "aria-hidden": "true" }, "/"));
}
