import Engine
import Host
import QueueDocument
import QueueModel
import TeamProtocol

// What is wrong with what a command reads: settings, the queue's place, files, git, trust.

extension English {
  static func words(of problem: CommandError.SettingProblem) -> Words {
    switch problem {
    case .logInQueue(let path):
      ("the run log cannot be \(path), which belongs to the queue", "name another --log-path")
    case .clock(let text): ("invalid value '\(text.escaped)' for ORCH_NOW", ClockOverride.form)
    case .twoZoneVariables(let name, let other):
      (
        "\(name) and \(other) both set the time zone",
        "keep \(name) if the table has started_at, \(other) if it has started_at_kst"
      )
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
    case .otherAdapter(let key, let adapter, let adapters, let instead):
      (
        "'\(key)' does not go with adapter \(adapter)",
        "it is for \(adapters.joined(separator: ", "))"
          + (instead.isEmpty ? "" : "; \(adapter) has \(instead.joined(separator: " and "))")
      )
    case .twice(let key, let other):
      ("'\(key)' and '\(other)' are one worker", "take one of them out")
    case .twoZones(let key, let other):
      (
        "'\(key)' and '\(other)' both set the time zone",
        "keep \(key) if the table has started_at, \(other) if it has started_at_kst"
      )
    }
  }

  static func words(of problem: CommandError.LocationProblem) -> Words {
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

  static func words(of problem: CommandError.InputProblem) -> Words {
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

  static func words(of problem: CommandError.GitProblem) -> Words {
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
      ("git \(command) failed at \(top): \(reason)", "fix what git reports, then try again")
    case .foreignConfig(let config, let top, let command):
      (
        "git would write \(config ?? "another repository's config"), out of \(top)",
        "\(command) there, if it is yours"
      )
    }
  }

  static func words(of problem: CommandError.TrustProblem) -> Words {
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
