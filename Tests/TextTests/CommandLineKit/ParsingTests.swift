import Testing

@testable import Text

@Suite struct ParsingTests {
  struct Line: CustomTestStringConvertible {
    let testDescription: String
    let arguments: [String]
    let outcome: String

    init(_ name: String, _ arguments: String..., gives outcome: String) {
      testDescription = name
      self.arguments = arguments
      self.outcome = outcome
    }
  }

  @Test(arguments: [
    Line("a value behind its option", "copy", "--from", "a", gives: "copy 'a' to=[] count=1"),
    Line("a value behind =", "copy", "--from=a", gives: "copy 'a' to=[] count=1"),
    Line("an empty value behind =", "copy", "--from=", gives: "copy '' to=[] count=1"),
    Line("a value with =", "copy", "--from=a=b=", gives: "copy 'a=b=' to=[] count=1"),
    Line("an empty value", "copy", "--from", "", gives: "copy '' to=[] count=1"),
    Line("the positional", "copy", "a", gives: "copy 'a' to=[] count=1"),
    Line("an empty positional", "copy", "", gives: "copy '' to=[] count=1"),
    Line("a single dash is a word", "copy", "-", gives: "copy '-' to=[] count=1"),
    Line("Korean", "copy", "--from=로그 파일", gives: "copy '로그 파일' to=[] count=1"),
    Line("switches", "copy", "-f", "a", "-l", gives: "copy 'a' to=[] count=1 force loud"),
    Line(
      "switches in full", "copy", "--force", "a", "--loud",
      gives: "copy 'a' to=[] count=1 force loud"),
    Line(
      "a repeatable option keeps the order", "copy", "a", "--to", "b", "--to=c", "--to", "b",
      gives: #"copy 'a' to=["b", "c", "b"] count=1"#),
    Line(
      "the same value twice", "copy", "a", "--count", "2", "--count=2",
      gives: "copy 'a' to=[] count=2"),
    Line(
      "another value", "copy", "a", "--count", "2", "--count=3",
      gives: "error: --count is given twice"),
    Line(
      "another value of a shared option", "count", "--folder", "a", "--folder", "b",
      gives: "error: --folder is given twice"),
    Line("a switch twice", "copy", "a", "-f", "--force", gives: "copy 'a' to=[] count=1 force"),
    Line("a letter with its value", "copy", "a", "-n5", gives: "copy 'a' to=[] count=5"),
    Line("a letter, and its value", "copy", "a", "-n", "5", gives: "copy 'a' to=[] count=5"),
    Line("a letter without one", "copy", "a", "-f5", gives: "error: unknown option '-f5'"),
    Line("a choice", "copy", "a", "--mode", "safe", gives: "copy 'a' to=[] count=1 mode=safe"),
    Line("no options at all", "count", gives: "count"),
  ])
  func `options are taken in every spelling`(_ line: Line) {
    #expect(Sample.outcome(line.arguments) == line.outcome)
  }

  @Test(arguments: [
    Line("another option", "copy", "--from", "--to", gives: "copy '--to' to=[] count=1"),
    Line("a number below zero", "copy", "a", "--count", "-3", gives: "copy 'a' to=[] count=-3"),
    Line("the short help", "copy", "--from", "-h", gives: "copy '-h' to=[] count=1"),
    Line("the help", "copy", "--from", "--help", gives: "copy '--help' to=[] count=1"),
    Line("the version", "copy", "--from=--version", gives: "copy '--version' to=[] count=1"),
    Line("two dashes", "copy", "--from", "--", gives: "copy '--' to=[] count=1"),
    Line(
      "of a shared option", "--folder", "--loud", "copy", "a",
      gives: "copy 'a' to=[] count=1 folder=--loud"),
  ])
  func `what follows an option is its value, whatever it starts with`(_ line: Line) {
    #expect(Sample.outcome(line.arguments) == line.outcome)
  }

  @Test(arguments: [
    Line("an option's name", "copy", "--", "--force", gives: "copy '--force' to=[] count=1"),
    Line("the help", "copy", "-f", "--", "-h", gives: "copy '-h' to=[] count=1 force"),
    Line("two dashes again", "copy", "--", "--", gives: "copy '--' to=[] count=1"),
    Line("the command too", "--", "copy", "a", gives: "copy 'a' to=[] count=1"),
    Line("nothing", "copy", "a", "--", gives: "copy 'a' to=[] count=1"),
    Line("too much", "copy", "--", "a", "--to", gives: "error: unexpected argument '--to'"),
  ])
  func `two dashes end the options`(_ line: Line) {
    #expect(Sample.outcome(line.arguments) == line.outcome)
  }

  @Test(arguments: [
    Line("before", "--folder", "d", "copy", "a", gives: "copy 'a' to=[] count=1 folder=d"),
    Line("before, behind =", "--folder=d", "count", gives: "count folder=d"),
    Line("before, short", "-l", "count", gives: "count loud"),
    Line("after", "count", "--folder", "d", "--loud", gives: "count folder=d loud"),
    Line(
      "both with one value", "--folder", "d", "count", "--folder=d", gives: "count folder=d"),
    Line("a command's name as value", "--folder", "copy", "count", gives: "count folder=copy"),
    Line("the same name twice", "--folder", "count", "count", gives: "count folder=count"),
  ])
  func `shared options stand before or after the subcommand`(_ line: Line) {
    #expect(Sample.outcome(line.arguments) == line.outcome)
  }

  @Test(arguments: [
    Line("long", "--help", gives: "help: sample - show how a program is read"),
    Line("short", "-h", gives: "help: sample - show how a program is read"),
    Line("as a word", "help", gives: "help: sample - show how a program is read"),
    Line("behind options", "-l", "--help", gives: "help: sample - show how a program is read"),
    Line("of a command, behind it", "copy", "--help", gives: "help: sample copy - Copy a file"),
    Line("short, behind it", "copy", "-h", gives: "help: sample copy - Copy a file"),
    Line("before it", "--help", "count", gives: "help: sample count - Count the files"),
    Line("as a word before it", "help", "count", gives: "help: sample count - Count the files"),
    Line(
      "as a word behind a shared option", "--folder", "d", "help", "copy",
      gives: "help: sample copy - Copy a file"),
    Line("needs no required option", "copy", "-f", "-h", gives: "help: sample copy - Copy a file"),
    Line("of what is not a command", "help", "x", gives: "error: unknown command 'x'"),
  ])
  func `help is given wherever it is asked for`(_ line: Line) {
    #expect(Sample.outcome(line.arguments) == line.outcome)
  }

  @Test(arguments: [
    ["--version"], ["-l", "--version"], ["copy", "--version"], ["--version", "copy"],
  ])
  func `the version names the program`(_ arguments: [String]) {
    #expect(Sample.outcome(arguments) == "version: sample 1.2.3")
  }
}

@Suite struct OtherProgramTests {
  typealias Line = ParsingTests.Line

  @Test(arguments: [
    Line("as if it were here", "--folder", "d", "move", gives: "move folder=d"),
    Line("its help, behind it", "move", "--help", gives: "help: other move - Move a file"),
    Line("its help, before it", "--help", "move", gives: "help: other move - Move a file"),
    Line("its help, as a word", "help", "move", gives: "help: other move - Move a file"),
    Line("nearly its name", "mov", gives: "error: unknown command 'mov'"),
  ])
  func `a command of the other program is run`(_ line: Line) {
    #expect(Sample.outcome(line.arguments) == line.outcome)
  }

  @Test func `its usage names the program that people find it in`() {
    #expect(Sample.program.usage(for: ["move", "x"]) == "other move [options]; other move --help")
    #expect(
      ["move", "copy", "nothing"].map(Sample.program.owner) == ["other", "sample", "sample"])
  }
}
