/// What there is to tell of a setting, whatever its type is.
public struct SettingDescription: Sendable {
  public let variable: String
  /// What its text must be.
  public let form: String
  /// What counts where nobody sets it, code in backticks.
  public let defaultText: String
  /// What it decides, code in backticks.
  public let meaning: String
  /// The part of the contract that will use it, where that is not built yet.
  public let comesWith: String?

  init<Value>(_ setting: Setting<Value>) {
    variable = setting.variable
    form = setting.form
    defaultText = setting.defaultText
    meaning = setting.meaning
    comesWith = setting.comesWith
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
