// The typed fields of a row beside its nine columns. A table keeps them in the notes, as control
// segments `key=value`; a database keeps the attempts and the idempotency key in separate columns,
// which are `QueueItem.Record`. Only this file and `FieldStorage` know the key of a field and the
// form of its value: rules read and set the properties.
//
// Setting a field removes its segments and appends the new one. An unreadable value counts as
// missing, and stays until the field is set.

extension QueueItem {
  /// The fields that a database keeps in separate columns, and a table in the notes.
  public struct Record: Equatable, Sendable {
    public var attemptCount: Int
    public var maxAttempts: Int?
    public var idempotencyKey: String?

    public init(attemptCount: Int = 0, maxAttempts: Int? = nil, idempotencyKey: String? = nil) {
      self.attemptCount = attemptCount
      self.maxAttempts = maxAttempts
      self.idempotencyKey = idempotencyKey
    }
  }

  /// The number of attempts that ended without DONE.
  public internal(set) var attemptCount: Int {
    get { record?.attemptCount ?? notes.value(of: .reviewAttempts).flatMap(Self.count) ?? 0 }
    set {
      if record == nil {
        notes.set(.reviewAttempts, String(newValue))
      } else {
        record?.attemptCount = newValue
      }
    }
  }

  /// A count as people write it; `nil` if it is out of range.
  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { (0...1_000_000).contains($0) ? $0 : nil }
  }

  /// The row's own limit of attempts; `nil` if it has none.
  public internal(set) var maxAttempts: Int? {
    get { record.map(\.maxAttempts) ?? notes.value(of: .maxAttempts).flatMap { Int($0) } }
    set {
      if record == nil {
        notes.set(.maxAttempts, newValue.map(String.init))
      } else {
        record?.maxAttempts = newValue
      }
    }
  }

  /// How many attempts a person forced beyond the limit; `nil` if none.
  private var attemptsAllowed: Int? {
    get { notes.value(of: .attemptsAllowed).flatMap { Int($0) } }
    set { notes.set(.attemptsAllowed, newValue.map(String.init)) }
  }

  /// The idempotency key: rows with the same key are the same work.
  public var idempotencyKey: String? { record.map(\.idempotencyKey) ?? notes.idempotencyKey }

  /// The time before which the row is not retried, in seconds since 1970.
  public internal(set) var retryNotBefore: Int? {
    get { notes.value(of: .retryNotBefore).flatMap { Int($0) } }
    set { notes.set(.retryNotBefore, newValue.map(String.init)) }
  }

  /// Whether another attempt can't succeed.
  public internal(set) var isPermanentlyFailed: Bool {
    get { notes.value(of: .failure) == "permanent" }
    set {
      if !newValue { notes.set(.failure, nil) }
      if newValue, !isPermanentlyFailed { notes.append(.failure, "permanent") }
    }
  }

  var awaits: Awaited? {
    get { notes.value(of: .awaits).flatMap(Awaited.init) }
    set { notes.set(.awaits, newValue?.rawValue) }
  }

  /// The number of a worker's last question, starting at 1; 0 if there is none.
  public internal(set) var questionNumber: Int {
    get {
      let number = notes.value(of: .question).flatMap { Int($0) } ?? 0
      return (1...9999).contains(number) ? number : 0
    }
    set { notes.set(.question, String(newValue)) }
  }

  /// The name of the row's worker, from its column or the notes; `nil` if a route chooses the
  /// worker. It counts only if the settings name workers.
  public internal(set) var workerName: String? {
    get { text(of: .worker) }
    set { set(.worker, newValue) }
  }

  /// The words by which people sort rows, from their column or the notes.
  public internal(set) var labels: [String] {
    get { text(of: .labels).map(Labels.list) ?? [] }
    set { set(.labels, Labels.text(newValue)) }
  }

  private func text(of field: FieldColumn) -> String? {
    fieldCells[field] ?? notes.value(of: field.key)
  }

  /// Sets the note. `FieldStorage` moves it to the column if there is one.
  private mutating func set(_ field: FieldColumn, _ text: String?) {
    fieldCells[field] = nil
    notes.set(field.key, text)
  }

  /// The row without the segments that only the policy makes control, so that its prose is what
  /// people wrote.
  public func withoutWorker(_ policy: Policy) -> QueueItem {
    let keys = policy.controlKeys
    var item = self
    if keys.hasWorker { item.notes.remove(.worker) }
    if keys.hasTimeout { item.notes.remove(.timeout) }
    if keys.hasRepository { item.notes.remove(.repository) }
    return item
  }

  /// The longest duration of an attempt, in seconds; `nil` if the worker's setting applies.
  public internal(set) var timeoutSeconds: Int? {
    get { notes.value(of: .timeout).flatMap(Self.seconds) }
    set { notes.set(.timeout, newValue.map(DurationText.exactText)) }
  }

  /// The timeout as the notes have it, even if it is unreadable.
  public var timeoutText: String? { notes.value(of: .timeout) }

  /// The allowed timeouts in seconds: up to a week.
  package static let timeouts = 1...604_800

  /// Parses a duration such as `90s`, `30m` or `2h`, from a second to a week; `nil` for any other
  /// text.
  static func seconds(_ text: String) -> Int? {
    guard let unit = DurationText.Unit(endOf: text), unit.length <= 3600,
      let seconds = DurationText.seconds(text), timeouts.contains(seconds)
    else { return nil }
    return seconds
  }

  /// The name of the repository of the work; `nil` for the project's repository. It counts only if
  /// orch starts workers.
  public internal(set) var repositoryName: String? {
    get { notes.value(of: .repository) }
    set { notes.set(.repository, newValue) }
  }

  /// The paths that the row's work touches, as written.
  public internal(set) var touchedPaths: [String] {
    get { notes.value(of: .touches).map(Dependencies.ids) ?? [] }
    set { notes.set(.touches, newValue.isEmpty ? nil : newValue.joined(separator: ",")) }
  }

  var touches: Touches { Touches(touchedPaths) }

  /// Whether a person assigned `tasks/ID.md` to this row, after a merge of branches made that
  /// unclear.
  public internal(set) var hasAssignedBrief: Bool {
    get { notes.value(of: .brief) == "assigned" }
    set { notes.set(.brief, newValue ? "assigned" : nil) }
  }

  // MARK: Prose

  /// Replaces the prose of the notes. The fields stay; `endsRetries` removes the fields of
  /// attempts.
  mutating func replaceProse(with prose: String, endsRetries: Bool, _ policy: Policy) {
    notes.replaceProse(
      with: prose,
      dropping: endsRetries ? [.reviewAttempts, .attemptsAllowed, .retryNotBefore] : [],
      policy.controlKeys)
  }

  /// Removes the fields of attempts from the notes. A database keeps its count.
  mutating func endRetries() {
    for key in [Notes.ControlKey.reviewAttempts, .attemptsAllowed, .retryNotBefore] {
      notes.remove(key)
    }
  }
}

