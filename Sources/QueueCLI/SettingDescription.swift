/// A setting, whatever its type is: what there is to tell of it, and what is wrong
/// with a text.
public struct SettingDescription: Sendable {
  public let key: String
  public let variable: String
  /// What its text must be.
  public let form: String
  /// What counts where nobody sets it.
  public let fallback: String
  /// What it decides, code in backticks.
  public let meaning: String
  /// The part of the contract that will use it, where that is not built yet.
  public let comesWith: String?
  let option: SettingOption?
  /// What a text must be, when it is not.
  let complaint: @Sendable (String) -> String?

  init<Value>(_ setting: Setting<Value>) {
    key = setting.key
    variable = setting.variable
    form = setting.form
    fallback = setting.fallback
    meaning = setting.meaning
    comesWith = setting.comesWith
    option = setting.option
    complaint = { setting.read($0) == nil ? setting.form : nil }
  }
}

extension Settings {
  /// Every setting, in the order of the documents.
  public static let descriptions = [
    SettingDescription(tzOffset), SettingDescription(lockTimeout), SettingDescription(logPath),
    SettingDescription(topInProgress), SettingDescription(queueReadOnly),
    SettingDescription(leaseSeconds), SettingDescription(retryBackoff),
    SettingDescription(maxAttempts), SettingDescription(tokenSoftLimit),
    SettingDescription(tokenHardLimit), SettingDescription(kpiMaxFailureRate),
    SettingDescription(kpiMaxLatency), SettingDescription(kpiMaxStale),
    SettingDescription(kpiStaleMinutes),
  ]
}
