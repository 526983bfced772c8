import Text

/// The notes cell: segments, joined by ` / `.
///
/// A segment `key=value` with a key of `ControlKey` is *control*; every other one is prose that no
/// rule reads. `worker`, `timeout` and `repo` are control only if the settings have workers:
/// `Policy.controlKeys`. A separator is a slash (or, in the Python tool's database, a pipe) that
/// stands alone between spaces or at an end of the cell.
public struct Notes: Equatable, Sendable {
  /// The cell's text; empty if there are no notes.
  public private(set) var text: String {
    didSet { hasEqualsSign = text.hasByte(UInt8(ascii: "=")) }
  }
  /// Whether the text has `=`. Without `=` there is no control. The value is cached, because the
  /// rules ask for it several times for each row.
  private var hasEqualsSign: Bool

  public init(_ text: String = "") {
    self.text = text
    hasEqualsSign = text.hasByte(UInt8(ascii: "="))
  }

  /// The keys of control segments: `QueueItem+Record.swift` has the fields. Source:
  /// `docs/storage.md`, "Notes".
  package enum ControlKey: String, CaseIterable, Sendable {
    case after
    case touches
    case maxAttempts = "max_attempts"
    case idempotencyKey = "idempotency_key"
    case reviewAttempts = "review_attempts"
    /// How many attempts a person forced beyond the limit.
    case attemptsAllowed = "attempts_allowed"
    case retryNotBefore = "retry_not_before"
    /// The time before which the row is not handed out: `2026-02-01T09:00`.
    case notBefore = "not_before"
    case failure
    /// What a BLOCKED row waits for: `answer`, `approval`, `merge`.
    case awaits
    /// The number of a worker's last question.
    case question
    case worker
    /// The longest duration of an attempt, such as `2h`.
    case timeout
    /// The name of the repository of the work, if it is not the project's repository.
    case repository = "repo"
    case labels
    /// The ids that the row had on branches on which another row had them too.
    case was
    /// The ids of rows that had this row's id on another branch.
    case twin
    /// The row to which `tasks/ID.md` belongs, if a merge made that unclear.
    case brief
    /// The plan that the row belongs to.
    case plan
    /// The plans that are made for the row, which waits for them: `login,logout`.
    case afterPlan = "after_plan"
    /// When a person must approve the row: `start`, `done`.
    case approval
    /// What happens to dependent rows after this row has failed: `continue`, `cancel`.
    case onFailure = "on_failure"
    /// The branch that has the row's work.
    case branch
    /// The id of the commit that has the merged work.
    case merged
    /// The number of the row's pull request.
    case pullRequest = "pr"
    /// The state of the pull request's checks: `passed`, `failed`, `pending`, `none`.
    case ci
    /// The tasks of other tools from which the row was made: `beads:bd-12`.
    case source
    /// The digest of the row as the last import wrote it.
    case imported
  }

  /// The keys that are control in a queue: all except the keys for workers that its settings don't
  /// have.
  package struct ControlKeys: Equatable, Sendable {
    package var hasWorker = true
    package var hasTimeout = true
    package var hasRepository = true
    /// Whether added prose goes before the control segments at the end.
    package var standLast = false

    package static let all = ControlKeys()
    /// The keys of a queue for which orch starts no worker.
    package static let usual = ControlKeys(
      hasWorker: false, hasTimeout: false, hasRepository: false)

    func contains(_ key: ControlKey) -> Bool {
      switch key {
      case .worker: hasWorker
      case .timeout: hasTimeout
      case .repository: hasRepository
      default: true
      }
    }
  }

  /// The value of the last control segment with `key`.
  package func value(of key: ControlKey) -> String? {
    guard hasEqualsSign, mayHave(key) else { return nil }
    return Notes.segments(of: text).reversed().lazy.compactMap { Notes.control($0, .all) }
      .first { $0.key == key }?.value
  }

  private func mayHave(_ key: ControlKey) -> Bool {
    var (text, key) = (text, key.rawValue)
    return text.withUTF8 { text in
      key.withUTF8 { key in
        text.indices.dropFirst(key.count).contains {
          text[$0] == UInt8(ascii: "=") && text[($0 - key.count)..<$0].elementsEqual(key)
        }
      }
    }
  }

