import Door
import Model
import Runner
import Text

/// A command that a key runs on a row.
enum RowAction: Equatable {
  case retry, cancel, replan, answer, approve, reject

  /// Whether a person types a text for the action: the answer, or the reason.
  var takesText: Bool {
    switch self {
    case .replan, .answer, .reject: true
    case .retry, .cancel, .approve: false
    }
  }

  /// Whether the action needs the text.
  var needsText: Bool { takesText && self != .replan }
}

/// The facts about a row on which the effect of an action depends.
struct RowFacts: Equatable {
  /// `nil` for a malformed row.
  var status: Status?
  var awaited: Awaited?
  /// Whether a person decides if its work begins.
  var awaitsStart = false
  /// The number and the text of its worker's last question.
  var questionNumber = 0
  var question: String?
  var owner: String?
  /// The start of the work, as written in the row.
  var startedAt: String?
  var worker = Worker.none

  /// The worker that orch started for the row on this machine.
  enum Worker: Equatable {
    case none
    /// The process of the worker is not known yet.
    case starting
    case running(processID: Int)
  }

  /// Whether an action that a person confirmed with the facts `other` still has the same effect.
  func isSame(as other: RowFacts) -> Bool {
    (status, awaited, awaitsStart, questionNumber)
      == (other.status, other.awaited, other.awaitsStart, other.questionNumber)
  }
}

extension RowFacts {
  init(_ row: WatchedRow, worker: Worker) {
    let item = row.item
    self.init(
      status: row.status, awaited: item?.awaited, awaitsStart: item?.awaitsStart ?? false,
      questionNumber: item?.questionNumber ?? 0,
      question: item?.question, owner: item?.ownerSession, startedAt: item?.startedAt,
      worker: worker)
  }
}

/// An action that a person confirmed.
struct RowOrder: Equatable, Sendable {
  let action: RowAction
  let id: String
  /// The facts when the question was asked.
  let facts: RowFacts
  /// The answer, or the reason.
  var text = ""

  /// Runs the command, and returns its output.
  func run(_ shared: SharedOptions, in opening: Opening) -> WatchMessage {
    let (status, lines) =
      switch action {
      case .retry: opening.run(RetryCommand(shared: shared, id: id))
      case .cancel:
        opening.run(CancelCommand(shared: shared, id: id, from: facts.status))
      case .replan:
        opening.run(
          ReplanCommand(shared: shared, id: id, from: facts.status, reason: text))
      case .answer: opening.run(answer(shared))
      case .approve: opening.run(approval(shared))
      case .reject: opening.run(rejection(shared))
      }
    return WatchMessage(
      status == .success ? .done : .failed, Sentence(same: lines.joined(separator: "  ")))
  }

  private func answer(_ shared: SharedOptions) -> AnswerCommand {
    var command = AnswerCommand()
    (command.shared, command.id, command.text) = (shared, id, text)
    command.question = facts.questionNumber
    return command
  }

  private func approval(_ shared: SharedOptions) -> ApproveCommand {
    var command = ApproveCommand()
    (command.shared, command.ids, command.isUnseen) = (shared, [id], true)
    return command
  }

  private func rejection(_ shared: SharedOptions) -> RejectCommand {
    var command = RejectCommand()
    (command.shared, command.id, command.reason) = (shared, id, text)
    return command
  }
}

/// A message above the rows, or in the last line of the screen until a key is pressed.
struct WatchMessage: Equatable, Sendable {
  enum Tone: Sendable { case hint, done, failed }

  let tone: Tone
  let text: Sentence

  init(_ tone: Tone, _ text: Sentence) { (self.tone, self.text) = (tone, text) }
}
