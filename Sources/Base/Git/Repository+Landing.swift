// A branch that one program moves. A ref beside it names the commit to which the program moved the
// branch last, so that moves by others are found.

/// A branch on which work lands, as it is now.
public struct LandingBranch: Equatable, Sendable {
  /// `nil` if the branch does not exist.
  public let state: BranchState?
  /// The commit to which `land` moved the branch last; `nil` if it never did in this repository.
  public let landed: ObjectID?

  public init(state: BranchState?, landed: ObjectID?) {
    (self.state, self.landed) = (state, landed)
  }

  public var commit: ObjectID? { state?.commit }
}

extension Branch {
  /// The ref with the commit to which the branch was moved last. It is one component below its
  /// folder: as folders, the names of an earlier and a later branch could be in each other's way.
  public var landedRef: String {
    name.unicodeScalars.reduce(into: "refs/orch/landed/") { ref, scalar in
      switch scalar {
      case "%": ref += "%25"
      case "/": ref += "%2F"
      default: ref.unicodeScalars.append(scalar)
      }
    }
  }
}

extension Repository {
  /// A branch as it is now, with the record of its last move, in one call of git.
  public func landingBranch(_ branch: Branch) throws(GitError) -> LandingBranch {
    let found = try refs(below: [branch.ref, branch.landedRef])
    return LandingBranch(
      state: found.first { $0.ref == branch.ref }?.state(branch),
      landed: found.first { $0.ref == branch.landedRef }?.commit)
  }

  /// Moves a branch and its record in one transaction.
  ///
  /// - Parameters:
  ///   - new: the commit to which the branch moves.
  ///   - old: the branch as it has to be now.
  ///   - reason: the message for the reflogs.
  /// - Throws: `failed` if the branch or its record has moved meanwhile.
  public func land(
    _ branch: Branch, to new: ObjectID, from old: LandingBranch, reason: String
  ) throws(GitError) {
    _ = try run(.land(branch, to: new, from: old, reason: reason))
  }

  /// Records the present commit of a branch as the one to which it was moved, and leaves the branch
  /// where it is.
  public func recordLanding(
    of branch: Branch, at commit: ObjectID, over old: ObjectID?, reason: String
  ) throws(GitError) {
    _ = try run(.recordLanding(of: branch, at: commit, over: old, reason: reason))
  }

  /// Whether one of the last commits up to `line` got everything that `commit` has, by a merge or by
  /// the contents of its files, as with a squash.
  public func gotEverything(of commit: ObjectID, on line: ObjectID) throws(GitError) -> Bool {
    if try contains(commit, in: line) { return true }
    for later in try commits(of: line, without: [commit]).suffix(Self.mostReplays).reversed() {
      if try merge(later, commit) == .clean(try tree(of: later)) { return true }
    }
    return false
  }

  /// The commits that are reachable from `commit` and from none of `others`, and that are not
  /// merges of two commits with the files that git gives such a merge; the oldest first.
  public func commitsBeyondMerges(
    of commit: ObjectID, without others: [ObjectID]
  ) throws(GitError) -> [ObjectID] {
    var found: [ObjectID] = []
    var replays = 0
    for line in (try text(.parents(of: commit, without: others)) ?? "").split(separator: "\n") {
      let ids = line.split(separator: " ").compactMap { ObjectID($0) }
      guard let first = ids.first else { continue }
      replays += 1
      if ids.count == 3, replays <= Self.mostReplays,
        try merge(ids[1], ids[2]) == .clean(try tree(of: first))
      {
        continue
      }
      found.append(first)
    }
    return found
  }

  /// The number of merges that are played; a person looks at the others.
  private static let mostReplays = 100
}

extension GitCall {
  /// Moves a branch and its record; fails if one of them is not as expected.
  ///
  /// Git moves the refs in this order. If it is killed in between, the record names a commit that
  /// the branch never had, and not the other way round.
  static func land(
    _ branch: Branch, to new: ObjectID, from old: LandingBranch, reason: String
  ) -> GitCall {
    transaction(
      [
        "update \(branch.landedRef) \(new) \(old.landed?.text ?? new.zero)",
        "update \(branch.ref) \(new) \(old.commit?.text ?? new.zero)",
      ], reason: reason)
  }

  /// Moves the record of a branch; fails if the branch or the record is not as expected.
  static func recordLanding(
    of branch: Branch, at commit: ObjectID, over old: ObjectID?, reason: String
  ) -> GitCall {
    transaction(
      [
        "update \(branch.landedRef) \(commit) \(old?.text ?? commit.zero)",
        "verify \(branch.ref) \(commit)",
      ], reason: reason)
  }

  private static func transaction(_ lines: [String], reason: String) -> GitCall {
    var call = GitCall("update-ref", "--no-deref", "--create-reflog", "-m", reason, "--stdin")
    call.input = lines.map { $0 + "\n" }.joined()
    return call
  }

  /// The commits that are reachable from a commit and from none of the others, each with its
  /// parents, the oldest first.
  static func parents(of commit: ObjectID, without others: [ObjectID]) -> GitCall {
    var call = commits(of: commit, without: others)
    call.words.insert("--parents", at: 1)
    return call
  }
}
