import Host
import QueueModel
import TextWidth

extension CommandContext {
  /// Shows on a terminal what the command waits for, and takes it away again.
  var waitNotice: WaitNotice {
    guard console.errors.isTerminal, !shared.isQuiet else { return .silent }
    // The thread that waits is the command's own, which alone writes there.
    nonisolated(unsafe) let errors = console.errors
    return WaitNotice(
      show: { line in
        // A line that wraps could not be taken away whole.
        Self.put(DisplayWidth.cut(line.escaped, to: (errors.width ?? 80) - 1), on: errors)
      },
      clear: { Self.put("\r\u{1B}[K", on: errors) })
  }

  /// That it can't be shown is not an error of the command.
  private static func put(_ text: String, on sink: any TextSink) {
    try? sink.write(Array(text.utf8))
    try? sink.flush()
  }
}
