import Testing
import Text

@Suite struct CompletionTests {
  struct Typed: CustomTestStringConvertible {
    let testDescription: String
    let words: [String]
    let offer: String

    init(_ name: String, _ words: String..., offers offer: String) {
      testDescription = name
      self.words = words
      self.offer = offer
    }
  }

  /// What is offered, on one line: values, or where they come from.
  private static func offer(_ words: [String]) -> String {
    switch CompletionSample.program.completion(of: words).offer {
    case .candidates(let candidates): candidates.map(\.value).joined(separator: " ")
    case .files: "files"
    case .folders: "folders"
    case .listed(let list, let value): "list \(list) '\(value.before)' '\(value.typed)'"
    }
  }

  private static let shared = "--file --loud --level --help --version"
  private static let ship = "--box --by --behind --stamps --to --as --note --fast \(shared)"

  @Test(arguments: [
    Typed("nothing at all", offers: "ship sort help"),
    Typed("an empty word", "", offers: "ship sort help"),
    Typed("a beginning", "s", offers: "ship sort"),
    Typed("the whole of it", "sort", offers: "sort"),
    Typed("another case is another word", "S", offers: ""),
    Typed("what is not a command", "x", offers: ""),
    Typed("a hidden command", "sec", offers: ""),
    Typed("behind shared options", "--file", "f", "-l", "so", offers: "sort"),
    Typed("behind =", "--file=f", "so", offers: "sort"),
    Typed("behind two dashes", "--", "so", offers: "sort"),
    Typed("of the other program, too", "tr", offers: "track"),
    Typed("of the other program, for help", "help", "tr", offers: "track"),
    Typed("for help", "help", "", offers: "ship sort"),
    Typed("for help, begun", "help", "sh", offers: "ship"),
    Typed("for help, once", "help", "ship", "", offers: ""),
    Typed("behind --help", "--help", "sh", offers: "ship"),
    Typed("behind what is not a command", "x", "", offers: ""),
  ])
  func `commands are offered`(_ typed: Typed) {
    #expect(Self.offer(typed.words) == typed.offer)
  }

  @Test(arguments: [
    Typed("before the command", "-", offers: shared),
    Typed("the command's own first", "ship", "-", offers: ship),
    Typed("a beginning", "ship", "--b", offers: "--box --by --behind"),
    Typed("the whole of it", "ship", "--by", offers: "--by"),
    Typed("nothing of what is not there yet", "ship", "--in", offers: ""),
    Typed("nor of what is shared and not there yet", "--r", offers: ""),
    Typed("not twice", "ship", "--fast", "--f", offers: "--file"),
    Typed("not twice, by its letter", "ship", "-f", "--fa", offers: ""),
    Typed("not twice, with a value", "ship", "--to", "d", "--t", offers: ""),
    Typed("not twice, behind =", "ship", "--note=n", "--n", offers: ""),
    Typed("not twice, before the command", "--loud", "sort", "--l", offers: "--level"),
    Typed("not twice, as an argument", "ship", "B1", "--bo", offers: ""),
    Typed("again where it may be", "ship", "--by", "rail", "--by", offers: "--by"),
    Typed("where no argument can stand", "sort", "", offers: "--size \(shared)"),
    Typed("where the argument is there", "ship", "B1", "-", offers: String(ship.dropFirst(6))),
    Typed("behind the argument", "ship", "B1", "", offers: String(ship.dropFirst(6))),
    Typed("of the other program's command", "track", "--a", offers: "--all"),
    Typed("not behind two dashes", "sort", "--", "", offers: ""),
    Typed("not behind two dashes, begun", "sort", "--", "--s", offers: ""),
    Typed("a word that can't stand there", "sort", "x", offers: ""),
    Typed("after an unknown option", "ship", "--what", "--fa", offers: "--fast"),
  ])
  func `options are offered`(_ typed: Typed) {
    #expect(Self.offer(typed.words) == typed.offer)
  }