  /// Appends prose from outside. None of it becomes control or looks like control.
  public mutating func append(_ prose: String) { append(prose: prose, .usual) }

  package mutating func append(prose: String, _ keys: ControlKeys) {
    join(Notes.quoted(prose, keys), keys)
  }

  /// Appends notes that a caller typed. None of them become control.
  mutating func append(typed prose: String, _ keys: ControlKeys) {
    join(Notes.neutralized(prose, keys), keys)
  }

  /// Appends the note of an approval, which no text from outside can add.
  mutating func appendApproval(_ segment: String) { join(segment) }

  /// Adds a control segment; `value` must be free of spaces and pipes.
  mutating func append(_ key: ControlKey, _ value: String) {
    join("\(key.rawValue)=\(value)")
  }

  /// Replaces the prose. The control segments whose keys are not in `dropped` follow it.
  ///
  /// - Parameters:
  ///   - isTyped: whether a caller typed the new prose into the notes; otherwise it is a text from
  ///     outside.
  ///   - holding: the keys for which typed prose is to hold the row back.
  package mutating func replaceProse(
    with prose: String, dropping dropped: Set<ControlKey> = [], _ keys: ControlKeys = .usual,
    isTyped: Bool = false, holding: Set<ControlKey> = []
  ) {
    let segments = Notes.segments(of: text)
    let kept = segments.filter { segment in
      Notes.control(segment, keys).map { !dropped.contains($0.key) } ?? false
    }
    let approvals = segments.filter { Notes.isApproval($0) }
    let prose = approvals.isEmpty ? prose : Notes.removing(approvals, from: prose)
    text =
      isTyped
      ? Notes.neutralized(prose, keys, holding: holding) : Notes.quoted(prose, keys)
    // New prose does not remove an approval; only changed content ends it.
    for segment in approvals + kept { join(segment) }
  }

  mutating func remove(_ key: ControlKey) {
    guard value(of: key) != nil else { return }
    text = Notes.segments(of: text).filter { Notes.control($0, .all)?.key != key }
      .joined(separator: " / ")
  }

  /// Removes the segments that satisfy `isRemoved`, each with one separator. All other bytes stay
  /// unchanged.
  mutating func removeSegments(where isRemoved: (Substring) -> Bool) {
    let ranges = Notes.ranges(of: text)
    let removed = ranges.map { isRemoved(text[$0]) }
    guard removed.contains(true) else { return }
    guard let last = removed.lastIndex(of: false) else {
      text = ""
      return
    }
    var kept = ""
    var start = text.startIndex
    for index in 0..<last where removed[index] {
      kept += text[start..<ranges[index].lowerBound]
      start = ranges[index + 1].lowerBound
    }
    let end = last == ranges.count - 1 ? text.endIndex : ranges[last].upperBound
    text = kept + text[start..<end]
  }

  /// Replaces each segment; an empty result removes it. If no segment changes, the bytes stay
  /// unchanged.
  mutating func replaceSegments(_ body: (String) -> String) {
    let segments = segments
    let replaced = segments.map(body)
    if replaced != segments {
      text = replaced.filter { !$0.isEmpty }.joined(separator: " / ")
    }
  }

