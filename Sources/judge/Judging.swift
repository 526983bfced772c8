import Host
import JSON

/// One call of the program.
struct Judging {
  enum Subject: String { case review, intake }

  var isVerbose = false
  var isCheck = false
  var subject = Subject.review
  var files: [String] = []

  /// The exit status: 0, 1 below the goals with `--check`, 2 when it could not be measured.
  static func main(_ arguments: [String]) -> Int32 {
    guard let judging = Judging(arguments) else {
      print("usage: judge [--check] [--verbose] review|intake FILE…")
      return 2
    }
    guard let score = judging.score() else { return 2 }
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

  /// `nil`, with a message, when a file is not readable, or has a line that is no case.
  private func score() -> (any Score)? {
    switch subject {
    case .review:
      cases("id, criteria, report, expect, missing", ReviewCase.init)
        .map { ReviewScore($0, isVerbose: isVerbose) }
    case .intake:
      cases("id, request, items, ordered", IntakeCase.init)
        .map { IntakeScore($0, isVerbose: isVerbose) }
    }
  }

  /// - Parameter members: what a case has, for the message.
  private func cases<Case>(_ members: String, _ read: (JSONValue) -> Case?) -> [Case]? {
    var cases: [Case] = []
    for file in files {
      guard let lines = try? FileDescriptor(opening: file, for: .reading).readWhole() else {
        print("ERROR: \(file) is not readable (name a JSON Lines file)")
        return nil
      }
      for line in lines.split(separator: 0x0A) {
        guard let value = try? JSONValue(parsing: line), let one = read(value) else {
          print("ERROR: \(file) has a line that is no case (\(members))")
          return nil
        }
        cases.append(one)
      }
    }
    return cases
  }
}
