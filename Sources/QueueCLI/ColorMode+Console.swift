import CommandLineKit
import Host

extension Environment {
  /// What this environment makes of a mode, for text that goes to `sink`.
  func paint(_ mode: ColorMode, for sink: any TextSink) -> Paint {
    mode.paint(
      isTerminal: sink.isTerminal, noColor: self["NO_COLOR"], forceColor: self["CLICOLOR_FORCE"],
      kind: self["TERM"])
  }
}

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
