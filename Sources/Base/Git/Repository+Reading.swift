/// A branch as it is now.
public struct BranchState: Equatable, Sendable {
  public let branch: Branch
  public let commit: ObjectID
  /// Whether the branch is a symbolic ref to another branch: git would move that other branch.
  public let isSymbolic: Bool
  /// The worktree in which the branch is checked out; `nil` if there is none.
  public let worktree: String?
}

/// A worktree that the repository knows.
public struct KnownWorktree: Equatable, Sendable {
  public let path: String
  /// The branch that is checked out; `nil` if a commit is checked out without a branch.
  public var branch: Branch?
  public var isLocked = false
}

/// A file that differs between two trees.
public struct ChangedFile: Hashable, Sendable {
  public enum Change: Character, Sendable {
    case added = "A"
    case modified = "M"
    case deleted = "D"
    /// The type changed, such as from a file to a link.
    case typeChanged = "T"
  }

  /// The path from the top folder.
  public let path: String
  public let change: Change
  /// Whether the path is a submodule in the new tree or the old one.
  public var isSubmodule = false
  /// Whether only the mode differs, and not the contents.
  public var isModeOnly = false
}

/// A file that differs from the last commit in the index or in the worktree.
public struct UncommittedFile: Equatable, Sendable {
  /// The path from the top folder.
  public let path: String
  /// The kind of the difference: the fields before the path in the output of `git status`, which
  /// begin with the kind of the entry.
  public let state: String

  /// Whether the only difference is that the file is missing in the worktree.
  public var isMissing: Bool { state.hasPrefix("1 .D ") }
}

/// The commit and branch that a worktree has checked out, and the uncommitted changes.
public struct CheckoutStatus: Equatable, Sendable {
  /// The commit and the branch, as git prints them; `(initial)` without a commit, `(detached)`
  /// without a branch.
  public var head: [String] = []
  public var files: [UncommittedFile] = []
}

extension Repository {
  /// The commit that a revision names, such as `HEAD`, a branch or an id; `nil` for none.
  public func commit(of revision: String) throws(GitError) -> ObjectID? {
    if revision.isEmpty { return nil }
    return try text(.commit(of: revision)).flatMap { ObjectID($0.dropLast()) }
  }

  /// The first line of a commit's message; empty for a commit without one.
  public func subject(of commit: ObjectID) throws(GitError) -> String {
    (try text(.subject(of: commit)) ?? "").filter { $0 != "\n" }
  }

  /// The branch that is checked out here; `nil` for a commit without a branch.
  public func checkedOutBranch() throws(GitError) -> Branch? {
    try text(.head).flatMap { Branch(ref: $0.dropLast()) }
  }

  /// A branch as it is now; `nil` if it does not exist.
  public func state(of branch: Branch) throws(GitError) -> BranchState? {
    try branches(below: branch.ref).first { $0.branch == branch }
  }

  /// The branches whose names begin with a prefix that ends at a slash.
  public func branches(below prefix: Branch) throws(GitError) -> [BranchState] {
    try branches(below: prefix.ref)
  }

  /// The branches below a prefix that contain a commit which is reachable from `commit` and from
  /// none of `others`; each branch is given with its tip.
  public func branches(
    below prefix: Branch, sharingCommitsOf commit: ObjectID, without others: [ObjectID]
  ) throws(GitError) -> [Branch: ObjectID] {
    let tips = try tips(below: prefix.ref, withAnyOf: commits(of: commit, without: others))
      .compactMap { ref, tip in Branch(ref: ref).map { ($0, tip) } }
    return Dictionary(tips) { first, _ in first }
  }

  /// The refs below a prefix that contain one of these commits, each with its object.
  ///
  /// - Parameter commits: the oldest first.
  public func tips(
    below prefix: String, withAnyOf commits: [ObjectID]
  ) throws(GitError) -> [String: ObjectID] {
    // Later commits descend from the first ones, so the first ones are enough to find the branches.
    let commits = commits.prefix(Self.mostCommits)
    if commits.isEmpty { return [:] }
    let text = try text(.branches(below: prefix, withAnyOf: Array(commits))) ?? ""
    let tips = text.split(separator: "\n").compactMap { line -> (String, ObjectID)? in
      let (ref, id) = line.cut(at: " ")
      return ObjectID(id).map { (String(ref), $0) }
    }
    return Dictionary(tips) { first, _ in first }
  }

  /// The newest branches and tags that a commit does not contain.
  public func tips(outside commit: ObjectID) throws(GitError) -> [ObjectID] {
    ids(in: try text(.tips(outside: commit)) ?? "")
  }

