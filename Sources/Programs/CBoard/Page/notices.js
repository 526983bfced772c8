// The notices above the views.

/** Whether a warning of the rows is about the first finding in the file, such as `QUEUE.md:17:3: …`. */
const isOfFinding = (text) => /^[^:]+:\d+:\d+: /.test(text);

function drawNotices() {
  const list = [];
  if (!connection.online) {
    list.push({
      key: "offline",
      sig: language,
      make: () =>
        el(
          "div",
          { class: "notice offline", role: "status" },
          el("span", { class: "dot off" }),
          el(
            "span",
            { class: "grow" },
            el("strong", {}, t("Offline.")),
            " ",
            t("This is how things were. What you type is kept, and the page catches up as soon as the server is there."),
          ),
          button(t("Try now"), { fk: "trynow", on: follow }),
        ),
    });
  }
  if (connection.newBuild) {
    list.push({
      key: "build",
      sig: language,
      make: () =>
        el(
          "div",
          { class: "notice", role: "status" },
          el("span", { class: "grow" }, t("The program was updated. The page reloads as soon as you pause.")),
          button(t("Reload now"), { fk: "reload", on: () => location.reload() }),
        ),
    });
  }
  const paused = state.overview?.paused;
  if (paused) {
    list.push({
      key: "paused",
      sig: language + JSON.stringify(paused),
      make: () =>
        el(
          "div",
          { class: "notice", role: "status" },
          icon("pause"),
          el(
            "span",
            { class: "grow" },
            el("strong", {}, t("The queue is paused.")),
            " ",
            paused.reason && [shown(paused.reason), " "],
            el(
              "span",
              { class: "muted" },
              actorName("span", paused.actor),
              paused.since ? [" · ", ago(paused.since * 1000)] : null,
            ),
          ),
          button(t("Resume"), { glyph: "play", fk: "resume2", command: "ops resume", on: resumeQueue }),
        ),
    });
  }
  const said = [
    ...state.findings.map(({ file, line, column, end_column, message, rule }) => {
      const last = end_column - 1;
      const columns = last > column ? `${column}-${last}` : column;
      return { place: `${file}:${line}:${columns}`, message, hint: `[${rule}]` };
    }),
    ...state.warnings.filter((text) => !state.findings.length || !isOfFinding(text)).map((message) => ({ message })),
    ...state.checks.map((check) => ({ message: check.message, hint: check.mend })),
  ];
  for (const { place, message, hint } of said.slice(0, 3)) {
    list.push({
      key: "warning:" + (place ?? "") + message,
      sig: language + message + hint,
      make: () =>
        el(
          "div",
          { class: "notice warning", role: "status" },
          icon("warn"),
          el(
            "span",
            { class: "grow" },
            place && [el("code", {}, place), " "],
            shown(message),
            hint && el("span", { class: "muted" }, " ", shown(hint)),
          ),
        ),
    });
  }
  if (said.length > 3) {
    list.push({
      key: "warnings",
      sig: language + said.length,
      make: () =>
        el(
          "div",
          { class: "notice warning", role: "status" },
          el("span", { class: "grow" }, many(said.length - 3, "1 more", "{n} more")),
          commandLine("ops doctor"),
        ),
    });
  }
  if (selected.size > 0 && selectedItems().length > 0) list.push(selectionNotice());
  keyed(document.getElementById("notices"), list);
}
