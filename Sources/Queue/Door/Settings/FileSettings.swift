import Model
public import Text
public import Workers

/// The values of the settings that only `orch.json` can hold.
public struct FileSettings: Equatable, Sendable {
  public var review = ReviewSettings()
  var spawn = SpawnSettings()
  /// `workers`, `routes`, `repositories` and `prices`.
  var named = WorkerProfiles()
  public var retry = RetrySettings()
  public var retention = Retention()
  /// The project root, relative to home; `nil` if it is searched for.
  public var root: String?
  /// The file with variables for programs, relative to home; `nil` if there is none.
  var environmentFile: String?
  /// The address of the queue on a server, without a password, or the path of its database,
  /// relative to home; `nil` if the file names none.
  public internal(set) var database: String?
  /// The values that the file gives, by key. Features read their own values from here.
  package internal(set) var given: [String: JSONValue] = [:]

  public init() {}

  /// The workers that rows may get: the worker of `spawn`, and the workers of `workers`.
  public var workers: WorkerProfiles {
    var workers = named
    if let worker = spawn.worker { workers.profiles.insert(worker, at: 0) }
    return workers
  }

  /// The conflict between settings; `nil` if there is none.
  var mistake: SettingMistake? {
    if spawn.kind == nil, !spawn.profile.argv.isEmpty {
      return .missing(key: "spawn.kind", form: Settings.spawnKinds, for: "spawn.argv")
    }
    if !named.isNamed, !named.routes.isEmpty {
      return .missing(key: "workers", form: Settings.profilesForm, for: "routes")
    }
    let names = workers.profiles.map(\.name)
    if let other = retry.rules.byWorker.keys.sorted().first(where: { !names.contains($0) }) {
      return .unknownKey(other, in: "retry.workers", of: names)
    }
    if let both = named[WorkerRoster.defaultName], spawn.worker != nil {
      return .twice(key: both.key, other: "spawn.kind")
    }
    return nil
  }
}

/// The mistake in a value of `orch.json`, or in a part of the value. Keys have dots between an
/// object's name and its members.
public enum SettingMistake: Error, Equatable, Sendable {
  case value(JSONValue, key: String, form: Sentence)
  case unknownKey(String, nearest: String?)
  /// The key is missing. `for` is the setting that requires it; `nil` for the object that should
  /// contain it.
  case missing(key: String, form: Sentence, for: String? = nil)
  /// The key is not allowed for the worker's adapter, but for others. `instead` has the keys with
  /// the same meaning for the worker's adapter.
  case otherAdapter(key: String, adapter: String, for: [String], instead: [String])
  /// Two settings describe one worker.
  case twice(key: String, other: String)
  /// Two keys with the same meaning are both given.
  case notBoth(key: String, other: String)
  /// A mistake in a task, at a place below the key.
  case task(Sentence, at: String)
  /// Both keys give the zone of the queue's times.
  case twoZones(key: String, other: String)

  /// - Parameters:
  ///   - name: the name of a member that an object must not have.
  ///   - place: the key of the object; `nil` for the whole file.
  ///   - names: the names that the object may have.
  package static func unknownKey(_ name: String, in place: String?, of names: [String])
    -> SettingMistake
  {
    .unknownKey(
      place.map { "\($0).\(name)" } ?? name, nearest: Spelling.nearest(to: name, in: names))
  }
}

extension Settings {
  /// The settings that only `orch.json` can hold, with the settings of features last.
  public static func inFileOnly(
    with features: [any FeatureSettings.Type]
  ) -> [SettingKey<FileSettings>] {
    inFileOnly + features.flatMap { $0.keysOfFile }
  }

