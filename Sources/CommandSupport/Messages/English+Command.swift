import CommandLineKit
import Engine
import Host
import QueueDocument
import QueueModel
import QueueStore
import TeamProtocol

// The errors of commands.

extension English {
  static func text(of error: CommandError) -> String {
    switch error {
    case .refusal(let refusal): text(of: refusal)
    case .store(let error): text(of: error)
    case .system(let error), .notPrinted(let error): error.description
    case .engine(let error, _): text(of: error)
    case .trustStore(let error): error.description
    case .commandLine(let error): error.message
    case .unexpected(let description): description
    case .usage(let mistake): text(of: mistake)
    case .setting(let problem): text(of: problem)
    case .location(let problem): text(of: problem)
    case .input(let problem): text(of: problem)
    case .git(let problem): text(of: problem)
    case .trust(let problem): text(of: problem)
    case .exists(let path, _): "\(path) exists"
    case .torture(let command, let message):
      "\(command) failed in the scratch folder: \(message)"
    case .hinted(let error, _): text(of: error)
    }
  }

  static func hint(of error: CommandError) -> String {
    switch error {
    case .refusal(let refusal): hint(of: refusal)
    case .store(let error): hint(of: error)
    case .system(let error): hint(of: error)
    case .engine(let error, let option): hint(of: error, queueOption: option)
    case .trustStore(let error): error.hint
    case .commandLine(let error): error.suggestion ?? ""
    case .unexpected: "please report this"
    case .usage(let mistake): hint(of: mistake)
    case .setting(let problem): hint(of: problem)
    case .location(let problem): hint(of: problem)
    case .input(let problem): hint(of: problem)
    case .git(let problem): hint(of: problem)
    case .trust(let problem): hint(of: problem)
    case .exists(_, .path): "it is left as it is; choose another path"
    case .exists(_, .folder): "it is left as it is; choose another folder with --path"
    case .exists(_, .copy): "it is left as it is; name another file with --to"
    case .notPrinted: "only the printing failed; what was changed stays changed"
    case .torture: "nothing is proven; ops doctor looks at this disk"
    case .hinted(let error, let hint): text(of: hint, for: error)
    }
  }

  private static func text(of hint: CommandError.Hint, for error: CommandError) -> String {
    switch hint {
    case .nameLog: "name the file with --log-path"
    case .nameFile: "it is a folder; name a file in it"
    case .restore(let id): "it was deleted; orch restore --id \(id.escaped) brings it back"
    case .nearest(let id): "did you mean \(id.escaped)?"
    case .keptReport(let path): "\(self.hint(of: error)); the report is kept in \(path)"
    case .otherID(let file): "give it another id in \(file)"
    case .dependencyCycle(let file): "leave one of them out of dependencies in \(file)"
    case .missingDependency(let file):
      "dependencies in \(file) name rows that are there, or other tasks of it"
    }
  }
}

// MARK: The command line

extension English {
  private static func text(of mistake: CommandError.Usage) -> String {
    switch mistake {
    case .database(let command, _): "\(command) works on a queue file, not on a database"
    case .noSession: "missing option --owner-session S"
    case .notUTF8(let error): error.description
    case .chat(.noCommand): "the line is no command"
    case .chat(.unknown(let word)): "unknown chat command '\(word.escaped)'"
    case .chat(.missingID(let word)): "\(word) names no row"
    case .chat(.missingAnswer): "!answer says nothing"
    case .chat(.surplus(let command, let words)): "\(command) does not take '\(words.escaped)'"
    case .uiCheck(.url(let url)): "'\(url)' is no address of a page"
    case .uiCheck(.session(let name)): "'\(name)' is no name of a browser session"
    case .twoMetricFormats: "--prometheus and --json are two forms of one output"
    case .twoRequests: "--request and --from both say what is to be done"
    case .twoStaleTimes: "--stale-minutes and --stale-hours say the same"
    case .emptyBrief: "the brief is empty"
    case .emptyRequest: "the request is empty"
    case .noRequest: "nothing is asked for"
    case .secondsOfRelease: "--seconds does not go with release"
    case .spoolWithForce: "--force does not go with --spool"
    case .drainWithReport: "--drain takes no report of its own"
    case .termsWithoutPage: "--ui-contains without --ui-url"
    case .checksInDryRun: "--run-checks does not go with --dry-run"
    case .taskWithoutSource: "one of --id and --from is needed"
    case .trustAsJSON: "--json prints nothing to agree to"
    case .mergeOfOneRow: "--merge takes back the merge of a whole save, not of one row"
    }
  }

