// What an approval is of: the commit, what was found of each criterion, and since when it waits.

const shortCommit = (commit) => (commit ?? "").slice(0, 10);

/**
 * What is to be decided in a row. The row with its digest comes first: what is loaded after it may be newer, and an
 * approval with that digest is then refused.
 */
async function loadDecision(id) {
  const path = "/v1/rows/" + encodeURIComponent(id);
  const show = await load(path);
  const [waiting, { attempts }] = await Promise.all([load("/v1/waiting"), load(path + "/attempts")]);
  const last = attempts.at(-1) ?? null;
  const work = last?.commit ? await load(`${path}/diff?claim=${last.claim}`).catch((problem) => ({ problem })) : null;
  const since = waiting.rows.find((row) => row.id === id)?.since;
  const { item, criteria, approval_digest: digest, history } = show;
  return { item, criteria, digest, history, last, work, since };
}

/** The names of the parts that are not as they were. */
function changedParts(was, now) {
  const parts = [
    [t("Task"), ({ item }) => item.task],
    [t("Criteria"), ({ item }) => item.success_criteria],
    [t("Notes"), ({ item }) => notesOf(item).prose.join(" / ")],
    [t("Worker"), ({ item }) => item.worker],
  ];
  if (was.last !== undefined) {
    parts.push([t("Commit"), ({ last }) => last?.commit], [t("Report"), ({ last }) => last?.claim]);
  }
  return parts.filter(([, value]) => (value(was) ?? "") !== (value(now) ?? "")).map(([name]) => name);
}

function decisionBox({ item, criteria, digest, history, last, work, since }) {
  const isStart = item.awaits !== "approval" || item.approval === "start";
  const judged = isStart ? null : history.findLast((entry) => entry.review_gate);
  // Of the attempt whose review the row waits after.
  const found = !isStart && last?.status === item.status ? last.criteria ?? [] : [];
  const at = (text) => [fullTime(Date.parse(text)), ago(Date.parse(text))];
  const line = (name, ...value) => [el("dt", {}, name), el("dd", {}, value)];
  return el(
    "div",
    { class: "decision" },
    el(
      "dl",
      { class: "properties" },
      !isStart && line(
        t("Commit"),
        work
          ? [
            el("code", {}, shortCommit(last.commit)),
            el("span", {}, shown(work.subject ?? work.problem.message)),
          ]
          : t("None: no branch has its work."),
      ),
      work?.files &&
        line(t("Changes"), many(work.files.length, "1 file", "{n} files"), el("code", {}, shown(work.branch))),
      judged && line(t("Judged"), at(judged.ts)),
      since && line(t("Waits since"), at(since)),
      isStart && item.worker && line(t("Worker"), shown(item.worker)),
      digest && line(t("Content"), el("code", {}, digest)),
    ),
    criteria.length === 0 ? el("p", { class: "muted" }, t("No criteria: nothing was checked.")) : el(
      "ol",
      { class: "criteria", "aria-label": t("Criteria") },
      criteria.map((criterion) => {
        const finding = found.find((each) => each.n === criterion.n && each.criterion === criterion.text);
        return criterionLine(criterion, finding?.met ?? null, finding?.reason);
      }),
    ),
  );
}

/** Asks for the approval of what the dialog shows, and of nothing else. */
function openApproval(item) {
  const { id } = item;
  const isStart = item.awaits !== "approval" || item.approval === "start";
  const place = el("div", { "aria-live": "polite" });
  let digest = shownDigest(item);
  let read = { item, last: undefined }; // what has that digest
  let decision = null;
  async function look() {
    decision = await loadDecision(id);
    digest ??= decision.digest;
    if (digest === decision.digest) read = decision;
    place.replaceChildren(intro(decision.item), decisionBox(decision));
  }
  /** Shows what is to be approved now, and says what is not as it was. */
  async function lookAgain() {
    const was = read;
    await look();
    [read, digest] = [decision, decision.digest];
    const parts = changedParts(was, read).join(", ");
    return Object.assign(
      new Error(
        parts
          ? t("It has changed, and nothing was approved: {parts}.", { parts })
          : t("It has changed, and nothing was approved."),
      ),
      { hint: t("Read what is approved now, and approve it again.") },
    );
  }
  place.append(intro(item), el("div", { class: "bone" }));
  let looking = look();
  looking.catch((error) => place.lastChild.replaceWith(problemBox(error)));
  openDialog({
    title: isStart ? t("Let the work begin?") : t("Approve the work?"),
    wide: true,
    intro: [
      place,
      el(
        "p",
        { class: "muted" },
        isStart
          ? ["FAILED", "BLOCKED"].includes(item.status) && !item.awaits
            ? t("The row keeps its status until a retry.")
            : t("The row starts as soon as it can.")
          : t("The row becomes done, and work in a branch of its own is merged where the worker is set up so."),
      ),
    ],
    confirm: t("Approve"),
    command: () => `orch approve ${shellQuoted(id)}${digest ? ` --digest ${digest}` : ""}`,
    run: async () => {
      try {
        await looking;
      } catch {
        looking = look();
        await looking;
      }
      if (decision.digest !== digest) throw await lookAgain();
      try {
        await transition(item, "approve", { digest }, t("Approved"));
      } catch (error) {
        throw error.code === "changed_since" ? await lookAgain() : error;
      }
      clearComments(id);
    },
  });
}
