// The attempts of a row, and the log of one, which follows while its worker runs.

let logTimer = null;

function logOf(claim) {
  detail.logs ??= new Map();
  if (!detail.logs.has(claim)) {
    detail.logs.set(claim, {
      bytes: 0,
      text: "",
      decoder: new TextDecoder(),
      loaded: false,
      problem: null,
      busy: false,
    });
  }
  return detail.logs.get(claim);
}

const longestLog = 4 << 20; // bytes

/** Loads what a log has got since the last time. */
async function loadLog(id, claim) {
  const log = logOf(claim);
  if (log.busy) return;
  log.busy = true;
  try {
    for (let size = Infinity; log.bytes < size;) {
      // The last byte that is there comes again: a range that begins behind the end is refused.
      const from = Math.max(0, log.bytes - 1);
      const response = await send("GET", `/v1/rows/${encodeURIComponent(id)}/attempts/${claim}/log`, {
        headers: { Range: `bytes=${from}-` },
      });
      if (response.status === 416) break;
      if (!response.ok) throw await refusalOf(response);
      const isPart = response.status === 206;
      const bytes = new Uint8Array(await response.arrayBuffer()).subarray(isPart ? log.bytes - from : 0);
      if (!isPart) Object.assign(log, { bytes: 0, text: "", decoder: new TextDecoder() });
      log.bytes += bytes.length;
      log.text += log.decoder.decode(bytes, { stream: true });
      size = Number(/\/(\d+)$/.exec(response.headers.get("Content-Range") ?? "")?.[1] ?? log.bytes);
      // Of a long log its end is shown.
      if (size - log.bytes > longestLog) {
        Object.assign(log, { bytes: size - longestLog, text: "", decoder: new TextDecoder() });
      }
    }
    log.problem = null;
    log.loaded = true;
  } catch (error) {
    log.problem = error;
  } finally {
    log.busy = false;
  }
  if (detail.id === id) changed("detail");
}

/** Loads the log that is shown, and that of the attempt that runs, again while that runs. */
function followLog() {
  clearTimeout(logTimer);
  if (!detail.id) return;
  const id = detail.id;
  const running = runningAttempt();
  const looked = state.tab === "attempts" && !detail.pair && detail.attempts?.find((each) => each.claim === detail.claim);
  const claims = new Set([looked, running].filter((attempt) => attempt?.log).map(({ claim }) => claim));
  for (const claim of claims) {
    const log = logOf(claim);
    const isRunning = claim === running?.claim;
    if (!log.loaded && !log.busy && !log.problem) loadLog(id, claim);
    // What came last is loaded once more at the end.
    else if (log.running && !isRunning) loadLog(id, claim);
    log.running = isRunning;
  }
  if (!running) return;
  logTimer = setTimeout(() => {
    if (!document.hidden && connection.online) {
      if (running.log) loadLog(id, running.claim);
      // The counts of the attempt, and whether it has a log by now.
      if (Date.now() - detail.countedAt > 10000 || !running.log) loadAttempts(id).catch(() => {});
    }
    followLog();
  }, 1500);
}

/** An agent's JSON lines as text: what it says, and which tool it uses on what. Other lines stay. */
function readableLog(text) {
  const out = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    if (!line.startsWith("{")) {
      out.push({ kind: line.startsWith("[orch]") ? "orch" : "plain", text: line });
      continue;
    }
    let value;
    try {
      value = JSON.parse(line);
    } catch {
      out.push({ kind: "plain", text: line });
      continue;
    }
    if (typeof value?.type === "string") out.push(...agentLines(value));
    else out.push({ kind: "plain", text: line });
  }
  return out;
}

// The members of a tool's input that name its subject, the most important first.
const toolSubjects = ["command", "file_path", "filePath", "path", "pattern", "query", "url", "description", "prompt"];