  private static func hint(of mistake: CommandError.Usage) -> String {
    let chatCommands = ChatLine.names.joined(separator: ", ")
    return switch mistake {
    case .database(_, .queueFile): "leave --db out, or name the file with --queue alone"
    case .database(_, .merging): "leave --db out: git merges files"
    case .database(_, .scratchQueue): "leave --db out: it makes a queue file of its own"
    case .noSession(.newOwner): "name the session that gets the row"
    case .noSession(.lease): "name the session whose lease it is"
    case .notUTF8: "nothing was changed; iconv -t utf-8 converts a text"
    case .chat(.noCommand): "it begins with one of \(chatCommands)"
    case .chat(.unknown(let word)):
      Spelling.nearest(to: word, in: ChatLine.names).map { "did you mean \($0)?" }
        ?? "there are \(chatCommands)"
    case .chat(.missingID): "write the row's id behind it"
    case .chat(.missingAnswer): "write the answer behind the id"
    case .chat(.surplus): "leave it out"
    case .uiCheck(.url): "use http://, https:// or file://, without spaces and hidden characters"
    case .uiCheck(.session): "use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first"
    case .twoMetricFormats, .twoRequests, .twoStaleTimes, .spoolWithForce, .drainWithReport:
      "leave one of them out"
    case .emptyBrief: "leave --brief out for none"
    case .emptyRequest: "say what is to be done"
    case .noRequest: "say it with --request, or in a file with --from"
    case .secondsOfRelease: "leave it out: the lease ends now"
    case .termsWithoutPage: "name the page"
    case .checksInDryRun: "proofs are looked for in the project of a queue; leave one of them out"
    case .taskWithoutSource: "--id prints a row's message, --from adds a team's tasks"
    case .trustAsJSON: "add --yes"
    case .mergeOfOneRow: "leave the id out"
    }
  }
}

// MARK: Settings and files

extension English {
  private static func text(of problem: CommandError.SettingProblem) -> String {
    switch problem {
    case .logInQueue(let path): "the run log cannot be \(path), which belongs to the queue"
    case .clock(let text): "invalid value '\(text.escaped)' for ORCH_NOW"
    case .text(let text, let name, _): "invalid value '\(text.escaped)' for \(name)"
    case .noObject(let path): "\(path): not an object"
    case .noJSON(let path, let error): "\(path): \(error)"
    case .value(let value, let key, _, let path): "\(path): invalid value \(value) for '\(key)'"
    case .unknownKey(let key, _, let path): "\(path): unknown key '\(key)'"
    }
  }

  private static func hint(of problem: CommandError.SettingProblem) -> String {
    switch problem {
    case .logInQueue: "name another --log-path"
    case .clock: ClockOverride.form
    case .text(_, _, let form), .value(_, _, let form, _): "it must be \(form)"
    case .noObject: "write {\"key\": value}"
    case .noJSON: "mend the file; it must be JSON"
    case .unknownKey(_, let nearest, _):
      nearest.map { "did you mean \($0)?" } ?? "docs/cli.md lists the settings"
    }
  }

  private static func text(of problem: CommandError.LocationProblem) -> String {
    switch problem {
    case .brokenLink(let path, let target):
      "\(path) is a link to \(target), which does not exist"
    case .notFound(let folder, let last): "no QUEUE.md from \(folder) up to \(last)"
    case .notLookedFor: "no queue file is looked for"
    case .leadsOut(let path, let folder, let target): "\(path) leads out of \(folder), to \(target)"
    case .foreign(let path): "\(path) belongs to another user"
    }
  }

