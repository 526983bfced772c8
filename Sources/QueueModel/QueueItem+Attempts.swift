// How often a row was tried, and whether it was already done under another id.

extension QueueItem {
  /// What a store keeps of a row in fields of its own, where Markdown has notes.
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

  /// How many attempts ended without DONE.
  public var attemptCount: Int {
    record?.attemptCount ?? notes.value(of: .reviewAttempts).flatMap(Self.count) ?? 0
  }

  /// A count as people write it; what nobody can have counted says nothing.
  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { (0...1_000_000).contains($0) ? $0 : nil }
  }

  /// How many attempts the row itself allows; `nil` where it says nothing.
  public var maxAttempts: Int? {
    record.map(\.maxAttempts) ?? notes.value(of: .maxAttempts).flatMap { Int($0) }
  }

  /// What tells that two rows are the same work.
  public var idempotencyKey: String? {
    record.map(\.idempotencyKey) ?? notes.value(of: .idempotencyKey)
  }

  /// When the row may be tried again, in seconds since 1970.
  public var retryNotBefore: Int? { notes.value(of: .retryNotBefore).flatMap { Int($0) } }

  func hasAttemptsLeft(_ policy: Policy) -> Bool {
    attemptCount < maxAttempts ?? policy.maxAttempts
  }

  /// Counts an attempt that ended without DONE.
  mutating func countAttempt() {
    // Notes hold any number.
    setAttempts(to: min(attemptCount, .max - 1) + 1)
  }

  mutating func setAttempts(to count: Int) {
    guard record == nil else {
      record?.attemptCount = count
      return
    }
    notes.remove(.reviewAttempts)
    notes.append(.reviewAttempts, String(count))
  }

  /// Lets the row wait for as long as the attempts before tell.
  mutating func backOff(_ policy: Policy, now: QueueTime) {
    notes.remove(.retryNotBefore)
    notes.append(
      .retryNotBefore, String(now.epochSeconds + policy.backoff(after: attemptCount)))
  }
}

extension QueueItem.Record {
  /// The fields as cells of the history, by column name.
  var cells: [String: String] {
    var cells = ["attempt_count": String(attemptCount)]
    cells["max_attempts"] = maxAttempts.map(String.init)
    cells["idempotency_key"] = idempotencyKey
    return cells
  }

  /// Takes those fields from the cells of the history that they hold.
  mutating func take(_ cells: [String: String]) {
    if let count = cells["attempt_count"].flatMap({ Int($0) }) { attemptCount = count }
    if let count = cells["max_attempts"] { maxAttempts = Int(count) }
    if let key = cells["idempotency_key"] { idempotencyKey = key == "-" ? nil : key }
  }
}
