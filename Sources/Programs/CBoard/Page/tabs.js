// On a phone one column of the board fills the page: tabs lead to the others.

/** The tabs, by the columns that are drawn. */
function drawStatusTabs() {
  const place = document.querySelector(".status-tabs");
  if (!place) return;
  const columns = [...document.querySelectorAll("#main .column[data-status]")];
  keyed(
    place,
    columns.map((column) => {
      const { status } = column.dataset;
      const number = column.querySelector(".count")?.textContent ?? "";
      return {
        key: status,
        sig: language + number,
        make: () =>
          el(
            "button",
            {
              type: "button",
              class: "status-tab",
              "data-status": status,
              "data-fk": "tab-of:" + status,
              "aria-label": spelled(`${statusName(status) ?? status}, ${number}`),
              on: { click: () => showColumn(status) },
            },
            sign(statuses.includes(status) ? status : "other"),
            el("span", { class: "numeral" }, number),
          ),
      };
    }),
  );
  markStatusTab();
}

function showColumn(status) {
  const column = document.querySelector(`#main .column[data-status="${CSS.escape(status)}"]`);
  column?.scrollIntoView({ inline: "start", block: "nearest" });
  announce(statusName(status) ?? status);
}

/** Marks the tab of the column that is seen. */
function markStatusTab() {
  const columns = document.querySelector("#main > .columns");
  const isSeen = (column) => column.offsetLeft + column.offsetWidth / 2 > columns.scrollLeft;
  const seen = [...(columns?.children ?? [])].find(isSeen);
  for (const tab of document.querySelectorAll(".status-tab")) {
    if (tab.dataset.status === seen?.dataset.status) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

document.getElementById("main").addEventListener("scroll", markStatusTab, { capture: true, passive: true });