  /// The settings that belong to no feature, in the order of the documents.
  static let inFileOnly: [SettingKey<FileSettings>] =
    [database] + spawning + workers + [repositories] + retrying + [pricing, budgeting] + retaining
    + [
      SettingKey(
        "review.checks",
        Sentence(
          #"lists of words by name, such as {"test": ["swift", "test"]}"#,
          #"이름마다 단어의 목록. 예: {"test": ["swift", "test"]}"#),
        fallback: "{}",
        "the programs that `cmd: NAME` in a success criterion may run, in the project root"
      ) { (value, settings) throws(SettingMistake) in
        guard let checks = try checks(in: value) else { return false }
        settings.review.checks = checks.compactMapValues(\.argv)
        settings.review.checkClasses = checks.compactMapValues(\.failure)
        settings.review.exclusiveChecks = Set(checks.filter(\.value.isExclusive).keys)
        settings.review.checkExitClasses = checks.mapValues(\.exits).filter { !$0.value.isEmpty }
        return true
      }.naming { settings in
        settings.review.checks.sorted { $0.key < $1.key }
          .map { NamedProgram(key: "review.checks.\($0.key)", words: $0.value) }
      },
      .flag(
        "review.run_checks",
        "whether criteria that check themselves are checked without `--run-checks`",
        \.review.runsChecks),
      .flag(
        "review.exit",
        "whether the criterion `exit: 0` holds if the worker's program ended with status 0",
        \.review.acceptsExit),
      SettingKey(
        "review.checkout", Sentence("clean or worktree", "clean, worktree"),
        fallback: "clean",
        "where proofs are checked if the worker has `integrate`: in a clean checkout of the "
          + "commit, or in the row's worktree, with the files that git ignores "
          + "there", \.review.checkout
      ) { $0.stringValue.flatMap(ReviewSettings.Checkout.init) },
      SettingKey(
        "review.protected", Sentence("a list of paths", "경로의 목록"),
        fallback: #"[".github/workflows"]"#,
        "files and folders, from the project root, that the work must not change when "
          + "`cmd: NAME` is to prove it; without this key, the build files of the check's program, "
          + "too", \.review.protected
      ) { value in
        value.stringValues.flatMap { $0.contains("") ? nil : .some($0) }
      },
      SettingKey(
        "review.judge", argvForm,
        fallback: "[]",
        "the program that judges the claims of a report; it runs in the project root",
        \.review.judge
      ) { value in
        value.stringValues.flatMap { $0.first == "" ? nil : $0 }
      }.naming {
        $0.review.judge.isEmpty ? [] : [NamedProgram(key: "review.judge", words: $0.review.judge)]
      },
      .flag(
        "review.judge_may_pass", "whether the judge may pass what a report does not show",
        \.review.judgeMayPass),
      SettingKey(
        "review.max_retries", .wholeNumber(in: 0...(.max)),
        fallback: "as max_attempts", "how often a row without its own limit is tried",
        \.review.maxRetries
      ) { $0.integer(in: 0...(.max)).map(Optional.some) },
      .seconds(
        "review.check_seconds", in: 1...86400, fallback: 600, "how long a check may take",
        \.review.checkSeconds),
      SettingKey(
        "root", Sentence("a path", "경로"),
        fallback: "the folder that holds .git, else home",
        "the project root for proofs, relative to home"
      ) { value, settings in
        guard let root = value.stringValue, !root.isEmpty else { return false }
        settings.root = root
        return true
      },
      SettingKey(
        "env_file", Sentence("a path", "경로"), fallback: "none",
        "a file with lines `NAME=value`, relative to home: the variables of `env` for programs, "
          + "also where cron, systemd or launchd starts them", \.environmentFile
      ) { value in
        value.stringValue.flatMap { $0.isEmpty || $0.utf8.contains(0) ? nil : .some($0) }
      }.naming { settings in
        settings.environmentFile.map { [NamedProgram(key: "env_file", variables: $0)] } ?? []
      },
    ]

  private static let retaining: [SettingKey<FileSettings>] = [
    .limit(
      "retention.days", upTo: 36500, .wholeNumber(in: 1...36500),
      "for how many days after its end a daemon and `ops gc` keep an attempt of a finished "
        + "row", \.retention.days),
    .limit(
      "retention.bytes", upTo: 1 << 60, .wholeNumber(in: 1...(.max)),
      "how many bytes of attempts a daemon and `ops gc` keep; the oldest of finished rows are removed",
      \.retention.bytes),
  ]

  /// Names have the form of ids, so that each fits into a criterion.
  private static func checks(
    in value: JSONValue
  ) throws(SettingMistake) -> [String: Check]? {
    guard let object = value.objectValue else { return nil }
    var checks: [String: Check] = [:]
    for (name, value) in object.members {
      guard ItemID.isWellFormed(name) else { return nil }
      if let members = value.objectValue {
        var check = Check()
        try members.read(into: &check, by: Check.keys, at: "review.checks.\(name)")
        checks[name] = check
      } else if let words = value.command {
        checks[name] = Check(argv: words)
      } else {
        return nil
      }
    }
    return checks
  }

  private struct Check {
    var argv: [String]?
    var failure: FailureClass?
    var isExclusive = false
    var exits: [Int: FailureClass] = [:]

    /// The keys of a check that is an object and not a list of words: `{"argv":
    /// ["scripts/types.sh"], "class": "lint"}`.
    static let keys: [SettingKey<Check>] = [
      SettingKey("argv", argvForm, isRequired: true, \.argv) { $0.command.map(Optional.some) },
      SettingKey(
        "class", Sentence("lint, test, build, ci or review", "lint, test, build, ci, review"),
        \.failure
      ) { $0.failureClass(of: FailureClass.ofChecks).map(Optional.some) },
      .flag("exclusive", \.isExclusive),
      SettingKey(
        "exit_classes",
        Sentence(
          #"exit statuses with a class, such as {"75": "rate_limit"}: rate_limit, auth or interrupted"#,
          #"종료 상태마다 실패 분류. 예: {"75": "rate_limit"}: rate_limit, auth, interrupted"#),
        \.exits
      ) { value in value.exitClasses { $0.failureClass(of: FailureClass.ofCheckExits) } },
    ]
  }

  private static let argvForm = Sentence(
    #"a list of words, such as ["scripts/judge.sh"]"#, #"단어의 목록. 예: ["scripts/judge.sh"]"#)
}

extension JSONValue {
  /// A program and its arguments; `nil` for any other value. No argument may have a NUL, because a
  /// NUL would end the argument.
  package var command: [String]? {
    guard let words = stringValues, words.first?.isEmpty == false,
      !words.contains(where: { $0.utf8.contains(0) })
    else { return nil }
    return words
  }

  /// One of these failure classes; `nil` for another value.
  func failureClass(of known: [FailureClass]) -> FailureClass? {
    stringValue.flatMap(FailureClass.init).flatMap { known.contains($0) ? $0 : nil }
  }

  /// Failure classes by exit status, 1 to 255; `nil` for another value.
  func exitClasses(
    _ failureClass: (JSONValue) -> FailureClass?
  ) -> [Int: FailureClass]? {
    guard let object = objectValue else { return nil }
    var classes: [Int: FailureClass] = [:]
    for (status, value) in object.members {
      guard let number = Int(status), (1...255).contains(number), String(number) == status,
        let failure = failureClass(value)
      else { return nil }
      classes[number] = failure
    }
    return classes
  }

  /// A whole number within a range; `nil` for another value.
  package func integer(in range: ClosedRange<Int>) -> Int? {
    integerValue.flatMap { range.contains($0) ? $0 : nil }
  }

  /// - Parameter place: the key of the value, with dots.
  package func object(at place: String) throws(SettingMistake) -> JSONObject {
    guard let objectValue else { throw .value(self, key: place, form: Sentence("an object", "객체")) }
    return objectValue
  }

  /// A path that does not lead out of the folder to which it is relative; `nil` for another value.
  package var pathBelow: String? {
    guard let path = stringValue, !path.isEmpty, path.utf8.first != UInt8(ascii: "/"),
      !path.utf8.contains(0),
      !path.utf8.split(separator: UInt8(ascii: "/")).contains(where: {
        $0.elementsEqual("..".utf8)
      })
    else { return nil }
    return path
  }
}
