public import Door
public import Model
import Plans
import Text
import Workers

/// A program that is run for each event of given kinds: a member of `hooks` in `orch.json`. Source:
/// `docs/events.md`, "Hooks".
public struct Hook: Equatable, Sendable {
  public let name: String
  /// The kinds of events that the hook gets; at least one.
  public private(set) var kinds: [QueueEvent.Kind] = []
  /// The program and its arguments; at least one word.
  public private(set) var argv: [String] = []
  public private(set) var timeoutSeconds = 30
  /// The variables that the hook gets in addition to the usual ones.
  public private(set) var env: [String] = []

  /// The key of the hook's program in the file.
  public var argvKey: String { "\(key).argv" }

  static let argvForm = Sentence(
    #"a list of words, such as ["scripts/notify.sh"]"#, #"단어의 목록. 예: ["scripts/notify.sh"]"#)
  static let timeoutForm = Sentence(
    "seconds, or a time such as 30s or 5m, up to 1h", "초 또는 30s, 5m 같은 시간, 1h까지")
  static let nameForm = Sentence(
    "another name: orch delivers the results of plans under this one",
    "다른 이름. 이 이름으로는 orch가 계획의 결과를 전달합니다")
  /// The form of the list. It names all events, because an unknown event is usually misspelled.
  static var kindsForm: Sentence {
    let names = QueueEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    return Sentence("a list of events: \(names)", "이벤트의 목록: \(names)")
  }

  private static let keys: [SettingKey<Hook>] = [
    SettingKey("on", kindsForm, isRequired: true) { (value, hook) throws(SettingMistake) in
      guard let names = value.stringValues, !names.isEmpty else { return false }
      hook.kinds = try names.map { (name) throws(SettingMistake) in
        guard let kind = QueueEvent.Kind(rawValue: name) else {
          throw .value(.string(name), key: "\(hook.key).on", form: kindsForm)
        }
        return kind
      }
      return true
    },
    SettingKey("argv", argvForm, isRequired: true, \.argv) { $0.command },
    SettingKey("timeout", timeoutForm, \.timeoutSeconds) { WorkerKey.duration($0, upTo: 3600) },
    SettingKey("env", WorkerKey.names, \.env, WorkerKey.variables),
  ]

  /// Whether the hook is no program, but posts the results of plans to their `callback_url`.
  public private(set) var isCallback = false

  /// The deliveries of plans' results.
  static let callbacks: Hook = {
    var hook = Hook(name: PostCallback.name)
    hook.kinds = [.planDone, .planFailed, .planBlocked, .planCancelled]
    hook.timeoutSeconds = PostCallback.timeout
    hook.isCallback = true
    return hook
  }()

  private init(name: String) { self.name = name }

  private var key: String { "hooks.\(name)" }

  init(_ name: String, _ value: JSONValue) throws(SettingMistake) {
    self.name = name
    try value.object(at: key).read(into: &self, by: Self.keys, at: key)
  }
}

/// `hooks` in `orch.json`: the programs that get events.
public struct HookSettings: FeatureSettings, Equatable {
  /// The hooks, by name.
  public private(set) var hooks: [Hook] = []

  public init() {}

  public static let keys = [
    SettingKey<HookSettings>(
      "hooks",
      Sentence(
        #"hooks by name, such as {"chat": {"on": ["question"], "argv": ["scripts/notify.sh"]}}"#,
        #"이름마다 훅. 예: {"chat": {"on": ["question"], "argv": ["scripts/notify.sh"]}}"#),
      fallback: "{}",
      "the programs that are run, in the project root, with each event of the given names"
    ) { (value, settings) throws(SettingMistake) in
      guard let object = value.objectValue else { return false }
      var hooks: [Hook] = []
      for (name, value) in object.members {
        guard ItemID.isWellFormed(name) else {
          throw .value(.string(name), key: "hooks", form: .profileName)
        }
        guard name != PostCallback.name else {
          throw .value(.string(name), key: "hooks", form: Hook.nameForm)
        }
        hooks.append(try Hook(name, value))
      }
      settings.hooks = hooks.sorted { $0.name < $1.name }
      return true
    }.naming { settings in
      settings.hooks.map { NamedProgram(key: $0.argvKey, words: $0.argv) }
    }
  ]

  public var variables: [String] { hooks.flatMap(\.env) }
}
