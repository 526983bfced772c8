@testable public import Text

/// A small program of our own, so that these tests depend on no real command.
enum Sample {
  static let program = Program<SampleShared>(
    name: "sample", summary: "show how a program is read", version: "1.2.3",
    commands: [Copy.self, Count.self, Secret.self], other: ("other", { [Move.self] }),
    synonyms: [("cp", "copy")], firstCommands: ["copy"])

  /// What a command line asks for, on one line.
  static func outcome(_ arguments: [String]) -> String {
    do throws(UsageError) {
      return switch try program.parse(arguments) {
      case .help(let text): "help: \(text.prefix { $0 != "\n" })"
      case .version(let text): "version: \(text)"
      case .run(let command): (command as? any SampleCommand)?.outcome ?? "another command"
      }
    } catch {
      return "error: \(error.sentence.english)"
    }
  }
}

struct SampleShared: OptionGroup {
  var folder: String?
  var isLoud = false

  static let options: [Option<SampleShared>] = [
    .value(
      "--folder", "DIR", "where to work", environment: ["SAMPLE_DIR", "SAMPLE_HOME"],
      fallback: "`.` as it is"
    ) { $1.folder = $0 },
    .flag("--loud", short: "-l", "tell more") { $0.isLoud = true },
  ]

  var outcome: String { "\(folder.map { " folder=\($0)" } ?? "")\(isLoud ? " loud" : "")" }
}

protocol SampleCommand: Command where Shared == SampleShared {
  var outcome: String { get }
}

extension SampleCommand {
  func run(by runner: any CommandRunner) -> Int32 { 0 }
}

struct Copy: SampleCommand {
  static let name = "copy"
  static let summary: Sentence = "Copy a file"
  static let discussion: Sentence = "What is there already is kept."
  static let examples = [
    Example("sample copy a --to b", "one copy"),
    Example("sample copy --from a --to b --to c", "several"),
  ]
  static let result = "`PATH -> PATH`, a line each"
  static let options: [Option<Copy>] = [
    .value("--from", "PATH", "what to copy", required: true) { $1.from = $0 },
    .value("--to", "PATH", "where to", repeatable: true) { $1.to.append($0) },
    .choice("--mode", "how careful to be", ["fast", "safe", "exact"]) { $1.mode = $0 },
    .choice("--part", "which part", ["head", "body"], placeholder: "PART") { $1.mode = $0 },
    .value("--count", also: "-n", "N", "how often", fallback: "1") {
      (text, copy) throws(InvalidValue) in
      guard let count = Int(text) else {
        throw InvalidValue(Sentence(same: "it must be a whole number"))
      }
      copy.count = count
    },
    .flag("--force", short: "-f", "replace what is there") { $0.force = true },
  ]
  static let positional: String? = "--from"

  var shared = SampleShared()
  var from = ""
  var to: [String] = []
  var mode: String?
  var count = 1
  var force = false

  var outcome: String {
    let mode = mode.map { " mode=\($0)" } ?? ""
    return "copy '\(from)' to=\(to) count=\(count)\(mode)\(force ? " force" : "")\(shared.outcome)"
  }
}

struct Count: SampleCommand {
  static let name = "count"
  static let summary: Sentence = "Count the files"
  static let examples = [Example("sample count", "how many there are")]
  static let options: [Option<Count>] = []

  var shared = SampleShared()
  var outcome: String { "count\(shared.outcome)" }
}

/// A command of the other program.
struct Move: SampleCommand {
  static let name = "move"
  static let summary: Sentence = "Move a file"
  static let examples = [Example("other move", "somewhere")]
  static let options: [Option<Move>] = []

  var shared = SampleShared()
  var outcome: String { "move\(shared.outcome)" }
}

struct Secret: SampleCommand {
  static let name = "secret"
  static let summary: Sentence = "Serve another program"
  static let examples: [Example] = []
  static let options: [Option<Secret>] = []
  static let isHidden = true

  var shared = SampleShared()
  var outcome: String { "secret\(shared.outcome)" }
}

/// The samples are in English alone.
extension Sentence: ExpressibleByExtendedGraphemeClusterLiteral {}
extension Sentence: ExpressibleByUnicodeScalarLiteral {}
extension Sentence: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(same: text) }
}
