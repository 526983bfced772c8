// The notes of a row about the task of another tool from which it was made.

/// The task of another tool from which a row was made, as in the note `source`: `beads:bd-12`,
/// `taskmaster:master/2.1`.
public struct ForeignSource: Hashable, Sendable {
  public let form: InterchangeForm
  /// The task's id in that tool. Each byte that a list in the notes can't contain is `%` and two
  /// hexadecimal digits.
  public let key: String

  /// - Parameters:
  ///   - form: the format of the tool.
  ///   - key: any text, which is encoded.
  public init(form: InterchangeForm, key: String) {
    self.form = form
    self.key = Self.encoded(key)
  }

  /// - Returns: `nil` if the text has another form.
  init?(_ text: Substring) {
    // Other words before a colon, such as `https:`, are prose.
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

/// The digests of a row and its brief after an import, in sixteen hexadecimal digits. If both still
/// match, neither was edited since.
public struct ImportDigest: Equatable, Sendable {
  public let fields, brief: String

  /// The number of hexadecimal digits of each of the two.
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
  /// The tasks of other tools from which the row was made, the first one first.
  public internal(set) var sources: [ForeignSource] {
    get { value(of: .source)?.split(separator: ",").compactMap { ForeignSource($0) } ?? [] }
    set {
      let list = newValue.map(\.text).joined(separator: ",")
      set(.source, list.isEmpty ? nil : list)
    }
  }

  /// Replaces the name of a task of another tool, in place.
  mutating func replaceSource(_ old: ForeignSource, with new: ForeignSource) {
    let list = sources.map { ($0 == old ? new : $0).text }.joined(separator: ",")
    replaceSegments { segment in
      let isSource = Notes.control(segment, .all)?.key == .source
      return isSource ? "\(ControlKey.source.rawValue)=\(list)" : segment
    }
  }
}

extension QueueItem {
  /// The digest of the row after the last import; `nil` if no import wrote the row.
  public internal(set) var importDigest: ImportDigest? {
    get { notes.value(of: .imported).flatMap(ImportDigest.init) }
    set { notes.set(.imported, newValue?.text) }
  }

  /// Notes the origin of a new row. Existing notes keep their places.
  ///
  /// - Parameters:
  ///   - source: the task; `nil` if the row has the id of the task, so that no note has to name it.
  ///   - digest: the digest of the row and its brief.
  public mutating func comes(from source: ForeignSource?, _ digest: ImportDigest) {
    if let source, !notes.sources.contains(source) { notes.sources.append(source) }
    importDigest = digest
  }

  /// Sets the time before which the row is not handed out.
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

  /// The row without the digest of the last import.
  public var withoutImport: QueueItem {
    var item = self
    item.importDigest = nil
    return item
  }

  /// The fields as one text, which is the same in every store. Equal texts mean that the rows agree
  /// in every field that people and imports write.
  public func textOfImport(_ policy: Policy) -> String {
    let policy = policy.forPlans
    let fields = EditableField.ofImports.map { $0.text(of: self, policy) ?? "" }
    return ([status.rawValue] + fields).joined(separator: "\u{1F}")
  }
}

extension EditableField {
  /// The fields that imports set. A database has a limit of attempts for every row, so the limit
  /// may not come from a person. Only a person decides when a row may be handed out.
  static let ofImports = allCases.filter { $0 != .maxAttempts && $0 != .notBefore }
}
