struct Reading {
  private(set) var items: [ItemText] = []
  private(set) var isOrdered = false
  /// Whether an item is an entry of a list.
  private(set) var isListed = false
  let introductions: [[Unicode.Scalar]]
  /// The entries that are open, the outermost first.
  private var open: [(indent: Int, depth: Int)] = []
  /// The depth of the last entry that is part of an item.
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

  /// An entry is an item, or a part of the entry above it: `parent: sub, sub`. Entries below an
  /// empty or checked entry are separate items.
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

/// The parts of a request: entries of lists, text between them, and the introductions of lists.
struct Outline {
  /// An entry of a list or a line outside lists, each with the lines that continue it.
  struct Part {
    enum Kind: Equatable {
      case text
      /// A checked entry is not a task.
      case entry(indent: Int, isChecked: Bool)
    }

    let kind: Kind
    var text: [Unicode.Scalar]
  }

  private(set) var parts: [Part] = []
  /// The introductions of lists, which are not tasks.
  private(set) var introductions: [[Unicode.Scalar]] = []
  private let lines: [ListLine]
  private var isAfterBlank = true
  /// Whether bullets belong to numbers above them without being indented.
  private let isLevel: Bool

  init(_ request: [Unicode.Scalar]) {
    lines = ListLine.lines(of: request)
    let entries = lines.filter { $0.marker != nil }
    isLevel = zip(entries, entries.dropFirst()).contains { last, next in
      last.marker?.number == nil && next.marker?.number ?? 0 > 1 && last.indent == next.indent
    }
    for row in lines.indices {
      take(lines[row], row)
      isAfterBlank = lines[row].marker == nil && lines[row].text.isEmpty
    }
  }

  private mutating func take(_ line: ListLine, _ row: Int) {
    if let marker = line.marker {
      let indent = line.indent + (isLevel && marker.isBullet ? 2 : 0)
      let kind = Part.Kind.entry(indent: indent, isChecked: marker.isChecked)
      parts.append(Part(kind: kind, text: line.text))
    } else if line.text.isEmpty {
      return
    } else if announces(row) {
      introductions.append(line.text)
    } else if goesOn(line) {
      parts[parts.count - 1].text += [" "] + line.text
    } else {
      parts.append(Part(kind: .text, text: line.text))
    }
  }

  /// Whether `line` continues the last part.
  private func goesOn(_ line: ListLine) -> Bool {
    guard let last = parts.last else { return false }
    if line.text.beginsWithFence { return true }
    switch last.kind {
    case .entry:
      return line.indent >= 2 || !isAfterBlank && TextStart(line.text).index == 0
    case .text:
      return !isAfterBlank && (last.text.beginsWithFence || last.text.isLabel)
    }
  }

  /// Whether the line introduces the text below it: a list, or several lines after a colon.
  private func announces(_ row: Int) -> Bool {
    let line = lines[row].text
    guard !line.beginsWithFence,
      let next = lines[(row + 1)...].first(where: { !$0.text.isEmpty || $0.marker != nil })
    else { return false }
    if next.marker != nil { return line.isLabel || Introduction(line).announcesList }
    let below = lines[(row + 1)...].prefix(2)
    return line.isLabel && below.count == 2
      && below.allSatisfy { !$0.text.isEmpty && !$0.text.isLabel && !$0.text.beginsWithFence }
  }
}

extension [Unicode.Scalar] {
  fileprivate var isLabel: Bool { last == ":" || last == "：" }
}

struct Introduction {
  private let text: [Unicode.Scalar]

  init(_ text: [Unicode.Scalar]) { self.text = Array(String(text).lowercased().unicodeScalars) }

  /// Whether the text refers to what follows, or is a heading, although it has no colon. A longer
  /// line is a task that only mentions something below it.
  var announcesList: Bool {
    text.first == "#" || text.count <= 60 && (says(Self.announcements) || statesSequence)
  }

  /// Whether the text states that the entries are to be done in their order.
  var statesSequence: Bool { says(Self.sequence) && !says(Self.denials) }

  private func says(_ phrases: [[Unicode.Scalar]]) -> Bool {
    text.indices.contains { index in
      phrases.contains { $0.first == text[index] && text[index...].starts(with: $0) }
    }
  }

  private static func phrases(_ phrases: String...) -> [[Unicode.Scalar]] {
    phrases.map { Array($0.unicodeScalars) }
  }

  private static let announcements = phrases(
    "the following", "as follows", "these tasks", "tasks below", "아래와 같", "다음과 같", "다음을",
    "아래를", "아래 작업", "다음 작업", "아래 항목", "다음 항목", "아래 내용", "할 일", "할일", "以下の",
    "次のタスク", "次の作業", "やること", "以下任务", "如下", "以下几", "待办", "следующ", "список задач")

  private static let sequence = phrases(
    "in order", "in this order", "in the given order", "in sequence", "in the order",
    "one after another", "step by step", "순서대로", "순서로", "차례대로", "차례로", "순차적으로", "順番に",
    "順に", "按顺序", "按順序", "依次", "按次序", "顺序执行", "по порядку", "последовательно", "по очереди")

  private static let denials = phrases(
    "no particular order", "in order to", "any order", "not in order", "not necessarily in",
    "order does not matter", "order doesn't matter", "순서대로 할 필요", "순서대로가 아", "순서대로 하지 않",
    "순서대로 안", "순서 상관없", "순서는 상관없", "순서 무관", "順不同", "順番に関係", "不按顺序", "不用按顺序",
    "不必按", "не по порядку", "в любом порядке")
}
