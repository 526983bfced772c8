// What the work cost, as a picture: bars by day, worker or plan, a table of the same, and the rows behind a bar.

// What is asked for, which the address keeps: `by` what, for how many `days`, and the `bar` that is open.
const costView = { by: "", days: "", bar: "" };

const costsBy = { day: () => t("Day"), worker: () => t("Worker"), plan: () => t("Plan") };

/** A day on the queue's clock, `n` days before today, as 2026-01-31. */
function dayBefore(n) {
  return new Date(Date.now() + state.offset * 60000 - n * 86400000).toISOString().slice(0, 10);
}

function todaysCosts(costs) {
  return costs?.groups?.find((group) => group.name === dayBefore(0)) ?? null;
}

const chartBy = () => (costView.by in costsBy ? costView.by : "day");
const chartDays = () => (["7", "90"].includes(costView.days) ? Number(costView.days) : 30);

async function loadChart() {
  const [by, days, bar] = [chartBy(), chartDays(), costView.bar];
  const since = dayBefore(days - 1);
  const about = new URLSearchParams({ by: "row", since });
  if (by === "day") {
    about.set("since", bar);
    about.set("until", bar);
  } else about.set(by, bar);
  const [sums, rows] = await Promise.all([
    load(`/v1/costs?by=${by}&since=${since}`),
    bar ? loadBar(about).catch((problem) => ({ groups: [], items: [], problem })) : null,
  ]);
  if (by !== chartBy() || days !== chartDays() || bar !== costView.bar) return;
  state.chart = { by, days, bar, sums, rows };
  changed("workers");
}

const shownRows = 50;

const planOf = (name) => (name.startsWith("plan:") ? name.slice(5) : null);

/** The rows behind a bar with their costs. Most of them are DONE, so that nothing else has loaded them. */
async function loadBar(about) {
  const { groups } = await load("/v1/costs?" + about);
  const ids = groups.slice(0, shownRows).map(({ name }) => name).filter((name) => !planOf(name));
  const page = ids.length && await load("/v1/rows?" + ids.map((id) => "id=" + encodeURIComponent(id)).join("&"));
  return { groups, items: page ? page.items : [] };
}

/** The bars: of days also those without costs, of others the ten that cost most. */
function chartBars({ by, days, sums }) {
  if (by !== "day") return sums.groups;
  const found = new Map(sums.groups.map((group) => [group.name, group]));
  return Array.from({ length: days }, (_, n) => dayBefore(days - 1 - n))
    .map((name) => found.get(name) ?? { name, attempts: 0, cost: { usd: 0 } });
}

function barName(by, name) {
  if (name === null) return t("Without a plan");
  const time = by === "day" ? Date.parse(name + "T00:00:00Z") : NaN;
  if (Number.isNaN(time)) return name;
  return clock(time - state.offset * 60000, { day: "numeric", month: "short" });
}

function askCosts(view) {
  Object.assign(costView, view);
  writeAddress();
  refresh("chart", 0);
  changed("workers");
}

/** A bar that opens its rows. */
function chartBar({ by, bar }, group, x, y, width, height, area) {
  const node = svg(
    "g",
    { class: "chart-bar" + (group.name === bar ? " open" : "") + (group.name === null ? " none" : "") },
    svg("title", {}, spelled(`${barName(by, group.name)}: ${money(group.cost?.usd)}`)),
    svg("rect", { class: "chart-area", ...area }),
    svg("rect", { class: "chart-fill", x, y, width, height, rx: Math.min(2, width / 2) }),
  );
  if (group.name !== null && group.attempts > 0) node.addEventListener("click", () => toggleBar(group.name));
  return node;
}

function toggleBar(name) {
  const opens = costView.bar !== name;
  if (opens) detail.focusNext = "chart-rows";
  askCosts({ bar: opens ? name : "" });
}

/** A round number that no bar exceeds. */
function topOf(bars) {
  const most = Math.max(0.01, ...bars.map((group) => group.cost?.usd ?? 0));
  const unit = 10 ** Math.floor(Math.log10(most));
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((n) => n * unit).find((n) => n >= most);
}

function dayChart(chart, bars, width) {
  const [left, height, foot] = [48, 150, 20];
  const most = topOf(bars);
  const step = (width - left) / bars.length;
  const picture = svg("svg", { class: "chart", width, height: height + foot, "aria-hidden": "true" });
  const text = (x, y, anchor, content) => svg("text", { x, y, "text-anchor": anchor }, content);
  for (const part of [1, 0.5, 0]) {
    const y = height - part * (height - 10);
    picture.append(
      svg("path", { class: "chart-line", d: `M${left} ${y + 0.5}H${width}` }),
      text(left - 6, y + 4, "end", money(most * part)),
    );
  }
  bars.forEach((group, at) => {
    const tall = (group.cost?.usd ?? 0) / most * (height - 10);
    const x = left + at * step;
    const gap = Math.min(3, step / 4);
    picture.append(
      chartBar(chart, group, x + gap / 2, height - tall, step - gap, tall, { x, y: 0, width: step, height }),
    );
    // As many names as there is room for; the last one is today's.
    if ((bars.length - 1 - at) % Math.ceil(58 / step) === 0) {
      picture.append(
        text(Math.min(x + step / 2, width - 20), height + 15, "middle", barName("day", group.name)),
      );
    }
  });
  return picture;
}

