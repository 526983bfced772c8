public import Host
public import ReviewerGate

/// Checks the criteria that check themselves.
///
/// Their texts come from a table that many people write. They choose a file below the root to
/// be looked at, or an entry of `checks` to be run; they never name a program.
public struct ProofRunner: Sendable {
  /// The project root, links followed: no file outside it counts.
  public let root: String
  /// The folder of the queue, links followed. Files outside it are looked at only where it is
  /// trusted: a proof says something of what a file holds.
  public let home: String
  /// Programs and their arguments by name: `review.checks` of `orch.json`.
  public let checks: [String: [String]]
  /// Whether programs may be started, and files outside home be looked at.
  public let permission: TrustPermission
  /// What must not be changed by the work that a program checks, from the root: files, and folders
  /// with all that is in them; `nil` for the usual.
  public let protected: [String]?
  /// When the row was claimed, in seconds since 1970; `nil` where nobody knows, and then a
  /// file need not have changed.
  public let claimedAt: Int?
  /// When it was first claimed since it was last DONE, which `protected` counts from, in nanoseconds
  /// since 1970; `nil` where nobody knows, and then nothing of it has changed.
  public let startedAt: Int?
  /// Seconds that a program may take.
  public let timeLimit: Int
  /// Where the programs' variables come from.
  public let environment: Environment

  public init(
    root: String, home: String, checks: [String: [String]], permission: TrustPermission,
    protected: [String]? = nil, claimedAt: Int?, startedAt: Int? = nil, timeLimit: Int,
    environment: Environment
  ) {
    self.root = Path.resolved(root) ?? root
    self.home = Path.resolved(home) ?? home
    self.checks = checks
    self.permission = permission
    self.protected = protected
    self.claimedAt = claimedAt
    self.startedAt = startedAt
    self.timeLimit = timeLimit
    self.environment = environment
  }

  /// Checks those criteria of a checklist that can be, in their order.
  ///
  /// - Parameters:
  ///   - checklist: the criteria.
  ///   - runsPrograms: whether those count that only a program proves.
  public func check(_ checklist: [String], runsPrograms: Bool = true) -> [CheckedCriterion] {
    checklist.enumerated().compactMap { index, criterion in
      guard let proof = Proof.parse(criterion), runsPrograms || !proof.isProgram else { return nil }
      let (result, output) = check(proof)
      return CheckedCriterion(
        index: index, criterion: criterion, proof: proof, result: result, output: output)
    }
  }

  /// - Returns: the result, and what a program said.
  public func check(_ proof: Proof) -> (result: ProofResult, output: String) {
    switch proof {
    case .file(let path): (checkFile(path), "")
    case .grep(let text, let file): (check(text, in: file), "")
    case .json(let file): (checkJSON(in: file), "")
    case .command(let name): run(name)
    }
  }
}

extension Proof {
  fileprivate var isProgram: Bool { if case .command = self { true } else { false } }
}
