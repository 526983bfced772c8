import Host
import JSON

/// One call of the program.
struct Judging {
  enum Subject: String { case review }

  var isVerbose = false
  var isCheck = false
  var subject = Subject.review
  var files: [String] = []

  /// The exit status: 0, 1 below the goals with `--check`, 2 when it could not be measured.
  static func main(_ arguments: [String]) -> Int32 {
    guard let judging = Judging(arguments) else {
      print("usage: judge [--check] [--verbose] review FILE…")
      return 2
    }
    guard let cases = judging.cases() else { return 2 }
    let score = ReviewScore(cases, isVerbose: judging.isVerbose)
    print(score.summary)
    return judging.isCheck && !score.meetsGoals ? 1 : 0
  }

  private init?(_ arguments: [String]) {
    for argument in arguments {
      switch argument {
      case "--verbose": isVerbose = true
      case "--check": isCheck = true
      default:
        if let subject = Subject(rawValue: argument) {
          self.subject = subject
        } else {
          files.append(argument)
        }
      }
    }
    if files.isEmpty { return nil }
  }

  /// The lines of all files; `nil`, with a message, when one is not readable or no case.
  private func cases() -> [ReviewCase]? {
    var cases: [ReviewCase] = []
    for file in files {
      guard let lines = try? FileDescriptor(opening: file, for: .reading).readWhole() else {
        print("ERROR: \(file) is not readable (name a JSON Lines file)")
        return nil
      }
      for line in lines.split(separator: 0x0A) {
        guard let value = try? JSONValue(parsing: line), let one = ReviewCase(value) else {
          print("ERROR: \(file) has a line that is no case (id, criteria, report, expect, missing)")
          return nil
        }
        cases.append(one)
      }
    }
    return cases
  }
}
