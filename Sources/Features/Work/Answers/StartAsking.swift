import Attempts
public import Door
import Model
import Workers

/// Use case: starts `orch ask` in its own process if a model has to be asked, and does not wait for
/// it.
struct StartAsking: Sendable, UseCase {
  let queue: Queue
  let launcher: SupervisorLauncher

  /// - Returns: the process; `nil` if no question is due.
  /// - Throws: if `orch.json` is not trusted, because it names the model.
  func callAsFunction() throws -> StartedProcess? {
    guard try DueQuestions(queue: queue).seconds() == 0 else { return nil }
    if case .refused(let refusal) = try workspace.permission() {
      throw Problem.untrusted(.startingWorkers, refusal)
    }
    // A tick that a worker runs must not answer for a person.
    if workspace.hasVariablesOfWorker || workspace.isInsideWorker { return nil }
    return try launcher.start(command: "ask")
  }
}

/// The questions that a model has to answer.
struct DueQuestions: Sendable, UseCase {
  let queue: Queue

  /// The rows that wait for an answer; empty if `orch.json` names no model.
  func waiting() throws -> [QueueItem] {
    guard workspace.answers != nil else { return [] }
    return try queue.read { table in
      var items: [QueueItem] = []
      try table.visit(.blocked) { item in
        if item.awaited == .answer { items.append(item) }
        return .more
      }
      return items
    }
  }

  /// The seconds until a question is due; `nil` if none will be.
  func seconds() throws -> Int? {
    let items = try waiting()
    if items.isEmpty { return nil }
    let (known, now) = (workspace.asked.questions(), queue.clock.now.epochSeconds)
    return items.compactMap { known.secondsToAsk($0, at: now) }.min()
  }

  /// Whether a model may soon answer a question: it was not asked yet, is being asked, or gave no
  /// usable answer. A pause of its worker may last long.
  func mayBeAnswered() throws -> Bool {
    let items = try waiting()
    guard !items.isEmpty, try workspace.permission() == .allowed else { return false }
    let known = workspace.asked.questions()
    return items.contains { item in
      guard let row = known.rows[item.id], row.number == item.questionNumber, let asked = row.asked
      else { return true }
      return row.next != nil && row.tries > 0 && asked.isAskedAgain
    }
  }

  /// The seconds until the next check is useful; `nil` if no check is. A process that asks now is
  /// checked after some time.
  func secondsToNextLook() throws -> Int? { try seconds().map { $0 == 0 ? Self.pause : $0 } }

  private static let pause = 60
}

extension TaskQueue {
  /// Asks the model of `answers` the questions that are due, and answers the rows.
  ///
  /// - Returns: what came of each; empty if none is due, or another process asks now.
  public func answerQuestions(as caller: Caller) throws(Problem) -> [AnsweredQuestion] {
    try asking {
      if let problem = settingProblems().first { throw problem }
      return try AnswerQuestions(queue: queue(as: caller, for: "ask"), clock: opening.clock)()
    }
  }
}
