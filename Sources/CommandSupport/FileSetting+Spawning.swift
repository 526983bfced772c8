import Dispatching
import JSON
import TeamProtocol

// `spawn` in `orch.json`: what starts the work on the rows that a dispatch claims.

extension Settings {
  static let spawning = [
    FileSetting(
      key: "spawn.kind", form: "none, command or worker", fallback: "none",
      meaning: "what starts the work on a row that `orch dispatch` claims"
    ) { value, settings in
      guard let kind = value.stringValue.flatMap(Spawner.Kind.init) else { return false }
      settings.spawn.kind = kind
      return true
    },
    FileSetting(
      key: "spawn.argv", form: #"a list of words, such as ["scripts/worker.sh", "{id}"]"#,
      fallback: "[]",
      meaning: "the program and its arguments; `{id}`, `{label}` and `{message_file}` are filled in"
    ) { value, settings in
      guard let words = value.stringValues, words.first?.isEmpty == false,
        !Placeholder.allCases.contains(where: { $0.isIn(Array(words.prefix(1))) })
      else { return false }
      settings.spawn.argv = words
      return true
    }.naming { settings in
      settings.spawn.argv.isEmpty
        ? [] : [NamedProgram(key: "spawn.argv", words: settings.spawn.argv)]
    },
    .seconds(
      "spawn.timeout_seconds", in: 1...604_800, fallback: 5400, "how long a worker may take",
      \.spawn.timeoutSeconds),
    .seconds(
      "spawn.grace_seconds", in: 0...3600, fallback: 10,
      "how long a worker has to end after `SIGTERM`, before `SIGKILL`", \.spawn.graceSeconds),
    FileSetting(
      key: "spawn.env", form: #"a list of names, such as ["PATH", "ANTHROPIC_API_KEY"]"#,
      fallback: "[]",
      meaning: "the variables that a worker gets besides the usual ones and those of `orch`"
    ) { value, settings in
      guard let names = value.stringValues, names.allSatisfy(isVariable) else { return false }
      settings.spawn.env = names
      return true
    },
  ]

  private static func isVariable(_ name: String) -> Bool {
    !name.isEmpty && !name.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0 }
  }
}