extension Notes {
  /// The ids of the rows that the row waits for, from the notes.
  public var after: [String] {
    get { value(of: .after).map(Dependencies.ids) ?? [] }
    set { set(.after, newValue.isEmpty ? nil : newValue.joined(separator: ",")) }
  }

  /// The ids that the row had before merges of branches changed it, the first one first.
  public var formerIDs: [String] {
    get { value(of: .was).map(Dependencies.ids) ?? [] }
    set { set(.was, newValue.isEmpty ? nil : newValue.joined(separator: ",")) }
  }

  /// The new ids of rows that had this row's id before merges of branches.
  public var twinIDs: [String] {
    get { value(of: .twin).map(Dependencies.ids) ?? [] }
    set { set(.twin, newValue.isEmpty ? nil : newValue.joined(separator: ",")) }
  }

  /// The limit of attempts, if it is not a valid number.
  public var unreadableLimit: String? {
    value(of: .maxAttempts).flatMap { Int($0).map { $0 < 0 } ?? true ? $0 : nil }
  }

  /// The absolute paths of `touches`, except the whole project's.
  package var absolutePaths: [String] {
    (value(of: .touches).map(Dependencies.ids) ?? [])
      .filter { $0.hasPrefix("/") && $0.contains { $0 != "/" } }
  }

  public var idempotencyKey: String? {
    get { value(of: .idempotencyKey) }
    set { set(.idempotencyKey, newValue) }
  }

  /// Removes the fields that a database keeps as `QueueItem.Record`.
  mutating func removeRecord() {
    for key in [ControlKey.reviewAttempts, .maxAttempts, .idempotencyKey] { remove(key) }
  }

  /// Appends these fields, in the form of a database, to notes without them.
  mutating func append(recordOf row: ItemFields) {
    if let limit = row[.maxAttempts] { append(.maxAttempts, limit) }
    if let key = row[.idempotencyKey] { append(.idempotencyKey, key) }
    if let count = row[.attemptCount] { append(.reviewAttempts, count) }
  }

  mutating func set(_ key: ControlKey, _ value: String?) {
    remove(key)
    if let value { append(key, value) }
  }
}

// MARK: - History

extension QueueItem.Record {
  /// The fields as cells of the history, by column name.
  var cells: [String: String] {
    var cells = ["attempt_count": String(attemptCount)]
    cells["max_attempts"] = maxAttempts.map(String.init)
    cells["idempotency_key"] = idempotencyKey
    return cells
  }

