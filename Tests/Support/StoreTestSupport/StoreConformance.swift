public import Model
public import QueueStore

/// The behaviour that all stores share, as named cases.
///
/// A test creates a store with the `items` of a case, and runs the case:
///
///     @Test(arguments: StoreConformance.cases)
///     func `a store behaves like all stores`(_ test: StoreConformance.Case) throws {
///       let store = MemoryStore(test.items)
///       try test.run(wording: \.sentence.english) { store }
///     }
public enum StoreConformance {
  /// The author in all cases.
  public static let author = Author(command: "test", traceID: "trace-1", actor: "tester")

  /// The time in all cases: 2026-01-31 18:00 in Korea.
  public static let now = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)

  public static let cases: [Case] =
    starts + edits + removals + endings + returns + repeats + refusals + additions + picking
    + reading + absences + histories
    + takingBack + leases + fences + clockSteps + claims + severalRows + severalAdditions
    + moving + judging + failedAttempts + deciding + plans + imports + facts + requests
    + concurrency

  /// The time that is `seconds` after `now`.
  static func time(_ seconds: Int) -> QueueTime {
    QueueTime(epochSeconds: now.epochSeconds + seconds, zone: now.zone)
  }

  public struct Case: Sendable, CustomStringConvertible {
    public let testDescription: String
    /// The rows of the store at the beginning.
    public let items: [QueueItem]
    let check: @Sendable (ConformanceScene) throws -> Void

    public var description: String { testDescription }

    /// Checks a store.
    ///
    /// - Parameters:
    ///   - wording: the English text of a refusal.
    ///   - open: opens the store with `items`, or another handle of the same queue; called once for
    ///     each thread.
    /// - Throws: `Failure`, or an error of the store.
    public func run(
      wording: @escaping @Sendable (Refusal) -> String,
      _ open: @escaping @Sendable () throws -> any QueueStore
    ) throws {
      try check(ConformanceScene(items: items, store: open(), open: open, wording: wording))
    }
  }

  /// A difference between the result of a store and the expected one.
  public struct Failure: Error, Equatable, CustomStringConvertible {
    public let what: String
    public let found: String
    public let expected: String

    public var description: String { "\(what) is\n\(found)\nand should be\n\(expected)" }
  }
}

/// A store under test, with its answers as texts.
struct ConformanceScene {
  let items: [QueueItem]
  let store: any QueueStore
  let open: @Sendable () throws -> any QueueStore
  let wording: @Sendable (Refusal) -> String
  var policy = Policy()
  /// Reads the contents that people approve.
  var contents: ContentReader?
  /// The ids of the rows whose briefs change, too.
  var briefs: Set<String> = []

  /// The answer of the store: the decision with its rows, or the refusal.
  func answer(
    to transition: Transition, session: String? = "s1", at now: QueueTime = StoreConformance.now,
    claimToken: String? = nil
  ) throws -> String {
    // Each answer belongs to a separate command.
    let run = String(UInt64.random(in: .min ... .max), radix: 16)
    let author = StoreConformance.author
    var context = TransitionContext(
      session: session, now: now,
      author: Author(
        command: author.command, traceID: author.traceID, run: run, actor: author.actor))
    context.claimToken = claimToken
    (context.policy, context.contents, context.briefs) = (policy, contents, briefs)
    do throws(StoreError) {
      return try store.perform(transition, context: context).value.text
    } catch {
      guard case .refused(let refusal) = error else { throw error }
      return "refused: \(refusal.code): \(wording(refusal))"
    }
  }

  /// Performs a transition whose answer does not matter.
  func perform(
    _ transition: Transition, session: String? = "s1", at now: QueueTime = StoreConformance.now,
    claimToken: String? = nil
  ) throws {
    _ = try answer(to: transition, session: session, at: now, claimToken: claimToken)
  }

  func expectAnswer(
    _ expected: String, to transition: Transition, session: String? = "s1",
    at now: QueueTime = StoreConformance.now, claimToken: String? = nil
  ) throws {
    let answer = try answer(to: transition, session: session, at: now, claimToken: claimToken)
    try expect(answer, expected, "the answer to \(transition)")
  }

  func rows() throws -> [String] {
    let snapshot = try store.snapshot()
    return (0..<snapshot.rowCount).map { snapshot.item(at: $0)?.rowText ?? "unreadable" }
  }

