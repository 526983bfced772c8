// The diff of a row's branch, with comments by line that become the reason of a rejection.

/** Parses a unified diff: files with hunks, and each line with its numbers. */
function parseDiff(text) {
  const files = [];
  let file = null;
  let hunk = null;
  let before = 0;
  let after = 0;
  const nameOf = (line) => line.replace(/^"(.*)"$/, "$1").replace(/^[ab]\//, "").replace(/\t$/, "");
  for (const line of text.split("\n")) {
    if (line.startsWith("diff --git ")) {
      const names = /^diff --git (?:a\/|"a\/)(.*?)"? (?:b\/|"b\/)(.*?)"?$/.exec(line);
      file = {
        path: names?.[2] ?? line.slice(11),
        was: names?.[1] ?? null,
        change: "modified",
        hunks: [],
        added: 0,
        removed: 0,
        notes: [],
      };
      hunk = null;
      files.push(file);
    } else if (!file) continue;
    else if (line.startsWith("@@")) {
      const numbers = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@(.*)$/.exec(line);
      before = Number(numbers?.[1] ?? 0);
      after = Number(numbers?.[2] ?? 0);
      hunk = { title: (numbers?.[3] ?? "").trim(), lines: [] };
      file.hunks.push(hunk);
    } else if (!hunk) {
      if (line.startsWith("new file")) file.change = "added";
      else if (line.startsWith("deleted file")) file.change = "deleted";
      else if (line.startsWith("rename from")) file.was = nameOf(line.slice(12));
      else if (line.startsWith("+++ ") && line !== "+++ /dev/null") file.path = nameOf(line.slice(4));
      else if (line.startsWith("Binary files") || line.startsWith("GIT binary")) file.notes.push(t("a binary file"));
    } else if (line.startsWith("+")) {
      hunk.lines.push({ kind: "added", text: line.slice(1), after: after++ });
      file.added++;
    } else if (line.startsWith("-")) {
      hunk.lines.push({ kind: "removed", text: line.slice(1), before: before++ });
      file.removed++;
    } else if (line.startsWith("\\")) hunk.lines.push({ kind: "note", text: line.slice(2) });
    else if (line.startsWith(" ")) {
      hunk.lines.push({ kind: "same", text: line.slice(1), before: before++, after: after++ });
    }
  }
  return files;
}

// Comments are kept as a draft until the row is decided.

function commentsOf(id) {
  try {
    return JSON.parse(drafts.get("comments:" + id) || "[]");
  } catch {
    return [];
  }
}

function commentLine({ path, line, removed, text }) {
  return `${path}:${line}: ${removed ? "(removed line) " : ""}${text.replace(/\s*\n\s*/g, " ").trim()}`;
}

/** The comments as a reason, one a line. */
function reasonOf(id) {
  return commentsOf(id).map(commentLine).join("\n");
}

function saveComments(id, comments) {
  const was = reasonOf(id);
  const typed = drafts.get("reject:" + id);
  comments.sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
  drafts.set("comments:" + id, comments.length ? JSON.stringify(comments) : "");
  const now = reasonOf(id);
  // What was typed into the reason stays behind the comments.
  if (typed) {
    drafts.set(
      "reject:" + id,
      typed.startsWith(was) ? (now + typed.slice(was.length)).trim() : (now + "\n" + typed).trim(),
    );
  }
  changed("detail");
}

function clearComments(id) {
  drafts.set("comments:" + id, "");
  drafts.set("reject:" + id, "");
  detail.commenting = null;
  changed("detail");
}

const lineKey = (path, line, removed) => `${path}|${line}|${removed ? "-" : "+"}`;

function changesTab() {
  if (detail.diffProblem) return problemBox(detail.diffProblem, () => refresh("detail", 0));
  if (detail.diff === null && detail.files === null && detail.attempts !== null) {
    return emptyState("branch", t("No changes in git"), t("Its work has no branch. The report is among the attempts."));
  }
  if (detail.diff === null) {
    return el("div", { class: "skeleton" }, el("div", { class: "bone" }), el("div", { class: "bone" }));
  }
  const files = parseDiff(detail.diff);
  if (files.length === 0) return emptyState("branch", t("The branch changes nothing"), null);
  const comments = commentsOf(detail.id);
  const byLine = new Map(comments.map((comment) => [lineKey(comment.path, comment.line, comment.removed), comment]));
  const there = new Set(
    files.flatMap((file) =>
      file.hunks.flatMap((hunk) =>
        hunk.lines.map((line) => lineKey(file.path, line.after ?? line.before, line.kind === "removed"))
      )
    ),
  );
  const gone = comments.filter((comment) => !there.has(lineKey(comment.path, comment.line, comment.removed)));
  const node = el(
    "div",
    { class: "diff", on: { keydown: diffKeys } },
    el(
      "p",
      { class: "diff-sum" },
      diffSum(files),
      el("span", { class: "muted clip" }, shown(detail.files?.branch ?? "")),
      el("span", { class: "grow" }),
      el("span", { class: "muted diff-hint" }, t("Arrow keys go by line, Enter comments")),
    ),
    gone.length > 0 &&
      el(
        "div",
        { class: "gone" },
        el("p", { class: "muted" }, t("These lines are not in the changes any more:")),
        gone.map((comment) =>
          el(
            "div",
            {},
            el("code", { class: "muted" }, shown(`${comment.path}:${comment.line}`)),
            commentBox(comment, lineKey(comment.path, comment.line, comment.removed)),
          )
        ),
      ),
    diffFiles(files, "file:", byLine),
  );
  const first = node.querySelector(".line");
  if (first) first.tabIndex = 0;
  return node;
}

function diffSum(files) {
  const sum = (name) => files.reduce((total, file) => total + file[name], 0);
  return [
    many(files.length, "1 file", "{n} files"),
    el("span", { class: "plus numeral" }, "+" + sum("added")),
    el("span", { class: "minus numeral" }, "−" + sum("removed")),
  ];
}

/** The files of a diff. `byLine` has the comments on its lines; without it, it takes none. */
function diffFiles(files, prefix, byLine) {
  let budget = 2500; // lines that are drawn at once
  return files.map((file) => {
    const open = budget > 0;
    const lines = file.hunks.reduce((total, hunk) => total + hunk.lines.length, 0);
    budget -= lines;
    const body = el("div", { class: "diff-lines" });
    const fill = () => {
      if (!body.firstChild) add(body, fileLines(file, byLine));
    };
    if (open) fill();
    return el(
      "details",
      { class: "diff-file", open, on: { toggle: fill } },
      el(
        "summary",
        { "data-fk": prefix + file.path },
        icon("chevron", { class: "icon chevron" }),
        el(
          "span",
          { class: "diff-path" },
          file.was && file.was !== file.path && [el("span", { class: "muted" }, shown(file.was), " → ")],
          shown(file.path),
        ),
        file.change !== "modified" && el("span", { class: "chip" }, file.change === "added" ? t("new") : t("deleted")),
        el("span", { class: "grow" }),
        el("span", { class: "plus numeral" }, "+" + file.added),
        el("span", { class: "minus numeral" }, "−" + file.removed),
      ),
      file.notes.length > 0 && el("p", { class: "muted diff-note" }, file.notes.join(", ")),
      body,
    );
  });
}

function fileLines(file, byLine) {
  return file.hunks.map((hunk) => [
    el("div", { class: "hunk" }, shown(hunk.title) || "⋯"),
    hunk.lines.map((line) => {
      if (line.kind === "note") return el("div", { class: "line-note muted" }, shown(line.text));
      const number = line.after ?? line.before;
      const removed = line.kind === "removed";
      const key = lineKey(file.path, number, removed);
      const word = { added: t("added"), removed: t("removed"), same: t("unchanged") }[line.kind];
      const begin = () => beginComment(key);
      const nodes = [
        el(
          "div",
          {
            class: "line " + line.kind,
            role: "group",
            "aria-roledescription": t("line"),
            "aria-label": spelled(`${t("line {n}", { n: number })}, ${word}: ${line.text}`),
            ...(byLine && {
              tabindex: "-1",
              "data-fk": "line:" + key,
              "data-line": key,
              on: { dblclick: begin },
            }),
          },
          el("span", { class: "no" }, line.before ?? ""),
          el("span", { class: "no" }, line.after ?? ""),
          byLine && el("button", {
            type: "button",
            class: "line-add",
            tabindex: "-1",
            "aria-label": t("Comment on line {n}", { n: number }),
            on: { click: begin },
          }, "+"),
          el("code", {}, shown(line.text)),
        ),
      ];
      if (!byLine) return nodes;
      const comment = byLine.get(key);
      if (detail.commenting === key) nodes.push(commentForm(file.path, number, removed, comment));
      else if (comment) nodes.push(commentBox(comment, key));
      return nodes;
    }),
  ]);
}

function beginComment(key) {
  detail.commenting = key;
  detail.focusNext = "draft:comment:" + detail.id + key;
  changed("detail");
}

function commentForm(path, line, removed, comment) {
  const id = detail.id;
  const key = lineKey(path, line, removed);
  const draft = "comment:" + id + key;
  if (comment && !drafts.get(draft)) drafts.set(draft, comment.text);
  const area = composer(draft, {
    rows: 2,
    placeholder: t("What should be different?"),
    "aria-label": t("Comment on line {n}", { n: line }),
  });
  const end = () => {
    drafts.set(draft, "");
    detail.commenting = null;
    detail.focusNext = "line:" + key;
    area.blur();
    changed("detail");
  };
  const save = () => {
    const text = area.value.trim();
    const others = commentsOf(id).filter((each) => lineKey(each.path, each.line, each.removed) !== key);
    end();
    saveComments(id, text ? [...others, { path, line, removed, text }] : others);
    if (text) announce(t("Comment kept"));
  };
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      end();
    }
  });
  return el(
    "div",
    { class: "comment form" },
    area,
    el(
      "div",
      { class: "comment-acts" },
      button(t("Keep comment"), { kind: "primary", keys: "Control+Enter", on: save }),
      button(t("Discard"), { kind: "quiet", keys: "Escape", on: end }),
    ),
  );
}

