// Rows that go to another place in the table: of equal rows the one further up is picked first.

/** The rows that stand in one order with a row: in a table as it is all, else those of its status and priority. */
function rowsBeside(item) {
  const rows = item.status === "DONE" ? loadedDone().toReversed() : openRows();
  if (state.view === "table" && !state.filters.sort && !state.filters.group) return rows;
  return rows.filter((row) => row.status === item.status && orders.priority(row) === orders.priority(item));
}

/** Moves a row past the one that stands above or below it here. */
function moveBy(item, step) {
  const rows = rowsBeside(item);
  const at = rows.findIndex((row) => row.id === item.id);
  // An open row may be one that the filters leave out, or that is DONE and not loaded.
  if (at < 0) return refuse(t("Not now"), t("This row is not among those that are shown."));
  // The last ones that were done stand first.
  const isAbove = (step < 0) !== (item.status === "DONE");
  const other = rows[at + (isAbove ? -1 : 1)];
  if (other) return moveRows([item], { [isAbove ? "above" : "below"]: other.id });
  announce(step < 0 ? t("No row stands above it here") : t("No row stands below it here"));
}

/** Moves rows to a place: `above` or `below` a row, or `to` the top or the bottom. */
function moveRows(items, place) {
  postChange("move", items, place).catch((error) => refuse(error.message, error.hint));
}

/** Gives rows that were moved their place among those that are loaded. */
function takePlace(ids, { above, below, to }) {
  const moved = new Set(ids);
  const items = ids.map((id) => [id, state.rows.get(id)]).filter(([, item]) => item);
  const rows = [...state.rows].filter(([id]) => !moved.has(id));
  const at = to ? (to === "top" ? 0 : rows.length) : rows.findIndex(([id]) => id === (above ?? below));
  if (at < 0) return;
  rows.splice(below ? at + 1 : at, 0, ...items);
  state.rows = new Map(rows);
}

// Drag within a column

/** The card that a drag is over, and whether the row would go below it; null where it can't go. */
function placeOfDrop(event, item) {
  const card = event.target.closest?.(".card");
  const other = state.rows.get(card?.dataset.row);
  if (!other || other.id === item.id || orders.priority(other) !== orders.priority(item)) return null;
  const { top, height } = card.getBoundingClientRect();
  const isBelow = event.clientY > top + height / 2;
  return { card, isBelow, place: { [isBelow === (item.status !== "DONE") ? "below" : "above"]: other.id } };
}

function showPlace(found) {
  for (const card of document.querySelectorAll(".drop-above, .drop-below")) card.classList.remove("drop-above", "drop-below");
  found?.card.classList.add(found.isBelow ? "drop-below" : "drop-above");
}
