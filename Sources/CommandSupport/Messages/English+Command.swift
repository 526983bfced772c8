import CommandLineKit
import Engine
import Host
import QueueDocument
import QueueModel
import QueueStore
import TeamProtocol

// The errors of commands.

extension English {
  static func text(of error: CommandError) -> String { words(of: error).text }
  static func hint(of error: CommandError) -> String { words(of: error).hint }

  /// What is wrong, and what to do.
  private typealias Words = (text: String, hint: String)

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
    case .unknownWorker(let name, let nearest, true):
      (
        "orch.json has no worker '\((name ?? "").escaped)'",
        nearest.map { "did you mean \($0)?" } ?? "workers in orch.json names them"
      )
    case .unknownWorker(_, _, false):
      ("orch.json has no workers", "docs/workers.md says how it names them")
    case .exists(let path, let place):
      ("\(path) exists", "it is left as it is; \(otherName(for: place))")
    case .attempt(let problem, let id): words(of: problem, id.escaped)
    case .notPrinted(let error):
      (error.description, "only the printing failed; what was changed stays changed")
    case .drain(let ending): words(of: ending)
    case .noWorker(let name, [], let settingsExist):
      (
        "there is no worker \(name.escaped)",
        settingsExist
          ? "orch.json names none; \(otherName(for: .worker))"
          : "there is no orch.json: orch init --worker script"
      )
    case .noWorker(let name, let known, _):
      (
        "there is no worker \(name.escaped)",
        "orch.json has \(known.map(\.escaped).joined(separator: ", "))"
      )
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

// MARK: The command line

extension English {
  private static func words(of mistake: CommandError.Usage) -> Words {
    switch mistake {
    case .database(let command, let use):
      ("\(command) works on a queue file, not on a database", hint(of: use))
    case .noSession(let use):
      (
        "missing option --owner-session S",
        use == .newOwner
          ? "name the session that gets the row" : "name the session whose lease it is"
      )
    case .notUTF8(let error):
      (error.description, "nothing was changed; iconv -t utf-8 converts a text")
    case .chat(let problem): words(of: problem)
    case .uiCheck(.url(let url)):
      (
        "'\(url)' is no address of a page",
        "use http://, https:// or file://, without spaces and hidden characters"
      )
    case .uiCheck(.session(let name)):
      (
        "'\(name)' is no name of a browser session",
        "use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first"
      )
    case .severalShowParts:
      ("--attempts, --report and --task each print something else", "choose one of them")
    case .claimWithoutPart:
      ("--claim says which attempt", "it goes with --attempts, --report or --task")
    case .twoMetricFormats:
      ("--prometheus and --json are two forms of one output", "leave one of them out")
    case .twoRequests: ("--request and --from both say what is to be done", "leave one of them out")
    case .twoStaleTimes: ("--stale-minutes and --stale-hours say the same", "leave one of them out")
    case .spoolWithForce: ("--force does not go with --spool", "leave one of them out")
    case .drainWithReport: ("--drain takes no report of its own", "leave one of them out")
    case .noWorkerName:
      ("no worker is named", "ops worker list shows them: ops worker resume NAME")
    case .emptyBrief: ("the brief is empty", "leave --brief out for none")
    case .emptyRequest: ("the request is empty", "say what is to be done")
    case .noRequest:
      ("nothing is asked for", "say it with --request, or in a file with --from")
    case .secondsOfRelease:
      ("--seconds does not go with release", "leave it out: the lease ends now")
    case .termsWithoutPage: ("--ui-contains without --ui-url", "name the page")
    case .checksInDryRun:
      (
        "--run-checks does not go with --dry-run",
        "proofs are looked for in the project of a queue; leave one of them out"
      )
    case .taskWithoutSource:
      (
        "one of --id and --from is needed",
        "--id prints a row's message, --from adds a team's tasks"
      )
    case .trustAsJSON: ("--json prints nothing to agree to", "add --yes")
    case .noRows:
      ("missing option --id ID", "name rows, or choose them with --status, --match or --all")
    case .namedAndChosenRows:
      ("rows are named by id, or chosen with --status, --match and --all", "leave one out")
    case .mergeOfOneRow:
      ("--merge takes back the merge of a whole save, not of one row", "leave the id out")
    case .removeWithShow:
      ("--remove does not go with show", "name the kind that is removed, or none for all")
    case .everyWithoutTicks:
      ("--every is only for cron, systemd and launchd", "leave it out, or name one of these")
    case .nothingToEdit:
      ("nothing is to be changed", "name a field, such as --priority P0, or say --editor")
    case .editorWithFields:
      ("--editor shows all fields, so that no other option names one", "leave one of them out")
    case .noNewID: ("--line names a row that gets another id", "name that with --id NEW")
    case .twoIDs:
      ("an id never changes", "only with --line one of several rows with one id gets another")
    case .fieldsOfRename:
      ("--line changes nothing but the id", "leave the other fields out")
    case .noEditor:
      ("there is no terminal for an editor", "set VISUAL or EDITOR, or name the fields as options")
    }
  }

