/// Reads the `tasks.md` of Spec Kit: `- [ ] T012 [P] [US1] text in path (depends on T010, T011)`.
///
/// Source: `templates/tasks-template.md` and `templates/commands/tasks.md` of github/spec-kit, up
/// to version 1.0.1. The key is the name of the folder, which is the feature's name, and the id.
public enum SpecKitReader {
  public static func read(_ files: [ForeignFile]) -> ForeignReading {
    var tasks = KeyedTasks()
    tasks.readEach(of: files, named: ["tasks.md"]) { read($0, into: &$1) }
    return tasks.reading
  }

  private static func read(_ file: ForeignFile, into tasks: inout KeyedTasks) {
    let lines = tasks.markdown(of: file)
    let outline = TaskOutline(lines) { box, line, isInTask in
      if SpecKitLine(box.text) != nil { return true }
      if !isInTask { tasks.tell(.noNumber, at: file.place(line.number)) }
      return false
    }
    if outline.items.isEmpty { tasks.tell(.noTasks, at: file.place()) }
    let scope = file.folders.last.map { $0 + "/" } ?? ""
    let keys = outline.items.map { scope + (SpecKitLine($0.box.text)?.id ?? "") }
    for (item, key) in zip(outline.items, keys) {
      guard var line = SpecKitLine(item.paragraph) else { continue }
      let place = file.place(item.line.number)
      let after = line.takeDependencies { tasks.tell($0, key: key, at: place) }
      guard !line.title.isEmpty else {
        tasks.tell(.missingField("title"), key: key, at: place)
        continue
      }
      var task = ForeignTask(key: key, place: place, title: line.title.text)
      task.after = after.map { scope + $0 }
      task.text = item.rest.text
      task.labels = line.labels
      task.keep("phase", item.headings.joined(separator: " / "))
      if let parent = item.parent {
        task.links.append(ForeignTask.Link(kind: "parent", key: keys[parent]))
      }
      let state = item.box.state(cancelled: "-")
      task.keep(state, of: item.box, tellingTo: &tasks.reading)
      tasks.add(task)
    }
  }
}

extension CheckBox {
  /// The state in a form whose tool knows only open and done, although people write other marks.
  func state(cancelled: String) -> ForeignTask.State? {
    mark == cancelled ? .dropped("[\(mark)]") : state
  }
}

extension ArraySlice<UInt8> {
  /// Removes the blanks at the end if the text after them was taken out from between blanks.
  fileprivate func trimmed(atEnd isTrimmed: Bool) -> ArraySlice<UInt8> {
    isTrimmed ? self[..<((lastIndex { !$0.isBlank } ?? startIndex - 1) + 1)] : self
  }
}

/// The text after the box of a task.
private struct SpecKitLine {
  let id: String
  private(set) var labels: [String] = []
  private(set) var title: ArraySlice<UInt8>

  /// - Parameter text: the text after the box. The result is `nil` if it does not begin with an id.
  init?(_ text: ArraySlice<UInt8>) {
    let bold = text.rest(behind: "**")
    let bracketed = (bold ?? text).rest(behind: "[")
    guard let (id, behind) = Self.id(bracketed ?? bold ?? text) else { return nil }
    self.id = id
    var rest = behind
    if bracketed != nil {
      guard let inner = rest.rest(behind: "]") else { return nil }
      rest = inner
    }
    var isBold = bold != nil
    if isBold, let inner = rest.rest(behind: "**") {
      rest = inner
      isBold = false
    }
    if let next = rest.first, next == UInt8(ascii: ":") || next == UInt8(ascii: ".") {
      rest = rest.dropFirst()
    }
    guard rest.first?.isBlank ?? true else { return nil }
    rest = rest.trimmed
    while let (label, behind) = Self.label(rest) {
      labels.append(label == "P" ? "parallel" : label)
      rest = behind.trimmed
    }
    if let inner = rest.rest(behind: "- ") { rest = inner.trimmed }
    title = isBold && !rest.isEmpty ? ArraySlice(Array("**".utf8) + rest) : rest
  }

  /// Reads an id such as `T012`, `T1000` or `T012a`.
  private static func id(
    _ text: ArraySlice<UInt8>
  ) -> (id: String, rest: ArraySlice<UInt8>)? {
    guard text.first == UInt8(ascii: "T") else { return nil }
    let digits = text.dropFirst().prefix(while: \.isDigit)
    guard !digits.isEmpty else { return nil }
    let letters = text[digits.endIndex...].prefix(while: \.isLetter)
    guard letters.count <= 2 else { return nil }
    return (text[..<letters.endIndex].text, text[letters.endIndex...])
  }

  /// Reads a label such as `[P]` or `[US1]`, but not a link.
  private static func label(
    _ text: ArraySlice<UInt8>
  ) -> (label: String, rest: ArraySlice<UInt8>)? {
    guard let inner = text.rest(behind: "[") else { return nil }
    let word = inner.prefix { $0.isLetter || $0.isDigit }
    guard !word.isEmpty, let rest = text[word.endIndex...].rest(behind: "]"),
      rest.first?.isBlank ?? true
    else { return nil }
    return (word.text, rest)
  }

  /// Removes every `(depends on T010, T011)` from the title, and returns its ids. If it contains
  /// anything else, it is reported and not removed.
  mutating func takeDependencies(tell: (UnreadReason) -> Void) -> [String] {
    var ids: [String] = []
    var kept: [UInt8] = []
    var rest = title
    while let start = rest.firstIndex(of: UInt8(ascii: "(")) {
      guard let end = rest[start...].firstIndex(of: UInt8(ascii: ")")) else { break }
      let inner = rest[(start + 1)..<end]
      let words = inner.split { $0.isBlank || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "&") }
        .map(\.text)
      let isList = words.count > 2 && words[0].lowercased() == "depends" && words[1] == "on"
      let names = words.dropFirst(2).filter { $0 != "and" }
      if isList, names.allSatisfy({ Self.id(ArraySlice($0.utf8))?.rest.isEmpty == true }) {
        ids.appendNew(names)
        kept += rest[..<start].trimmed(atEnd: rest[(end + 1)...].first?.isBlank ?? true)
      } else {
        if isList {
          tell(.unknownValue(field: "depends on", value: names.joined(separator: " ")))
        }
        kept += rest[...end]
      }
      rest = rest[(end + 1)...]
    }
    if !ids.isEmpty { title = ArraySlice(kept + rest).trimmed }
    return ids
  }
}
