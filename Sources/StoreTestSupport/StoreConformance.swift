public import QueueModel
public import QueueStore

/// What every store has to do alike: a table of named cases.
///
/// A test makes a store that holds a case's `items`, with `author`, and lets the
/// case run against it:
///
///     @Test(arguments: StoreConformance.cases)
///     func `a store behaves like all stores`(_ test: StoreConformance.Case) throws {
///       let store = MemoryStore(test.items, author: StoreConformance.author)
///       try test.run(wording: Messages.english.text) { store }
///     }
public enum StoreConformance {
  /// Who speaks in every case.
  public static let author = Author(command: "test", traceID: "trace-1", actor: "tester")

  /// When every case happens: 2026-01-31 18:00 in Korea.
  public static let now = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)

  public static let cases: [Case] =
    starts + endings + returns + repeats + refusals + additions + picking + reading + histories
    + takingBack + leases + fences + clockSteps + claims + severalRows + severalAdditions
    + judging + concurrency

  /// A moment so many seconds after that.
  static func time(_ seconds: Int) -> QueueTime {
    QueueTime(epochSeconds: now.epochSeconds + seconds, offset: now.offset)
  }

  /// One thing that a store has to do.
  public struct Case: Sendable, CustomStringConvertible {
    public let testDescription: String
    /// The rows that the store begins with.
    public let items: [QueueItem]
    let check: @Sendable (ConformanceScene) throws -> Void

    public var description: String { testDescription }

    /// Checks a store.
    ///
    /// - Parameters:
    ///   - wording: says a refusal in English.
    ///   - open: gives the store that holds `items`, or another handle on the same queue; it is
    ///     called once for each thread.
    /// - Throws: `Failure`, or what the store throws.
    public func run(
      wording: @escaping @Sendable (Refusal) -> String,
      _ open: @escaping @Sendable () throws -> any QueueStore
    ) throws {
      try check(ConformanceScene(items: items, store: open(), open: open, wording: wording))
    }
  }

  /// What a store did, and what it should have done.
  public struct Failure: Error, Equatable, CustomStringConvertible {
    public let what: String
    public let found: String
    public let expected: String

    public var description: String { "\(what) is\n\(found)\nand should be\n\(expected)" }
  }
}

/// A store under test, asked in the form of texts.
struct ConformanceScene {
  let items: [QueueItem]
  let store: any QueueStore
  let open: @Sendable () throws -> any QueueStore
  let wording: @Sendable (Refusal) -> String
  var policy = Policy.forTable

  /// What the store answers: the decision with the rows it names, or the refusal.
  func answer(
    to transition: Transition, session: String? = "s1", at now: QueueTime = StoreConformance.now,
    attempt: String? = nil
  ) throws -> String {
    var context = TransitionContext(
      session: session, now: now, actor: StoreConformance.author.actor)
    context.attempt = attempt
    context.policy = policy
    do throws(StoreFailure) {
      return try store.perform(transition, context: context).value.text
    } catch {
      guard case .refused(let refusal) = error.error else { throw error }
      return "refused: \(refusal.code): \(wording(refusal))"
    }
  }

  func rows() throws -> [String] {
    let snapshot = try store.snapshot().value
    return (0..<snapshot.rowCount).map { snapshot.item(at: $0)?.rowText ?? "unreadable" }
  }

  /// The rows as `id status owner`.
  func states() throws -> [String] {
    try items(\.stateText)
  }

  /// Who has which row, as every store keeps it.
  func claims() throws -> [String] {
    try items(\.claimText)
  }

  private func items(_ text: (QueueItem) -> String?) throws -> [String] {
    let snapshot = try store.snapshot().value
    return (0..<snapshot.rowCount).compactMap { snapshot.item(at: $0).flatMap(text) }
  }

  func history(of id: String? = nil) throws -> [String] { try store.history(of: id).map(\.text) }

  func expect(_ found: String, _ expected: String, _ what: String) throws {
    guard found != expected else { return }
    throw StoreConformance.Failure(what: what, found: found, expected: expected)
  }

  func expect(_ found: [String], _ expected: [String], _ what: String) throws {
    try expect(found.joined(separator: "\n"), expected.joined(separator: "\n"), what)
  }

  /// Nothing was written, and nothing is told to have happened.
  func expectUntouched() throws {
    try expect(rows(), items.map(\.rowText), "the queue")
    try expect(history(), [], "the history")
  }
}

extension Decision {
  /// The decision with the rows that it names.
  fileprivate var text: String {
    switch self {
    case .nothingPending: "nothing pending"
    case .alreadySo(let item): "already so: \(item.rowText)"
    case .change(let change): change.text
    case .changes(let changes): changes.map(\.text).joined(separator: "\n")
    }
  }
}

extension ItemChange {
  fileprivate var text: String {
    "changed: \(before?.rowText ?? "nothing")\ninto: \(after?.rowText ?? "nothing")"
  }
}

extension QueueItem {
  /// The row as the format writes it, without padding; where it stands is the
  /// store's own matter.
  var rowText: String {
    let cells = Column.allCases.map { text(of: $0) ?? "-" }.joined(separator: " | ")
    return after.isEmpty ? cells : "\(cells) (after \(after.joined(separator: " ")))"
  }
}

extension HistoryEntry {
  /// When, who, which row, and the cells in the order of the columns.
  var text: String {
    let names = Column.allCases.map(\.name)
    let cells = names.filter { before[$0] != nil || after[$0] != nil }
      .map { "\($0) \(before[$0].map { "\($0) " } ?? "")> \(after[$0] ?? "nothing")" }
    return "\(time) \(traceID) \(command) \(actor) \(id ?? "-"): \(cells.joined(separator: ", "))"
  }
}

extension QueueItem {
  fileprivate var stateText: String { "\(id) \(status.rawValue) \(ownerSession ?? "-")" }

  /// `A: claim 1, s1 until 2026-01-31 19:00`; `nil` where there is none. What makes the
  /// token is the store's own matter.
  fileprivate var claimText: String? {
    guard let claim else { return nil }
    let offset = StoreConformance.now.offset
    let lease = claim.lease.map { lease in
      let end = QueueTime(epochSeconds: lease.expiresAt, offset: offset).text
      return ", \(lease.owner) " + (lease.expiresAt == 0 ? "ended" : "until \(end)")
        + (lease.hasHeartbeat ? ", beats" : "")
    }
    return "\(id): claim \(claim.number)\(lease ?? "")"
      + (claim.lost > 0 ? ", lost \(claim.lost)" : "")
      + (claim.isForWorker ? ", worker" : "")
  }
}
