public import CommandLineKit

extension Option {
  /// An option whose value is a whole number in `range`.
  public static func number(
    _ name: String, _ placeholder: String, _ help: String, in range: ClosedRange<Int>,
    required: Bool = false, environment: [String] = [], fallback: String? = nil,
    _ store: @escaping @Sendable (Int, inout Root) -> Void
  ) -> Self {
    .value(
      name, placeholder, help, required: required, environment: environment, fallback: fallback
    ) { (text, root) throws(InvalidValue) in
      guard let number = Int(text), range.contains(number) else {
        throw InvalidValue("use a whole number \(range.inWords)")
      }
      store(number, &root)
    }
  }

  /// The same, where a setting counts when the option is not given.
  public static func number(
    _ name: String, _ placeholder: String, _ help: String, in range: ClosedRange<Int>,
    or setting: SettingDescription, _ store: @escaping @Sendable (Int, inout Root) -> Void
  ) -> Self {
    .number(
      name, placeholder, help, in: range, environment: [setting.variable],
      fallback: setting.fallback, store)
  }
}

extension ClosedRange<Int> {
  /// `from 1 to 5`; `from 1 on` where there is no end to speak of.
  fileprivate var inWords: String {
    upperBound == .max ? "from \(lowerBound) on" : "from \(lowerBound) to \(upperBound)"
  }
}
