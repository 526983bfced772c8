import Foundation

/// The scene's clock in later minutes, as `ORCH_NOW` says it.
func later(minutes: Int) -> [String: String] {
  ["ORCH_NOW": String(Scene.nowEpoch + minutes * 60)]
}

extension Scene {
  /// Claims A for a session, and gives the claim's token.
  func claimedToken(by session: String, minutes: Int = 0) throws -> String {
    let outcome = try orch(
      "pick", "A", "--owner-session", session, "--json", environment: later(minutes: minutes))
    return outcome.tokens.first ?? "no token in \(outcome)"
  }
}

extension Outcome {
  /// The tokens in what was printed: a number, and six random hex digits.
  var tokens: [String] {
    output.matches(of: /"attempt":"([0-9]+-[0-9a-f]{6})"/).map { String($0.1) }
  }

  /// The same outcome, with the random digits of each token as `x`.
  var withoutNonces: Outcome {
    var outcome = self
    outcome.output = output.replacing(/("attempt":"[0-9]+-)[0-9a-f]{6}"/) { "\($0.1)xxxxxx\"" }
    return outcome
  }
}