  /// Separates the segments by slashes, as a table does.
  mutating func separateBySlashes() {
    let separators = text.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "|") }
    if separators { text = Notes.segments(of: text).joined(separator: " / ") }
  }

  /// The segments that are not control, joined by ` / `.
  public var prose: String { prose(.usual) }

  func prose(_ keys: ControlKeys) -> String {
    let prose = hasEqualsSign ? segments.filter { Notes.control($0, keys) == nil } : segments
    return prose.joined(separator: " / ")
  }

  /// The notes for a screen: prose first, then control segments. The segments that `orch show`
  /// prints on a separate line, or that only imports read, are left out; a commit's id is
  /// abbreviated.
  public var forPeople: String {
    let segments = segments
    let control = segments.compactMap { Notes.control($0, .all) }.compactMap { key, value in
      switch key {
      case .after, .labels, .maxAttempts, .reviewAttempts, .idempotencyKey, .imported:
        nil as String?
      case .merged: "\(key.rawValue)=\(value.prefix(12))"
      case .touches, .attemptsAllowed, .retryNotBefore, .notBefore, .failure, .awaits, .question,
        .worker, .timeout, .repository, .was, .twin, .brief, .plan, .afterPlan, .approval,
        .onFailure, .branch, .pullRequest, .ci, .source:
        "\(key.rawValue)=\(value)"
      }
    }
    let prose = segments.filter { Notes.control($0, .all) == nil }
    return (prose + control).joined(separator: " / ")
  }

  /// The segments, trimmed, without empty ones.
  public var segments: [String] { Notes.segments(of: text) }

  /// Whether the prose ends with this text, in the form in which it would be added.
  public func ends(with prose: String) -> Bool { ends(with: prose, .usual) }

  func ends(with prose: String, _ keys: ControlKeys) -> Bool {
    let mine = self.prose(keys)
    return [Notes.neutralized(prose, keys), Notes.quoted(prose, keys)].contains { written in
      let other = Notes(written).prose(keys)
      return other.isEmpty || mine == other || mine.hasSuffix(" / " + other)
    }
  }

  private mutating func join(_ prose: String, _ keys: ControlKeys) {
    guard keys.standLast, !prose.isEmpty else { return join(prose) }
    let ranges = Notes.ranges(of: text)
    let control = ranges.reversed().prefix { Notes.control(String(text[$0]), keys) != nil }
    guard let first = control.last else { return join(prose) }
    text = "\(text[..<first.lowerBound])\(prose) / \(text[first.lowerBound...])"
  }

  private mutating func join(_ segment: String) {
    guard !segment.isEmpty else { return }
    text = text.isEmpty ? segment : "\(text) / \(segment)"
  }
}

extension Notes {
  /// The segments of a cell, trimmed, without empty ones.
  ///
  /// The text is split by bytes, because a combining mark after a space forms another character
  /// with it.
  static func segments(of text: String) -> [String] {
    if ![UInt8(ascii: "/"), UInt8(ascii: "|"), UInt8(ascii: "\t")].contains(where: text.hasByte) {
      let segment = CellText.trimmed(text)
      return segment.isEmpty ? [] : [segment]
    }
    let words = text.utf8.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
    }
    let segments = words.split { $0.elementsEqual("/".utf8) || $0.elementsEqual("|".utf8) }
    return segments.map { segment in
      CellText.trimmed(segment.map { String(Substring($0)) }.joined(separator: " "))
    }.filter { !$0.isEmpty }
  }

  /// The ranges of a cell's segments, without blanks at their ends.
  private static func ranges(of text: String) -> [Range<String.Index>] {
    let words = text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return words.split { $0.elementsEqual("/".utf8) || $0.elementsEqual("|".utf8) }
      .compactMap { segment in
        guard let first = segment.first, let last = segment.last else { return nil }
        return first.startIndex..<last.endIndex
      }
  }

  /// The key and value of a control segment; `nil` for prose.
  ///
  /// A value contains no spaces except after a comma, because people write `after=A, B`.
  static func control(
    _ segment: String, _ keys: ControlKeys = .usual
  ) -> (key: ControlKey, value: String)? {
    guard let equals = segment.firstIndex(of: "="),
      let key = ControlKey(rawValue: String(segment[..<equals])), keys.contains(key)
    else { return nil }
    let value = segment[segment.index(after: equals)...]
    var previous: UInt8 = UInt8(ascii: " ")
    for byte in value.utf8 {
      if byte == UInt8(ascii: " "), previous != UInt8(ascii: ",") { return nil }
      previous = byte
    }
    return key.allows(value) ? (key, String(value)) : nil
  }

  /// A foreign text as part of one segment: separators lose the surrounding spaces, so that the
  /// text can't begin a new segment.
  public static func withinSegment(_ text: String) -> String {
    segments(of: CellText.value(text) ?? "").joined(separator: "/")
  }

  private static func removing(_ removed: [String], from text: String) -> String {
    var notes = Notes(CellText.value(text) ?? "")
    notes.removeSegments { removed.contains(String($0)) }
    return notes.text
  }

  /// `prose` in a form that fits into the cell: in text that would read as control, `:` replaces
  /// `=`, and text that would read as a person's approval gets the prefix `said: `.
  ///
  /// - Parameter holding: the keys for which the text is to hold the row back.
  static func neutralized(
    _ prose: String, _ keys: ControlKeys = .usual, holding: Set<ControlKey> = []
  ) -> String {
    guard let written = CellText.value(prose) else { return "" }
    guard written.hasByte(UInt8(ascii: "=")) || mayHaveApprovals(written) else {
      return written
    }
    let segments = segments(of: written)
    guard segments.contains(where: { control($0, keys) != nil || isApproval($0) }) else {
      return written
    }
    return segments.map { segment in
      if isApproval(segment) { return "said: \(segment)" }
      return control(segment, keys).map { key, value in
        "\(key.rawValue):\(holding.contains(key) ? " " : "")\(value)"
      } ?? segment
    }.joined(separator: " / ")
  }
}

