import CommandLineKit
import Engine
import Host
import QueueModel
import TeamProtocol

// The errors of commands.

extension English {
  static func text(of error: CommandError) -> String { words(of: error).text }
  static func hint(of error: CommandError) -> String { words(of: error).hint }

  /// What is wrong, and what to do.
  typealias Words = (text: String, hint: String)

  private static func words(of error: CommandError) -> Words {
    switch error {
    case .refusal(let refusal): (text(of: refusal), hint(of: refusal))
    case .store(let error): (text(of: error), hint(of: error))
    case .system(let error): (error.description, hint(of: error))
    case .engine(let error, let option): (text(of: error), hint(of: error, queueOption: option))
    case .trustStore(let error): (error.description, hint(of: error))
    case .commandLine(let error): (error.message, error.suggestion ?? "")
    case .unexpected(let description): (description, "please report this")
    case .usage(let mistake): words(of: mistake)
    case .setting(let problem): words(of: problem)
    case .location(let problem): words(of: problem)
    case .input(let problem): words(of: problem)
    case .git(let problem): words(of: problem)
    case .trust(let problem): words(of: problem)
    case .schedule(let problem): words(of: problem)
    case .unknownWorker(_, [], let settingsExist, _):
      settingsExist
        ? ("orch.json has no workers", "docs/workers.md says how it names them")
        : ("there is no orch.json, which names the workers", "orch init --worker script writes one")
    case .unknownWorker(let name, let known, _, _):
      (
        "orch.json has no worker '\(name.escaped)'",
        Spelling.nearest(to: name, in: known).map { "did you mean \($0)?" }
          ?? "it has \(known.map(\.escaped).joined(separator: ", "))"
      )
    case .exists(let path, let place):
      ("\(path) exists", "it was not changed; \(otherName(for: place))")
    case .attempt(let problem, let id): words(of: problem, id.escaped)
    case .notPrinted(let error):
      (error.description, "only the printing failed; what was changed stays changed")
    case .drain(let ending): words(of: ending)
    case .workerLocked(let name, let holder):
      ("the pause of \(name.escaped) is locked by \(holder.escaped)", "try again")
    case .severalRows(let rows, let session):
      (
        "\(session.escaped) is at work on \(rows.count) rows: "
          + rows.map(\.escaped).joined(separator: ", "), "name the row"
      )
    case .rowsRefused(let count, let total):
      (
        "\(count) of \(total.counted("row")) \(count == 1 ? "was" : "were") refused",
        "each says why; the others are not affected"
      )
    case .torture(let command, let message):
      (
        "\(command) failed in the scratch folder: \(message)",
        "nothing is proven; ops doctor looks at this disk"
      )
    case .hinted(let error, let hint): (text(of: error), text(of: hint, for: error))
    }
  }

  private static func words(of problem: CommandError.AttemptProblem, _ id: String) -> Words {
    switch problem {
    case .none:
      ("\(id) has no attempt", "each worker that orch starts makes one, and each report")
    case .noClaim(let claim, let last):
      (
        "\(id) has no attempt \(claim)",
        "the last is \(last); orch show \(id) --attempts lists them"
      )
    case .lacks(.output, let claim):
      (
        "attempt \(claim) of \(id) has no output",
        "orch started no worker for it; orch show \(id) --report has what was reported"
      )
    case .lacks(.report, let claim):
      (
        "attempt \(claim) of \(id) has no report",
        "orch logs \(id) --claim \(claim) has what its worker printed"
      )
    case .lacks(.message, let claim):
      (
        "attempt \(claim) of \(id) has no message",
        "orch started no worker for it; orch task \(id) prints what one would be sent"
      )
    case .lacks(.keptMessage, let claim):
      (
        "no message of attempt \(claim) of \(id) was kept",
        "orch task \(id) prints what a worker would be sent"
      )
    }
  }

  private static func words(of ending: DrainWork.Ending) -> Words {
    switch ending {
    case .drained: ("no row is at work", "")
    case .timedOut(let rows), .interrupted(let rows):
      (
        "\(atWork(rows)) still at work",
        "the queue stays paused; ops drain waits again, ops cancel ID ends one, ops resume ends "
          + "the pause"
      )
    case .resumed(let rows):
      (
        "the pause was ended while \(atWork(rows)) at work",
        "ops drain pauses again; ops status shows what is at work"
      )
    }
  }

  /// `A is`, `A, B are`, `A, B, C and 4 more are`.
  private static func atWork(_ rows: [String]) -> String {
    let named = rows.prefix(3).map(\.escaped).joined(separator: ", ")
    let more = rows.count > 3 ? " and \(rows.count - 3) more" : ""
    return "\(named)\(more) \(rows.count == 1 ? "is" : "are")"
  }

  private static func otherName(for place: CommandError.Place) -> String {
    switch place {
    case .path: "choose another path"
    case .folder: "choose another folder with --path"
    case .copy: "name another file with --to"
    case .worker: "docs/workers.md says how orch.json names a worker"
    }
  }

  private static func text(of hint: CommandError.Hint, for error: CommandError) -> String {
    switch hint {
    case .nameLog: "name the file with --log-path"
    case .nameFile: "it is a folder; name a file in it"
    case .restore(let id): "it was deleted; orch restore --id \(id.escaped) brings it back"
    case .nearest(let id): "did you mean \(id.escaped)?"
    case .keptReport(let path): "\(self.hint(of: error)); the report is kept in \(path)"
    case .keptForm(let path): "\(self.hint(of: error)); the form is kept in \(path)"
    case .noForm: "the editor left no form; nothing was changed"
    case .anotherID: "choose another id"
    case .otherID(let file): "give it another id in \(file)"
    case .dependencyCycle(let file): "leave one of them out of dependencies in \(file)"
    case .missingDependency(let file):
      "dependencies in \(file) name rows that are there, or other tasks of it"
    }
  }
}
