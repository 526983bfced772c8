/// A setting: what there is to tell of it, how its text is read, and what it is by
/// default.
public struct Setting<Value: Sendable>: Sendable {
  public let description: SettingDescription
  public let defaultValue: Value
  let read: @Sendable (String) -> Value?

  init(
    _ key: String, _ meaning: String, form: String, fallback: String,
    option: SettingOption? = nil, read: @escaping @Sendable (String) -> Value?
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
