import Testing

/// A line of an example, read as a shell reads it, as far as examples go:
/// words, single quotes, pipes, lists, substitutions and redirections.
struct ExampleLine {
  private let commands: [[String]]

  init(_ line: String) {
    var commands: [[String]] = [[]]
    var word: String?
    var isQuoted = false
    func ended(_ word: inout String?) {
      if let word { commands[commands.count - 1].append(word) }
      word = nil
    }
    for character in line {
      switch character {
      case "'":
        isQuoted.toggle()
        word = word ?? ""
      case _ where isQuoted: word = (word ?? "") + String(character)
      case " ": ended(&word)
      case "|", "&", ";", "(", ")", ">":
        ended(&word)
        commands.append([])
      default: word = (word ?? "") + String(character)
      }
    }
    ended(&word)
    self.commands = commands.filter { !$0.isEmpty }
  }

  /// What follows a program's name where it is first run.
  func arguments(of program: String) -> [String]? {
    commands.first { $0.first == program }.map { Array($0.dropFirst()) }
  }
}

@Suite struct ExampleLineTests {
  @Test(arguments: [
    ("orch list", ["list"]), ("orch add --task 'a b' ''", ["add", "--task", "a b", ""]),
    ("orch list | jq -r '.a | .b'", ["list"]), ("id=$(orch pick -q) || exit 0", ["pick", "-q"]),
    ("git pull && orch lint", ["lint"]), ("orch list > f", ["list"]), ("ops status", nil),
    ("echo orch list", nil),
  ])
  func `the words of a program are found`(_ line: String, words: [String]?) {
    #expect(ExampleLine(line).arguments(of: "orch") == words)
  }
}
