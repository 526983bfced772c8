import Testing
import Text

/// A command that does several things, by the word behind it.
private struct Lamp: Command {
  static let name = "lamp"
  static let summary: Sentence = "Switch a lamp"
  static let examples = [Example("house lamp on L1", "a light")]
  static let options: [Option<Lamp>] = [
    .choice("ACTION", "what to do", ["on", "off"], required: true) { $1.action = $0 },
    .value("--id", "ID", "the lamp", required: true, kind: .listed("lamps")) { $1.id = $0 },
    .flag("--slow", "not at once") { $0.isSlow = true },
  ]
  static let action: String? = "ACTION"
  static let positional: String? = "--id"

  static let program = Program<CompletionShared>(
    name: "house", summary: "keep a house", version: "1", commands: [Lamp.self])

  var shared = CompletionShared()
  var action = ""
  var id = ""
  var isSlow = false
}

@Suite struct ActionTests {
  @Test(arguments: [
    ("lamp on --id L1", "on L1"), ("lamp on L1", "on L1"), ("lamp --id L1 off", "off L1"),
    ("lamp --slow off L1", "off L1 slow"), ("lamp -- off L1", "off L1"),
    ("lamp", "missing argument: on|off; missing option --id ID"),
    ("lamp off", "missing option --id ID"),
    ("lamp --id L1", "missing argument: on|off"),
    ("lamp of L1", "invalid value 'of' for ACTION: did you mean off? use on|off"),
    ("lamp L1 on", "invalid value 'L1' for ACTION: use on|off"),
    ("lamp on L1 L2", "unexpected argument 'L2'"),
    ("lamp on --id L1 L2", "unexpected argument 'L2'"),
    ("lamp --ACTION on", "unknown option '--ACTION'; missing option --id ID"),
  ])
  func `the action is the first word, and what it is done to may follow`(
    _ line: String, outcome: String
  ) {
    #expect(Self.outcome(line) == outcome)
  }

  private static func outcome(_ line: String) -> String {
    do throws(UsageError) {
      let words = line.split(separator: " ").map(String.init)
      guard case .run(let command) = try Lamp.program.parse(words), let lamp = command as? Lamp
      else { return "no command" }
      return "\(lamp.action) \(lamp.id)\(lamp.isSlow ? " slow" : "")"
    } catch {
      return error.sentence.english
    }
  }

  @Test(arguments: [
    (["lamp", ""], "on off"), (["lamp", "of"], "off"), (["lamp", "--slow", "o"], "on off"),
    (["lamp", "on", "L"], "list lamps 'L'"), (["lamp", "--id", "L1", ""], "on off"),
    (["lamp", "on", "L1", "--s"], "--slow"), (["lamp", "on", "--id", "L1", "x"], ""),
  ])
  func `the action is offered first, then what it may be done to`(
    _ words: [String], offer: String
  ) {
    let offered =
      switch Lamp.program.completion(of: words).offer {
      case .candidates(let candidates): candidates.map(\.value).joined(separator: " ")
      case .listed(let list, let value): "list \(list) '\(value.typed)'"
      case .files, .folders: "a path"
      }
    #expect(offered == offer)
  }

  @Test func `the action stands in the usage line without dashes`() {
    #expect(
      Lamp.program.usage(for: ["lamp"]) == "house lamp on|off ID [options]; house lamp --help")
  }
}
