/// A setting, whatever its type is: what there is to tell of it, and what is wrong
/// with a text.
public struct SettingDescription: Sendable {
  /// What it is called in `orch.json`.
  public let key: String
  /// What its text must be, worded to follow "must be".
  public let form: String
  /// The text that counts where nobody gives one.
  public let fallback: String
  /// What it decides, code in backticks.
  public let meaning: String
  let option: SettingOption?
  let canRead: @Sendable (String) -> Bool

  /// The environment variable of the same meaning.
  public var variable: String { "ORCH_" + key.uppercased() }

  /// What a text must be, when it is not.
  func complaint(_ text: String) -> String? { canRead(text) ? nil : form }
}
