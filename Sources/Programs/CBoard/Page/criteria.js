// The form for the criteria of a row, each in words or as a proof that orch checks.

/**
 * The kinds of a criterion, each with its parts in the order in which they are asked for. The kinds of a proof are those
 * of ProofKind.
 */
const criterionKinds = {
  prose: { name: () => t("In words"), parts: ["words"] },
  file: { name: () => t("A file is there"), parts: ["file"] },
  grep: { name: () => t("A file contains"), parts: ["file", "text"] },
  json: { name: () => t("A file is JSON"), parts: ["file"] },
  cmd: { name: () => t("A check passes"), parts: ["check"] },
  ci: { name: () => t("A check of the pull request passes"), parts: ["check"] },
  only: { name: () => t("Only these files change"), parts: ["files"] },
  exit: { name: () => t("The worker's program ends with"), parts: ["status"] },
};

/** The kinds of a proof, and what is taken for a proof. */
const proofKinds = Object.keys(criterionKinds).filter((kind) => kind !== "prose").join("|");
const proofPattern = new RegExp(`^(${proofKinds})\\s*[:：]\\s*(.*)$`, "is");

const partNames = {
  words: () => t("words"),
  file: () => t("file"),
  files: () => t("files"),
  text: () => t("text"),
  check: () => t("check"),
  status: () => t("status"),
};

/**
 * Divides a cell into its criteria, each with what divides it from the next one, so that no character is lost. Marks
 * in code, quotation marks and parentheses divide nothing.
 */
function criteriaLines(cell) {
  const lines = [];
  let from = 0;
  // Each alternative ends where the next could begin, so that no text takes long.
  const marks = new RegExp(
    "(?<!`)(`+)(?!`)(?:[^`\\n]|(?<!`)(?!\\1(?!`))`+(?!`))+(?<!`)\\1(?!`)" + // code
      '|"[^"\\n]*"|“[^“”\\n]*”|\\([^()\\n]*\\)|\\[[^[\\]\\n]*\\]|([;；•\\n][\\s;；•]*)',
    "g",
  );
  for (const match of cell.matchAll(marks)) {
    if (!match[2]) continue;
    const text = cell.slice(from, match.index).trimEnd();
    lines.push({ text, end: cell.slice(from + text.length, match.index) + match[2] });
    from = match.index + match[0].length;
  }
  lines.push({ text: cell.slice(from), end: "" });
  return lines.filter((line) => line.text.trim()).map((line) => ({ ...line, ...partsOf(line.text) }));
}

/** The cell of these criteria, on one line. */
function criteriaCell(lines) {
  const filled = lines.filter((line) => line.text.trim());
  const end = (line) => (/[;；•]/.test(line.end) && !line.end.includes("\n") ? line.end : "; ");
  return filled.map((line, n) => line.text + (n < filled.length - 1 ? end(line) : "")).join("").trim();
}

/** The kind and the parts of a criterion; what can't be taken apart is in words. */
function partsOf(text) {
  const [, word = "", rest = ""] = proofPattern.exec(text.trim()) ?? [];
  const kind = word.toLowerCase();
  const bare = (part) => part.trim().replace(/^`(.+)`$/s, "$1");
  if (kind && kind !== "grep") return { kind, parts: { [criterionKinds[kind].parts[0]]: bare(rest) } };
  // The last " in " divides, since a path seldom has one.
  const cut = (rest + " ").lastIndexOf(" in ");
  if (kind === "grep" && (!rest || cut >= 0)) {
    return { kind, parts: { text: bare(rest.slice(0, Math.max(cut, 0))), file: bare(rest.slice(cut + 4)) } };
  }
  return { kind: "prose", parts: { words: text } };
}

/** The text of a criterion. A part with a mark that might divide it is in backticks. */
function textOf({ kind, parts }) {
  const part = (name) => {
    const text = parts[name] ?? "";
    return text !== text.trim() || /[^\p{L}\p{N} _.,:/@%+=#&|<>!?*$^-]/u.test(text) ? "`" + text + "`" : text;
  };
  if (kind === "prose") return parts.words ?? "";
  if (kind !== "grep") return `${kind}: ${part(criterionKinds[kind].parts[0])}`.trim();
  return parts.text || parts.file ? ["grep:", part("text"), "in", part("file")].filter(Boolean).join(" ") : "grep:";
}

/** What is wrong with a proof: the part, and what to say; null if nothing is. */
function faultOf(line) {
  const names = criterionKinds[line.kind].parts;
  const missing = names.find((name) => !line.parts[name]?.trim());
  if (missing) return [missing, t("Fill this in, or remove the criterion.")];
  if (line.kind === "exit" && line.parts.status !== "0") return ["status", t("Only 0 is a proof.")];
  const read = criteriaLines(line.text);
  const isKept = read.length === 1 && read[0].kind === line.kind &&
    names.every((name) => read[0].parts[name] === line.parts[name]);
  return isKept ? null : [names.at(-1), t("A proof can't have this text.")];
}

/** The checks that criteria name already. To take all criteria of a large queue apart would hold each key. */
function knownChecks() {
  const names = new Set();
  for (const item of state.rows.values()) {
    const proofs = (item.success_criteria ?? "").matchAll(/(?:^|[;；•\n])\s*cmd\s*[:：]\s*`?([^`;；•\n]+)/gi);
    for (const [, check] of proofs) names.add(check.trim());
  }
  return [...names].sort().map((value) => ({ value }));
}

