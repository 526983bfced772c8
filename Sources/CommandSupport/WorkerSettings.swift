import CommandLineKit
public import Dispatching
import JSON
import QueueModel
import TeamProtocol

/// A key of a profile in `workers` of `orch.json`.
public struct WorkerKey: Sendable {
  public let name: String
  /// The form of its value, worded to follow "must be".
  public let form: String
  /// What it decides, code in backticks.
  public let meaning: String
  /// The adapters that it goes with.
  public let adapters: [WorkerProfile.Adapter]
  /// Whether a profile must have it.
  public let isRequired: Bool
  /// Reads a value; returns `false` for one of another form.
  let read: @Sendable (JSONValue, inout WorkerProfile) -> Bool

  private init(
    _ name: String, _ form: String, _ meaning: String,
    for adapters: [WorkerProfile.Adapter] = WorkerProfile.Adapter.allCases,
    isRequired: Bool = false, read: @escaping @Sendable (JSONValue, inout WorkerProfile) -> Bool
  ) {
    (self.name, self.form, self.meaning) = (name, form, meaning)
    (self.adapters, self.isRequired, self.read) = (adapters, isRequired, read)
  }

  /// A key whose value is read by `parse`; `nil` is a value of another form.
  private init<Value>(
    _ name: String, _ form: String, _ meaning: String,
    for adapters: [WorkerProfile.Adapter] = WorkerProfile.Adapter.allCases,
    isRequired: Bool = false, _ place: any WritableKeyPath<WorkerProfile, Value> & Sendable,
    _ parse: @escaping @Sendable (JSONValue) -> Value?
  ) {
    self.init(name, form, meaning, for: adapters, isRequired: isRequired) { value, profile in
      guard let value = parse(value) else { return false }
      profile[keyPath: place] = value
      return true
    }
  }
}

extension WorkerKey {
  static let adapterForm = "report, command, openclaw or simulated"
  static let words = #"a list of words, such as ["scripts/worker.sh", "{id}"]"#
  static let names = #"a list of names, such as ["PATH", "ANTHROPIC_API_KEY"]"#
  private static let programs: [WorkerProfile.Adapter] = [.report, .command, .openclaw]

  /// All keys, in the order of the documents.
  public static let all: [WorkerKey] = [
    WorkerKey("adapter", adapterForm, "how `orch` talks to the program", isRequired: true) {
      value, _ in adapter(value) != nil
    },
    WorkerKey(
      "argv", words,
      "the program and its arguments; `{id}`, `{label}`, `{message_file}` and `{attempt_dir}` are "
        + "filled in", for: programs, isRequired: true, \.argv, command),
    WorkerKey("timeout", time, "how long an attempt may take; 90m by default", \.timeoutSeconds) {
      duration($0, upTo: 604_800)
    },
    WorkerKey(
      "idle_timeout", time, "how long it may be silent; for ever by default", \.idleSeconds
    ) { duration($0, upTo: 604_800).map(Optional.some) },
    WorkerKey(
      "grace", "seconds, or a time such as 10s or 1m, up to 1h",
      "how long it has to end after `SIGTERM`, before `SIGKILL`; 10s by default", \.graceSeconds
    ) { duration($0, from: 0, upTo: 3600) },
    WorkerKey(
      "max", "a whole number, 1 to 64",
      "how many of its rows may be in progress; as many as `max_workers` by default", \.limit
    ) { $0.integer(in: Settings.workerCounts).map(Optional.some) },
    WorkerKey("env", names, "the variables that it gets besides the usual ones", \.env, variables),
    WorkerKey(
      "secret_env", names,
      "those whose values are removed from what it says, besides those whose names say so",
      \.secretEnv, variables),
    WorkerKey("about", "a line of text", "what it is for", \.about) { line($0) },
    WorkerKey(
      "prompt", "the path of a file below the project root", "a text before each message", \.prompt
    ) { value in
      value.stringValue.flatMap { isBelow($0) ? .some($0) : nil }
    },
    WorkerKey(
      "program", "the name or path of a program",
      "the program that is started, whose version counts; the first of `argv` by default",
      for: programs, \.program
    ) { line($0) },
    WorkerKey(
      "min_version", "a version such as 2.1.0", "the lowest version of its program", for: programs,
      \.minVersion
    ) { value in
      value.stringValue.flatMap { VersionNumber($0) }.map(Optional.some)
    },
    WorkerKey(
      "class", classes, "the failure class of an exit status other than 0", for: [.command],
      \.failureClass
    ) { failureClass($0).map(Optional.some) },
    WorkerKey(
      "exit_classes", #"failure classes by exit status, such as {"75": "rate_limit"}"#,
      "the failure classes of exit statuses", for: [.report, .command], \.exitClasses, exitClasses),
    WorkerKey(
      "sandbox", #"a list of words, such as ["bwrap", "--unshare-net"]"#,
      "the program and arguments in front of `argv`, and of the row's checks", for: programs,
      \.sandbox, command),
    WorkerKey(
      "sandbox_required", "true or false", "whether nothing starts without the sandbox",
      for: programs, \.requiresSandbox
    ) { $0.boolValue },
    WorkerKey(
      "script", "a list of steps: done, partial, question, fail, hang or garbage",
      "what it does, a step an attempt", for: [.simulated], isRequired: true, \.script
    ) { value in
      guard let words = value.stringValues, !words.isEmpty else { return nil }
      let steps = words.compactMap(WorkerProfile.SimulatedStep.init)
      return steps.count == words.count ? steps : nil
    },
  ]

