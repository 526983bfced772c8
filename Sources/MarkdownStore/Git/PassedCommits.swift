import Git
import Host
import QueueDocument

/// The commits that `HEAD` was at since entries of the journal, by its reflog. Without a reflog, those
/// that changed the file and that the present one has.
struct PassedCommits {
  /// Where `HEAD` is.
  let head: ObjectID
  /// In the order in which `HEAD` was at them.
  private let commits: [ObjectID]
  /// The moves of the reflog that led to the last ones; `nil` without a reflog.
  private let moves: [HeadLog.Move]?
  /// By an entry's sequence: the first of the commits that were passed since.
  private var places: [Int: Int] = [:]

  private static let mostAncestors = 1000

  /// - Parameters:
  ///   - file: the queue's file.
  ///   - head: where `HEAD` is.
  ///   - history: the journal's versions.
  init(
    _ file: TrackedFile, head: ObjectID, since history: VersionHistory
  ) throws(GitError) {
    self.head = head
    if let log = HeadLog(of: file.repository.folder), log.commits.last == head,
      let places = Self.places(of: history, among: log.commits)
    {
      (commits, moves, self.places) = (log.commits, log.moves, places)
      return
    }
    commits = try [head] + file.commits(of: head, atMost: Self.mostAncestors)
    moves = nil
  }

  /// Where `HEAD` was at each entry; `nil` where the reflog does not know the last one.
  ///
  /// It may have been at a commit several times: entries and moves are in one order.
  private static func places(
    of history: VersionHistory, among commits: [ObjectID]
  ) -> [Int: Int]? {
    var places: [Int: Int] = [:]
    var (place, isKnown) = (0, true)
    for entry in history.entries {
      if let commit = entry.commit {
        let found = commits[place...].firstIndex { $0.text == commit }
        isKnown = found != nil
        place = found ?? place
      }
      places[entry.sequence] = place
    }
    return isKnown && !commits.isEmpty ? places : nil
  }

  /// The first of the commits that were passed since an entry: the one that it was made at.
  private func place(_ sequence: Int) -> Int { places[sequence] ?? 0 }

  /// The moves since an entry; none without a reflog.
  private func moves(since sequence: Int) -> ArraySlice<HeadLog.Move> {
    moves?.suffix(commits.count - 1 - place(sequence)) ?? []
  }

  /// Whether `HEAD` moved since an entry, and the last move that changed the file in commits left it in
  /// the worktree.
  func moveFiles(since sequence: Int, _ file: TrackedFile) throws(GitError) -> Bool {
    let moves = moves(since: sequence)
    let commits = commits.suffix(moves.count + 1)
    let objects = try file.objects(in: commits.map { .commit($0) })
    let changing = zip(zip(commits, commits.dropFirst()), moves).filter { commits, _ in
      objects[.commit(commits.0)] != objects[.commit(commits.1)]
    }
    return changing.last?.1.movesFiles ?? (!moves.isEmpty && moves.allSatisfy(\.movesFiles))
  }

  /// Whether the commits since an entry have several versions of the file.
  func changeFile(since sequence: Int, _ file: TrackedFile) throws(GitError) -> Bool {
    let places = commits[place(sequence)...].map { TrackedFile.Place.commit($0) }
    let objects = try file.objects(in: places)
    return Set(places.map { objects[$0] }).count > 1
  }

  /// The last commit since an entry that somebody made of what was in the worktree.
  func lastMade(since sequence: Int) -> ObjectID? {
    moves(since: sequence).last(where: \.isOfWorktree)?.to
  }

  /// The newest version that a commit has which was passed since.
  ///
  /// - Parameters:
  ///   - history: the journal's versions.
  ///   - file: has the commits' versions.
  func base(
    in history: VersionHistory, _ file: TrackedFile
  ) throws -> (sequence: Int, version: QueueVersion)? {
    let last = history.entries.last?.sequence ?? history.first
    let recent = try lastPlaces(from: place(last), file)
    if recent[history.last.withoutCarriageReturns] != nil { return (last, history.last) }
    let all = try lastPlaces(from: 0, file)
    var base: (Int, QueueVersion)?
    // To load one version after the other, oldest first, is cheap.
    for sequence in [history.first] + history.entries.map(\.sequence) {
      guard let version = try history.version(sequence),
        let last = all[version.withoutCarriageReturns], last >= place(sequence)
      else { continue }
      base = (sequence, version)
    }
    return base
  }

  /// The last place of each text of the file among the commits from a place on.
  private func lastPlaces(
    from start: Int, _ file: TrackedFile
  ) throws(GitError) -> [[UInt8]: Int] {
    let objects = try file.objects(in: commits[start...].map { .commit($0) })
    try file.load(objects.values)
    var places: [[UInt8]: Int] = [:]
    for place in commits.indices[start...] {
      guard let object = objects[.commit(commits[place])], let version = try file.version(object)
      else { continue }
      places[version.withoutCarriageReturns] = place
    }
    return places
  }

  /// Whether `HEAD` has a commit, among those that it was at, whose queue is as a rule asks.
  func hasAncestor(
    _ file: TrackedFile, where isWanted: (QueueDocument) -> Bool
  ) throws(GitError) -> Bool {
    let objects = try file.objects(in: commits.map { .commit($0) })
    try file.load(objects.values)
    var known: [ObjectID: Bool] = [:]
    for commit in commits.reversed() {
      guard let object = objects[.commit(commit)] else { continue }
      if known[object] == nil {
        known[object] = try file.version(object)?.document.map(isWanted) ?? false
      }
      if known[object] == true, try file.repository.contains(commit, in: head) { return true }
    }
    return false
  }
}