  @Test(arguments: [
    Typed("words", "ship", "--by", "", offers: "rail road river"),
    Typed("words, begun", "ship", "--by", "r", offers: "rail road river"),
    Typed("one word", "ship", "--by", "ra", offers: "rail"),
    Typed("behind =", "ship", "--by=ro", offers: "--by=road"),
    Typed("behind =, nothing yet", "ship", "--by=", offers: "--by=rail --by=road --by=river"),
    Typed("of a shared option", "--level", "h", offers: "high"),
    Typed("of a shared option, behind the command", "sort", "--level=h", offers: "--level=high"),
    Typed("several words", "ship", "--stamps", "red,", offers: "red,red red,blue"),
    Typed("several words behind =", "ship", "--stamps=b", offers: "--stamps=blue"),
    Typed("files", "--file", "Q", offers: "files"),
    Typed("files behind =", "sort", "--file=Q", offers: "files"),
    Typed("folders", "ship", "--to", "", offers: "folders"),
    Typed("text", "ship", "--note", "", offers: ""),
    Typed("text that looks like an option", "ship", "--note", "--f", offers: ""),
    Typed("a list", "ship", "--box", "B", offers: "list boxes '' 'B'"),
    Typed("a list behind =", "ship", "--box=B", offers: "list boxes '--box=' 'B'"),
    Typed("a list for the argument", "ship", "", offers: "list boxes '' ''"),
    Typed("the argument behind options", "ship", "-f", "B", offers: "list boxes '' 'B'"),
    Typed("the argument behind --", "ship", "--", "-B", offers: "list boxes '' '-B'"),
    Typed("no argument but one", "ship", "--box", "B1", "B", offers: ""),
    Typed("several of a list", "ship", "--behind", "A,B", offers: "list boxes 'A,' 'B'"),
    Typed(
      "several behind =", "ship", "--behind=A,B,", offers: "list boxes '--behind=A,B,' ''"),
    Typed("any number of arguments", "secret", "one", "two", "", offers: "one two"),
    Typed("by another option", "ship", "--by=road", "--as", "m", offers: "files"),
    Typed(
      "by another option, whose last value counts", "ship", "--by", "road", "--by", "river", "--as",
      "m", offers: "me"),
    Typed("by another option that is missing", "ship", "--as=", offers: "--as=me"),
    Typed("a switch has none", "ship", "--fast=", offers: ""),
    Typed("an unknown option", "ship", "--what=", offers: ""),
    Typed("a value that is two dashes", "ship", "--note", "--", "--fa", offers: "--fast"),
  ])
  func `values are offered by their kind`(_ typed: Typed) {
    #expect(Self.offer(typed.words) == typed.offer)
  }

  @Test func `commands and options say what they mean`() {
    #expect(
      CompletionSample.program.completion(of: [""]).offer
        == .candidates([
          Candidate("ship", "Ship a box"), Candidate("sort", "Sort the boxes"),
          Candidate("help", "Show help for the program or a command"),
        ]))
    #expect(
      CompletionSample.program.completion(of: ["sort", ""]).offer
        == .candidates([
          Candidate("--size", "by size"), Candidate("--file", "what to read"),
          Candidate("--loud", "tell more"), Candidate("--level", "how much"),
          Candidate("--help", "show this help"),
          Candidate("--version", "print the version"),
        ]))
  }

  @Test(arguments: [
    ([""], CompletionShared()), (["--file", "a", ""], CompletionShared(file: "a")),
    (["ship", "--file=a", "--loud", ""], CompletionShared(file: "a", isLoud: true)),
    (["ship", "-l", "--file", "a", "--file=b", ""], CompletionShared(file: "b", isLoud: true)),
    (["ship", "--level", "wrong", ""], CompletionShared()),
    (["ship", "--note", "--file=a", ""], CompletionShared()),
    (["ship", "--", "--file=a", ""], CompletionShared()),
    (["ship", "--remote", "x", "--file", "a"], CompletionShared()),
  ])
  func `the shared options are read as far as they are typed`(
    _ words: [String], shared: CompletionShared
  ) {
    #expect(CompletionSample.program.completion(of: words).shared == shared)
  }

  @Test func `a hidden command stands in no help and is no suggestion, but runs`() throws {
    #expect(!CompletionSample.program.help().contains("secret"))
    #expect(throws: UsageError.unknownCommand("secre", nearest: nil)) {
      try CompletionSample.program.parse(["secre"])
    }
    guard
      case .run(let command) = try CompletionSample.program.parse(["secret", "a", "--", "--", ""])
    else {
      Issue.record("no command")
      return
    }
    #expect((command as? HiddenChoice)?.words == ["a", "--", ""])
  }
}

@Suite struct CandidateTests {
  private static let candidates = [
    Candidate("A", "short"), Candidate("값", "세 글자"), Candidate("LONG-1", ""),
    Candidate("B", String(repeating: "x", count: 61)),
    Candidate("C", String(repeating: "작", count: 31)),
  ]
  private static let cutPlain = String(repeating: "x", count: 59) + "…"
  private static let cutWide = String(repeating: "작", count: 29) + "…"

  @Test func `a shell that shows descriptions gets a tab between`() {
    #expect(
      Self.candidates.tabbed == [
        "A\tshort", "값\t세 글자", "LONG-1\t", "B\t\(Self.cutPlain)", "C\t\(Self.cutWide)",
      ])
  }

  @Test func `for one that does not they stand in columns`() {
    #expect(
      Self.candidates.aligned == [
        "A       short", "값      세 글자", "LONG-1", "B       \(Self.cutPlain)",
        "C       \(Self.cutWide)",
      ])
    #expect([Candidate]().aligned == [])
  }
}
