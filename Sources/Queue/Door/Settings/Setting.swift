public import Text

/// A setting: its description, the function that reads its text, and its default.
public struct Setting<Value: Sendable>: Sendable {
  public let description: SettingDescription
  public let defaultValue: Value
  public let read: @Sendable (String) -> Value?

  init(
    _ key: String, _ meaning: String, form: Sentence, fallback: String,
    option: String? = nil, read: @escaping @Sendable (String) -> Value?
  ) {
    guard let value = read(fallback) else {
      preconditionFailure("the default of \(key) can't be read: \(fallback)")
    }
    description = SettingDescription(
      key: key, form: form, fallback: fallback, meaning: meaning, option: option,
      canRead: { read($0) != nil })
    defaultValue = value
    self.read = read
  }
}

/// The description of a setting for help, documents and errors, without its type.
public struct SettingDescription: Sendable {
  /// The setting's name in `orch.json`.
  public let key: String
  /// The form of its text, worded to follow "must be".
  public let form: Sentence
  /// The default.
  public let fallback: String
  /// The meaning of the setting, with code in backticks.
  public let meaning: String
  /// The option by which all commands accept the setting.
  public let option: String?
  public let canRead: @Sendable (String) -> Bool

  /// The environment variable of the same meaning.
  public var variable: String { "ORCH_" + key.uppercased() }

  /// The form that the text must have; `nil` if the text can be read.
  func requirement(for text: String) -> Sentence? { canRead(text) ? nil : form }
}

/// A setting as one command resolves it: its text, and the source of the text.
public struct ResolvedSetting: Equatable, Sendable {
  /// The source of the text, in order of precedence.
  public enum Source: String, Sendable {
    case option, environment
    case configuration = "orch.json"
    case fallback = "default"
  }

  public let key: String
  /// The environment variable of the same meaning; `nil` for a setting that only the file can hold.
  public let variable: String?
  public let text: String
  public let source: Source
  /// The setting's name in messages: the option, the variable or the key.
  public let name: String
  /// The form that the text must have; `nil` if the text can be read.
  let requirement: Sentence?

  public init(_ setting: SettingDescription, _ text: String, from source: Source) {
    key = setting.key
    variable = setting.variable
    self.text = text
    self.source = source
    name =
      switch source {
      case .option: setting.option ?? setting.key
      case .environment: setting.variable
      case .configuration, .fallback: setting.key
      }
    requirement = setting.requirement(for: text)
  }

  /// - Parameters:
  ///   - setting: a setting that only the file can hold.
  ///   - value: the value in the file; `nil` if there is none.
  public init(_ setting: SettingKey<FileSettings>, _ value: JSONValue?) {
    key = setting.key
    variable = nil
    text = value?.stringValue ?? value?.description ?? setting.fallback
    source = value == nil ? .fallback : .configuration
    name = setting.key
    requirement = nil
  }

  /// The error of a text that can't be read.
  public var problem: SettingProblem? {
    requirement.map { .text(text, name: name, form: $0) }
  }
}
