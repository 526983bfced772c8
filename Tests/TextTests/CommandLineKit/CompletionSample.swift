import Text

/// A small program with values of every kind.
enum CompletionSample {
  static let program = Program<CompletionShared>(
    name: "sample", summary: "show what is offered", version: "1.2.3",
    commands: [Ship.self, Sort.self, HiddenChoice.self], other: ("other", { [Track.self] }))
}

struct CompletionShared: OptionGroup, Equatable {
  var file: String?
  var isLoud = false
  var level: String?

  static let options: [Option<CompletionShared>] = [
    .value("--file", "PATH", "what to read", kind: .file) { $1.file = $0 },
    .flag("--loud", short: "-l", "tell more") { $0.isLoud = true },
    .choice("--level", "how much", ["low", "high"]) { $1.level = $0 },
  ]
}

extension Command where Shared == CompletionShared {
  func run(by runner: any CommandRunner) -> Int32 { 0 }
}

struct Ship: Command {
  static let name = "ship"
  static let summary: Sentence = "Ship a box"
  static let examples: [Example] = []
  static let options: [Option<Ship>] = [
    .value("--box", "BOX", "the box", required: true, kind: .listed("boxes")) { _, _ in },
    .choice("--by", "by what", ["rail", "road", "river"], repeatable: true) { _, _ in },
    .value("--behind", "BOX", "boxes before it", kind: .several(.listed("boxes"))) { _, _ in },
    .value("--stamps", "S", "which stamps", kind: .several(.words(["red", "blue"]))) { _, _ in },
    .value("--to", "DIR", "where to", kind: .folder) { _, _ in },
    .value(
      "--as", "NAME", "its sender",
      kind: .dependent(on: "--by", in: ["rail", "road"], .file, else: .words(["me"]))
    ) { _, _ in },
    .value("--note", "N", "what to say") { _, _ in },
    .flag("--fast", short: "-f", "in a hurry") { _ in },
  ]
  static let positional: String? = "--box"
  var shared = CompletionShared()
}

struct Sort: Command {
  static let name = "sort"
  static let summary: Sentence = "Sort the boxes"
  static let examples: [Example] = []
  static let options: [Option<Sort>] = [.flag("--size", "by size") { _ in }]
  var shared = CompletionShared()
}

struct Track: Command {
  static let name = "track"
  static let summary: Sentence = "Find a box"
  static let examples: [Example] = []
  static let options: [Option<Track>] = [.flag("--all", "every box") { _ in }]
  var shared = CompletionShared()
}

/// Takes any number of words, and stands in no help.
struct HiddenChoice: Command {
  static let name = "secret"
  static let summary: Sentence = "Take words"
  static let examples: [Example] = []
  static let isHidden = true
  static let options: [Option<HiddenChoice>] = [
    .value("--word", "W", "a word", repeatable: true, kind: .words(["one", "two"])) {
      $1.words.append($0)
    }
  ]
  static let positional: String? = "--word"
  var shared = CompletionShared()
  var words: [String] = []
}
