package import CommandLineKit
package import Dispatching
package import Engine
package import Facts
package import Host
package import QueueDocument
package import QueueModel
package import QueueStore
package import Wording

/// The catalogue: a sentence for each fact that the library's types describe.
///
/// The types below know facts and codes, and no sentences. Each method here chooses between the
/// languages, and each language is a namespace of functions that switch over all cases of a fact,
/// so that the compiler names what a new language or a new case lacks. What goes to pipes, files,
/// JSON, notes, history and the run log is `english` always.
package struct Messages: Sendable {
  package let language: Language

  package static let english = Messages(language: .english)
  package static let korean = Messages(language: .korean)

  private func choose<Text>(
    _ english: @autoclosure () -> Text, _ korean: @autoclosure () -> Text
  ) -> Text {
    switch language {
    case .english: english()
    case .korean: korean()
    }
  }

  /// What stands before a usage line.
  package var usage: String {
    choose("usage:", "사용법:")
  }

  /// What stands before an error, and before a warning.
  package var error: String {
    choose("ERROR:", "오류:")
  }

  package var warning: String {
    choose("WARNING:", "경고:")
  }

  package func text(of sentence: Sentence) -> String { choose(sentence.english, sentence.korean) }

  /// What is wrong, in one sentence.
  package func text(of error: Problem) -> String {
    choose(error.sentence.english, error.sentence.korean)
  }

  /// What to do; may be empty.
  package func hint(of error: Problem) -> String {
    choose(error.hint.english, error.hint.korean)
  }

  /// What was found, in one sentence.
  package func text(of refusal: Refusal) -> String {
    choose(English.text(of: refusal), Korean.text(of: refusal))
  }

  /// Why a row is not running: `waits for A (FAILED)`. Times of today are without their date.
  package func text(of explanation: Explanation, at now: QueueTime) -> String {
    choose(English.text(of: explanation, at: now), Korean.text(of: explanation, at: now))
  }

  /// `paused by ann@host since 14:20: a release`; of earlier days with the date.
  package func text(of pause: Pause, at now: QueueTime) -> String {
    choose(English.text(of: pause, at: now), Korean.text(of: pause, at: now))
  }

  /// `worker claude is paused until 14:20: no valid login`.
  package func text(of worker: PausedWorker, at now: QueueTime) -> String {
    choose(English.text(of: worker, at: now), Korean.text(of: worker, at: now))
  }

  /// Why a worker starts nothing, said of the worker: `paused until 14:20: no valid login`.
  package func state(of error: Problem) -> String {
    guard case .workerCannotStart(let obstacle) = error,
      case .paused(let pause, let day) = obstacle.reason
    else { return text(of: error) }
    return choose(English.text(of: pause, at: day), Korean.text(of: pause, at: day))
  }

  /// `budget.usd_per_row: 3.00 of 3.00 USD spent on A, and an attempt of claude may cost 2.50`.
  package func text(of excess: BudgetExcess) -> String {
    choose(English.text(of: excess), Korean.text(of: excess))
  }

  /// What agents took can't be read or written, and what to do.
  package func text(ofLedgerProblem error: SystemError) -> String {
    choose(English.text(ofLedgerProblem: error), Korean.text(ofLedgerProblem: error))
  }

  /// `budget: 16.40 of 20.00 USD spent today`.
  package func text(ofNearlySpent limit: BudgetUse) -> String {
    choose(English.text(ofNearlySpent: limit), Korean.text(ofNearlySpent: limit))
  }

  /// The same without its first word.
  package func text(ofSpent limit: BudgetUse) -> String {
    choose(English.text(ofSpent: limit), Korean.text(ofSpent: limit))
  }

  /// `raise budget.usd_per_day in orch.json`.
  package func raising(_ key: Budget.Key) -> String {
    choose(English.raising(key), Korean.raising(key))
  }

  /// Why a program can't be run.
  package func text(of obstacle: ProgramLookup.Obstacle) -> String {
    choose(obstacle.description, Korean.text(of: obstacle))
  }

  package func text(of problem: StartProblem) -> String {
    choose(English.text(of: problem), Korean.text(of: problem))
  }

  package func text(of unknown: UnknownWorker) -> String {
    choose(English.text(of: unknown), Korean.text(of: unknown))
  }

  package func text(of problem: Explanation.Problem) -> String {
    choose(English.text(of: problem), Korean.text(of: problem))
  }

  /// `ORCH-1 (FAILED)`.
  package func text(of blocker: Dependencies.Blocker) -> String {
    choose(English.text(of: blocker), Korean.text(of: blocker))
  }

  /// Why a row is FAILED or BLOCKED: `asks: which one?`.
  package func text(of cause: StoppedRow.Cause) -> String {
    choose(English.text(of: cause), Korean.text(of: cause))
  }

  /// What became of a row that stopped: `FAILED worker: exit 3`.
  package func news(of row: StoppedRow) -> String {
    choose(English.news(of: row), Korean.news(of: row))
  }

  /// Why the row that a session was given is not the session's any more.
  package func text(of end: SessionState.End, ofRow id: String) -> String {
    choose(English.text(of: end, ofRow: id), Korean.text(of: end, ofRow: id))
  }

  package func text(of notice: StoreNotice) -> String {
    choose(English.text(of: notice), Korean.text(of: notice))
  }

  package func text(of finding: Finding) -> String {
    choose(English.text(of: finding), Korean.text(of: finding))
  }

  package func text(of notice: RowNotice) -> String {
    choose(English.text(of: notice), Korean.text(of: notice))
  }

  /// The lines above the fields of the form in which a row is edited.
  package func head(ofFormOf item: QueueItem) -> [String] {
    choose(English.head(ofFormOf: item), Korean.head(ofFormOf: item))
  }

  /// The rows of a group that is long, by the first and the last.
  package func text(ofIDsFrom first: String, to last: String, count: Int) -> String {
    choose(
      English.text(ofIDsFrom: first, to: last, count: count),
      Korean.text(ofIDsFrom: first, to: last, count: count))
  }

  /// How many rows start before those of a group.
  package func text(ofRowsBefore counts: ClosedRange<Int>) -> String {
    choose(English.text(ofRowsBefore: counts), Korean.text(ofRowsBefore: counts))
  }

  /// - Parameters:
  ///   - warning: that of a use case.
  ///   - queueOption: the option by which another command finds the same queue, with a blank before
  ///     it.
  package func text(of warning: EngineWarning, queueOption: String) -> String {
    choose(
      English.text(of: warning, queueOption: queueOption),
      Korean.text(of: warning, queueOption: queueOption))
  }
}

