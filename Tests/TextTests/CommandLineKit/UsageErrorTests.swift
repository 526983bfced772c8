import Testing

@testable import Text

@Suite struct UsageErrorTests {
  struct Mistake: CustomTestStringConvertible {
    let arguments: [String]
    let error: UsageError
    let message: String
    let suggestion: String?

    init(_ line: String, _ error: UsageError, _ message: String, _ suggestion: String? = nil) {
      arguments = line.split(separator: " ").map(String.init)
      self.error = error
      self.message = message
      self.suggestion = suggestion
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    Mistake("", .noCommand, "no command"),
    Mistake("--loud --folder d", .noCommand, "no command"),
    Mistake(
      "cpoy a", .unknownCommand("cpoy", nearest: "copy"), "unknown command 'cpoy'",
      "did you mean copy?"),
    Mistake("bogus", .unknownCommand("bogus", nearest: nil), "unknown command 'bogus'"),
    Mistake(
      "hlep", .unknownCommand("hlep", nearest: "help"), "unknown command 'hlep'",
      "did you mean help?"),
    Mistake(
      "help cuont", .unknownCommand("cuont", nearest: "count"), "unknown command 'cuont'",
      "did you mean count?"),
    Mistake("- copy", .unknownCommand("-", nearest: nil), "unknown command '-'"),
    Mistake(
      "cp", .unknownCommand("cp", nearest: "copy"), "unknown command 'cp'", "did you mean copy?"),
    Mistake(
      "mov", .unknownCommand("mov", nearest: "move"), "unknown command 'mov'",
      "did you mean move?"),
  ])
  func `a command that is missing or unknown`(_ mistake: Mistake) { expect(mistake) }

  @Test(arguments: [
    Mistake(
      "copy a --forec", .unknownOption("--forec", nearest: "--force"), "unknown option '--forec'",
      "did you mean --force?"),
    Mistake(
      "count --flder=d", .unknownOption("--flder", nearest: "--folder"),
      "unknown option '--flder'", "did you mean --folder?"),
    Mistake(
      "--lous count", .unknownOption("--lous", nearest: "--loud"), "unknown option '--lous'",
      "did you mean --loud?"),
    Mistake(
      "copy --hepl", .unknownOption("--hepl", nearest: "--help"), "unknown option '--hepl'",
      "did you mean --help?"),
    Mistake(
      "--verison", .unknownOption("--verison", nearest: "--version"), "unknown option '--verison'",
      "did you mean --version?"),
    Mistake("count --force", .unknownOption("--force", nearest: nil), "unknown option '--force'"),
    Mistake("--from a copy", .unknownOption("--from", nearest: nil), "unknown option '--from'"),
    Mistake("copy a -x", .unknownOption("-x", nearest: nil), "unknown option '-x'"),
    Mistake("-fl copy a", .unknownOption("-fl", nearest: nil), "unknown option '-fl'"),
  ])
  func `an option that is unknown`(_ mistake: Mistake) { expect(mistake) }

  @Test(arguments: [
    Mistake("copy a --compres", .unknownOption("--compres", nearest: nil), ""),
    Mistake("copy a --remot u", .unknownOption("--remot", nearest: nil), ""),
    Mistake("--remot u copy a", .unknownOption("--remot", nearest: nil), ""),
  ])
  func `an option that is not there yet is not suggested`(_ mistake: Mistake) {
    #expect(throws: mistake.error) { try Sample.program.parse(mistake.arguments) }
  }

  @Test(arguments: [
    Mistake("copy", .missingOption("--from PATH"), "missing option --from PATH"),
    Mistake("copy --from", .missingValue(option: "--from PATH"), "missing value for --from PATH"),
    Mistake(
      "count --folder", .missingValue(option: "--folder DIR"), "missing value for --folder DIR"),
    Mistake("--folder", .missingValue(option: "--folder DIR"), "missing value for --folder DIR"),
    Mistake(
      "copy a --force=yes", .unexpectedValue(option: "--force"), "--force takes no value"),
    Mistake("copy a -f=", .unexpectedValue(option: "--force"), "--force takes no value"),
    Mistake("--loud=1 count", .unexpectedValue(option: "--loud"), "--loud takes no value"),
    Mistake("copy a b", .unexpectedArgument("b"), "unexpected argument 'b'"),
    Mistake("copy --from a b", .unexpectedArgument("b"), "unexpected argument 'b'"),
    Mistake("count x", .unexpectedArgument("x"), "unexpected argument 'x'"),
  ])
  func `a value that is missing or too much`(_ mistake: Mistake) { expect(mistake) }

  @Test(arguments: [
    Mistake(
      "copy a --count many",
      .invalidValue("many", option: "--count", Sentence(same: "it must be a whole number")),
      "invalid value 'many' for --count: it must be a whole number"),
    Mistake(
      "copy a --mode=fsat",
      .invalidValue(
        "fsat", option: "--mode",
        InvalidValue.words(["fast", "safe", "exact"], nearest: "fast").reason),
      "invalid value 'fsat' for --mode: did you mean fast? use fast|safe|exact"),
    Mistake(
      "copy a --mode slow",
      .invalidValue(
        "slow", option: "--mode",
        InvalidValue.words(["fast", "safe", "exact"], nearest: nil).reason),
      "invalid value 'slow' for --mode: use fast|safe|exact"),
    Mistake(
      "copy a --part=",
      .invalidValue(
        "", option: "--part", InvalidValue.words(["head", "body"], nearest: nil).reason),
      "invalid value '' for --part: use head|body"),
  ])
  func `a value that is malformed`(_ mistake: Mistake) { expect(mistake) }

