// What the notes of a row say of the task of another tool that it was made from.

/// The task of another tool that a row was made from, as the note `source` has it:
/// `beads:bd-12`, `taskmaster:master/2.1`.
public struct ForeignSource: Hashable, Sendable {
  public let form: InterchangeForm
  /// The task's id in that tool, with `%` and two digits for each byte that a list in the notes can't
  /// have.
  public let key: String

  /// - Parameters:
  ///   - form: that of the tool.
  ///   - key: any text.
  public init(form: InterchangeForm, key: String) {
    self.form = form
    self.key = Self.encoded(key)
  }

  /// - Returns: `nil` for a text of another form.
  init?(_ text: Substring) {
    // Other words before a colon are prose, such as `https:`.
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
      let form = InterchangeForm(rawValue: String(text[..<colon]))
    else { return nil }
    self.form = form
    key = String(text[colon...].dropFirst())
    if key.isEmpty { return nil }
  }

  public var text: String { "\(form.rawValue):\(key)" }

  private static func encoded(_ key: String) -> String {
    var encoded = ""
    for scalar in key.unicodeScalars {
      let isPlain =
        scalar != "," && scalar != "|" && scalar != "%" && !scalar.isDeceptive
        && !scalar.properties.isWhitespace
      if isPlain {
        encoded.unicodeScalars.append(scalar)
      } else {
        for byte in String(scalar).utf8 {
          let digits = String(byte, radix: 16, uppercase: true)
          encoded += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
        }
      }
    }
    return encoded
  }

  static func areSources(_ value: Substring) -> Bool {
    value.split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
      ForeignSource($0) != nil
    }
  }
}

/// What an import made of a row and its brief, as sixteen hexadecimal digits: where both still have
/// it, nobody touched them since.
public struct ImportDigest: Equatable, Sendable {
  public let fields, brief: String

  /// The digits of each of the two.
  public static let digits = 8

  public init(fields: String, brief: String) { (self.fields, self.brief) = (fields, brief) }

  init?(_ text: String) {
    guard text.utf8.count == 2 * Self.digits,
      text.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    else { return nil }
    (fields, brief) = (String(text.prefix(Self.digits)), String(text.suffix(Self.digits)))
  }

  var text: String { fields + brief }
}

extension Notes {
  /// The tasks of other tools that the row was made from, the first one first.
  public internal(set) var sources: [ForeignSource] {
    get { value(of: .source)?.split(separator: ",").compactMap { ForeignSource($0) } ?? [] }
    set {
      let list = newValue.map(\.text).joined(separator: ",")
      set(.source, list.isEmpty ? nil : list)
    }
  }

  /// Names a task of another tool otherwise, where it stands.
  mutating func replaceSource(_ old: ForeignSource, with new: ForeignSource) {
    let list = sources.map { ($0 == old ? new : $0).text }.joined(separator: ",")
    replaceSegments { segment in
      let isSource = Notes.control(segment, .all)?.key == .source
      return isSource ? "\(ControlKey.source.rawValue)=\(list)" : segment
    }
  }
}

extension QueueItem {
  /// What the last import made of the row; `nil` for a row that none made.
  public internal(set) var importDigest: ImportDigest? {
    get { notes.value(of: .imported).flatMap(ImportDigest.init) }
    set { notes.set(.imported, newValue?.text) }
  }

  /// Notes where a new row comes from. What is there keeps its place.
  ///
  /// - Parameters:
  ///   - source: the task; `nil` where the row has its id, and needs no other.
  ///   - digest: that of the row and its brief.
  public mutating func comes(from source: ForeignSource?, _ digest: ImportDigest) {
    if let source, !notes.sources.contains(source) { notes.sources.append(source) }
    importDigest = digest
  }

  /// Notes that the row is not handed out before a time.
  public mutating func holdBack(until time: QueueTime) { notBefore = time.text }

  /// The same row with another id.
  public func withID(_ id: String) -> QueueItem {
    var item = QueueItem(
      id: id, status: status, priority: priority, task: task, successCriteria: successCriteria,
      ownerSession: ownerSession, startedAt: startedAt, dueAt: dueAt, notes: notes, after: after,
      line: line, claim: claim, record: record)
    item.fieldCells = fieldCells
    return item
  }

  /// The row without what only says what an import made of it.
  public var withoutImport: QueueItem {
    var item = self
    item.importDigest = nil
    return item
  }

  /// The fields in one text, which is the same in every store: equal texts are equal rows, as far as
  /// people and imports write them.
  public func textOfImport(_ policy: Policy) -> String {
    let policy = policy.forPlans
    let fields = EditableField.ofImports.map { $0.text(of: self, policy) ?? "" }
    return ([status.rawValue] + fields).joined(separator: "\u{1F}")
  }
}

extension EditableField {
  /// The fields that an import gives to rows. A database has a limit of attempts for each row, so that
  /// it says nothing of what people wrote. When a row may be handed out is a person's.
  static let ofImports = allCases.filter { $0 != .maxAttempts && $0 != .notBefore }
}