function commentBox(comment, key) {
  const remove = () => {
    saveComments(
      detail.id,
      commentsOf(detail.id).filter((each) => lineKey(each.path, each.line, each.removed) !== key),
    );
  };
  return el(
    "div",
    { class: "comment" },
    el("p", {}, shown(comment.text)),
    el(
      "div",
      { class: "comment-acts" },
      button(t("Edit"), { kind: "quiet", on: () => beginComment(key) }),
      button(t("Remove"), { kind: "quiet", on: remove }),
    ),
  );
}

/** Moves by line with arrows or j and k, by file with [ and ], and comments with Enter or c. */
function diffKeys(event) {
  const line = event.target.closest?.(".line");
  if (!line || event.target !== line || event.ctrlKey || event.metaKey || event.altKey) return;
  const lines = [...event.currentTarget.querySelectorAll("details[open] .line")];
  const at = lines.indexOf(line);
  const key = latin(event);
  let next = null;
  if (key === "ArrowDown" || key === "j") next = lines[at + 1];
  else if (key === "ArrowUp" || key === "k") next = lines[at - 1];
  else if (key === "]" || key === "[") {
    const files = [...event.currentTarget.querySelectorAll(".diff-file")];
    const file = files[files.indexOf(line.closest(".diff-file")) + (key === "]" ? 1 : -1)];
    if (file) file.open = true;
    next = file?.querySelector(".line");
  } else if (key === "Enter" || key === "c") {
    event.preventDefault();
    event.stopPropagation();
    return beginComment(line.dataset.line);
  } else return;
  event.preventDefault();
  event.stopPropagation();
  if (!next) return;
  line.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

/** The line at the foot of the changes, from which the work is decided. */
function reviewBar(item) {
  const allowed = allowedFor(item);
  const comments = commentsOf(item.id).length;
  if (!allowed.includes("approve") && !allowed.includes("reject")) return null;
  return el(
    "div",
    { class: "review-bar" },
    el(
      "span",
      { class: "muted grow" },
      comments > 0 ? many(comments, "1 comment", "{n} comments") : t("No comments yet"),
    ),
    allowed.includes("reject") &&
      button(comments > 0 ? t("Reject with comments") : t("Reject"), {
        glyph: "x",
        keys: "r",
        fk: "reject2:" + item.id,
        kind: comments > 0 ? "danger" : "",
        command: actionKinds.reject.command(shellQuoted(item.id)),
        on: () => act("reject", item),
      }),
    allowed.includes("approve") &&
      button(t("Approve"), {
        glyph: "check",
        keys: "a",
        kind: comments > 0 ? "" : "primary",
        fk: "approve2:" + item.id,
        command: actionKinds.approve.command(shellQuoted(item.id)),
        on: () => act("approve", item),
      }),
  );
}