  private static func hint(of use: CommandError.FileUse) -> String {
    switch use {
    case .queueFile: "leave --db out, or name the file with --queue alone"
    case .merging: "leave --db out: git merges files"
    case .scratchQueue: "leave --db out: it makes a queue file of its own"
    }
  }

  /// A line for each command of a chat.
  static let chatHelp = [
    "!status: the counts of the rows, and what is in progress",
    "!retry ID: a FAILED or BLOCKED row is tried again",
    "!cancel ID [reason]: an unfinished row becomes BLOCKED, and its worker is ended; in place of "
      + "the ID also the session or label that is at work on it",
    "!replan ID [reason]: a row in progress becomes BLOCKED, another one PENDING",
    "!answer ID TEXT: answers the question of the row's worker",
    "!help: these lines",
  ]

  private static func words(of problem: ChatLine.Problem) -> Words {
    let known = ChatLine.names.joined(separator: ", ")
    return switch problem {
    case .noCommand:
      ("the line is no command", "it begins with one of \(known); !help says more")
    case .unknown(let word):
      (
        "unknown chat command '\(word.escaped)'",
        (Spelling.nearest(to: word, in: ChatLine.names).map { "did you mean \($0)?" }
          ?? "there are \(known);") + " !help says more"
      )
    case .missingID(let word): ("\(word) names no row", "write the row's id behind it")
    case .missingAnswer: ("!answer says nothing", "write the answer behind the id")
    case .surplus(let command, let words):
      ("\(command) does not take '\(words.escaped)'", "leave it out")
    }
  }
}

// MARK: Settings and files

extension English {
  private static func words(of problem: CommandError.SettingProblem) -> Words {
    switch problem {
    case .logInQueue(let path):
      ("the run log cannot be \(path), which belongs to the queue", "name another --log-path")
    case .clock(let text): ("invalid value '\(text.escaped)' for ORCH_NOW", ClockOverride.form)
    case .text(let text, let name, let form):
      ("invalid value '\(text.escaped)' for \(name)", "it must be \(form)")
    case .noObject(let path): ("\(path): not an object", "write {\"key\": value}")
    case .noJSON(let path, let error): ("\(path): \(error)", "mend the file; it must be JSON")
    case .mistake(let mistake, let path):
      ("\(path): \(words(of: mistake).text)", words(of: mistake).hint)
    }
  }

  private static func words(of mistake: SettingMistake) -> Words {
    switch mistake {
    case .value(let value, let key, let form):
      ("invalid value \(value) for '\(key)'", "it must be \(form)")
    case .unknownKey(let key, let nearest):
      (
        "unknown key '\(key)'",
        nearest.map { "did you mean \($0)?" } ?? "docs/cli.md lists the settings"
      )
    case .missing(let key, let form, nil): ("'\(key)' is missing", "it must be \(form)")
    case .missing(let key, let form, let other?):
      ("'\(other)' needs '\(key)'", "it must be \(form)")
    case .otherAdapter(let key, let adapter, let adapters):
      (
        "'\(key)' does not go with adapter \(adapter)",
        "it is for \(adapters.joined(separator: ", "))"
      )
    case .twice(let key, let other):
      ("'\(key)' and '\(other)' are one worker", "take one of them out")
    }
  }

