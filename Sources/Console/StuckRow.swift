import Engine
import Facts
public import JSON
public import QueueModel
public import QueueStore
import Representation
package import Wording

/// A PENDING row that can't start before a person acts: it waits for a row that is FAILED, BLOCKED or
/// missing, maybe over others, its worker is not there, its attempts are used up, or what may be
/// spent on it is spent.
public struct StuckRow: Equatable, Sendable {
  public let id: String
  /// The rows without which it can't start: those that are FAILED, BLOCKED or missing, or wait for
  /// such a row themselves.
  public let blockers: [Dependencies.Blocker]
  /// What its own budget does not allow; `nil` for a row that waits for others.
  public let excess: BudgetExcess?
  /// What keeps the row itself from starting; `nil` for a row that waits for others.
  public private(set) var obstacle: Obstacle?

  /// What keeps a row itself from starting.
  public struct Obstacle: Equatable, Sendable {
    let explanation: Explanation
    /// The time of the explanation.
    let now: QueueTime
    /// What would change it; `nil` for nothing.
    var command: String?
  }

  init(id: String, blockers: [Dependencies.Blocker] = [], excess: BudgetExcess? = nil) {
    (self.id, self.blockers, self.excess) = (id, blockers, excess)
  }

  private init(id: String, _ obstruction: Obstruction, at now: QueueTime) {
    switch obstruction {
    case .blockers(let blockers): self.init(id: id, blockers: blockers)
    case .row(let explanation):
      self.init(id: id)
      obstacle = Obstacle(
        explanation: explanation, now: now, command: explanation.remedy?.command)
    }
  }

  /// Whether it waits for other rows.
  public var waits: Bool { excess == nil && obstacle == nil }

  /// `ORCH-2 waits for ORCH-1 (FAILED)`.
  public var text: String {
    "\(id.escaped) \(waits ? "waits for " : "")\(reason.english)"
  }

  /// `ORCH-1 (FAILED)`, the budget and what raises it, or what else keeps the row from starting.
  package var reason: Sentence {
    if let obstacle {
      let command = obstacle.command.map { " (\($0))" } ?? ""
      return obstacle.explanation.sentence(at: obstacle.now).map { $0 + command }
    }
    guard let excess else { return blockers.labels }
    let (sentence, hint) = (excess.sentence, excess.use.key.hint)
    return Sentence(
      "\(sentence.english) (\(hint.english))", "\(sentence.korean) (\(hint.korean))")
  }

  public var json: JSONValue {
    var json: JSONObject = ["id": .string(id), "waits_for": .array(blockers.map(\.json))]
    if let excess { json["budget"] = excess.use.json }
    if let obstacle {
      json["reason"] = .string(
        obstacle.explanation.sentence(at: obstacle.now).english)
      json["command"] = JSONValue(obstacle.command)
    }
    return .object(json)
  }

  /// The stuck rows, in the order of the table, by the rule of `ops why`.
  ///
  /// - Parameters:
  ///   - snapshot: the queue.
  ///   - context: the time and the policy.
  ///   - roster: the workers that orch starts; `nil` where it starts none.
  public static func rows(
    in snapshot: some QueueSnapshot, _ context: TransitionContext, roster: WorkerRoster? = nil
  ) throws -> [StuckRow] {
    var analysis = WaitAnalysis(maxWorkers: 0, context: context)
    analysis.roster = roster
    let held = try analysis.idsWithoutStart(in: snapshot)
    let waiting = (0..<snapshot.rowCount).compactMap { row -> QueueItem? in
      guard snapshot.status(at: row) == .pending else { return nil }
      let mayWait = snapshot.mayWait(at: row)
      guard mayWait || !held.isEmpty, let item = snapshot.item(at: row) else { return nil }
      return mayWait || held.contains(item.id) ? item : nil
    }
    if waiting.isEmpty { return [] }
    let obstructions = try analysis.obstructions(of: waiting, in: snapshot)
    return waiting.compactMap { item in
      obstructions[item.id].map { StuckRow(id: item.id, $0, at: context.now) }
    }
  }

  /// The row with its command as it reads on the queue of `context`.
  func withCommand(in context: CommandContext) -> StuckRow {
    var row = self
    row.obstacle?.command = obstacle?.explanation.remedy.map(context.commandLine)
    return row
  }
}

extension CommandContext {
  /// Warns of rows that are stuck, where there is a FAILED or BLOCKED row.
  public func warn(ofStuckRowsIn snapshot: some QueueSnapshot) throws {
    let hasStopped = (0..<snapshot.rowCount).contains {
      snapshot.status(at: $0)?.isStopped ?? false
    }
    guard hasStopped else { return }
    let stuck = try StuckRow.rows(in: snapshot, try queue().context())
    guard let first = stuck.first else { return }
    warn(.stuckRow(id: first.id.escaped, blockers: first.blockers, more: stuck.count - 1))
  }
}
