import Host
import Text

/// One call of the program.
struct Judging {
  /// Whether each case is printed whose result differs from its label.
  var isVerbose = false
  /// Whether a missed goal changes the exit status.
  var isCheck = false
  /// For how many seconds mutated cases are given to the rules.
  var seconds = 0
  var files: [String] = []

  static let usage = "usage: judge [--check] [--verbose] [--seconds N] FILE…"

  /// Returns the exit status: 0, 1 below the goals with `--check`, 2 if nothing could be measured.
  static func main(_ arguments: [String]) -> Int32 {
    guard let judging = Judging(arguments) else {
      print(usage)
      return 2
    }
    var sets: [CaseSet] = []
    for file in judging.files {
      guard let cases = CaseSet(reading: file) else {
        print("ERROR: \(file) has no labelled cases (name a JSON Lines file)")
        return 2
      }
      sets.append(cases)
    }
    let isGood = judging.score(sets)
    let isSound = judging.fuzz(sets)
    return judging.isCheck && !(isGood && isSound) ? 1 : 0
  }

  private init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--verbose": isVerbose = true
      case "--check": isCheck = true
      case "--seconds":
        guard let count = rest.popFirst().flatMap({ Int($0) }), count >= 0 else { return nil }
        seconds = count
      default: files.append(argument)
      }
    }
    if files.isEmpty || files.contains(where: { $0.hasPrefix("-") }) { return nil }
  }

  /// Whether every set meets its goals.
  private func score(_ sets: [CaseSet]) -> Bool {
    var isGood = true
    for cases in sets {
      let score = Score(of: cases, isVerbose: isVerbose)
      print("== \(cases.file)\n\(score.summary)")
      if !score.meetsGoal {
        print("BELOW THE GOAL")
        isGood = false
      }
    }
    return isGood
  }

  /// Runs the rules on mutated cases, and returns whether there was no finding.
  private func fuzz(_ sets: [CaseSet]) -> Bool {
    guard seconds > 0 else { return true }
    var fuzzing = Fuzzing(sets, seed: 2026)
    fuzzing.run(for: .seconds(seconds))
    print("== mutated cases\n\(fuzzing.rounds) rounds, \(fuzzing.findings.count) findings")
    for finding in fuzzing.findings {
      let texts = finding.input.map { JSONValue.string($0).description }
      print("\(finding.problem): \(texts.joined(separator: " "))")
    }
    return fuzzing.findings.isEmpty
  }
}
