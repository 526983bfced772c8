// Filters that a person saved with a name, with the order and the groups of the table, in this browser, for each queue.

const savedKey = () => "orch.filters." + (session.queue ?? "");

function savedFilters() {
  try {
    return JSON.parse(storage.get(savedKey()) ?? "{}");
  } catch {
    // What cannot be read is saved anew.
    return {};
  }
}

function storeFilters(all) {
  storage.set(savedKey(), JSON.stringify(all));
}

/** Saves the filters in use; a name that is there already gets them. */
function saveFilters() {
  closeMenu(false);
  openDialog({
    title: t("Save these filters"),
    fields: [{ name: "name", label: t("Name"), required: t("Write a name.") }],
    confirm: t("Save"),
    run: ({ name }) => {
      storeFilters({ ...savedFilters(), [name.trim().slice(0, 60)]: { ...state.filters } });
      toast(t("Saved"), name.trim());
      changed("bar");
    },
  });
}

const isInUse = (filters) => JSON.stringify({ ...state.filters, ...filters }) === JSON.stringify(state.filters);

/** A button for each saved filter; that of the one in use ends it. */
function drawSaved() {
  const place = document.getElementById("saved");
  place.setAttribute("aria-label", t("Saved filters"));
  const listed = state.view === "board" || state.view === "table";
  keyed(
    place,
    Object.entries(listed ? savedFilters() : {}).map(([name, filters]) => ({
      key: name,
      sig: JSON.stringify([language, filters, isInUse(filters)]),
      make: () =>
        el("button", {
          type: "button",
          class: "saved-filter",
          "aria-pressed": String(isInUse(filters)),
          "data-fk": "saved:" + name,
          on: { click: () => isInUse(filters) ? endSaved() : useSaved(filters) },
        }, shown(name)),
    })),
  );
}

function useSaved(filters) {
  Object.assign(state.filters, filters);
  filtersChanged();
}

function endSaved() {
  Object.assign(state.filters, { sort: "", group: "" });
  clearFilters();
}

/** The entries of the menu of filters that save one, or forget the one in use. */
function savedEntries() {
  const all = savedFilters();
  return [
    ...(filterCount() > 0 || state.filters.sort || state.filters.group ? [{ glyph: "plus", text: t("Save these filters") + "…", on: saveFilters }] : []),
    ...Object.keys(all).filter((name) => isInUse(all[name])).map((name) => ({
      glyph: "close",
      text: t("Forget {name}", { name }),
      on: () => {
        const { [name]: _, ...rest } = savedFilters();
        storeFilters(rest);
        changed("bar");
      },
    })),
  ];
}