  @Test(arguments: [
    Mistake(
      "copy --count x --forec -x=1",
      .several([
        .invalidValue("x", option: "--count", Sentence(same: "it must be a whole number")),
        .unknownOption("--forec", nearest: "--force"), .unknownOption("-x", nearest: nil),
        .missingOption("--from PATH"),
      ]),
      "invalid value 'x' for --count: it must be a whole number; unknown option '--forec'; "
        + "unknown option '-x'; missing option --from PATH", "did you mean --force?"),
    Mistake(
      "copy a --xyzzy b c",
      .several([.unknownOption("--xyzzy", nearest: nil), .unexpectedArgument("c")]),
      "unknown option '--xyzzy'; unexpected argument 'c'"),
    Mistake(
      "copy a -- b --force",
      .several([.unexpectedArgument("b"), .unexpectedArgument("--force")]),
      "unexpected argument 'b'; unexpected argument '--force'"),
    // What follows from a misspelling is not named.
    Mistake(
      "copy --form a", .unknownOption("--form", nearest: "--from"), "unknown option '--form'",
      "did you mean --from?"),
    Mistake("copy --xyzzy a", .unknownOption("--xyzzy", nearest: nil), "unknown option '--xyzzy'"),
    Mistake("copy --from", .missingValue(option: "--from PATH"), "missing value for --from PATH"),
  ])
  func `all that is wrong is named at once`(_ mistake: Mistake) { expect(mistake) }

  @Test func `several options that are missing are one list`() {
    let error = UsageError.several([
      .missingOption("--a A"), .unexpectedArgument("x"), .missingOption("--b B"),
    ])
    #expect(error.sentence.english == "unexpected argument 'x'; missing options --a A, --b B")
    #expect(error.suggestion == nil)
  }

  private func expect(_ mistake: Mistake, at location: SourceLocation = #_sourceLocation) {
    #expect(throws: mistake.error, sourceLocation: location) {
      try Sample.program.parse(mistake.arguments)
    }
    #expect(mistake.error.sentence.english == mistake.message, sourceLocation: location)
    #expect(mistake.error.suggestion?.english == mistake.suggestion, sourceLocation: location)
  }
}

@Suite struct UsageLineTests {
  static let copy = "sample copy PATH [options]; sample copy --help"
  static let count = "sample count [options]; sample count --help"
  static let all = "sample <command> [options]; sample --help"

  @Test(arguments: [
    ("", all), ("cpoy", all),
    ("--folder copy", all), ("copy --bogus", copy),
    ("count --bogus", count), ("count copy", count),
    ("--folder copy count --bogus", count),
    ("--bogus count copy", count),
  ])
  func `a mistake shows the usage of the command that was meant`(_ line: String, usage: String) {
    let arguments = line.split(separator: " ").map(String.init)
    #expect(Sample.program.usage(for: arguments) == usage)
  }
}

@Suite struct SpellingTests {
  @Test(arguments: [
    ("pick", "pick"), ("pikc", "pick"), ("PICK", "pick"), ("picks", "pick"), ("ick", "pick"),
    ("pik", "pick"), ("pinck", "pick"), ("relaese", "release"), ("rlease", "release"),
    ("reLEASEd", "release"), ("--owner-sesion", "--owner-session"),
    ("--ownersession", "--owner-session"), ("--owner_sesion", "--owner-session"),
    ("완룡", "완료"),
  ])
  func `a near miss finds what was meant`(_ typed: String, meant: String) {
    #expect(Spelling.nearest(to: typed, in: Self.words) == meant)
  }

  @Test(arguments: [
    "", "x", "pi", "pxxk", "pip install", "lease it", "--owner", "--session", "--ower_sesion1",
  ])
  func `what is far from everything finds nothing`(_ typed: String) {
    #expect(Spelling.nearest(to: typed, in: Self.words) == nil)
  }

  @Test(arguments: [("ad", "add"), ("AD", "add"), ("dd", nil), ("ru", nil), ("a", nil)])
  func `two letters find the only word that is one longer`(_ typed: String, meant: String?) {
    #expect(Spelling.nearest(to: typed, in: ["rub", "add", "run", "made"]) == meant)
  }

  @Test func `of two that are as near the first is taken`() {
    #expect(Spelling.nearest(to: "pack", in: ["pick", "peck"]) == "pick")
    #expect(Spelling.nearest(to: "pack", in: []) == nil)
  }

  private static let words = ["pick", "release", "--owner-session", "완료"]

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "abd", 1),
    ("abc", "ac", 1), ("ac", "abc", 1), ("ab", "ba", 1), ("abcd", "badc", 2), ("ca", "abc", 3),
    ("kitten", "sitting", 3),
  ])
  func `the distance counts insertions, deletions, replacements and swaps`(
    _ from: String, to: String, distance: Int
  ) {
    #expect(Spelling.distance(Array(from), Array(to)) == distance)
  }
}
