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
      const response = await send("GET", `/v1/rows/${encodeURIComponent(id)}/attempts/${claim}/log`, {
        headers: { Range: `bytes=${log.bytes}-` },
      });
      if (response.status === 416) break;
      if (!response.ok) throw await refusalOf(response);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (response.status === 200) Object.assign(log, { bytes: 0, text: "", decoder: new TextDecoder() });
      log.bytes += bytes.length;
      log.text += log.decoder.decode(bytes, { stream: true });
      size = bytes.length === 0
        ? log.bytes
        : Number(/\/(\d+)$/.exec(response.headers.get("Content-Range") ?? "")?.[1] ?? log.bytes);
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

/** Loads the log that is shown again while its attempt runs. */
function followLog() {
  clearTimeout(logTimer);
  if (!detail.id || state.tab !== "attempts" || detail.claim === null || detail.claim === undefined) return;
  const attempt = detail.attempts?.find((each) => each.claim === detail.claim);
  const log = logOf(detail.claim);
  if (!log.loaded && !log.busy && !log.problem) loadLog(detail.id, detail.claim);
  if (attempt?.running || log.problem) {
    logTimer = setTimeout(() => {
      if (!document.hidden && connection.online && attempt?.running) loadLog(detail.id, detail.claim);
      followLog();
    }, 1500);
  } else if (attempt && log.running) loadLog(detail.id, detail.claim);
  log.running = attempt?.running;
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
    const parts = [value.message?.content, value.item, value.part].flat().filter(Boolean);
    let said = false;
    for (const part of parts) {
      if (typeof part === "string") out.push({ kind: "said", text: part });
      else if (part.type === "tool_use" || part.type === "command_execution" || part.type === "tool") {
        const on = part.input?.file_path ?? part.input?.command ?? part.command ?? part.input?.pattern ??
          part.state?.input?.filePath ?? "";
        out.push({ kind: "tool", text: `→ ${part.name ?? part.tool ?? "run"} ${on}` });
      } else if (typeof part.text === "string") out.push({ kind: "said", text: part.text });
      else continue;
      said = true;
    }
    if (said) continue;
    if (value.type === "result" && typeof value.result === "string") out.push({ kind: "result", text: value.result });
    else if (!["system", "user", "rate_limit_event", "thread.started", "turn.started"].includes(value.type)) {
      out.push({ kind: "plain", text: line });
    }
  }
  return out;
}

function logView() {
  const { claim } = detail;
  const log = logOf(claim);
  const attempt = detail.attempts.find((each) => each.claim === claim);
  const id = shellQuoted(detail.id);
  return el(
    "div",
    { class: "log" },
    el(
      "div",
      { class: "log-head" },
      attempt?.running && el("span", { class: "live" }, t("live")),
      el("span", { class: "muted" }, t("Log of attempt {n}", { n: claim })),
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
        "aria-label": t("Log of attempt {n}", { n: claim }),
        "data-fk": "log",
      }),
  );
}

const linesAtFirst = 1500;

function linesOf(log) {
  if (log.linesFor !== `${log.bytes}/${detail.rawLog}`) {
    log.lines = detail.rawLog
      ? log.text.replace(/\n$/, "").split("\n").map((text) => ({ kind: "plain", text }))
      : readableLog(log.text);
    log.linesFor = `${log.bytes}/${detail.rawLog}`;
  }
  return log.lines;
}

/** Adds to the log that is shown what is new. What is there stays, so that it can be selected and read. */
function fillLog() {
  const place = document.querySelector("#panel .log-text");
  if (!place || !detail.claim) return;
  const lines = linesOf(logOf(detail.claim));
  const mode = `${detail.id}/${detail.claim}/${detail.rawLog}/${detail.wholeLog}`;
  const atEnd = place.mode !== mode || place.scrollTop + place.clientHeight >= place.scrollHeight - 30;
  if (place.mode !== mode) {
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
  const attempts = [...(detail.attempts ?? [])].reverse();
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
            el("span", { class: "id" }, "#" + attempt.claim),
            el("span", { class: "state" }, attemptName(attempt)),
            el("span", { class: "muted" }, shown(attempt.worker ?? t("session"))),
            el("span", { class: "grow" }),
            el("span", { class: "muted numeral" }, duration(attempt.seconds)),
            attempt.cost &&
              el(
                "span",
                { class: "muted numeral" },
                (attempt.cost.source === "estimate" ? "~" : "") + money(attempt.cost.usd),
              ),
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