function nameChart(chart, bars, width) {
  const [left, line] = [Math.min(180, width * 0.36), 26];
  const most = Math.max(0.01, ...bars.map((group) => group.cost?.usd ?? 0));
  const room = width - left - 64;
  const picture = svg("svg", { class: "chart", width, height: bars.length * line, "aria-hidden": "true" });
  bars.forEach((group, at) => {
    const y = at * line;
    const name = spelled(barName(chart.by, group.name));
    const letters = Math.floor((left - 12) / 7);
    const long = Math.max(2, (group.cost?.usd ?? 0) / most * room);
    const bar = chartBar(chart, group, left, y + 5, long, line - 10, { x: 0, y, width, height: line });
    bar.append(
      svg("text", { x: left - 8, y: y + 17, "text-anchor": "end" },
        name.length > letters ? name.slice(0, letters - 1) + "…" : name),
      svg("text", { x: left + long + 6, y: y + 17 }, money(group.cost?.usd)),
    );
    picture.append(bar);
  });
  return picture;
}

/** The same as the picture, to be read and to be reached by keys. */
function chartTable({ by, bar }, bars) {
  const cells = (tag, texts) =>
    texts.map((text) => el(tag, { class: "numeral", scope: tag === "th" ? "col" : null }, text));
  return el(
    "table",
    { class: "chart-table" },
    el("caption", { class: "unseen" }, t("Costs")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, costsBy[by]()), cells("th", [t("Attempts"), t("Cost")]))),
    el(
      "tbody",
      {},
      bars.filter((group) => group.attempts > 0).map((group) =>
        el(
          "tr",
          {},
          el(
            "th",
            { scope: "row" },
            group.name === null ? barName(by, null) : el(
              "button",
              {
                type: "button",
                class: "plain",
                "data-fk": "bar:" + group.name,
                "aria-pressed": String(group.name === bar),
                on: { click: () => toggleBar(group.name) },
              },
              shown(barName(by, group.name)),
            ),
          ),
          cells("td", [count(group.attempts), money(group.cost?.usd)]),
        )
      ),
    ),
  );
}

/** The rows behind a bar, the dearest first. */
function chartRows({ by, bar, rows: { groups, items, problem } }) {
  return el(
    "section",
    { class: "chart-rows", "aria-labelledby": "chart-rows" },
    el(
      "h3",
      { class: "small-title", id: "chart-rows", "data-fk": "chart-rows", tabindex: "-1" },
      t("Rows of {name}", { name: barName(by, bar) }),
    ),
    problem && problemBox(problem),
    groups.length > 0 && el(
      "ul",
      { class: "worker-list" },
      groups.slice(0, shownRows).map((group) => {
        const item = items.find(({ id }) => id === group.name);
        const plan = planOf(group.name);
        return el(
          "li",
          { class: "chart-row" },
          el(
            "button",
            {
              type: "button",
              class: "plain blocker",
              "data-fk": "cost:" + group.name,
              on: { click: () => (plan ? go({ view: "plans", planName: plan }) : openRow(group.name)) },
            },
            plan ? icon("plans") : sign(item ? kindOf(item) : "other"),
            idOf(plan ?? group.name),
            el("span", { class: "clip" }, plan ? t("Planning") : shown(item?.task ?? "")),
          ),
          el("span", { class: "muted numeral" }, many(group.attempts, "1 attempt", "{n} attempts")),
          el("span", { class: "numeral" }, money(group.cost?.usd)),
        );
      }),
    ),
    groups.length > shownRows && el("p", { class: "muted" }, many(groups.length - shownRows, "and 1 more", "and {n} more")),
  );
}

/** Buttons of which one is chosen. */
function choiceOf(label, options, chosen, choose) {
  return el(
    "div",
    { class: "choice", role: "group", "aria-label": label },
    options.map(([value, text]) =>
      el("button", {
        type: "button",
        class: "button quiet",
        "aria-pressed": String(value === chosen),
        "data-fk": "choice:" + value,
        on: { click: () => choose(value) },
      }, text)
    ),
  );
}

let chartTableOpen = false;

function chartSection(chart, width) {
  const bars = chartBars(chart);
  const { total } = chart.sums;
  const days = t("Last {n} days", { n: chart.days });
  return el(
    "section",
    { class: "chart-section", "aria-labelledby": "chart-title" },
    el(
      "div",
      { class: "chart-head" },
      el("h2", { id: "chart-title", class: "small-title" }, t("Costs")),
      el("strong", { class: "numeral" }, money(total.cost?.usd ?? (total.attempts ? null : 0))),
      el(
        "span",
        { class: "muted" },
        days + " · " + many(total.attempts, "1 attempt", "{n} attempts") +
          (total.unknown_attempts > 0
            ? " · " + many(total.unknown_attempts, "1 of unknown cost", "{n} of unknown cost")
            : ""),
      ),
      el("span", { class: "grow" }),
      choiceOf(
        t("By"),
        Object.entries(costsBy).map(([by, name]) => [by, name()]),
        chart.by,
        (by) => askCosts({ by, bar: "" }),
      ),
      choiceOf(
        t("Days"),
        ["7", "30", "90"].map((n) => [n, t("{n} days", { n })]),
        String(chart.days),
        (days) => askCosts({ days, bar: "" }),
      ),
    ),
    total.attempts === 0 ? el("p", { class: "muted" }, t("Nothing was spent in these days.")) : [
      chart.by === "day" ? dayChart(chart, bars, width) : nameChart(chart, bars.slice(0, 10), width),
      chart.bar && chartRows(chart),
      disclosure(
        { class: "chart-details", open: chartTableOpen },
        "chart-table",
        t("As a table"),
        (isOpen) => {
          chartTableOpen = isOpen;
        },
        chartTable(chart, bars),
      ),
    ],
  );
}
