import Git
import Host

/// Where the bytes of a file came from that work changes: a file of others proves nothing.
struct WorkOrigin: Sendable {
  let work: CommittedWork
  /// The commits against which the work is held.
  let landing: [ObjectID]
  let others: OthersCommits

  /// A shorter file, such as an empty `__init__.py`, is the same on many branches. In bytes.
  private static let longestCommon = 200

  /// - Parameter path: the path of a changed file from the top folder.
  /// - Returns: the name of the branch that has the same bytes; `nil` if they are the row's own.
  func callAsFunction(of path: String) throws -> String? {
    // A name with a line break can't be looked for.
    if path.utf8.contains(10) { return nil }
    let commits = try others(in: work.commit, beside: landing)
    // Histories that share no commit can't be merged.
    let merged = commits.isEmpty ? nil : try? work.repository.mergedTree(of: landing + commits)
    func name(_ files: ObjectID) -> String { "\(files):\(path)" }
    let rows = try others.branchesOfRows()
    let trees = [work.commit, merged].compactMap(\.self) + commits
    let places = (trees + rows.flatMap { [$0.tip, $0.begin].compactMap(\.self) }).map(name)
    let found = try work.repository.objects(named: places)
    guard let own = found[name(work.commit)] else { return nil }
    if let commit = commits.first(where: { found[name($0)] == own })
      ?? merged.flatMap({ found[name($0)] == own ? commits.first : nil })
    {
      return try others.name(of: commit)
    }
    let copied = rows.first { row in
      found[name(row.tip)] == own && row.begin.flatMap { found[name($0)] } != own
    }
    guard let copied, try size(of: path) > Self.longestCommon, try !isTaken(path, own, copied.tip)
    else { return nil }
    return copied.branch.name
  }

  private func size(of path: String) throws(GitError) -> Int {
    try work.repository.file(path, of: work.commit)?.count ?? 0
  }

  /// Whether the other branch has the bytes from this work.
  private func isTaken(_ path: String, _ own: ObjectID, _ tip: ObjectID) throws(GitError) -> Bool {
    let shared = try work.repository.mergeBases(work.commit, tip).map { "\($0):\(path)" }
    return try work.repository.objects(named: shared).values.contains(own)
  }

  /// Whether what was merged added a text to a file.
  func isMerged(_ text: String, in path: String) throws -> Bool {
    let commits = try landing + others(in: work.commit, beside: landing)
    if commits == [work.base] { return false }
    func has(_ files: ObjectID) throws(GitError) -> Bool {
      let file = try work.repository.file(path, of: files)
      return file.map { $0.firstOffset(of: Array(text.utf8), from: 0) != nil } ?? false
    }
    return try !has(work.base) && has(work.repository.mergedTree(of: commits))
  }
}
