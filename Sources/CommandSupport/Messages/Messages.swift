package import CommandLineKit
package import Engine
package import QueueDocument
package import QueueModel
package import QueueStore

/// The catalogue: a sentence for each fact that the library's types describe.
///
/// The types below know facts and codes, and no sentences. Each method here switches over the
/// language, and each language is a namespace of functions that switch over all cases of a fact, so
/// that the compiler names what a new language or a new case lacks. What goes to pipes, files,
/// JSON, notes, history and the run log is `english` always.
package struct Messages: Sendable {
  package let language: Language

  package static let english = Messages(language: .english)
  package static let korean = Messages(language: .korean)

  /// What stands before a usage line.
  package var usage: String {
    switch language {
    case .english: "usage:"
    case .korean: "사용법:"
    }
  }

  /// What stands before an error, and before a warning.
  package var error: String {
    switch language {
    case .english: "ERROR:"
    case .korean: "오류:"
    }
  }

  package var warning: String {
    switch language {
    case .english: "WARNING:"
    case .korean: "경고:"
    }
  }

  /// What is wrong, in one sentence.
  package func text(of error: CommandError) -> String {
    switch language {
    case .english: English.text(of: error)
    case .korean: Korean.text(of: error)
    }
  }

  /// What to do; may be empty.
  package func hint(of error: CommandError) -> String {
    switch language {
    case .english: English.hint(of: error)
    case .korean: Korean.hint(of: error)
    }
  }

  /// What was found, in one sentence.
  package func text(of refusal: Refusal) -> String {
    switch language {
    case .english: English.text(of: refusal)
    case .korean: Korean.text(of: refusal)
    }
  }

  /// What would work in place of what was refused.
  package func hint(of refusal: Refusal) -> String {
    switch language {
    case .english: English.hint(of: refusal)
    case .korean: Korean.hint(of: refusal)
    }
  }

  /// Why a row is not running: `waits for A (FAILED)`. Times of today are without their date.
  package func text(of explanation: Explanation, at now: QueueTime) -> String {
    switch language {
    case .english: English.text(of: explanation, at: now)
    case .korean: Korean.text(of: explanation, at: now)
    }
  }

  /// `paused by ann@host since 14:20: a release`; of earlier days with the date.
  package func text(of pause: Pause, at now: QueueTime) -> String {
    switch language {
    case .english: English.text(of: pause, at: now)
    case .korean: Korean.text(of: pause, at: now)
    }
  }

  /// `worker claude is paused until 14:20: no valid login`.
  package func text(of worker: PausedWorker, at now: QueueTime) -> String {
    switch language {
    case .english: English.text(of: worker, at: now)
    case .korean: Korean.text(of: worker, at: now)
    }
  }

  /// Why a worker starts nothing, said of the worker: `paused until 14:20: no valid login`.
  package func state(of error: EngineError) -> String {
    guard case .workerCannotStart(let obstacle) = error,
      case .paused(let pause, let day) = obstacle.reason
    else { return text(of: error) }
    return switch language {
    case .english: English.text(of: pause, at: day)
    case .korean: Korean.text(of: pause, at: day)
    }
  }

  package func text(of unknown: UnknownWorker) -> String {
    switch language {
    case .english: English.text(of: unknown)
    case .korean: Korean.text(of: unknown)
    }
  }

  package func text(of problem: Explanation.Problem) -> String {
    switch language {
    case .english: English.text(of: problem)
    case .korean: Korean.text(of: problem)
    }
  }

  /// `ORCH-1 (FAILED)`.
  package func text(of blocker: Dependencies.Blocker) -> String {
    switch language {
    case .english: English.text(of: blocker)
    case .korean: Korean.text(of: blocker)
    }
  }

  /// Why a row is FAILED or BLOCKED: `asks: which one?`.
  package func text(of cause: StoppedRow.Cause) -> String {
    switch language {
    case .english: English.text(of: cause)
    case .korean: Korean.text(of: cause)
    }
  }

  /// What became of a row that stopped: `FAILED worker: exit 3`.
  package func news(of row: StoppedRow) -> String {
    switch language {
    case .english: English.news(of: row)
    case .korean: Korean.news(of: row)
    }
  }

  /// Why the row that a session was given is not the session's any more.
  package func text(of end: SessionState.End, ofRow id: String) -> String {
    switch language {
    case .english: English.text(of: end, ofRow: id)
    case .korean: Korean.text(of: end, ofRow: id)
    }
  }

  package func text(of error: StoreError) -> String {
    switch language {
    case .english: English.text(of: error)
    case .korean: Korean.text(of: error)
    }
  }

  package func text(of notice: StoreNotice) -> String {
    switch language {
    case .english: English.text(of: notice)
    case .korean: Korean.text(of: notice)
    }
  }

  package func text(of error: EngineError) -> String {
    switch language {
    case .english: English.text(of: error)
    case .korean: Korean.text(of: error)
    }
  }

  package func text(of finding: Finding) -> String {
    switch language {
    case .english: English.text(of: finding)
    case .korean: Korean.text(of: finding)
    }
  }

  /// A line for each command of a chat.
  package var chatHelp: [String] {
    switch language {
    case .english: English.chatHelp
    case .korean: Korean.chatHelp
    }
  }

  package func text(of notice: RowNotice) -> String {
    switch language {
    case .english: English.text(of: notice)
    case .korean: Korean.text(of: notice)
    }
  }

  /// The lines above the fields of the form in which a row is edited.
  package func head(ofFormOf item: QueueItem) -> [String] {
    switch language {
    case .english: English.head(ofFormOf: item)
    case .korean: Korean.head(ofFormOf: item)
    }
  }

  package var ruleOfIdempotencyKeys: String {
    switch language {
    case .english: English.ruleOfIdempotencyKeys
    case .korean: Korean.ruleOfIdempotencyKeys
    }
  }

  /// How many rows start before those of a group.
  package func text(ofRowsBefore counts: ClosedRange<Int>) -> String {
    switch language {
    case .english: English.text(ofRowsBefore: counts)
    case .korean: Korean.text(ofRowsBefore: counts)
    }
  }

  /// - Parameters:
  ///   - warning: that of a use case.
  ///   - queueOption: the option by which another command finds the same queue, with a blank before
  ///     it.
  package func text(of warning: EngineWarning, queueOption: String) -> String {
    switch language {
    case .english: English.text(of: warning, queueOption: queueOption)
    case .korean: Korean.text(of: warning, queueOption: queueOption)
    }
  }
}

