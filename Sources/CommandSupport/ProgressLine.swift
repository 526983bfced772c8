import Host
import TextWidth

/// Says on a terminal how far something is that takes longer than a second.
public final class ProgressLine {
  private let errors: (any TextSink)?
  private let clock: Clock
  private let start: Int
  private var last: Int?

  /// What nobody calls long yet, and how often it is said, nanoseconds.
  private static let short = Int.milliseconds(1000)
  private static let pause = Int.milliseconds(200)

  init(on errors: (any TextSink)?, clock: Clock) {
    self.errors = errors
    self.clock = clock
    start = clock.monotonic()
  }

  /// - Parameter text: what is done, and how far it is.
  public func show(_ text: @autoclosure () -> String) {
    guard let errors else { return }
    let now = clock.monotonic()
    guard now - start > Self.short, now - (last ?? .min / 2) > Self.pause else { return }
    last = now
    put("\r\u{1B}[K" + DisplayWidth.cut(text(), to: (errors.width ?? 80) - 1))
  }

  public func clear() {
    if last != nil { put("\r\u{1B}[K") }
    last = nil
  }

  /// That it can't be shown is not an error of the command.
  private func put(_ text: String) {
    try? errors?.write(Array(text.utf8))
    try? errors?.flush()
  }
}

extension CommandContext {
  /// Where a person sees how far the command is, if one looks.
  public func progressLine() -> ProgressLine {
    let isShown = console.errors.isTerminal && !shared.isQuiet
    return ProgressLine(on: isShown ? console.errors : nil, clock: clock)
  }
}
