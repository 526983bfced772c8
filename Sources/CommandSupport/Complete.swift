public import CommandLineKit
import Host

/// `complete`: what a shell offers when somebody presses the tab key.
///
/// For the scripts that `completion` prints, which hold the other half of what
/// is agreed here: a candidate a line, and a line that begins with a tab for
/// what the shell knows better. It takes no lock, writes no log, and has
/// nothing to say where there is no queue.
public struct Complete<Commands: CommandSet>: QueueCommand {
  public static var name: String { "complete" }
  public static var summary: String { "Tell what may stand where somebody is typing" }
  public static var examples: [Example] {
    [
      Example("\(Commands.program.name) complete -- --color ''", "each as value⇥description"),
      Example(
        "\(Commands.program.name) complete --line 'x --color=a' --replaces a",
        "as bash wants it: values to put in place of the end"),
    ]
  }
  public static var options: [Option<Complete>] {
    [
      .value(
        "--word", "WORD", "a word behind the program's name; the last is being typed",
        repeatable: true
      ) { $1.words.append($0) },
      .value("--line", "LINE", "instead of words: the line up to the cursor, quotes and all") {
        $1.line = $0
      },
      .value("--replaces", "TEXT", "the end of the line that gives way to a value") {
        $1.replaced = $0
      },
      .flag("--aligned", "several values with what they mean beside them") { $0.isAligned = true },
    ]
  }
  public static var positional: String? { "--word" }
  public static var isHidden: Bool { true }
  public static var isLogged: Bool { false }
  /// A key press is not the moment to tell of a setting that can't be read.
  public static var needsSettings: Bool { false }

  public var shared = SharedOptions()
  var words: [String] = []
  var line: String?
  var replaced = ""
  var isAligned = false

  public init() {}

  public func run(in context: CommandContext) throws(CommandError) -> ExitStatus {
    let words = line.map { Array(ShellLine($0).words.dropFirst()) } ?? words
    let completion = Commands.program.completion(of: words)
    let lines =
      switch completion.offer {
      case .files: ["\tfiles"]
      case .folders: ["\tfolders"]
      case .candidates(let candidates): printed(candidates)
      case .listed(let list, let value):
        printed(context.candidates(on: list, for: value, completion.shared))
      }
    try context.write(lines.map { $0 + "\n" }.joined())
    return .success
  }

  private func printed(_ candidates: [Candidate]) -> [String] {
    guard let line else { return candidates.tabbed }
    let typed = ShellLine(line.hasSuffix(replaced) ? String(line.dropLast(replaced.count)) : line)
    let kept = typed.words.last ?? ""
    let values = candidates.map { candidate in
      Candidate(typed.quoted(candidate.value.without(kept)), candidate.description)
    }
    return isAligned && values.count > 1 ? values.aligned : values.map(\.value)
  }
}

extension String {
  /// The text without a beginning that it has.
  fileprivate func without(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}

extension CommandContext {
  /// What is on a list of the queue that a line being typed names.
  fileprivate func candidates(
    on list: String, for value: PartialValue, _ shared: SharedOptions
  ) -> [Candidate] {
    var shared = shared
    shared.queue = shared.queue.map(expandingHome)
    shared.database = shared.database.map(expandingHome)
    let context = CommandContext(
      program: program, command: command, shared: shared, console: console,
      environment: environment, currentDirectory: currentDirectory, clock: clock)
    guard let store = try? context.store() else { return [] }
    return QueueLists(store: store).candidates(on: list, for: value)
  }

  /// `~/QUEUE.md`, which a shell expands only when the line is run.
  private func expandingHome(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
    return Path.join(home, String(path.dropFirst(2)))
  }
}