  private static let time = "seconds, or a time such as 90s, 30m or 2h, up to 168h"
  private static let classes =
    "lint, test, build, ci, review, agent, timeout, idle, rate_limit, auth or unknown"

  static func adapter(_ value: JSONValue) -> WorkerProfile.Adapter? {
    value.stringValue.flatMap(WorkerProfile.Adapter.init)
  }

  /// A program and its arguments. No text of a row names a program.
  static func command(_ value: JSONValue) -> [String]? {
    value.command.flatMap { words in
      Placeholder.allCases.contains { $0.isIn([words[0]]) } ? nil : words
    }
  }

  static func variables(_ value: JSONValue) -> [String]? {
    guard let names = value.stringValues else { return nil }
    let areNames = names.allSatisfy { name in
      !name.isEmpty && !name.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0 }
    }
    return areNames ? names : nil
  }

  private static func duration(_ value: JSONValue, from low: Int = 1, upTo high: Int) -> Int? {
    (value.integerValue ?? value.stringValue.flatMap { DurationText.seconds($0) })
      .flatMap { (low...high).contains($0) ? $0 : nil }
  }

  /// A text without control characters.
  private static func line(_ value: JSONValue) -> String?? {
    value.stringValue.flatMap { $0.isEmpty || $0.escaped != $0 ? nil : .some($0) }
  }

  private static func isBelow(_ path: String) -> Bool {
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    return path.escaped == path && !names.contains { $0.isEmpty || $0 == ".." }
  }

  /// A class that a program may say of itself; the others are for `orch` to find.
  private static func failureClass(_ value: JSONValue) -> FailureClass? {
    guard let found = value.stringValue.flatMap(FailureClass.init) else { return nil }
    switch found {
    case .lint, .test, .build, .ci, .review, .agent, .timeout, .idle, .rateLimit, .auth, .unknown:
      return found
    case .question, .spawn, .conflict, .interrupted, .lost: return nil
    }
  }

  private static func exitClasses(_ value: JSONValue) -> [Int: FailureClass]? {
    guard let object = value.objectValue else { return nil }
    var classes: [Int: FailureClass] = [:]
    for (status, value) in object.members {
      guard let number = Int(status), (1...255).contains(number), String(number) == status,
        let failure = failureClass(value)
      else { return nil }
      classes[number] = failure
    }
    return classes
  }
}

// MARK: The objects of the file