extension Messages {
  package func text(of output: CommandOutput) -> String {
    choose(English.text(of: output), Korean.text(of: output))
  }

  package func text(of warning: CommandWarning) -> String {
    choose(English.text(of: warning), Korean.text(of: warning))
  }

  /// `3 h`; `in 3 h` for the future.
  package func text(of age: Age) -> String {
    choose(age.text, Korean.text(of: age))
  }

  /// `3 h late`, `3 h ago`.
  package func text(ofPast age: Age, isLate: Bool) -> String {
    choose(
      "\(age.text) \(isLate ? "late" : "ago")", "\(Korean.text(of: age)) \(isLate ? "지남" : "전")")
  }

  /// `worker-a until 2026-01-31 18:15`.
  package func text(ofLeaseOf owner: String, until end: String) -> String {
    choose("\(owner) until \(end)", "\(owner), 만료 \(end)")
  }

  /// `3 of 12`.
  package func text(ofPart count: Int, of total: Int) -> String {
    choose("\(count) of \(total)", "\(total) 중 \(count)")
  }

  /// What attempts cost together: `1.25 USD (0.25 estimated), 1 of 3 attempts unknown`.
  package func text(of costs: CostSum) -> String {
    choose(English.text(of: costs), Korean.text(of: costs))
  }

  /// What changes the worker of a row that a route chooses: no command does.
  package var mendSettings: String {
    choose("mend orch.json", "orch.json을 고치십시오")
  }

  package func text(of heading: Heading) -> String {
    choose(heading.rawValue, Korean.text(of: heading))
  }
}

extension CommandContext {
  /// The catalogue of what goes to standard output: English, unless that is a terminal.
  package var messages: Messages {
    shared.isJSON ? .english : Messages(language: environment.language(of: console.output))
  }

  /// The catalogue of what goes to standard error.
  package var messagesForErrors: Messages {
    Messages(language: environment.language(of: console.errors))
  }
}
