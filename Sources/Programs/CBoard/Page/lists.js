// Long lists: only the entries near the viewport are in the page, and the one that has the focus. All else is height.

const chunk = 4; // entries whose height is remembered together: fewer than a viewport has, so that each is measured
const margin = 200; // pixels above and below the viewport that are drawn, too

/**
 * Shows `items` in a list that `scroller` scrolls. `key(item)` and `entry(item)` are those of `keyed`, and
 * `place(node, at)` tells a node where it is in the list. `height` is that of each entry, or a guess if `varies`. `atEnd`
 * is called when the end is drawn.
 */
function showList(list, shape) {
  list.shape = shape;
  list.classList.add("near");
  // So the browser lays out neither the list for what is around it, nor that for the list.
  shape.scroller.style.setProperty("contain", "strict");
  drawNear(list);
}

/** The pixels above an entry. */
function heightBefore(list, at) {
  const { height, varies, items } = list.shape;
  if (!varies) return at * height;
  const { heights, average, sums } = list.measured;
  const last = Math.floor(at / chunk);
  for (let n = sums.length; n <= last; n++) sums.push(sums[n - 1] + (heights[n - 1] ?? average * chunk));
  const length = Math.min(chunk, items.length - last * chunk);
  return sums[last] + (at > last * chunk ? (heights[last] ?? average * length) * (at - last * chunk) / length : 0);
}

/** The first entry whose end is below a place, in pixels. */
function entryBelow(list, place) {
  return firstPlace(list.shape.items.length, (at) => heightBefore(list, at + 1) > place);
}

/** The first of `length` places from which on a test is true. */
function firstPlace(length, test) {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What has to be drawn: the range that can be seen, and what is around it. */
function rangeNear(list, around) {
  const { scroller, items } = list.shape;
  const top = scroller.scrollTop;
  return [entryBelow(list, top - around), Math.min(items.length, entryBelow(list, top + scroller.clientHeight + around) + 1)];
}

/** The direct child of the list that a node is in. */
function childOf(list, node) {
  while (node && node.parentElement !== list) node = node.parentElement;
  return node;
}

function makeSpace(list) {
  return el(list.tagName === "UL" ? "li" : "div", { class: "space", "aria-hidden": "true" });
}

function drawNear(list, { pinned = null, isScroll = false, around = margin } = {}) {
  const { scroller, items, key, entry, place, varies, height } = list.shape;
  list.measured ??= { heights: [], average: height, sums: [0] }; // sums: the pixels above each chunk
  const focused = list.contains(document.activeElement) ? childOf(list, document.activeElement) : null;
  // While a list of even heights is scrolled, nothing that is seen moves.
  const anchor = scroller.scrollTop > 0 && (varies || !isScroll) && [...list.children].find((node) =>
    node.at !== undefined && node.getBoundingClientRect().bottom > scroller.getBoundingClientRect().top
  );
  const before = anchor && anchor.getBoundingClientRect().top;
  const [from, to] = rangeNear(list, around);
  list.drawn = [from, to];
  const wanted = new Set(Array.from({ length: to - from }, (_, n) => from + n));
  if (pinned !== null) wanted.add(pinned);
  if (focused?.at !== undefined) {
    // It may have moved since it was drawn.
    const isSame = (item) => item && key(item) === focused.entryKey;
    const at = isSame(items[focused.at]) ? focused.at : items.findIndex(isSame);
    if (at >= 0) wanted.add(at);
  }
  const drawn = [...wanted].sort((a, b) => a - b);
  const entries = [];
  const spaces = [];
  const space = (from, to) => {
    spaces.push([from, to]);
    entries.push({ key: "space" + spaces.length, sig: "", make: () => makeSpace(list) });
  };
  let end = 0;
  for (const at of drawn) {
    if (at > end || spaces.length === 0) space(end, at);
    entries.push({ key: key(items[at]), ...entry(items[at]) });
    end = at + 1;
  }
  space(end, items.length);
  keyed(list, entries);
  for (const at of drawn) {
    const node = list.keyedNodes.get(key(items[at]));
    Object.assign(node, { at, entryKey: key(items[at]) });
    place(node, at);
  }
  const fill = () => {
    spaces.forEach(([from, to], n) => {
      const height = heightBefore(list, to) - heightBefore(list, from);
      list.keyedNodes.get("space" + (n + 1)).style.setProperty("height", height + "px");
    });
  };
  fill();
  if (varies && measure(list, drawn)) fill();
  // What is looked at stays where it is, whatever changed above it.
  if (anchor?.isConnected) {
    const shift = anchor.getBoundingClientRect().top - before;
    if (Math.abs(shift) >= 1) scroller.scrollTop += shift;
  }
  if (to >= items.length) list.shape.atEnd?.();
}

/** Learns the heights of the whole chunks that are drawn; true if some were not known so. */
function measure(list, drawn) {
  const { measured, shape } = list;
  const isDrawn = new Set(drawn);
  const nodeAt = (at) => list.keyedNodes.get(shape.key(shape.items[at]));
  let learned = false;
  for (const first of drawn) {
    const last = first + chunk - 1;
    if (first % chunk !== 0 || !isDrawn.has(last)) continue;
    const height = nodeAt(last).nextSibling.offsetTop - nodeAt(first).offsetTop;
    if (measured.heights[first / chunk] === height) continue;
    learned = true;
    measured.heights[first / chunk] = height;
    measured.average = height / chunk;
  }
  if (learned) measured.sums = [0];
  return learned;
}

/** Draws anew if what can be seen comes near the end of what is drawn. */
function listScrolled(list) {
  if (!list?.shape) return;
  const [from, to] = rangeNear(list, margin / 3);
  if (from >= list.drawn[0] && to <= list.drawn[1]) return;
  // What can be seen comes first, so that a leap is over soon.
  const isLeap = from >= list.drawn[1] || to <= list.drawn[0];
  keepFocus(() => drawNear(list, { isScroll: true, around: isLeap ? 0 : margin }));
  clearTimeout(list.leap);
  if (isLeap) list.leap = setTimeout(() => list.isConnected && listScrolled(list), 100);
  roveIn(list);
}

/** The node of an entry, which is drawn if it is far away. */
function entryAt(list, at) {
  const { items, key } = list.shape;
  // A note at the end is no entry.
  const last = items.length - (items.length > 1 && items.at(-1).note ? 2 : 1);
  const place = Math.max(0, Math.min(last, at));
  const name = key(items[place]);
  if (!list.keyedNodes.has(name)) drawNear(list, { pinned: place });
  return list.keyedNodes.get(name);
}

/** The list that a node is in, and its place there. */
function placeIn(node) {
  const list = node?.closest(".near");
  const at = list ? childOf(list, node)?.at : undefined;
  return at === undefined ? null : { list, at };
}

/** The node of a row in the lists of the view, which is drawn if it is far away. */
function nodeOfRow(id) {
  for (const list of document.querySelectorAll("#main .near:not([hidden])")) {
    const at = list.shape.items.findIndex((each) => (each.item ?? each).id === id);
    if (at >= 0) return entryAt(list, at);
  }
  return null;
}