/** The readable lines of an agent's event, as `orch logs` prints them, and its result. */
function agentLines(event) {
  const tool = (name, input) => {
    const subject = toolSubjects.map((key) => input?.[key]).find((each) => typeof each === "string") ?? "";
    return [{ kind: "tool", text: `[${name ?? "tool"}] ${subject.trim().split("\n")[0]}`.trimEnd() }];
  };
  const said = (text, kind = "said") => (typeof text === "string" && text !== "" ? [{ kind, text }] : []);
  const error = (text) => said(text, "error").map((line) => ({ ...line, text: "[error] " + text }));
  const { item, part } = event;
  switch (event.type) {
    case "assistant":
      return [event.message?.content ?? []].flat().flatMap((block) =>
        block?.type === "text" ? said(block.text) : block?.type === "tool_use" ? tool(block.name, block.input) : []
      );
    case "result":
      return event.is_error === true ? error(event.result) : said(event.result, "result");
    case "item.completed":
      switch (item?.type ?? item?.item_type) {
        case "agent_message":
        case "assistant_message":
          return said(item.text);
        case "command_execution":
          return tool("command", item);
        case "file_change":
          return [item.changes ?? []].flat().flatMap((change) => tool("file", change));
        case "mcp_tool_call":
        case "web_search":
          return tool(item.tool ?? "search", item);
        case "error":
          return error(item.message);
        default:
          return [];
      }
    case "turn.failed":
      return error(event.error?.message);
    case "text":
      return said(part?.text);
    case "tool_use":
      return tool(part?.tool, part?.state?.input);
    case "error":
      return error(event.message ?? event.error?.name);
    default:
      return [];
  }
}

function logView() {
  const { claim } = detail;
  const log = logOf(claim);
  const attempt = detail.attempts.find((each) => each.claim === claim);
  const name = t("Log of attempt {n}", { n: attemptNumber(claim) });
  const id = shellQuoted(detail.id);
  return el(
    "div",
    { class: "log" },
    el(
      "div",
      { class: "log-head" },
      attempt?.running && el("span", { class: "live" }, t("live")),
      el("span", { class: "muted" }, name),
      el("span", { class: "grow" }),
      button(detail.rawLog ? t("As text") : t("Raw"), {
        kind: "quiet",
        fk: "raw",
        "aria-pressed": String(!!detail.rawLog),
        on: () => {
          detail.rawLog = !detail.rawLog;
          changed("detail");
        },
      }),
      iconButton("copy", t("Copy the log"), {
        fk: "copylog",
        command: `orch logs ${id} --claim ${claim}`,
        on: () => copy(log.text),
      }),
    ),
    log.problem
      ? problemBox(log.problem, () => {
        log.problem = null;
        followLog();
      })
      : !log.loaded
      ? el("div", { class: "bone" })
      : log.text === ""
      ? el("p", { class: "muted pad" }, t("It has printed nothing yet."))
      : el("div", {
        class: "log-text",
        tabindex: "0",
        role: "log",
        "aria-live": "off",
        "aria-label": name,
        "data-fk": "log",
        on: {
          // Where it was read, for a log that is drawn anew; null at its end, which it follows.
          scroll: ({ target }) => {
            log.top = isAtEnd(target) ? null : target.scrollTop;
          },
        },
      }),
  );
}

const linesAtFirst = 1500;

function readableLines(log) {
  if (log.readableFor !== log.bytes) {
    log.readable = readableLog(log.text);
    log.readableFor = log.bytes;
  }
  return log.readable;
}

function linesOf(log) {
  if (!detail.rawLog) return readableLines(log);
  return log.text.replace(/\n$/, "").split("\n").map((text) => ({ kind: "plain", text }));
}

const isAtEnd = (place) => place.scrollTop + place.clientHeight >= place.scrollHeight - 30;

/** Adds to the log that is shown what is new. What is there stays, so that it can be selected and read. */
function fillLog() {
  const place = document.querySelector("#panel .log-text");
  if (!place || !detail.claim) return;
  const log = logOf(detail.claim);
  const lines = linesOf(log);
  const mode = `${detail.id}/${detail.claim}/${detail.rawLog}/${detail.wholeLog}`;
  const isNew = place.mode !== mode;
  const atEnd = isNew ? log.top === undefined || log.top === null || log.mode !== mode : isAtEnd(place);
  if (isNew) {
    place.mode = mode;
    place.replaceChildren();
    place.first = detail.wholeLog ? 0 : Math.max(0, lines.length - linesAtFirst);
    place.next = place.first;
    if (place.first > 0) {
      place.append(button(t("Show {n} earlier lines", { n: count(place.first) }), {
        kind: "quiet",
        on: () => {
          detail.wholeLog = true;
          changed("detail");
        },
      }));
    }
  }
  const head = place.first > 0 ? 1 : 0;
  // The last line may not have been whole.
  for (let at = Math.max(place.first, place.next - 1); at < lines.length; at++) {
    const text = lines[at].text;
    const there = place.children[at - place.first + head];
    if (there && there.text === text) continue;
    const node = el("div", { class: "log-line " + lines[at].kind }, shown(text));
    node.text = text;
    if (there) there.replaceWith(node);
    else place.append(node);
  }
  place.next = lines.length;
  if (atEnd) place.scrollTop = place.scrollHeight;
  else if (isNew) place.scrollTop = log.top;
  log.mode = mode;
}

