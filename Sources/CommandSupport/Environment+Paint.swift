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
