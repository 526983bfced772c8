import Dispatching
import JSON

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
      guard let words = texts(value), words.first?.isEmpty == false,
        !Placeholder.allCases.contains(where: { $0.isIn(Array(words.prefix(1))) })
      else { return false }
      settings.spawn.argv = words
      return true
    },
    FileSetting(
      key: "spawn.timeout_seconds", form: "seconds, 1 to 604800", fallback: "5400",
      meaning: "how long a worker may take"
    ) { value, settings in
      guard let seconds = value.integerValue, (1...604_800).contains(seconds) else { return false }
      settings.spawn.timeoutSeconds = seconds
      return true
    },
    FileSetting(
      key: "spawn.grace_seconds", form: "seconds, 0 to 3600", fallback: "10",
      meaning: "how long a worker has to end after `SIGTERM`, before `SIGKILL`"
    ) { value, settings in
      guard let seconds = value.integerValue, (0...3600).contains(seconds) else { return false }
      settings.spawn.graceSeconds = seconds
      return true
    },
    FileSetting(
      key: "spawn.env", form: #"a list of names, such as ["PATH", "ANTHROPIC_API_KEY"]"#,
      fallback: "[]",
      meaning: "the variables that a worker gets besides the usual ones and those of `orch`"
    ) { value, settings in
      guard let names = texts(value), names.allSatisfy(isVariable) else { return false }
      settings.spawn.env = names
      return true
    },
  ]

  private static func texts(_ value: JSONValue) -> [String]? {
    guard let values = value.arrayValue else { return nil }
    let texts = values.compactMap(\.stringValue)
    return texts.count == values.count ? texts : nil
  }

  private static func isVariable(_ name: String) -> Bool {
    !name.isEmpty && !name.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0 }
  }
}
