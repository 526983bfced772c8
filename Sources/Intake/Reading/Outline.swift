import Prose

/// A request by its parts: entries of lists, other text between them, and what announces lists.
struct Outline {
  /// An entry of a list, or a line outside lists, each with the lines that go on with it.
  struct Part {
    enum Kind: Equatable {
      case text
      /// A checked one is no work.
      case entry(indent: Int, isChecked: Bool)
    }

    let kind: Kind
    var text: [Unicode.Scalar]
  }

  private(set) var parts: [Part] = []
  /// What announces a list, and is no task.
  private(set) var introductions: [[Unicode.Scalar]] = []
  private let lines: [ListLine]
  private var isAfterBlank = true
  /// Whether bullets stand below numbers without being indented.
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

  /// Whether `line` goes on with the last part.
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

  /// Whether the line announces what stands below it: a list, or several lines behind a colon.
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
