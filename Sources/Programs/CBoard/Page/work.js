// The open row while it is worked on: who has it, how long, what was used, what the agent does, and Stop.

/** The attempt that runs at the open row, or undefined. */
function runningAttempt() {
  return detail.attempts?.find((each) => each.running);
}

/** Who has a row that is at work. The row does not name a person who took it; the history does. */
function ownerOf(item) {
  if (item.owner_session) return item.owner_session;
  const taken = detail.show?.history?.findLast((entry) => entry.after?.status === "IN_PROGRESS");
  return taken && taken.command !== "external_edit" ? taken.actor : null;
}

/** A time that counts on each second. */
function elapsed(since) {
  return el("span", { class: "elapsed numeral", role: "timer", "data-since": since }, elapsedText(since));
}

function elapsedText(since) {
  const seconds = Math.max(0, Math.floor((Date.now() - since) / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? rest : `${Math.floor(seconds / 3600)}:${rest}`;
}

setInterval(() => {
  for (const node of document.querySelectorAll(".elapsed")) {
    setText(node, elapsedText(Number(node.dataset.since)));
  }
}, 1000);

/** What an attempt used, in and out. */
function usageText(usage) {
  return usage ? `${tokensText(usage.input_tokens)} / ${tokensText(usage.output_tokens)}` : "–";
}

function costText(cost) {
  return cost ? (cost.source === "estimate" ? "~" : "") + money(cost.usd) : "–";
}

function workSignature(item) {
  const attempt = runningAttempt();
  return [
    attempt?.claim,
    detail.attempts.length,
    attempt?.worker,
    attempt?.usage,
    attempt?.cost,
    ownerOf(item),
    item.started_at_kst,
    allowedFor(item).includes("cancel"),
    detail.why?.message,
    detail.why?.remarks,
  ];
}

function workBox(item) {
  const attempt = runningAttempt();
  // The start of a person's work is known to the minute.
  const time = attempt ? elapsed(attempt.since) : startedOf(item) && ago(startedOf(item));
  const fact = (name, ...value) => el("div", {}, el("dt", {}, name), el("dd", {}, value));
  // A report that waits stands behind who has the row.
  const waits = detail.why?.reason?.problem && detail.why.message.split("; ").slice(1).join("; ");
  return el(
    "section",
    { class: "at-work", "aria-labelledby": "work-title" },
    el(
      "div",
      { class: "at-work-head" },
      el("h3", { id: "work-title" }, el("span", { class: "live" }, t("At work"))),
      el("span", { class: "clip muted" }, shown(attempt?.worker ?? ownerOf(item) ?? t("no owner"))),
      el("span", { class: "grow" }),
      attempt && allowedFor(item).includes("cancel") &&
        button(t("Stop"), {
          glyph: "stop",
          keys: "Shift+x",
          kind: "danger",
          fk: "stop:" + item.id,
          "aria-haspopup": "dialog",
          command: actionKinds.cancel.command(shellQuoted(item.id)),
          on: () => act("cancel", item),
        }),
    ),
    el(
      "dl",
      { class: "at-work-facts" },
      time && fact(t("Time"), time),
      attempt && fact(t("Tokens, in and out"), el("span", { class: "numeral" }, usageText(attempt.usage))),
      attempt && fact(t("Cost"), el("span", { class: "numeral" }, costText(attempt.cost))),
      attempt && fact(t("Attempt"), el("span", { class: "numeral" }, attemptNumber(attempt.claim))),
    ),
    waits && el("p", {}, shown(waits, true)),
    (detail.why?.remarks ?? []).map((remark) => el("p", { class: "remark mono" }, shown(remark))),
    attempt?.log && el("ol", { class: "steps", "aria-label": t("Last steps of the agent") }),
  );
}

const shownSteps = 5;

/** Shows the last steps of the agent: what it said, and which tools it used. */
function fillSteps() {
  const place = document.querySelector("#panel .steps");
  const attempt = runningAttempt();
  if (!place || !attempt) return;
  const steps = readableLines(logOf(attempt.claim)).filter((line) => ["said", "tool", "error"].includes(line.kind));
  keyed(
    place,
    steps.slice(-shownSteps).map((step, at) => ({
      key: Math.max(0, steps.length - shownSteps) + at,
      sig: step.text,
      make: () => el("li", { class: step.kind, title: spelled(step.text) }, shown(step.text)),
    })),
  );
}

/** Loads again what the attempt that runs has used. */
async function loadAttempts(id) {
  const answer = await load(`/v1/rows/${encodeURIComponent(id)}/attempts`);
  if (detail.id !== id) return;
  takeAttempts(answer.attempts);
  changed("detail");
}

function takeAttempts(attempts) {
  detail.attempts = attempts;
  detail.countedAt = Date.now();
  // By this clock, whatever the server's says.
  for (const each of attempts) if (each.running) each.since = Date.now() - each.seconds * 1000;
}