/** Which attempt at the open row it is, from 1. */
function attemptNumber(claim) {
  return detail.attempts.findIndex((each) => each.claim === claim) + 1;
}

function attemptName(attempt) {
  if (attempt.running) return [sign("IN_PROGRESS"), t("runs")];
  const status = attempt.class ? "FAILED" : statuses.includes(attempt.status) ? attempt.status : "other";
  return [
    sign(attempt.class === "question" ? "question" : status),
    attempt.class ? shown(attempt.class) : statusName(attempt.status) ?? shown(attempt.status ?? "–"),
  ];
}

function attemptsTab() {
  if (!detail.attempts) return el("div", { class: "bone" });
  const attempts = [...detail.attempts].reverse();
  if (attempts.length === 0) {
    return emptyState(
      "terminal",
      t("No attempts yet"),
      t("An attempt is the record of one claim: what was sent, said and decided."),
    );
  }
  return el(
    "div",
    {},
    attempts.length > 1 &&
      el(
        "div",
        { class: "attempts-head" },
        button(t("Compare two"), { glyph: "columns", fk: "compare", on: () => compareAttempts(attempts) }),
      ),
    el(
      "ul",
      { class: "attempts" },
      attempts.map((attempt) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "attempt",
              "aria-expanded": String(attempt.claim === detail.claim),
              "data-fk": "attempt:" + attempt.claim,
              on: {
                click: () => {
                  detail.claim = attempt.claim === detail.claim ? null : attempt.claim;
                  detail.wholeLog = false;
                  changed("detail");
                },
              },
            },
            icon("chevron", { class: "icon chevron" }),
            el("span", { class: "numeral" }, t("Attempt {n}", { n: attemptNumber(attempt.claim) })),
            el("span", { class: "state" }, attemptName(attempt)),
            el("span", { class: "muted" }, shown(attempt.worker ?? t("session"))),
            el("span", { class: "grow" }),
            el(
              "span",
              { class: "muted numeral" },
              attempt.running ? elapsed(attempt.since) : duration(attempt.seconds),
            ),
            attempt.cost && !attempt.running && el("span", { class: "muted numeral" }, costText(attempt.cost)),
            attempt.started_at && !attempt.running && ago(Date.parse(attempt.started_at)),
          ),
          attempt.reason && el("p", { class: "attempt-reason" }, shown(attempt.reason, true)),
          attempt.claim === detail.claim && attempt.log && logView(),
          attempt.claim === detail.claim && !attempt.log &&
            el("p", { class: "muted pad" }, t("This attempt has no log.")),
        )
      ),
    ),
  );
}

// Evidence of criteria

/** What the last report says of each criterion, by its number, read from the end of the log. */
async function loadEvidence(id) {
  const last = [...(detail.attempts ?? [])].reverse().find((attempt) => !attempt.running);
  if (!last) return;
  const told = last.criteria ?? last.verdict?.criteria;
  if (told) {
    detail.evidence = new Map(told.map((each) => [each.n, { met: each.met, text: each.reason }]));
    return changed("detail");
  }
  if (!last.log || detail.evidenceOf === last.claim) return;
  detail.evidenceOf = last.claim;
  if (!logOf(last.claim).loaded) await loadLog(id, last.claim);
  if (detail.id !== id) return;
  const text = readableLog(logOf(last.claim).text).map((line) => line.text).join("\n");
  const report = text.slice(Math.max(0, text.lastIndexOf("[REPORT")));
  const evidence = new Map();
  for (const match of report.matchAll(/^\s*(\d+)[.)]\s*(met|not met)\b[:\s]*(.*)$/gim)) {
    evidence.set(Number(match[1]), { met: match[2].toLowerCase() === "met", text: match[3].trim() });
  }
  detail.evidence = evidence;
  changed("detail");
}