  /// The number of ids that fit into the arguments of one call.
  private static let mostCommits = 10_000

  private func branches(below ref: String) throws(GitError) -> [BranchState] {
    try refs(below: [ref]).compactMap { Branch(ref: $0.ref).map($0.state) }
  }

  /// The refs at or below names, each with its state if it is the ref of a branch.
  func refs(
    below names: [String]
  ) throws(GitError) -> [(ref: String, commit: ObjectID, state: (Branch) -> BranchState)] {
    let fields = String(
      decoding: try outputReadingWorktrees(.branches(below: names)), as: UTF8.self
    )
    .split(separator: "\0", omittingEmptySubsequences: false)
    return stride(from: 0, to: fields.count - 3, by: 4).compactMap { start in
      guard let commit = ObjectID(fields[start + 1]) else { return nil }
      let (isSymbolic, place) = (!fields[start + 2].isEmpty, fields[start + 3])
      return (
        String(fields[start].drop { $0 == "\n" }), commit,
        { branch in
          BranchState(
            branch: branch, commit: commit, isSymbolic: isSymbolic,
            worktree: place.isEmpty ? nil : String(place))
        }
      )
    }
  }

  /// All worktrees, the main one first.
  public func worktrees() throws(GitError) -> [KnownWorktree] {
    var found: [KnownWorktree] = []
    let lines = String(decoding: try outputReadingWorktrees(.worktrees), as: UTF8.self)
      .split(separator: "\0")
    for line in lines {
      let (key, value) = line.cut(at: " ")
      if key == "worktree" {
        found.append(KnownWorktree(path: String(value)))
        continue
      }
      guard !found.isEmpty else { continue }
      switch key {
      case "branch": found[found.count - 1].branch = Branch(ref: value)
      case "locked": found[found.count - 1].isLocked = true
      default: break
      }
    }
    return found
  }

  /// The object of each branch and tag, by its ref.
  public func tips() throws(GitError) -> [String: String] {
    var tips: [String: String] = [:]
    for line in (try text(.tips) ?? "").split(separator: "\n") {
      let (ref, id) = line.cut(at: " ")
      tips[String(ref)] = String(id)
    }
    return tips
  }

  /// Whether the first commit is the second one or an ancestor of it.
  public func contains(_ first: ObjectID, in second: ObjectID) throws(GitError) -> Bool {
    if first == second { return true }
    return try holds(.isAncestor(first, of: second))
  }

  /// The best common ancestor of two commits; `nil` if they have none.
  public func mergeBase(_ first: ObjectID, _ second: ObjectID) throws(GitError) -> ObjectID? {
    try text(.mergeBase(first, second)).flatMap { bases in ObjectID(bases.prefix { $0 != "\n" }) }
  }

  /// All best common ancestors of two commits: several where merges cross.
  public func mergeBases(_ first: ObjectID, _ second: ObjectID) throws(GitError) -> [ObjectID] {
    ids(in: try text(.mergeBases(first, second)) ?? "")
  }

  /// Those of some commits that no other one of them contains.
  public func independent(_ commits: [ObjectID]) throws(GitError) -> [ObjectID] {
    commits.count < 2 ? commits : ids(in: try text(.independent(commits)) ?? "")
  }

  private func ids(in lines: String) -> [ObjectID] {
    lines.split(separator: "\n").compactMap { ObjectID($0) }
  }

  /// The newest of the others' commits at which the commits end that are reachable from a commit and
  /// from none of the others; the commit itself if one of the others contains it.
  public func boundary(
    of commit: ObjectID, without others: [ObjectID]
  ) throws(GitError) -> [ObjectID] {
    let lines = (try text(.boundary(of: commit, without: others)) ?? "").split(separator: "\n")
    if lines.isEmpty { return [commit] }
    return try independent(lines.filter { $0.first == "-" }.compactMap { ObjectID($0.dropFirst()) })
  }

  /// The commit on a branch's first-parent line that brought another commit to the branch.
  ///
  /// - Parameters:
  ///   - commit: a commit that the branch contains.
  ///   - branch: the tip of the branch.
  public func landing(of commit: ObjectID, on branch: ObjectID) throws(GitError) -> ObjectID {
    let line = try text(.line(of: branch, since: commit)) ?? ""
    return line.split(separator: "\n").last.flatMap { ObjectID($0) } ?? branch
  }

  public func tree(of commit: ObjectID) throws(GitError) -> ObjectID { try id(.tree(of: commit)) }