  /// The rows as `id status owner`.
  func states() throws -> [String] {
    try items(\.stateText)
  }

  /// The claims of the rows.
  func claims() throws -> [String] {
    try items(\.claimText)
  }

  private func items(_ text: (QueueItem) -> String?) throws -> [String] {
    let snapshot = try store.snapshot()
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

  func expectRows(_ expected: [String]) throws { try expect(rows(), expected, "the queue") }

  /// Expects these rows, as `id status owner`.
  func expectStates(_ expected: [String]) throws { try expect(states(), expected, "the rows") }

  func expectClaims(_ expected: [String]) throws { try expect(claims(), expected, "the claims") }

  /// Expects that a transaction and a snapshot say what became of rows: `R: removed`.
  func expectAbsences(_ expected: [String]) throws {
    let ids = expected.map { String($0.prefix { $0 != ":" }) }
    func text(_ id: String, _ absence: Absence?) -> String {
      switch absence {
      case .removed?: "\(id): removed"
      case .archived(let status)?: "\(id): archived \(status.rawValue)"
      case nil: "\(id): -"
      }
    }
    let snapshot = try store.snapshot()
    try expect(ids.map { text($0, try snapshot.absence(of: $0)) }, expected, "a snapshot's rows")
    let read = try store.read { table in try ids.map { text($0, try table.absence(of: $0)) } }
    try expect(read, expected, "a transaction's rows")
  }

  /// Expects that neither the queue nor the history has changed.
  func expectUntouched() throws {
    try expect(rows(), items.map(\.rowText), "the queue")
    try expect(history(), [], "the history")
  }
}

extension Decision {
  /// The decision with the rows that it names.
  fileprivate var text: String {
    switch self {
    case .unchanged: "nothing pending"
    case .alreadySo(let item): "already so: \(item.rowText)"
    case .addedBefore(let ids): "added before: \(ids.joined(separator: " "))"
    case .change(let change): change.text
    case .changes(let changes): changes.map(\.text).joined(separator: "\n")
    case .noted(let facts, let changes):
      (facts.map { "noted: \($0.key)" } + changes.map(\.text)).joined(separator: "\n")
    }
  }
}

extension ItemChange {
  fileprivate var text: String {
    "changed: \(before?.rowText ?? "nothing")\ninto: \(after?.rowText ?? "nothing")"
  }
}

extension QueueItem {
  /// The row as a table has it, without padding.
  var rowText: String {
    let cells = Column.allCases.map { text(of: $0) ?? "-" }.joined(separator: " | ")
    return after.isEmpty ? cells : "\(cells) (after \(after.joined(separator: " ")))"
  }
}

extension HistoryEntry {
  /// The time, author, row, and cells in the order of the columns.
  var text: String {
    let names = Column.allCases.map(\.name) + [RowPlace.name]
    let cells = names.filter { before[$0] != nil || after[$0] != nil }
      .map { "\($0) \(before[$0].map { "\($0) " } ?? "")> \(after[$0] ?? "nothing")" }
    let text = fact?.key ?? (cells + (changesBrief ? ["brief"] : [])).joined(separator: ", ")
    return "\(time) \(traceID) \(command) \(actor) \(id ?? "-"): \(text)"
  }
}

extension QueueItem {
  fileprivate var stateText: String { "\(id) \(status.rawValue) \(ownerSession ?? "-")" }

  /// `A: claim 1, s1 until 2026-01-31 19:00`; `nil` without a claim. The nonce is left out, because
  /// it differs between stores.
  fileprivate var claimText: String? {
    guard let claim else { return nil }
    let zone = StoreConformance.now.zone
    let lease = claim.lease.map { lease in
      let end = QueueTime(epochSeconds: lease.expiresAt, zone: zone).text
      return ", \(lease.owner) " + (lease.expiresAt == 0 ? "ended" : "until \(end)")
        + (lease.hasHeartbeat ? ", beats" : "")
    }
    return "\(id): claim \(claim.number)\(lease ?? "")"
      + (claim.streak.map { ", \($0.failure.rawValue) \($0.count)" } ?? "")
      + (claim.isForWorker ? ", worker" : "")
  }
}