extension WorkerProfile {
  /// Reads a member of `workers`.
  init(_ name: String, _ value: JSONValue) throws(SettingMistake) {
    let key = "workers.\(name)"
    let object = try value.object(at: key)
    let keys = WorkerKey.all.map(\.name)
    for member in object.members where !keys.contains(member.key) {
      throw .unknownKey(member.key, in: key, of: keys)
    }
    guard let adapterValue = object["adapter"] else {
      throw .missing(key: "\(key).adapter", form: WorkerKey.adapterForm)
    }
    guard let adapter = WorkerKey.adapter(adapterValue) else {
      throw .value(adapterValue, key: "\(key).adapter", form: WorkerKey.adapterForm)
    }
    self.init(name: name, adapter: adapter)
    for setting in WorkerKey.all {
      let place = "\(key).\(setting.name)"
      guard let value = object[setting.name] else {
        guard !setting.isRequired || !setting.adapters.contains(adapter) else {
          throw .missing(key: place, form: setting.form)
        }
        continue
      }
      guard setting.adapters.contains(adapter) else {
        throw .otherAdapter(
          key: place, adapter: adapter.rawValue, for: setting.adapters.map(\.rawValue))
      }
      guard setting.read(value, &self) else {
        throw .value(value, key: place, form: setting.form)
      }
    }
  }

  /// What it starts and reads, none of which counts before `orch trust`.
  var programs: [NamedProgram] {
    let commands = [("argv", argv), ("sandbox", sandbox), ("program", program.map { [$0] } ?? [])]
    return commands.filter { !$0.1.isEmpty }
      .map { NamedProgram(key: "\(key).\($0.0)", words: $0.1) }
      + (prompt.map { [NamedProgram(key: "\(key).prompt", file: $0)] } ?? [])
  }
}

extension WorkerRoute {
  private static let keys = ["worker", "id", "priority", "role", "words"]

  /// Reads a member of `routes`; `index` counts from 0.
  init(_ value: JSONValue, at index: Int) throws(SettingMistake) {
    let key = "routes[\(index)]"
    let object = try value.object(at: key)
    for member in object.members where !Self.keys.contains(member.key) {
      throw .unknownKey(member.key, in: key, of: Self.keys)
    }
    func text(_ name: String, _ form: String) throws(SettingMistake) -> String? {
      guard let value = object[name] else { return nil }
      guard let text = value.stringValue, !text.isEmpty, text.escaped == text else {
        throw .value(value, key: "\(key).\(name)", form: form)
      }
      return text
    }
    let workerForm = "the name of a worker"
    guard let worker = try text("worker", workerForm) else {
      throw .missing(key: "\(key).worker", form: workerForm)
    }
    self.init(worker: worker)
    id = try text("id", "a pattern of ids, such as DOC-*")
    priority = try text("priority", "a priority such as P0").map { Priority($0) }
    role = try text("role", "a role such as worker_a")
    if let value = object["words"] {
      guard let words = value.stringValues, !words.isEmpty, !words.contains("") else {
        throw .value(
          value, key: "\(key).words", form: #"a list of words, such as ["css", "layout"]"#)
      }
      self.words = words
    }
  }
}

extension Settings {
  /// `workers` and `routes`.
  static let workers = [
    FileSetting(
      key: "workers", form: profilesForm, fallback: "{}",
      meaning: "who does the work, by name; `spawn` is the worker `default`"
    ) { (value, settings) throws(SettingMistake) in
      guard let object = value.objectValue else { return false }
      settings.named.isNamed = true
      for (name, value) in object.members {
        guard ItemID.isWellFormed(name) else {
          throw .value(.string(name), key: "workers", form: profileNames)
        }
        settings.named.profiles.append(try WorkerProfile(name, value))
      }
      return true
    }.naming { $0.named.profiles.flatMap(\.programs) },
    FileSetting(
      key: "routes", form: #"a list of routes, such as [{"id": "DOC-*", "worker": "notes"}]"#,
      fallback: "[]",
      meaning: "which rows get which worker: the first route counts that fits"
    ) { (value, settings) throws(SettingMistake) in
      guard let values = value.arrayValue else { return false }
      for (index, value) in values.enumerated() {
        settings.named.routes.append(try WorkerRoute(value, at: index))
      }
      return true
    },
  ]

  static let profilesForm =
    #"profiles by name, such as {"tests": {"adapter": "command", "argv": ["make", "test"]}}"#
  private static let profileNames =
    "a name of up to 64 letters, digits, '.', '_' and '-', a letter or digit first"
}