  /// The files that differ between two commits or trees, by their bytes.
  public func changes(
    from first: ObjectID, to second: ObjectID
  ) throws(GitError) -> [ChangedFile] {
    if first == second { return [] }
    let fields = String(decoding: try run(.changes(from: first, to: second)).output, as: UTF8.self)
      .split(separator: "\0")
    var files: [ChangedFile] = []
    for start in stride(from: 0, to: fields.count - 1, by: 2) {
      let record = fields[start].split(separator: " ")
      guard record.count == 5, let letter = record[4].first,
        let change = ChangedFile.Change(rawValue: letter)
      else { throw GitError.unreadable(command: "diff-tree", folder: top) }
      files.append(
        ChangedFile(
          path: String(fields[start + 1]), change: change, isSubmodule: record[1] == "160000",
          isModeOnly: record[2] == record[3]))
    }
    return files
  }

  /// The changes between two commits as text; bytes that are not UTF-8 are replaced.
  public func diff(
    from first: ObjectID, to second: ObjectID, _ form: GitCall.DiffForm
  ) throws(GitError) -> String {
    String(decoding: try run(.diff(from: first, to: second, form)).output, as: UTF8.self)
  }

  /// The commit and branch that are checked out, and the uncommitted changes in index and worktree,
  /// including untracked files. Uncommitted changes in a submodule are not reported.
  ///
  /// Source: git-status(1), "Porcelain Format Version 2".
  public func status() throws(GitError) -> CheckoutStatus {
    var status = CheckoutStatus()
    for record in String(decoding: try run(.status).output, as: UTF8.self).split(separator: "\0") {
      // The number of fields before the path.
      let words: Int
      switch record.first {
      case "?": words = 1
      case "1": words = 8
      case "u": words = 10
      case "#":
        let (key, value) = record.dropFirst(2).cut(at: " ")
        if ["branch.oid", "branch.head"].contains(key) { status.head.append("\(value)") }
        continue
      default: throw .unreadable(command: "status", folder: top)
      }
      // A path may begin with a blank, or with a combining mark, which joins the blank before it.
      let fields = record.utf8.split(
        separator: UInt8(ascii: " "), maxSplits: words, omittingEmptySubsequences: false
      ).map { String(Substring($0)) }
      guard fields.count == words + 1 else {
        throw .unreadable(command: "status", folder: top)
      }
      status.files.append(
        UncommittedFile(path: fields[words], state: fields.dropLast().joined(separator: " ")))
    }
    return status
  }

  /// The uncommitted changes in index and worktree, including untracked files.
  public func uncommittedFiles() throws(GitError) -> [UncommittedFile] { try status().files }

  /// The files that git ignores, from the top folder; a folder that git ignores as a whole is one
  /// entry.
  public func ignoredFiles() throws(GitError) -> [String] {
    String(decoding: try run(.ignoredFiles).output, as: UTF8.self).split(separator: "\0")
      .map(String.init)
  }

  /// The contents of a file in a commit; `nil` if the commit has no such file.
  public func file(_ path: String, of commit: ObjectID) throws(GitError) -> [UInt8]? {
    let (status, output) = try run(.file(path, of: commit))
    return status == 0 ? output : nil
  }

  /// The files of a commit in which a line begins with a marker of a conflict.
  public func filesWithConflictMarkers(in commit: ObjectID) throws(GitError) -> Set<String> {
    guard let text = try text(.conflictMarkers(in: commit)) else { return [] }
    // Each line of the output is `COMMIT:PATH`.
    return Set(
      text.split(separator: "\0").map {
        String(decoding: $0.utf8.dropFirst(commit.text.utf8.count + 1), as: UTF8.self)
      })
  }

}

extension Branch {
  /// - Returns: `nil` if the ref is not a branch.
  public init?(ref: some StringProtocol) {
    let prefix = "refs/heads/".utf8
    // A name may begin with a combining character, which joins the slash.
    guard ref.utf8.starts(with: prefix) else { return nil }
    self.init(String(decoding: ref.utf8.dropFirst(prefix.count), as: UTF8.self))
  }
}

extension StringProtocol {
  /// The texts before and after the first separator, which is ASCII. The text after it may begin with
  /// a combining mark.
  func cut(at separator: Unicode.Scalar) -> (SubSequence, SubSequence) {
    guard let place = utf8.firstIndex(of: UInt8(ascii: separator)) else {
      return (self[...], self[endIndex...])
    }
    return (self[..<place], self[utf8.index(after: place)...])
  }
}
