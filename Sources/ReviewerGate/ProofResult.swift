/// What came of running a criterion's own proof.
public enum ProofResult: Equatable, Sendable {
  /// The criterion holds, by what was found; it is covered, whatever the report says.
  case proved(String)
  /// It does not hold, for the reason given; it is uncovered, whatever the report claims.
  case failed(String)
  /// Nobody looked, for the reason given; the report's text decides.
  case notRun(String)
  /// What would prove it may have been changed to do so: a person has to look, at what is named.
  case needsApproval(String)
}
