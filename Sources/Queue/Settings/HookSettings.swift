public import Model
import Text
import Workers

/// A program that is run with each event of some names: a member of `hooks` in `orch.json`. Source:
/// `docs/events.md`, "Hooks".
public struct Hook: Equatable, Sendable {
  public let name: String
  /// The events that it gets; at least one.
  public private(set) var kinds: [QueueEvent.Kind] = []
  /// The program and its arguments; at least one word.
  public private(set) var argv: [String] = []
  public private(set) var timeoutSeconds = 30
  /// The variables that it gets besides the usual ones.
  public private(set) var env: [String] = []

  /// Where the file names its program.
  public var argvKey: String { "hooks.\(name).argv" }

  private static let keys = ["on", "argv", "timeout", "env"]
  static let argvForm = Sentence(
    #"a list of words, such as ["scripts/notify.sh"]"#, #"단어의 목록. 예: ["scripts/notify.sh"]"#)
  static let timeoutForm = Sentence(
    "seconds, or a time such as 30s or 5m, up to 1h", "초 또는 30s, 5m 같은 시간, 1h까지")
  /// It names all events, because an unknown one is mostly misspelled.
  static var kindsForm: Sentence {
    let names = QueueEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    return Sentence("a list of events: \(names)", "이벤트의 목록: \(names)")
  }

  /// Reads a member of `hooks`.
  init(_ name: String, _ value: JSONValue) throws(SettingMistake) {
    self.name = name
    let key = "hooks.\(name)"
    let object = try value.object(at: key)
    for (member, value) in object.members {
      let place = "\(key).\(member)"
      switch member {
      case "on":
        guard let names = value.stringValues, !names.isEmpty else {
          throw .value(value, key: place, form: Self.kindsForm)
        }
        kinds = try names.map { (name) throws(SettingMistake) in
          guard let kind = QueueEvent.Kind(rawValue: name) else {
            throw .value(.string(name), key: place, form: Self.kindsForm)
          }
          return kind
        }
      case "argv":
        guard let words = value.command else {
          throw .value(value, key: place, form: Self.argvForm)
        }
        argv = words
      case "timeout":
        guard let seconds = WorkerKey.duration(value, upTo: 3600) else {
          throw .value(value, key: place, form: Self.timeoutForm)
        }
        timeoutSeconds = seconds
      case "env":
        guard let names = WorkerKey.variables(value) else {
          throw .value(value, key: place, form: WorkerKey.names)
        }
        env = names
      default: throw .unknownKey(member, in: key, of: Self.keys)
      }
    }
    if kinds.isEmpty { throw .missing(key: "\(key).on", form: Self.kindsForm) }
    if argv.isEmpty { throw .missing(key: "\(key).argv", form: Self.argvForm) }
  }
}

extension Settings {
  /// `hooks`: the programs that get events.
  static let hooks = FileSetting(
    key: "hooks",
    form: Sentence(
      #"hooks by name, such as {"chat": {"on": ["question"], "argv": ["scripts/notify.sh"]}}"#,
      #"이름마다 훅. 예: {"chat": {"on": ["question"], "argv": ["scripts/notify.sh"]}}"#),
    fallback: "{}",
    meaning: "the programs that are run with each event of some names, in the project root"
  ) { (value, settings) throws(SettingMistake) in
    guard let object = value.objectValue else { return false }
    var hooks: [Hook] = []
    for (name, value) in object.members {
      guard ItemID.isWellFormed(name) else {
        throw .value(.string(name), key: "hooks", form: profileNames)
      }
      hooks.append(try Hook(name, value))
    }
    settings.hooks = hooks.sorted { $0.name < $1.name }
    return true
  }.naming { settings in
    settings.hooks.map { NamedProgram(key: $0.argvKey, words: $0.argv) }
  }
}
