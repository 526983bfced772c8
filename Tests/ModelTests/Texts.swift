import Door
import Model
import StoreTestSupport
import Text

@testable import Runner

/// 2026-01-31 18:00 in Korea.
let now = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)

extension Transition {
  /// What the rules decide, as a store keeps it.
  func decision(in table: MemoryTable, _ context: TransitionContext) throws -> Decision {
    try decide(in: table, context: context).encoded(for: table.storage)
  }

  /// What the rules say, in one line: the state, the owner, the start and the
  /// notes of the changed row, or the code of the refusal.
  func outcome(
    in table: MemoryTable, session: String? = "s1", policy: Policy = Policy()
  ) -> String {
    do {
      var context = TransitionContext(session: session, now: now)
      context.policy = policy
      return switch try decision(in: table, context) {
      case .unchanged: "nothing pending"
      case .alreadySo(let item): "\(item.id) is already so"
      case .addedBefore(let ids): "\(ids.joined(separator: " ")) were added before"
      case .change(let change): change.after?.summary ?? "gone"
      case .changes(let changes), .noted(_, let changes):
        changes.map { $0.after?.summary ?? "gone" }.joined(separator: "; ")
      }
    } catch let refusal as Refusal {
      return "refused: \(refusal.code)"
    } catch {
      return "\(error)"
    }
  }

  func outcome(
    for item: QueueItem, session: String? = "s1", policy: Policy = Policy()
  ) -> String {
    outcome(in: MemoryTable([item]), session: session, policy: policy)
  }
}

extension QueueItem {
  var summary: String {
    "\(id) \(status.rawValue) \(ownerSession ?? "-") \(startedAt?.suffix(5) ?? "-") [\(notes.text)]"
  }
}

// Claims, as tests make them and read them.

extension QueueItem {
  /// The row as claim 7 made it, ten minutes ago.
  ///
  /// - Parameters:
  ///   - owner: the session with the lease; `nil` for none.
  ///   - seconds: how long the lease lasts from now on; `nil` for one that was seen as ended.
  ///   - beats: whether its owner sends heartbeats.
  ///   - lost: how many claims before it were lost.
  ///   - streak: the failures before it, in place of `lost`.
  ///   - isForWorker: whether orch starts a worker for it.
  func claimed(
    _ number: Int = 7, by owner: String?, for seconds: Int? = 600, beats: Bool = false,
    lost: Int = 0, streak: FailureStreak? = nil, isForWorker: Bool = false
  ) -> QueueItem {
    var item = self
    let end = seconds.map { now.epochSeconds + $0 } ?? 0
    item.claim = Claim(
      number: number, nonce: "abcdef", madeAt: now.epochSeconds - 600,
      lease: owner.map { Lease(owner: $0, expiresAt: end, hasHeartbeat: beats) },
      streak: streak ?? .lost(lost),
      isForWorker: isForWorker)
    return item
  }

  /// The row with another start, at this time of the day.
  func started(_ time: String?) -> QueueItem {
    var item = self
    item.startedAt = time.map { "2026-01-31 \($0)" }
    return item
  }

  func recorded(attempts: Int = 0, of maxAttempts: Int? = nil, key: String? = nil) -> QueueItem {
    var item = self
    item.record = Record(attemptCount: attempts, maxAttempts: maxAttempts, idempotencyKey: key)
    return item
  }

  /// `claim 8, s1 for 3600 s`.
  fileprivate func claimText(at time: QueueTime) -> String {
    guard let claim else { return "" }
    var text = ", claim \(claim.number)"
    if let lease = claim.lease {
      let seconds = lease.expiresAt - time.epochSeconds
      text += " " + (lease.expiresAt == 0 ? "\(lease.owner) ended" : "\(lease.owner) \(seconds) s")
      if lease.hasHeartbeat { text += " beats" }
    }
    if claim.isForWorker { text += " worker" }
    return text + (claim.streak.map { " \($0.failure.rawValue) \($0.count)" } ?? "")
  }
}

/// A session at a time, `seconds` after `now`.
func context(
  _ session: String? = "s1", claimToken: String? = nil, after seconds: Int = 0
) -> TransitionContext {
  let time = QueueTime(epochSeconds: now.epochSeconds + seconds, zone: now.zone)
  var context = TransitionContext(
    session: session, now: time, author: Author(actor: session ?? "me@7"))
  context.claimToken = claimToken
  return context
}

extension Transition {
  /// What the rules say, a line for each row: the event, the row's cells and its claim.
  func fate(in table: MemoryTable, _ context: TransitionContext = context()) -> String {
    do {
      switch try decision(in: table, context) {
      case .unchanged: return "nothing pending"
      case .alreadySo: return "already so"
      case .addedBefore(let ids): return "\(ids.joined(separator: " ")) were added before"
      case .change(let change): return change.text(at: context.now)
      case .changes(let changes), .noted(_, let changes):
        return changes.map { $0.text(at: context.now) }.joined(separator: "\n")
      }
    } catch Refusal.leased(_, let lease, _, _) {
      return "leased to \(lease.owner)"
    } catch let refusal as Refusal {
      return refusal.code.rawValue
    } catch {
      return "\(error)"
    }
  }

  /// The fate of a row in a table; of a row with a record in a database.
  func fate(of item: QueueItem, _ context: TransitionContext = context()) -> String {
    var (table, context) = (MemoryTable([item]), context)
    if item.record != nil {
      table.storage = .columns
      context.policy.retryMode = .delayed
    }
    return fate(in: table, context)
  }
}

extension ItemChange {
  fileprivate func text(at time: QueueTime) -> String {
    let row = after.map { $0.summary + $0.recordText + $0.claimText(at: time) } ?? "\(id) gone"
    return "\(event.rawValue): \(row)"
  }
}

extension QueueItem {
  fileprivate var recordText: String { record.map { ", attempts \($0.attemptCount)" } ?? "" }
}

// Why rows are not running, as tests read it.

extension WaitAnalysis {
  static func by(
    _ session: String? = "dispatcher", maxWorkers: Int = 3, workers: KnownWorkers = KnownWorkers(),
    malformed: [MalformedRow] = [], roster: WorkerRoster? = .usual
  ) -> WaitAnalysis {
    var analysis = WaitAnalysis(maxWorkers: maxWorkers, context: ModelTests.context(session))
    analysis.workers = workers
    analysis.malformed = malformed
    analysis.roster = roster
    return analysis
  }

  /// A line for each row: `A: waits for B (FAILED): ops retry B`.
  func lines(of items: [QueueItem]) -> [String] {
    ((try? explanations(in: MemoryTable(items))) ?? []).map(\.line)
  }

  /// The line of one row, or the code of the refusal.
  func line(of id: String, in table: MemoryTable) -> String {
    do { return try explanation(of: id, in: table).line } catch let refusal as Refusal {
      return "refused: \(refusal.code)"
    } catch {
      return "\(error)"
    }
  }
}

// Rules are tested with the sentences that people read.

extension Refusal {
  var message: String { sentence.english }
}

extension Explanation {
  /// `A: waits for B (FAILED): ops retry B`.
  var line: String {
    [id ?? "-", sentence(at: now).english, remedy?.command ?? "nothing"]
      .joined(separator: ": ")
  }
}

extension IdleReason {
  var message: String { sentence.english }
}

extension WorkerRoster {
  /// One worker for all rows.
  static let usual = WorkerRoster(
    workers: [Worker(name: "default", timeoutSeconds: 5400, graceSeconds: 10)], isNamed: false)
}