/** A control for criteria, whose value is the text of the cell. */
function criteriaList(props) {
  const list = el("ol", { class: "criteria-lines" });
  const add = button(t("Add a criterion"), {
    glyph: "plus",
    kind: "quiet",
    on: () => insert(lines.length, [emptyLine()]),
  });
  const box = el("div", { role: "group", class: "criteria-edit", ...props }, list, add);
  const emptyLine = () => ({ text: "", end: "", kind: "prose", parts: {} });
  let lines = [emptyLine()];

  const dispatchInput = () => box.dispatchEvent(new Event("input", { bubbles: true }));
  const nodeOf = (line, part = criterionKinds[line.kind].parts[0]) =>
    list.children[lines.indexOf(line)]?.querySelector(`[data-part="${part}"]`);
  const draw = () => list.replaceChildren(...lines.map(lineNode));

  function insert(at, added) {
    lines.splice(at, 0, ...added);
    draw();
    dispatchInput();
    nodeOf(added.at(-1)).focus();
  }

  function remove(line) {
    const at = lines.indexOf(line);
    lines.splice(at, 1);
    if (lines.length === 0) lines.push(emptyLine());
    draw();
    dispatchInput();
    announce(t("Removed"));
    nodeOf(lines[Math.max(0, at - 1)]).focus();
  }

  function move(line, step, part) {
    const at = lines.indexOf(line);
    const to = at + step;
    if (to < 0 || to >= lines.length) return;
    lines.splice(at, 1);
    lines.splice(to, 0, line);
    draw();
    dispatchInput();
    nodeOf(line, part)?.focus();
    announce(t("Now number {n} of {m}", { n: to + 1, m: lines.length }));
  }

  function choose(line, kind) {
    // What is typed goes into the parts of the other kind.
    const typed = Object.values(line.parts).filter(Boolean).join(" ");
    const [first] = criterionKinds[kind].parts;
    const given = kind === "exit" ? "0" : typed;
    Object.assign(line, { kind, parts: { [first]: given, ...(line.parts[first] && line.parts) } });
    line.text = textOf(line);
    draw();
    dispatchInput();
    nodeOf(line, "kind").focus();
  }

  function partOf(line, part, number) {
    const name = partNames[part]();
    const common = {
      id: `${props.id}-${number}-${part}`,
      "data-part": part,
      "aria-label": t("Criterion {n}: {part}", { n: number, part: name }),
      placeholder: part === "words" ? t("What must be true?") : name,
    };
    let [input, whole] = [];
    if (part === "words") input = el("textarea", { ...common, rows: 1 });
    else if (part === "check") [input, whole] = combobox(common, { label: name, options: knownChecks });
    else input = el("input", { ...common, type: "text", spellcheck: "false", autocomplete: "off" });
    input.value = line.parts[part] ?? "";
    input.addEventListener("input", () => {
      line.parts[part] = input.value;
      line.text = textOf(line);
    });
    if (part === "words") whole = el("div", {}, input, pipeNote(input));
    return whole ?? input;
  }

  function lineNode(line, n) {
    const number = n + 1;
    const kinds = el(
      "select",
      {
        "data-part": "kind",
        "aria-label": t("Criterion {n}: {part}", { n: number, part: t("kind") }),
        on: { change: (event) => choose(line, event.currentTarget.value) },
      },
      Object.entries(criterionKinds).map(([kind, { name }]) => el("option", { value: kind }, name())),
    );
    kinds.value = line.kind;
    const tool = (part, glyph, label, on) => iconButton(glyph, label, { kind: "bare small", "data-part": part, on });
    return el(
      "li",
      { on: { keydown: (event) => onKey(event, line), paste: (event) => onPaste(event, line) } },
      kinds,
      el(
        "div",
        { class: "criterion-parts" },
        criterionKinds[line.kind].parts.map((part) => partOf(line, part, number)),
      ),
      el(
        "span",
        { class: "criterion-tools" },
        tool("up", "up", t("Move criterion {n} up", { n: number }), () => move(line, -1, "up")),
        tool("down", "down", t("Move criterion {n} down", { n: number }), () => move(line, 1, "down")),
        tool("remove", "close", t("Remove criterion {n}", { n: number }), () => remove(line)),
      ),
    );
  }

  function onKey(event, line) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const { part } = event.target.dataset;
    const isText = part in partNames;
    const isEmpty = !Object.values(line.parts).some(Boolean);
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      move(line, event.key === "ArrowUp" ? -1 : 1, part);
    } else if (event.key === "Enter" && isText) insert(lines.indexOf(line) + 1, [emptyLine()]);
    else if (event.key === "Backspace" && isText && isEmpty && lines.length > 1) remove(line);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Several lines become several criteria. */
  function onPaste(event, line) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (event.target.dataset.part !== "words" || !text.trim().includes("\n")) return;
    event.preventDefault();
    const at = lines.indexOf(line);
    if (!line.text.trim()) lines.splice(at, 1);
    insert(line.text.trim() ? at + 1 : at, criteriaLines(text));
  }

  Object.defineProperties(box, {
    value: {
      get: () => criteriaCell(lines),
      set: (cell) => {
        lines = criteriaLines(cell);
        if (lines.length === 0) lines.push(emptyLine());
        draw();
      },
    },
    first: { get: () => nodeOf(lines[0]) },
    focus: { value: () => nodeOf(lines[0]).focus() },
    faults: {
      value: () => {
        const read = criteriaLines(criteriaCell(lines)).map(({ text }) => text.trim());
        return lines.filter((line) => line.kind !== "prose" && line.text.trim()).flatMap((line) => {
          const fault = faultOf(line) ??
            (read.includes(line.text.trim()) ? null : [
              criterionKinds[line.kind].parts[0],
              t("A quotation mark or bracket in a criterion above takes this one in. Close it there."),
            ]);
          return fault ? [[nodeOf(line, fault[0]), fault[1]]] : [];
        });
      },
    },
  });
  draw();
  return box;
}