  private static func words(of problem: CommandError.LocationProblem) -> Words {
    let use = "name it with --queue to use it all the same"
    return switch problem {
    case .brokenLink(let path, let target):
      ("\(path) is a link to \(target), which does not exist", "mend the link, or remove it")
    case .notFound(let folder, let last):
      (
        "no QUEUE.md from \(folder) up to \(last)",
        "orch init creates one here; --queue PATH names one elsewhere"
      )
    case .notLookedFor: ("no queue file is looked for", "")
    case .leadsOut(let path, let folder, let target):
      ("\(path) leads out of \(folder), to \(target)", use)
    case .foreign(let path): ("\(path) belongs to another user", use)
    }
  }

  private static func words(of problem: CommandError.InputProblem) -> Words {
    switch problem {
    case .noTerminal:
      ("there is no terminal to ask at", "read the lines above, then run: orch trust --yes")
    case .missing(let name, let what):
      ("no \(what) at \(name)", "check the path, or write - to read standard input")
    case .tooLong(let source, let megabytes, let what):
      ("\(source) has more than \(megabytes) MB", "a \(what) is a text of a few pages")
    case .notUTF8(let source): ("\(source) is not UTF-8", "iconv -t utf-8 converts a text")
    case .settingsLeadOut(let path, let home, let target):
      (
        "\(path) is a link that leads out of \(home), to \(target.escaped)",
        "put the file itself there"
      )
    case .settingsAreFolder(let error): (error.description, "the settings are a file")
    case .order: ("standard input is no order", "orch dispatch starts a supervisor with one")
    case .tasks(let file, let mistake):
      (
        "\(file): \(mistake.place.isEmpty ? "" : "\(mistake.place): ")"
          + words(of: mistake.problem).text, words(of: mistake.problem).hint
      )
    case .tasksAreNoJSON(let file, let error): ("\(file): \(error)", "it must be JSON")
    case .version(let side, let file, let error):
      (
        "\(side):\(file):\(error.line):\(error.column): \(text(of: error))",
        "nothing was merged; mend the file by hand, or take one side with "
          + "git checkout --ours or --theirs"
      )
    case .form(let line, let problem):
      ("line \(line) of the form: \(text(of: problem))", "nothing was changed")
    case .editor(let name, let status):
      (
        "the editor \(name.escaped) \(status.map { "ended with \($0)" } ?? "was ended")",
        "nothing was changed; VISUAL and EDITOR name another one"
      )
    case .hiddenCharacters(let places, let more):
      (
        "the request has invisible characters: "
          + places.map { "\($0.character) in line \($0.line), column \($0.column)" }
          .joined(separator: ", ") + (more > 0 ? ", and \(more) more" : ""),
        "take them out, or take them as they are with --allow-hidden"
      )
    }
  }
}

// MARK: git and trust

extension English {
  private static func words(of problem: CommandError.GitProblem) -> Words {
    switch problem {
    case .missing(let error):
      (error.description, "install git; without --git the queue needs none")
    case .noWorkTree(let folder, let reason):
      (
        "git knows no work tree at \(folder): \(reason)",
        "git init makes one; without --git the queue needs none"
      )
    case .otherWorkTree(let top, let folder):
      (
        "git takes \(top) for the work tree of \(folder), which is not the folder of its .git",
        "core.worktree in its config says so: remove it"
      )
    case .failed(let command, let top, let reason):
      ("git \(command) failed at \(top): \(reason)", "what git says is to be mended first")
    case .foreignConfig(let config, let top, let command):
      (
        "git would write \(config ?? "another repository's config"), out of \(top)",
        "\(command) there, if it is yours"
      )
    }
  }

  private static func words(of problem: CommandError.TrustProblem) -> Words {
    switch problem {
    case .noSettings(let home):
      ("no orch.json in \(home)", "there is nothing to trust; docs/cli.md says what it may hold")
    case .notAgreed(let home): ("\(home) is not trusted", "nothing was changed")
    case .insideWorker:
      (
        "a worker can't say what is trusted",
        "a person says orch trust, in a shell of their own without ORCH_ATTEMPT and ORCH_LABEL"
      )
    case .noHome:
      (
        "neither XDG_CONFIG_HOME nor HOME names a folder from the root",
        "set HOME: what is trusted is kept there"
      )
    }
  }
}
