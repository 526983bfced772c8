// The words of the page, in the language that was chosen.

let language = storage.get("orch.language") ??
  ((navigator.languages ?? [navigator.language]).some((each) => /^ko\b/i.test(each)) ? "ko" : "en");

/** The text in the language that was chosen, with `{name}` replaced by its value. */
function t(text, values = {}) {
  const chosen = language === "ko" ? korean[text] ?? text : text;
  return chosen.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? spelled(values[name]) : whole));
}

/** A number with its thousands apart. */
function count(n) {
  return n.toLocaleString("en-US");
}

/** The text for a number: English has two forms, and Korean that of several. */
function many(n, one, other) {
  return language !== "ko" && n === 1 ? one : t(other, { n: count(n) });
}
