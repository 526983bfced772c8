public import Host
import Synchronization
import Text

/// The standard streams of one command.
public struct Console {
  public let output: any TextSink
  public let errors: any TextSink
  /// Reads standard input to its end, or up to one byte more than the limit.
  let input: (_ limit: Int) throws(SystemError) -> [UInt8]

  public init(
    output: any TextSink, errors: any TextSink,
    input: @escaping (Int) throws(SystemError) -> [UInt8] = StandardInput.read(limit:)
  ) {
    self.output = output
    self.errors = errors
    self.input = input
  }

  /// A console that discards standard output and keeps standard error.
  public static func collecting(_ errors: OutputBuffer) -> Console {
    Console(output: OutputBuffer(), errors: errors)
  }

  func print(_ line: String) throws(SystemError) {
    try output.write(Array(line.utf8) + [10])
  }

  /// Prints a line to standard error, without passwords; a failure is not an error of the command.
  ///
  /// - Returns: whether the line was written.
  @discardableResult
  func printError(_ line: String) -> Bool {
    errors.writeIfPossible(line.withoutPasswords + "\n")
  }
}

/// A destination of a command's text, which threads may share.
public protocol TextSink: AnyObject, Sendable {
  var isTerminal: Bool { get }
  /// Whether the text ends on a terminal, directly or through another part of the program, and is
  /// therefore in the language of the person.
  var reachesTerminal: Bool { get }
  /// In columns; `nil` if unknown.
  var width: Int? { get }
  func write(_ bytes: [UInt8]) throws(SystemError)
  func flush() throws(SystemError)
}

extension StandardStream: TextSink {}

extension TextSink {
  public var reachesTerminal: Bool { isTerminal }

  /// Writes and flushes a text, and ignores failures.
  ///
  /// - Returns: whether the text was written.
  @discardableResult
  public func writeIfPossible(_ text: String) -> Bool {
    do throws(SystemError) {
      try write(Array(text.utf8))
      try flush()
      return true
    } catch {
      return false
    }
  }
}

/// Keeps what a command prints, for a program that shows it on its terminal later.
public final class OutputBuffer: TextSink {
  private let bytes = Mutex<[UInt8]>([])

  public init() {}

  public var isTerminal: Bool { false }
  public var reachesTerminal: Bool { true }
  public var width: Int? { nil }
  public func write(_ bytes: [UInt8]) { self.bytes.withLock { $0 += bytes } }
  public func flush() {}

  public var lines: [String] {
    String(decoding: bytes.withLock { $0 }, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

/// Shows on a terminal the progress of work that takes longer than a second.
public final class ProgressLine {
  private let errors: (any TextSink)?
  private let clock: Clock
  private let start: Duration
  private var lastShown: Duration?

  /// `delay` is the time until the line appears, `interval` the time between two updates.
  private static let delay = Duration.milliseconds(1000)
  private static let interval = Duration.milliseconds(200)

  /// - Parameters:
  ///   - errors: the terminal; `nil` shows nothing.
  ///   - clock: measures how long the work takes.
  init(on errors: (any TextSink)?, clock: Clock) {
    self.errors = errors
    self.clock = clock
    start = clock.monotonic()
  }

  public func show(_ text: @autoclosure () -> String) {
    guard let errors else { return }
    let now = clock.monotonic()
    guard now - start > Self.delay, lastShown.map({ now - $0 > Self.interval }) ?? true
    else { return }
    lastShown = now
    errors.writeIfPossible("\r\u{1B}[K" + DisplayWidth.cut(text(), to: (errors.width ?? 80) - 1))
  }

  public func clear() {
    if lastShown != nil { errors?.writeIfPossible("\r\u{1B}[K") }
    lastShown = nil
  }
}

extension Environment {
  /// The colours for text that goes to `sink`.
  func paint(_ mode: ColorMode, for sink: any TextSink) -> Paint {
    mode.paint(
      isTerminal: sink.isTerminal, noColor: self["NO_COLOR"], forceColor: self["CLICOLOR_FORCE"],
      kind: self["TERM"])
  }
}

extension ColorMode {
  /// The mode that `--color` names in a command line that can't be parsed.
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
