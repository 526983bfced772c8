import Model
import Text
import Workers

/// `spawn` in `orch.json`: the worker `default`, if `spawn` has a kind.
struct SpawnSettings: Equatable, Sendable {
  var kind: Kind?
  var profile = WorkerProfile(name: WorkerRoster.defaultName, adapter: .report, key: "spawn")

  enum Kind: String, Sendable {
    /// No program is started; the caller of the dispatch starts the work.
    case none
    /// The program hands the work over to another system; exit status 0 means that it was accepted.
    case command
    /// The program does the work, and exits when the work ends.
    case worker

    var adapter: WorkerProfile.Adapter? {
      switch self {
      case .none: nil
      case .command: .openclaw
      case .worker: .report
      }
    }
  }

  /// The profile; `nil` if nothing is started.
  var worker: WorkerProfile? {
    guard let adapter = kind?.adapter else { return nil }
    var profile = profile
    profile.adapter = adapter
    return profile
  }
}

extension Settings {
  /// `spawn`: the program that starts the work on the rows that a dispatch claims.
  static let spawning: [SettingKey<FileSettings>] = [
    SettingKey(
      "spawn.kind", spawnKinds, fallback: "none",
      "what starts the work on a row that `orch dispatch` claims", \.spawn.kind
    ) { value in
      value.stringValue.flatMap(SpawnSettings.Kind.init).map(Optional.some)
    },
    SettingKey(
      "spawn.argv", WorkerKey.words, fallback: "[]",
      "the program and its arguments; `{id}`, `{label}` and `{message_file}` are filled in",
      \.spawn.profile.argv, WorkerKey.command
    ).naming { settings in
      settings.spawn.profile.argv.isEmpty
        ? [] : [NamedProgram(key: "spawn.argv", words: settings.spawn.profile.argv)]
    },
    .seconds(
      "spawn.timeout_seconds", in: 1...604_800, fallback: 5400, "how long a worker may take",
      \.spawn.profile.timeoutSeconds),
    .seconds(
      "spawn.grace_seconds", in: 0...3600, fallback: 10,
      "how long a worker has to end after `SIGTERM`, before `SIGKILL`", \.spawn.profile.graceSeconds
    ),
    SettingKey(
      "spawn.env", WorkerKey.names, fallback: "[]",
      "the variables that a worker gets in addition to the usual ones and those of `orch`",
      \.spawn.profile.env, WorkerKey.variables),
  ]

  static let spawnKinds = Sentence("none, command or worker", "none, command, worker")
}
