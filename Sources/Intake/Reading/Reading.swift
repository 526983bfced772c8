import Prose

/// A request, read: the items that it asks for.
struct Reading {
  private(set) var items: [ItemText] = []
  private(set) var isOrdered = false
  /// Whether an item stands in a list.
  private(set) var isListed = false
  let introductions: [[Unicode.Scalar]]
  /// The entries that are open, the outermost first.
  private var open: [(indent: Int, depth: Int)] = []
  /// How deep the last entry stands that is part of an item.
  private var lastDepth = 0

  init(_ request: [Unicode.Scalar]) {
    let outline = Outline(request)
    introductions = outline.introductions
    for part in outline.parts {
      switch part.kind {
      case .entry(let indent, let isChecked):
        isListed = true
        take(isChecked ? nil : ItemText(part.text), indent: indent)
      case .text:
        open = []
        let splitter = TaskSplitter(part.text)
        isOrdered = isOrdered || splitter.isOrdered
        items += splitter.pieces.compactMap { ItemText($0) }
      }
    }
    var seen: Set<String> = []
    items = items.filter { seen.insert($0.text.lowercased()).inserted }
    isOrdered =
      items.count > 1
      && (isOrdered || items.dropFirst().contains { $0.isSequel }
        || introductions.contains { Introduction($0).statesSequence })
  }

  /// An entry is an item, or part of the one above it: `parent: sub, sub`. Below one that says
  /// nothing, or is done, stand items of their own.
  private mutating func take(_ entry: ItemText?, indent: Int) {
    while let last = open.last, indent < last.indent + 2 { open.removeLast() }
    let above = open.last?.depth ?? 0
    guard let entry else { return open.append((indent, above)) }
    open.append((indent, above + 1))
    if above > 0 {
      items[items.count - 1].append(entry, isFirst: lastDepth == above)
    } else {
      items.append(entry)
    }
    lastDepth = above + 1
  }
}
