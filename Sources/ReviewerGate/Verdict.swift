/// What is to become of a reported row. Source: `docs/routing.md`, "Reviewer gate".
public enum Verdict: String, CaseIterable, Sendable {
  /// Every criterion is covered and no failure is stated.
  case pass = "PASS"
  /// A criterion is not covered, or a failure is stated.
  case retry = "RETRY"
  /// Something outside the worker stops the work.
  case block = "BLOCK"
}
