/// Fields in YAML, as Backlog.md and people write them.
///
/// It reads texts (plain or quoted, on one or several lines), lists of texts in brackets or with
/// hyphens, and blocks with `|` and `>`. Every other line is reported and not read.
struct FrontMatter {
  struct Field {
    let name: String
    let value: Value
    let line: Int
  }

  enum Value: Equatable {
    case text(String)
    case list([String])

    /// A list, or a text as a list with one element; empty for an empty text.
    var texts: [String] {
      switch self {
      case .text(let text): text.isEmpty ? [] : [text]
      case .list(let texts): texts
      }
    }
  }

  private(set) var fields: [Field] = []
  /// The lines that are not read, with the reasons.
  private(set) var unread: [(reason: UnreadReason, line: Int)] = []
  private let lines: ArraySlice<SourceLine>
  private var index: Int

  init(_ lines: ArraySlice<SourceLine>) {
    self.lines = lines
    index = lines.startIndex
    var names: Set<String> = []
    while index < lines.endIndex {
      let line = lines[index]
      index += 1
      if line.isBlank || line.content.first == UInt8(ascii: "#") { continue }
      guard line.indent == 0, let (name, rest) = Self.name(line.content) else {
        unread.append((.unsupportedYAML, line.number))
        continue
      }
      guard let value = value(rest, at: line) else { continue }
      if names.insert(name).inserted {
        fields.append(Field(name: name, value: value, line: line.number))
      } else {
        unread.append((.repeatedField(name), line.number))
      }
    }
  }

  subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }

  private static func name(
    _ content: ArraySlice<UInt8>
  ) -> (name: String, rest: ArraySlice<UInt8>)? {
    let name = content.prefix {
      $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
    }
    let rest = content[name.endIndex...]
    guard !name.isEmpty, rest.first == UInt8(ascii: ":"), rest.dropFirst().first?.isBlank ?? true
    else { return nil }
    return (name.text, rest.dropFirst().trimmed)
  }

  // MARK: Values

  private mutating func value(_ rest: ArraySlice<UInt8>, at line: SourceLine) -> Value? {
    let isVacant = rest.isEmpty || rest.first == UInt8(ascii: "#")
    if isVacant, let next = nextLine,
      next.content.rest(behind: "-")?.first?.isBlank ?? false
        || next.content.elementsEqual([UInt8(ascii: "-")])
    {
      return list()
    }
    if rest.first == UInt8(ascii: "[") {
      guard let texts = YAMLScalar.list(rest), continuation(of: 0).isEmpty else {
        return refuse(line, continuation(of: 0))
      }
      skip(continuation(of: 0))
      return .list(texts)
    }
    return scalar(isVacant ? rest[rest.endIndex...] : rest, at: line, indent: 0).map(Value.text)
  }

  /// Reads the items with hyphens, beginning with the next line.
  private mutating func list() -> Value {
    var texts: [String] = []
    while let line = nextLine, let rest = line.content.rest(behind: "-"),
      rest.first?.isBlank ?? true
    {
      while lines[index].number < line.number { index += 1 }
      index += 1
      if let text = scalar(rest.trimmed, at: line, indent: line.indent) { texts.append(text) }
    }
    return .list(texts)
  }

  /// The next line that is neither blank nor a comment.
  private var nextLine: SourceLine? {
    lines[index...].first { !$0.isBlank && $0.content.first != UInt8(ascii: "#") }
  }

  private mutating func scalar(
    _ rest: ArraySlice<UInt8>, at line: SourceLine, indent: Int
  ) -> String? {
    let below = continuation(of: indent)
    switch rest.first {
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      guard let block = YAMLBlock(header: rest, indent: indent) else { return refuse(line, below) }
      skip(below)
      return block.text(of: below)
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      guard let text = YAMLScalar.quoted(rest), below.allSatisfy(\.isBlank) else {
        return refuse(line, below)
      }
      skip(below)
      return text
    default:
      let parts = ([rest] + below.filter { !$0.isBlank }.map(\.content)).map(YAMLScalar.plain)
      let texts = parts.compactMap { $0 }
      guard texts.count == parts.count else { return refuse(line, below) }
      skip(below)
      let text = texts.filter { !$0.isEmpty }.joined(separator: " ")
      return text == "~" || text == "null" ? "" : text
    }
  }

  /// The lines that belong to a value. The value's own line has this indentation.
  private func continuation(of indent: Int) -> ArraySlice<SourceLine> {
    let end = lines[index...].firstIndex { !$0.isBlank && $0.indent <= indent } ?? lines.endIndex
    return lines[index..<end]
  }

  private mutating func skip(_ below: ArraySlice<SourceLine>) { index = below.endIndex }

  private mutating func refuse<Result>(
    _ line: SourceLine, _ below: ArraySlice<SourceLine>
  ) -> Result? {
    for line in [line] + below where !line.isBlank {
      unread.append((.unsupportedYAML, line.number))
    }
    skip(below)
    return nil
  }
}
