/// The words before a program that start it in its sandbox.
public struct SandboxedStart: Sendable {
  /// The words; empty without a sandbox.
  public var words: [String]
  /// The limits of the sandbox that orch makes; `nil` if orch makes none.
  public var enforced: Enforcement?
  /// The limits that the settings ask for and that can't be enforced.
  public var lacks: [SandboxLack]
  /// What is visible in a sandbox that orch makes and that restricts files; `nil` for another one,
  /// of which orch doesn't know that.
  public var places: SandboxPlaces?

  public init(
    words: [String] = [], enforced: Enforcement? = nil, lacks: [SandboxLack] = [],
    places: SandboxPlaces? = nil
  ) {
    (self.words, self.enforced, self.lacks, self.places) = (words, enforced, lacks, places)
  }
}
