import Host
import Redaction
import ReviewerGate

extension ProofRunner {
  /// Runs an entry of `checks`.
  func run(_ name: String) -> (result: ProofResult, output: String) {
    guard let words = checks[name], let program = words.first else {
      let known = checks.keys.sorted().joined(separator: ", ")
      return (
        .failed(
          "\(name): not in review.checks, which has \(known.isEmpty ? "no entries" : known)"), ""
      )
    }
    if let why = whyApproval { return (.needsApproval(why), "") }
    if case .refused(let refusal) = permission {
      return (.notRun("\(name): no program starts: \(refusal.reason)"), "")
    }
    let run = Subprocess(
      program, Array(words.dropFirst()), in: root,
      environment: ChildEnvironment.variables(from: environment),
      limits: Subprocess.Limits(time: .milliseconds(timeLimit * 1000)))
    do throws(Subprocess.StartError) {
      let outcome = try run.run()
      return (result(of: name, outcome), outcome.transcript(of: words))
    } catch {
      return (.failed("\(name): \(error)"), "")
    }
  }

  private func result(of name: String, _ outcome: Subprocess.Outcome) -> ProofResult {
    let milliseconds = outcome.duration / 1_000_000
    switch outcome.ending {
    case .exited(0): return .proved("\(name): status 0 after \(milliseconds) ms")
    case .exited(let status): return .failed("\(name): status \(status)\(outcome.lastLines)")
    case .signalled(let number):
      return .failed("\(name): ended by signal \(number)\(outcome.lastLines)")
    case .timedOut: return .failed("\(name): took longer than \(timeLimit) s\(outcome.lastLines)")
    case .interrupted(let number): return .notRun("\(name): stopped by signal \(number)")
    }
  }
}

extension Subprocess.Outcome {
  /// The end of what was said, on lines of its own, for the next worker: 2 KB.
  fileprivate var lastLines: String {
    let said = Redactor.redacted(output.text + errors.text)
    var scalars = said.unicodeScalars.suffix(2048)[...]
    while scalars.last?.properties.isWhitespace ?? false { scalars = scalars.dropLast() }
    return scalars.isEmpty ? "" : "\n\(String(scalars))"
  }

  /// What was run, and both streams, without what looks like a secret.
  func transcript(of words: [String]) -> String {
    """
    command: \(Redactor.redacted(words.joined(separator: " ")))
    milliseconds: \(duration / 1_000_000)

    stdout:
    \(Redactor.redacted(output.text))
    stderr:
    \(Redactor.redacted(errors.text))
    """
  }
}
