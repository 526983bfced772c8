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
    },
  });
}

/** The entries of the menu of filters for those that are saved. */
function savedEntries() {
  const all = savedFilters();
  const names = Object.keys(all);
  const isSame = (filters) => JSON.stringify({ ...state.filters, ...filters }) === JSON.stringify(state.filters);
  return [
    ...(names.length ? [{ title: t("Saved filters") }] : []),
    ...names.map((name) => ({
      text: spelled(name),
      checked: isSame(all[name]),
      on: () => {
        Object.assign(state.filters, all[name]);
        filtersChanged();
      },
    })),
    ...(filterCount() > 0 || state.filters.sort || state.filters.group ? [{ glyph: "plus", text: t("Save these filters") + "…", on: saveFilters }] : []),
    ...names.filter((name) => isSame(all[name])).map((name) => ({
      glyph: "close",
      text: t("Forget {name}", { name }),
      on: () => {
        const { [name]: _, ...rest } = savedFilters();
        storeFilters(rest);
      },
    })),
  ];
}