extension Messages {
  package func text(of output: CommandOutput) -> String {
    switch language {
    case .english: English.text(of: output)
    case .korean: Korean.text(of: output)
    }
  }

  package func text(of warning: CommandWarning) -> String {
    switch language {
    case .english: English.text(of: warning)
    case .korean: Korean.text(of: warning)
    }
  }

  /// `3 h`; `in 3 h` for the future.
  package func text(of age: Age) -> String {
    switch language {
    case .english: age.text
    case .korean: Korean.text(of: age)
    }
  }

  /// `3 h late`, `3 h ago`.
  package func text(ofPast age: Age, isLate: Bool) -> String {
    switch language {
    case .english: "\(age.text) \(isLate ? "late" : "ago")"
    case .korean: "\(Korean.text(of: age)) \(isLate ? "지남" : "전")"
    }
  }

  /// `worker-a until 2026-01-31 18:15`.
  package func text(ofLeaseOf owner: String, until end: String) -> String {
    switch language {
    case .english: "\(owner) until \(end)"
    case .korean: "\(owner), 만료 \(end)"
    }
  }

  /// What changes the worker of a row that a route chooses: no command does.
  package var mendSettings: String {
    switch language {
    case .english: "mend orch.json"
    case .korean: "orch.json을 고치십시오"
    }
  }

  package func text(of heading: Heading) -> String {
    switch language {
    case .english: heading.rawValue
    case .korean: Korean.text(of: heading)
    }
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