  private static let names = ["attempt_count", "max_attempts", "idempotency_key"]

  func fields(unlike other: Self) -> [String] {
    Self.names.filter { cells[$0] != other.cells[$0] }
  }

  /// The values of these fields as cells of the history; `-` for an empty one.
  func cells(of names: [String]) -> [String: String] {
    Dictionary(uniqueKeysWithValues: names.map { ($0, cells[$0] ?? "-") })
  }

  /// The first field whose cell in the history differs. Fields without a cell are skipped.
  func firstField(unlike cells: [String: String]) -> String? {
    Self.names.first { cells[$0] != nil && cells[$0] != self.cells[$0] ?? "-" }
  }

  /// Sets the fields for which the history has cells.
  mutating func apply(_ cells: [String: String]) {
    if let count = cells["attempt_count"].flatMap({ Int($0) }) { attemptCount = count }
    if let count = cells["max_attempts"] { maxAttempts = Int(count) }
    if let key = cells["idempotency_key"] { idempotencyKey = key == "-" ? nil : key }
  }
}

extension QueueItem {
  func hasAttemptsLeft(_ policy: Policy) -> Bool {
    attemptCount < maxAttempts ?? policy.maxAttempts
  }

  /// The limit of attempts that orch starts; at least one.
  func startLimit(_ policy: Policy) -> Int {
    let limit = maxAttempts ?? max(policy.maxAttempts, policy.reviewAttempts ?? 0)
    return max(1, limit, attemptsAllowed ?? 0)
  }

  /// Whether orch may start a worker on the row: an attempt is left, or a person allowed one more.
  public func mayStart(_ policy: Policy) -> Bool { attemptCount < startLimit(policy) }

  /// Allows orch one more attempt if none is left.
  mutating func allowAttempt(_ policy: Policy) {
    if !mayStart(policy) { attemptsAllowed = min(attemptCount, .max - 1) + 1 }
  }

  /// Whether the row waits for its next attempt.
  public func backsOff(at now: QueueTime) -> Bool { retryNotBefore ?? 0 > now.epochSeconds }

  /// The time before which the row is not handed out, `2026-02-01 09:00`; `nil` if there is none.
  public internal(set) var notBefore: String? {
    get { text(of: .notBefore).flatMap { Self.time(inWord: $0) } }
    set { set(.notBefore, newValue.map { String($0.map { $0 == " " ? "T" : $0 }) }) }
  }

  /// The same time, in seconds since 1970.
  public func deferral(in zone: QueueZone) -> Int? {
    notBefore.flatMap { QueueTime($0, zone: zone) }?.epochSeconds
  }

  /// The time before which the row is neither retried nor handed out, in seconds since 1970.
  public func earliestStart(in zone: QueueZone) -> Int {
    max(retryNotBefore ?? 0, deferral(in: zone) ?? 0)
  }

  /// A cell of the column `not_before` that is not a time: the row waits until it is corrected.
  var unreadableStart: NearMissNote? {
    guard let cell = fieldCells[.notBefore], notBefore == nil else { return nil }
    let name = Notes.ControlKey.notBefore.rawValue
    return NearMissNote(segment: "\(name)=\(cell)", form: "\(name)=YYYY-MM-DDTHH:MM", holds: true)
  }

  /// The time in one word of the notes, such as `2026-02-01T09:00`. A date means the beginning of
  /// its day. `nil` for any other word.
  package static func time(inWord word: some StringProtocol) -> String? {
    let text = word.count == 10 ? "\(word) 00:00" : String(word.map { $0 == "T" ? " " : $0 })
    return QueueTime(text, offset: 0) == nil ? nil : text
  }

  /// Counts an attempt that ended without DONE.
  mutating func countAttempt() {
    // The notes may contain any number, so avoid an overflow.
    attemptCount = min(attemptCount, .max - 1) + 1
  }

  /// Sets the time of the next attempt by the policy's backoff.
  mutating func backOff(_ policy: Policy, now: QueueTime) {
    retryNotBefore = now.epochSeconds + policy.backoff(after: attemptCount)
  }
}

extension QueueItem {
  /// The tokens that a report on the row should stay below, from a lead's task: the note
  /// `summary_budget_tokens:N`, or with `=`; `nil` if there is none.
  public var summaryBudgetTokens: Int? {
    notes.segments.lazy.compactMap { segment -> Int? in
      let name = "summary_budget_tokens"
      guard segment.hasPrefix(name) else { return nil }
      let value = segment.dropFirst(name.count)
      guard let sign = value.first, sign == ":" || sign == "=" else { return nil }
      return Int(value.dropFirst()).flatMap { $0 > 0 ? $0 : nil }
    }.first
  }
}
