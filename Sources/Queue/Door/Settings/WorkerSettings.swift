import Model
package import Text
import Workers

// `workers` and `routes` in `orch.json`.

extension WorkerProfile {
  /// Reads a member of `workers`.
  init(_ name: String, _ value: JSONValue) throws(SettingMistake) {
    let key = "workers.\(name)"
    let object = try value.object(at: key)
    let keys = WorkerKey.all.map(\.key)
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
      let place = "\(key).\(setting.key)"
      guard let value = object[setting.key] else {
        guard !setting.isRequired || !setting.adapters.contains(adapter) else {
          throw .missing(key: place, form: setting.form)
        }
        continue
      }
      guard setting.adapters.contains(adapter) else {
        throw .otherAdapter(
          key: place, adapter: adapter.rawValue, for: setting.adapters.map(\.rawValue),
          instead: WorkerKey.counterparts(of: setting.key).filter { $0.adapters.contains(adapter) }
            .map(\.key))
      }
      guard try setting.read(value, &self) else {
        throw .value(value, key: place, form: setting.form)
      }
    }
    if integration != .none, !usesWorktree {
      throw .missing(key: "\(key).worktree", form: .boolean, for: "\(key).integrate")
    }
    if isPlanner, object["max"] != nil {
      throw .missing(key: "\(key).rows", form: Sentence(same: "true"), for: "\(key).max")
    }
    for name in WorkerKey.ofBubblewrap where sandboxRules == nil && object[name] != nil {
      throw .missing(
        key: "\(key).sandbox", form: Sentence(same: #""bwrap""#), for: "\(key).\(name)")
    }
    // Because of a misspelled name, the secret would stay visible in the log.
    if let stray = secretEnv.first(where: { !env.contains($0) }) {
      throw .value(.string(stray), key: "\(key).secret_env", form: WorkerKey.secretNames)
    }
  }

  /// The programs that the worker starts and the files that it reads. None of them is used before
  /// `orch trust`.
  var programs: [NamedProgram] {
    var commands = [("argv", argv), ("sandbox", sandbox)]
    if sandboxRules != nil { commands.append(("sandbox", [SandboxRules.program])) }
    // An agent has a program even if the settings name none.
    if program != nil || argv.isEmpty, let programName {
      commands.append((programKey, [programName] + args + [url, model].compactMap(\.self)))
    }
    return commands.filter { !$0.1.isEmpty }
      .map { NamedProgram(key: "\(key).\($0.0)", words: $0.1) }
      + (prompt.map { [NamedProgram(key: "\(key).prompt", file: $0)] } ?? [])
  }
}

extension WorkerRoute {
  private static let keys: [SettingKey<WorkerRoute>] = [
    SettingKey("worker", Sentence("the name of a worker", "워커의 이름"), isRequired: true, \.worker) {
      $0.plainText
    },
    SettingKey("id", Sentence("a pattern of ids, such as DOC-*", "id의 패턴. 예: DOC-*"), \.id) {
      $0.plainText.map(Optional.some)
    },
    SettingKey("priority", Sentence("P0, P1 or P2", "P0, P1, P2"), \.priority) { value in
      Priority.known.first { $0.text == value.stringValue }.map(Optional.some)
    },
    SettingKey("role", Sentence("a role such as worker_a", "worker_a 같은 역할"), \.role) {
      $0.plainText.map(Optional.some)
    },
    SettingKey(
      "words",
      Sentence(#"a list of words, such as ["css", "layout"]"#, #"단어의 목록. 예: ["css", "layout"]"#),
      \.words
    ) { value in value.stringValues.flatMap { $0.isEmpty || $0.contains("") ? nil : $0 } },
  ]

  /// Reads a member of `routes`; `index` counts from 0.
  fileprivate init(_ value: JSONValue, at index: Int) throws(SettingMistake) {
    self.init(worker: "")
    let place = "routes[\(index)]"
    try value.object(at: place).read(into: &self, by: Self.keys, at: place)
  }
}

extension JSONValue {
  /// A text that is not empty and has only characters that a terminal shows.
  fileprivate var plainText: String? {
    stringValue.flatMap { !$0.isEmpty && $0.escaped == $0 ? $0 : nil }
  }
}

extension Settings {
  /// `workers` and `routes`.
  static let workers: [SettingKey<FileSettings>] = [
    SettingKey(
      "workers", profilesForm, fallback: "{}",
      "who does the work, by name; `spawn` is the worker `default`"
    ) { (value, settings) throws(SettingMistake) in
      guard let object = value.objectValue else { return false }
      settings.named.isNamed = true
      for (name, value) in object.members {
        guard ItemID.isWellFormed(name) else {
          throw .value(.string(name), key: "workers", form: .profileName)
        }
        let profile = try WorkerProfile(name, value)
        if profile.isPlanner {
          settings.named.planners.append(profile)
        } else {
          settings.named.profiles.append(profile)
        }
      }
      return true
    }.naming { $0.named.all.flatMap(\.programs) },
    SettingKey(
      "routes",
      Sentence(
        #"a list of routes, such as [{"id": "DOC-*", "worker": "notes"}]"#,
        #"규칙의 목록. 예: [{"id": "DOC-*", "worker": "notes"}]"#),
      fallback: "[]",
      "which rows get which worker: the first route that matches counts"
    ) { (value, settings) throws(SettingMistake) in
      guard let values = value.arrayValue else { return false }
      for (index, value) in values.enumerated() {
        settings.named.routes.append(try WorkerRoute(value, at: index))
      }
      return true
    },
  ]

  static let profilesForm =
    Sentence(
      #"profiles by name, such as {"tests": {"adapter": "command", "argv": ["make", "test"]}}"#,
      #"이름마다 프로필. 예: {"tests": {"adapter": "command", "argv": ["make", "test"]}}"#)
}

extension Sentence {
  /// The form of the names of workers and hooks.
  package static let profileName = Sentence(
    "a name of up to 64 letters, digits, '.', '_' and '-', a letter or digit first",
    "영문자나 숫자로 시작하는 영문자, 숫자, '.', '_', '-' 64자까지의 이름")
}