extension Notes {
  /// `prose` in a form that fits into the cell: text that is or looks like control gets backticks,
  /// and text that would read as a person's approval gets the prefix `said: `.
  static func quoted(_ prose: String, _ keys: ControlKeys = .usual) -> String {
    guard let written = CellText.value(prose) else { return "" }
    guard mayHaveApprovals(written) || hasSign(written) else { return written }
    let segments = segments(of: written)
    let quoted = segments.map { segment in
      if isApproval(segment) { return "said: \(segment)" }
      let isQuoted =
        control(segment, keys) != nil
        || !GeneratedNote.isGenerated(segment)
          && nearMiss(segment, keys, isRow: { _ in true }) != nil
      return isQuoted ? "`\(segment)`" : segment
    }
    return quoted == segments ? written : quoted.joined(separator: " / ")
  }

  /// Merges two changes of the notes by segment. A segment that either side removed is removed. A
  /// segment that either side added is added; the segments of `first` come first.
  ///
  /// If both sides set a key, the control segment of `second` wins. Source: `docs/queue-file.md`,
  /// "What changed outside".
  public static func merged(base: String?, _ first: String?, _ second: String?) -> String? {
    let (base, first, second) = (
      segments(of: base ?? ""), segments(of: first ?? ""), segments(of: second ?? "")
    )
    let added = second.filter { !base.contains($0) && !first.contains($0) }
    let setAnew = Set(added.compactMap { control($0)?.key })
    let kept = first.filter { segment in
      let isRemoved = base.contains(segment) && !second.contains(segment)
      return !isRemoved && control(segment).map { !setAnew.contains($0.key) } ?? true
    }
    let merged = (kept + added).joined(separator: " / ")
    return merged.isEmpty ? nil : merged
  }

  /// Lets edited notes keep the changes that commands made in the meantime, in each field that was
  /// not edited, and in the prose if it was not edited. Labels, worker and `after` come last, as in
  /// `ItemFields`.
  ///
  /// - Parameters:
  ///   - new: the notes after the commands.
  ///   - old: the notes before both changes.
  ///   - keys: the keys of the fields.
  mutating func keepChanges(of new: Notes, since old: Notes, _ keys: ControlKeys) {
    if prose(keys) == old.prose(keys) {
      replaceProse(with: new.prose(keys), keys, isTyped: true)
    }
    let last = [ControlKey.labels, .worker, .after]
    let keys = (ControlKey.allCases.filter { !last.contains($0) } + last).filter(keys.contains)
    for key in keys {
      let isTyped = value(of: key) != old.value(of: key)
      guard let value = (isTyped ? self : new).value(of: key) ?? value(of: key) else { continue }
      let isGone = !isTyped && new.value(of: key) == nil
      remove(key)
      if !isGone { append(key, value) }
    }
  }
}
