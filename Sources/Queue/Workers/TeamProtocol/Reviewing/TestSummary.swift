import Text

/// The number of tests that a check ran, by the summaries of common test runners. A runner that finds
/// no test often ends with status 0.
enum TestSummary {
  /// The tests of all summaries in an output together; `nil` without a known summary.
  static func count(in output: String) -> Int? {
    let counts = output.split(whereSeparator: \.isNewline).compactMap(count(inLine:))
    return counts.isEmpty ? nil : counts.reduce(0) { $0 &+ $1 }
  }

  private static func count(inLine line: Substring) -> Int? {
    // Summaries are short, and a check may print much.
    guard line.utf8.count <= 300 else { return nil }
    // `go test` prints a line for each package, without a number.
    if line.hasPrefix("ok  \t") { return line.hasSuffix("[no tests to run]") ? 0 : 1 }
    let words = words(of: line)
    guard words.contains(where: { word in subjects.contains { word.hasPrefix($0) } }) else {
      return nil
    }
    for form in forms {
      if let count = count(in: words, form) { return count }
    }
    return nil
  }

  private static let subjects = ["test", "pass", "fail", "example", "runs", "items"]

  /// Letters and digits, in lower case; colours of a terminal are left out.
  private static func words(of line: Substring) -> [Substring] {
    var text = ""
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if scalar == "\u{1b}" { isEscaped = true }
      if !isEscaped { text.unicodeScalars.append(scalar) }
      if isEscaped, scalar.properties.isAlphabetic { isEscaped = false }
    }
    return text.lowercased().split { !$0.isLetter && !$0.isNumber }
  }

  /// The forms of summaries. `#` is the number of tests, `~` any number, `+` a number of tests above
  /// 0, and a word stands for all words that begin with it. `^` begins a form that has to begin its
  /// line. A form without a number says that no test ran.
  ///
  /// Sources: the output of Swift Testing, XCTest, unittest, pytest, cargo, node, Bun, Deno, Jest,
  /// Vitest, Mocha, RSpec, minitest, PHPUnit, ctest, prove, Maven and dotnet.
  private static let forms = [
    "test run with # test", "executed # test", "^ ran # test", "test result ok # passed",
    "test result failed # passed", "tests run #", "^ tests no tests", "^ tests ~ failed + passed",
    "^ tests #", "^ ℹ tests #", "^ # passing", "^ ~ failed # passed", "^ + failed", "^ # passed",
    "^ ok # passed", "^ # example", "^ # runs ~ assertion", "^ ok # test", "tests failed out of #",
    "^ files ~ tests #", "^ total tests #", "^ passed failed ~ passed #",
    "no tests ran", "no tests executed", "no tests were found", "no tests found",
    "no test files found", "no tests to run", "no test is available", "collected 0 items",
  ].map { $0.split(separator: " ") }

  private static func count(in words: [Substring], _ form: [Substring]) -> Int? {
    let begins = form.first == "^"
    let form = form.dropFirst(begins ? 1 : 0)
    guard words.count >= form.count else { return nil }
    let last = begins ? 0 : words.count - form.count
    for start in 0...last {
      if let count = count(at: start, in: words, form) { return count }
    }
    return nil
  }

  private static func count(
    at start: Int, in words: [Substring], _ form: ArraySlice<Substring>
  ) -> Int? {
    var count = 0
    for (word, part) in zip(words[start...], form) {
      switch part {
      case "#":
        guard let number = Int(word) else { return nil }
        count = number
      case "+":
        guard let number = Int(word), number > 0 else { return nil }
        count = number
      case "~": guard Int(word) != nil else { return nil }
      default: guard word.hasPrefix(part) else { return nil }
      }
    }
    return count
  }
}
