public import Dispatching
public import Engine
import JSON
import QueueModel
import TeamProtocol

/// The values of the settings that only `orch.json` can hold.
public struct FileSettings: Equatable, Sendable {
  public var review = ReviewSettings()
  /// The program that starts the work on rows.
  public var spawn = Spawner()
  /// The project root, relative to home; `nil` where it is searched for.
  public var root: String?

  public init() {}
}

/// A setting that only `orch.json` can hold.
public struct FileSetting: Sendable {
  /// With dots between an object's name and what is in it.
  public let key: String
  /// The form of its value, worded to follow "must be".
  public let form: String
  /// The default.
  public let fallback: String
  /// What it decides, code in backticks.
  public let meaning: String
  /// Reads a value; returns `false` for one of another form.
  let read: @Sendable (JSONValue, inout FileSettings) -> Bool
  /// The programs that it names; none of them starts before `orch trust`.
  private(set) var programs: @Sendable (FileSettings) -> [NamedProgram] = { _ in [] }

  /// The object that it is in; `nil` at the top level.
  var object: String? {
    let words = key.split(separator: ".")
    return words.count == 2 ? String(words[0]) : nil
  }

  /// Its name in that object.
  var name: String { key.split(separator: ".").last.map(String.init) ?? key }

  /// Returns the setting with the programs that it names.
  func naming(_ programs: @escaping @Sendable (FileSettings) -> [NamedProgram]) -> FileSetting {
    var setting = self
    setting.programs = programs
    return setting
  }
}

extension FileSetting {
  /// A number of seconds within a range.
  static func seconds(
    _ key: String, in range: ClosedRange<Int>, fallback: Int, _ meaning: String,
    _ place: any WritableKeyPath<FileSettings, Int> & Sendable
  ) -> FileSetting {
    FileSetting(
      key: key, form: "seconds, \(range.lowerBound) to \(range.upperBound)",
      fallback: String(fallback), meaning: meaning
    ) { value, settings in
      guard let seconds = value.integerValue, range.contains(seconds) else { return false }
      settings[keyPath: place] = seconds
      return true
    }
  }

  static func flag(
    _ key: String, _ meaning: String, _ place: any WritableKeyPath<FileSettings, Bool> & Sendable
  ) -> FileSetting {
    FileSetting(key: key, form: "true or false", fallback: "false", meaning: meaning) {
      value, settings in
      guard let flag = value.boolValue else { return false }
      settings[keyPath: place] = flag
      return true
    }
  }
}

extension Settings {
  /// `spawn`: what starts the work on the rows that a dispatch claims.
  private static let spawning = [
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
        !Spawner.Placeholder.allCases.contains(where: { $0.isIn(Array(words.prefix(1))) })
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

  /// The settings that only `orch.json` can hold, in the order of the documents.
  public static let inFileOnly =
    spawning + [
      FileSetting(
        key: "review.checks", form: #"lists of words by name, such as {"test": ["swift", "test"]}"#,
        fallback: "{}",
        meaning: "the programs that `cmd: NAME` in a success criterion may run, in the project root"
      ) { value, settings in
        guard let checks = checks(in: value) else { return false }
        settings.review.checks = checks
        return true
      }.naming { settings in
        settings.review.checks.sorted { $0.key < $1.key }
          .map { NamedProgram(key: "review.checks.\($0.key)", words: $0.value) }
      },
      .flag(
        "review.run_checks",
        "whether criteria that check themselves are checked without `--run-checks`",
        \.review.runsChecks),
      FileSetting(
        key: "review.protected", form: "a list of paths", fallback: #"[".github/workflows"]"#,
        meaning:
          "files and folders, from the project root, that the work must not change when "
          + "`cmd: NAME` is to prove it"
      ) { value, settings in
        guard let paths = value.stringValues, !paths.contains("") else { return false }
        settings.review.protected = paths
        return true
      },
      FileSetting(
        key: "review.judge", form: #"a list of words, such as ["scripts/judge.sh"]"#,
        fallback: "[]",
        meaning:
          "the program that is asked whether the claims of a report hold, in the project root"
      ) { value, settings in
        guard let words = value.stringValues, words.first != "" else { return false }
        settings.review.judge = words
        return true
      }.naming {
        $0.review.judge.isEmpty ? [] : [NamedProgram(key: "review.judge", words: $0.review.judge)]
      },
      .flag(
        "review.judge_may_pass", "whether the judge may pass what a report does not show",
        \.review.judgeMayPass),
      FileSetting(
        key: "review.max_retries", form: "a whole number, 0 or more",
        fallback: "as max_attempts", meaning: "how often a row without a limit of its own is tried"
      ) { value, settings in
        guard let count = value.integerValue, count >= 0 else { return false }
        settings.review.maxRetries = count
        return true
      },
      .seconds(
        "review.check_seconds", in: 1...86400, fallback: 600, "how long a check may take",
        \.review.checkSeconds),
      FileSetting(
        key: "root", form: "a path", fallback: "the folder that holds .git, else home",
        meaning: "the project root for proofs, relative to home"
      ) { value, settings in
        guard let root = value.stringValue, !root.isEmpty else { return false }
        settings.root = root
        return true
      },
    ]

  /// Names have the form of ids, so that each can stand in a criterion.
  private static func checks(in value: JSONValue) -> [String: [String]]? {
    guard let object = value.objectValue else { return nil }
    var checks: [String: [String]] = [:]
    for (name, value) in object.members {
      guard ItemID.isWellFormed(name), let words = value.stringValues,
        words.first?.isEmpty == false
      else { return nil }
      checks[name] = words
    }
    return checks
  }

  private static func isVariable(_ name: String) -> Bool {
    !name.isEmpty && !name.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0 }
  }
}
