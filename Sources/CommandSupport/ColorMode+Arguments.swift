import CommandLineKit

extension ColorMode {
  /// The mode that `--color` names in a command line that cannot be read whole.
  static func typed(in arguments: [String]) -> ColorMode {
    for (index, argument) in arguments.enumerated() {
      if argument == "--color", index + 1 < arguments.count {
        return ColorMode(rawValue: arguments[index + 1]) ?? .auto
      }
      if argument.hasPrefix("--color=") {
        return ColorMode(rawValue: String(argument.dropFirst(8))) ?? .auto
      }
    }
    return .auto
  }
}
