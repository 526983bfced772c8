import Prose

/// A request by its parts: entries of lists, and other text between them.
struct Outline {
  /// An entry, its continuation lines, and the entries below it.
  final class Entry {
    let indent: Int
    let marker: ListMarker
    var text: [Range<Int>]
    var below: [Entry] = []

    init(_ line: ListLine, _ marker: ListMarker) {
      indent = line.line.indent
      self.marker = marker
      text = line.text.isEmpty ? [] : [line.text]
    }
  }

  enum Part {
    case entry(Entry)
    /// Lines that follow each other, from the first to the last.
    case prose(Range<Int>)
  }

  private(set) var parts: [Part] = []
  /// What announces a list, and is no task.
  private(set) var introductions: [Range<Int>] = []

  private let text: RequestText
  private let lines: [ListLine]
  /// The entries that are open, the outermost first.
  private var open: [Entry] = []
  private var isAfterBlank = false
  private let numbered: Set<Numbered>
  /// Whether bullets that belong to numbers stand below them without being indented.
  private var isLevel = false

  init(_ text: RequestText) {
    self.text = text
    lines = ListLineReader(text).lines()
    numbered = Set(lines.compactMap { $0.marker.map { Numbered($0) } })
    for row in lines.indices { take(row) }
  }

  private mutating func take(_ row: Int) {
    let line = lines[row]
    defer { isAfterBlank = line.line.isBlank }
    if line.line.isBlank { return }
    if let marker = line.marker {
      begin(Entry(line, marker))
    } else if let entry = open.last, continues(line, row) {
      entry.text.append(line.text)
    } else {
      open = []
      takeProse(line, row)
    }
  }

  // MARK: Lists

  private mutating func begin(_ entry: Entry) {
    while let last = open.last, entry.indent < last.indent + 2, !isBetweenNumbers(entry, last) {
      open.removeLast()
    }
    if let parent = open.last {
      parent.below.append(entry)
    } else {
      parts.append(.entry(entry))
    }
    open.append(entry)
  }

  /// Bullets between `1.` and `2.`, although they are not indented, are part of the first.
  private mutating func isBetweenNumbers(_ entry: Entry, _ last: Entry) -> Bool {
    guard entry.marker.isBullet, !last.marker.isBullet, entry.indent >= last.indent else {
      return false
    }
    // Those under the last number are what those under the others are.
    if numbered.contains(Numbered(last.marker, offset: 1)) { isLevel = true }
    return isLevel
  }

  private struct Numbered: Hashable {
    let style: String
    let number: Int

    init(_ marker: ListMarker, offset: Int = 0) {
      style = "\(marker.style)"
      number = (marker.number ?? 0) + offset
    }
  }

  /// Whether a line without a marker goes on with the entry above it.
  private func continues(_ line: ListLine, _ row: Int) -> Bool {
    if line.line.isFence { return true }
    if isAfterBlank { return line.line.indent >= 2 }
    if line.line.indent >= 2 { return true }
    return !announces(row) && Joiner.leading(in: text, line.text) == nil
  }

  // MARK: Other text

  private mutating func takeProse(_ line: ListLine, _ row: Int) {
    if announces(row) {
      introductions.append(line.text)
    } else if case .prose(let range)? = parts.last, !isAfterBlank || line.line.isFence {
      parts[parts.count - 1] = .prose(range.lowerBound..<line.text.upperBound)
    } else {
      parts.append(.prose(line.text))
    }
  }

  /// Whether the line announces the list below it: it ends with a colon, is a heading, or
  /// speaks of what follows.
  private func announces(_ row: Int) -> Bool {
    let range = lines[row].text
    guard lines[row].marker == nil, !lines[row].line.isFence, !range.isEmpty,
      let next = lines[(row + 1)...].first(where: { !$0.line.isBlank }), next.marker != nil
    else { return false }
    let last = text.scalars[range.upperBound - 1]
    if last == ":" || last == "\u{FF1A}" { return true }
    if text.scalars[range.lowerBound] == "#" { return true }
    return range.count <= Introduction.longest && Introduction.announces(text.marked.text(range))
  }
}
