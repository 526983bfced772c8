public import CommandLineKit

extension Option {
  /// An option of one command that stands for a setting on its command line.
  ///
  /// - Parameters:
  ///   - name: with its dashes.
  ///   - placeholder: what stands for the value in help.
  ///   - setting: says what it means, what its value must be, and what counts without it.
  ///   - store: takes the value.
  public static func setting<Value>(
    _ name: String, _ placeholder: String, _ setting: Setting<Value>,
    _ store: @escaping @Sendable (Value, inout Root) -> Void
  ) -> Self {
    let description = setting.description
    return .value(
      name, placeholder, description.meaning, environment: [description.variable],
      fallback: description.fallback
    ) { (text, root) throws(InvalidValue) in
      guard let value = setting.read(text) else {
        throw InvalidValue("it must be \(description.form)")
      }
      store(value, &root)
    }
  }
}
