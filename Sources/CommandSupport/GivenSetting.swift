import Host
import JSON
import QueueModel

/// A setting as one command would take it: its text, and who gave it.
public struct GivenSetting: Equatable, Sendable {
  /// Where the text comes from; the first of them that gives one counts.
  public enum Source: String, Sendable {
    case option, environment
    case configuration = "orch.json"
    case fallback = "default"
  }

  public let key: String
  /// The environment variable of the same meaning; `nil` for what only the file can say.
  public let variable: String?
  public let text: String
  public let source: Source
  /// What messages call it: the option, the variable or the key.
  let name: String
  /// What the text must be, when it is not.
  let complaint: String?

  init(_ setting: SettingDescription, _ text: String, from source: Source) {
    key = setting.key
    variable = setting.variable
    self.text = text
    self.source = source
    name =
      switch source {
      case .option: setting.option?.name ?? setting.key
      case .environment: setting.variable
      case .configuration, .fallback: setting.key
      }
    complaint = setting.complaint(text)
  }

  /// - Parameters:
  ///   - setting: one that only the file can hold.
  ///   - value: what the file says, if anything.
  init(_ setting: FileSetting, _ value: JSONValue?) {
    key = setting.key
    variable = nil
    text = value?.stringValue ?? value?.description ?? setting.fallback
    source = value == nil ? .fallback : .configuration
    name = setting.key
    complaint = nil
  }

  /// What is wrong with the text; `nil` when it can be read.
  public var problem: CommandError? {
    complaint.map {
      .setting("invalid value '\(text.escaped)' for \(name)", hint: "it must be \($0)")
    }
  }
}
