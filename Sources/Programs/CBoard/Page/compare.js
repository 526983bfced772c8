// Two attempts at the open row beside each other: how each ended, its report, and what it had changed.

/** Begins with the last two. */
function compareAttempts(attempts) {
  detail.pair = [attempts[1].claim, attempts[0].claim];
  detail.focusNext = "side:0";
  changed("detail");
}

/** The report and the diff of an attempt, or what is wrong with each; null until they are there. */
function outcomeOf(attempt) {
  const { claim } = attempt;
  if (!detail.outcomes.has(claim) && !attempt.running) {
    detail.outcomes.set(claim, null);
    loadOutcome(detail.id, attempt);
  }
  return detail.outcomes.get(claim) ?? null;
}

async function loadOutcome(id, { claim, commit }) {
  const path = "/v1/rows/" + encodeURIComponent(id);
  const text = async (path, headers) => {
    const response = await send("GET", path, { headers });
    if (!response.ok) throw await refusalOf(response);
    return response.status === 204 ? null : response.text();
  };
  const [report, diff] = await Promise.allSettled([
    text(`${path}/attempts/${claim}/report?or_none`),
    commit ? text(`${path}/diff?claim=${claim}&or_none`, { Accept: "text/x-diff" }) : null,
  ]);
  if (detail.id !== id) return;
  detail.outcomes.set(claim, { report, diff });
  changed("detail");
}

function compareView() {
  const attempts = detail.attempts ?? [];
  return el(
    "div",
    {},
    el(
      "div",
      { class: "attempts-head" },
      button(t("All attempts"), {
        fk: "compare",
        on: () => {
          detail.pair = null;
          detail.focusNext = "compare";
          changed("detail");
        },
      }),
    ),
    el("div", { class: "compare" }, detail.pair.map((claim, side) => compareSide(attempts, claim, side))),
  );
}

function compareSide(attempts, claim, side) {
  const attempt = attempts.find((each) => each.claim === claim) ?? attempts.at(-1);
  const name = side === 0 ? t("Left attempt") : t("Right attempt");
  const choice = el(
    "select",
    {
      "aria-label": name,
      "data-fk": "side:" + side,
      on: {
        change: ({ target }) => {
          detail.pair[side] = Number(target.value);
          changed("detail");
        },
      },
    },
    attempts.map((each) =>
      el(
        "option",
        { value: each.claim, selected: each.claim === attempt.claim },
        `${t("Attempt {n}", { n: attemptNumber(each.claim) })} · ${spelled(each.worker ?? t("session"))}`,
      )
    ),
  );
  return el(
    "section",
    { class: "side-by-side", "aria-label": name },
    el("div", {}, choice),
    attemptFacts(attempt),
    el("div", {}, el("h3", {}, t("Report")), outcomePart(attempt, "report", t("It left no report."), reportNode)),
    el(
      "div",
      {},
      el("h3", {}, t("Changes")),
      outcomePart(attempt, "diff", t("No commit has its work."), (text) => attemptDiff(attempt, text)),
    ),
  );
}

function attemptFacts(attempt) {
  const fact = (name, ...value) => [el("dt", {}, name), el("dd", {}, value)];
  const { criteria } = attempt;
  return el(
    "dl",
    { class: "properties" },
    fact(t("Outcome"), attemptName({ ...attempt, class: null })),
    fact(t("Class of failure"), shown(attempt.class ?? "–")),
    fact(t("Verdict"), shown(attempt.verdict ?? "–")),
    fact(t("Criteria"), criteria ? `${criteria.filter((each) => each.met).length} / ${criteria.length}` : "–"),
    fact(t("Time"), attempt.running ? elapsed(attempt.since) : duration(attempt.seconds)),
    fact(t("Tokens, in and out"), usageText(attempt.usage)),
    fact(t("Cost"), costText(attempt.cost)),
    fact(t("Reason"), shown(attempt.reason ?? "–", true)),
  );
}

/** A part of an outcome, or in one sentence why it is not there: `none` where there is none. */
function outcomePart(attempt, part, none, make) {
  if (attempt.running) return el("p", { class: "muted" }, t("This attempt still runs."));
  const outcome = outcomeOf(attempt)?.[part];
  if (!outcome) return el("div", { class: "bone" });
  if (outcome.status === "fulfilled") {
    return outcome.value === null ? el("p", { class: "muted" }, none) : make(outcome.value);
  }
  const { message, hint } = outcome.reason;
  return el("p", { class: "muted sentence" }, shown(hint ? `${message}: ${hint}` : message), ".");
}

function reportNode(text) {
  return el("pre", { class: "report", tabindex: "0", "aria-label": t("Report") }, shown(text));
}

function attemptDiff(attempt, text) {
  const files = parseDiff(text);
  if (files.length === 0) return el("p", { class: "muted" }, t("The branch changes nothing"));
  return el(
    "div",
    { class: "diff" },
    el("p", { class: "diff-sum" }, diffSum(files), el("code", { class: "muted" }, shortCommit(attempt.commit))),
    diffFiles(files, `file:${attempt.claim}:`, null),
  );
}
