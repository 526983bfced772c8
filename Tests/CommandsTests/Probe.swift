import Door
import Host
public import Text

@testable import Runner

/// A command that does what its options say, so that the runner is tested
/// without a real one.
struct Probe: QueueCommand {
  static let name = "probe"
  static let summary: Sentence = "Do what the options say"
  static let examples = [Example("probe probe --say hello", "says hello")]
  static let options: [Option<Probe>] = [
    .value("--say", "T", "print a line") { $1.line = $0 },
    .value("--warn", "T", "warn") { $1.warning = $0 },
    .value("--item", "ID", "work on a row") { $1.itemID = $0 },
    .value("--wait", "SECONDS", "let time pass") { $1.seconds = Int($0) ?? 0 },
    .flag("--refuse", "fail with an error") { $0.isRefused = true },
    .flag("--idle", "find nothing to do") { $0.isIdle = true },
  ]

  static let program = Program<SharedOptions>(
    name: "probe", summary: "test the runner", version: "1.2.3", commands: [Probe.self])

  var shared = SharedOptions()
  var line: String?
  var warning: String?
  var itemID: String?
  var seconds = 0
  var isRefused = false
  var isIdle = false

  func run(in context: CommandContext) throws -> ExitStatus {
    if let warning { context.warn(warning) }
    context.clock.sleep(.seconds(seconds))
    if isRefused {
      throw Problem.setting(
        .text("1", name: "it is\u{1B} \"so\"", form: Sentence(same: "made\u{202E} so")))
    }
    if let line { try context.print(line) }
    return isIdle ? .nothingToDo : .success
  }
}

/// The commands of tests are in English alone.
extension Sentence: ExpressibleByExtendedGraphemeClusterLiteral {}
extension Sentence: ExpressibleByUnicodeScalarLiteral {}
extension Sentence: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(same: text) }
}