  private static func hint(of problem: CommandError.LocationProblem) -> String {
    switch problem {
    case .brokenLink: "mend the link, or remove it"
    case .notFound: "orch init creates one here; --queue PATH names one elsewhere"
    case .notLookedFor: ""
    case .leadsOut, .foreign: "name it with --queue to use it all the same"
    }
  }

  private static func text(of problem: CommandError.InputProblem) -> String {
    switch problem {
    case .noTerminal: "there is no terminal to ask at"
    case .missing(let name, let what): "no \(what) at \(name)"
    case .tooLong(let source, let megabytes, _): "\(source) has more than \(megabytes) MB"
    case .notUTF8(let source): "\(source) is not UTF-8"
    case .settingsLeadOut(let path, let home, let target):
      "\(path) is a link that leads out of \(home), to \(target.escaped)"
    case .settingsAreFolder(let error): error.description
    case .order: "standard input is no order"
    case .tasks(let file, let mistake):
      "\(file): \(mistake.place.isEmpty ? "" : "\(mistake.place): ")\(mistake.message)"
    case .tasksAreNoJSON(let file, let error): "\(file): \(error)"
    case .version(let side, let file, let error):
      "\(side):\(file):\(error.line):\(error.column): \(error.message)"
    case .hiddenCharacters(let places, let more):
      "the request has invisible characters: "
        + places.map { "\($0.character) in line \($0.line), column \($0.column)" }
        .joined(separator: ", ") + (more > 0 ? ", and \(more) more" : "")
    }
  }

  private static func hint(of problem: CommandError.InputProblem) -> String {
    switch problem {
    case .noTerminal: "read the lines above, then run: orch trust --yes"
    case .missing: "check the path, or write - to read standard input"
    case .tooLong(_, _, let what): "a \(what) is a text of a few pages"
    case .notUTF8: "iconv -t utf-8 converts a text"
    case .settingsLeadOut: "put the file itself there"
    case .settingsAreFolder: "the settings are a file"
    case .order: "orch dispatch starts a supervisor with one"
    case .tasks(_, let mistake): mistake.hint
    case .tasksAreNoJSON: "it must be JSON"
    case .version:
      "nothing was merged; mend the file by hand, or take one side with "
        + "git checkout --ours or --theirs"
    case .hiddenCharacters: "take them out, or take them as they are with --allow-hidden"
    }
  }
}

// MARK: git and trust

extension English {
  private static func text(of problem: CommandError.GitProblem) -> String {
    switch problem {
    case .missing(let error): error.description
    case .noWorkTree(let folder, let reason): "git knows no work tree at \(folder): \(reason)"
    case .otherWorkTree(let top, let folder):
      "git takes \(top) for the work tree of \(folder), which is not the folder of its .git"
    case .failed(let command, let top, let reason): "git \(command) failed at \(top): \(reason)"
    case .foreignConfig(let config, let top, _):
      "git would write \(config ?? "another repository's config"), out of \(top)"
    }
  }

  private static func hint(of problem: CommandError.GitProblem) -> String {
    switch problem {
    case .missing: "install git; without --git the queue needs none"
    case .noWorkTree: "git init makes one; without --git the queue needs none"
    case .otherWorkTree: "core.worktree in its config says so: remove it"
    case .failed: "what git says is to be mended first"
    case .foreignConfig(_, _, let command): "\(command) there, if it is yours"
    }
  }

  private static func text(of problem: CommandError.TrustProblem) -> String {
    switch problem {
    case .noSettings(let home): "no orch.json in \(home)"
    case .notAgreed(let home): "\(home) is not trusted"
    case .insideWorker: "a worker can't say what is trusted"
    case .noHome: "neither XDG_CONFIG_HOME nor HOME names a folder from the root"
    }
  }

  private static func hint(of problem: CommandError.TrustProblem) -> String {
    switch problem {
    case .noSettings: "there is nothing to trust; docs/cli.md says what it may hold"
    case .notAgreed: "nothing was changed"
    case .insideWorker:
      "a person says orch trust, in a shell of their own without ORCH_ATTEMPT and ORCH_LABEL"
    case .noHome: "set HOME: what is trusted is kept there"
    }
  }
}
