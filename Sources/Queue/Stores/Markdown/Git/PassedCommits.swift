import Git
import Host
import Table

/// The commits that `HEAD` was at since entries of the journal, by its reflog. Without a reflog, those
/// that changed the file and that the present one has.
struct PassedCommits {
  /// Where `HEAD` is.
  let head: ObjectID
  private let file: TrackedFile
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
    (self.head, self.file) = (head, file)
    if let log = HeadLog(of: file.repository.folder), log.commits.last == head,
      let places = Self.places(of: history, in: log)
    {
      (commits, moves, self.places) = (log.commits, log.moves, places)
      return
    }
    commits = try [head] + file.commits(of: head, atMost: Self.mostAncestors)
    moves = nil
  }

  /// Where `HEAD` was at each entry; `nil` where the reflog does not know the last one.
  ///
  /// It may have been at a commit several times. Where the log was written anew since, the first time
  /// counts: entries and moves are in one order.
  private static func places(of history: VersionHistory, in log: HeadLog) -> [Int: Int]? {
    let commits = log.commits
    var places: [Int: Int] = [:]
    var (place, isKnown) = (0, true)
    for entry in history.entries {
      if let commit = entry.commit.flatMap({ ObjectID($0) }) {
        let found =
          entry.reflog.flatMap { log.place(of: commit, atSize: $0) }
          ?? commits[place...].firstIndex(of: commit)
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

  /// Whether `HEAD` moved since an entry, and the last move that changed the file in commits surely left
  /// it in the worktree.
  func moveFiles(since sequence: Int) throws(GitError) -> Bool {
    let moves = moves(since: sequence)
    let commits = commits.suffix(moves.count + 1)
    let objects = try file.objects(in: commits.map { .commit($0) })
    let changing = zip(zip(commits, commits.dropFirst()), moves).filter { commits, _ in
      objects[.commit(commits.0)] != objects[.commit(commits.1)]
    }
    return changing.last?.1.movesFiles ?? (!moves.isEmpty && moves.allSatisfy(\.movesFiles))
  }

  /// Whether the commits since an entry have several versions of the file. Without a reflog, the one that
  /// it was made at and the present one tell; where that is unknown, none is known.
  func changeFile(since entry: JournalEntry.Parsed) throws(GitError) -> Bool {
    let passed =
      moves == nil
      ? entry.commit.flatMap { ObjectID($0) }.map { [$0, head] } ?? []
      : Array(commits[place(entry.sequence)...])
    let objects = try file.objects(in: passed.map { .commit($0) })
    return Set(passed.map { objects[.commit($0)] }).count > 1
  }

  /// The last commit since an entry that somebody made of what was in the worktree.
  func lastMade(since sequence: Int) -> ObjectID? {
    moves(since: sequence).last(where: \.isOfWorktree)?.to
  }

  /// The file's objects in the commits, each once, the newest first: with the last place of each.
  private func objects() throws(GitError) -> [(id: ObjectID, place: Int)] {
    let objects = try file.objects(in: commits.map { .commit($0) })
    var known: Set<ObjectID> = []
    return commits.indices.reversed().compactMap { place in
      guard let id = objects[.commit(commits[place])], known.insert(id).inserted else { return nil }
      return (id, place)
    }
  }

  /// The newest version that a commit has which was passed since.
  ///
  /// - Parameter history: the journal's versions.
  func base(in history: VersionHistory) throws -> (sequence: Int, version: QueueVersion)? {
    let objects = try objects()
    var texts = ObjectTexts(file, objects.map(\.id))
    let sequences = [history.first] + history.entries.map(\.sequence)
    let last = sequences[sequences.count - 1]
    let ofLast = LinesDigest(history.last)
    for (index, object) in objects.enumerated() {
      guard object.place >= place(last) else { break }
      if try texts.digest(index) == ofLast, try file.has(history.last, as: object.id) {
        return (last, history.last)
      }
    }
    // To load one version after the other, oldest first, is cheap.
    var entries: [LinesDigest: [Int]] = [:]
    for sequence in sequences {
      guard let version = try history.version(sequence) else { continue }
      entries[LinesDigest(version), default: []].append(sequence)
    }
    var best: (sequence: Int, object: ObjectID)?
    for (index, object) in objects.enumerated() {
      // An older commit has no version of a later entry than those that were made up to it.
      let later = sequences.drop { $0 <= best?.sequence ?? -1 }
      guard let next = later.first, place(next) <= object.place else { break }
      if let digest = try texts.digest(index),
        let found = entries[digest]?.last(where: { place($0) <= object.place }),
        found >= next
      {
        best = (found, object.id)
      }
    }
    guard let best, let version = try history.version(best.sequence) else { return nil }
    return try file.has(version, as: best.object) ? (best.sequence, version) : nil
  }

  /// Which of some rows have a commit, among those that `HEAD` was at, whose file is as a rule asks.
  func rows(_ ids: [String], where isWanted: (String, QueueVersion) -> Bool) throws(GitError)
    -> Set<String>
  {
    var (found, missing): (Set<String>, Set<String>) = ([], Set(ids))
    if ids.isEmpty { return [] }
    let objects = try file.objects(in: commits.map { .commit($0) })
    for part in try GrowingParts(self.objects().map(\.id)) {
      var matches: [(object: ObjectID, ids: Set<String>)] = []
      try file.read(part) { object, version in
        matches.append((object, missing.filter { isWanted($0, version) }))
      }
      for match in matches {
        for commit in commits where objects[.commit(commit)] == match.object {
          if missing.isDisjoint(with: match.ids) { break }
          guard try file.repository.contains(commit, in: head) else { continue }
          found.formUnion(match.ids)
          missing.subtract(match.ids)
        }
      }
      if missing.isEmpty { break }
    }
    return found
  }
}

/// What lines two versions have in common tells, without both in memory.
private struct LinesDigest: Hashable {
  let count: Int
  let checksum: UInt32

  init(_ version: QueueVersion) {
    let bytes = version.withoutCarriageReturns
    (count, checksum) = (bytes.count, bytes.withUnsafeBytes(Checksum.crc32))
  }
}

/// The texts of objects, of which only so many are read as are asked for.
private struct ObjectTexts {
  private let file: TrackedFile
  private var parts: GrowingParts.Iterator
  private var digests: [LinesDigest] = []

  init(_ file: TrackedFile, _ ids: [ObjectID]) {
    (self.file, parts) = (file, GrowingParts(ids).makeIterator())
  }

  mutating func digest(_ index: Int) throws(GitError) -> LinesDigest? {
    while index >= digests.count, let part = parts.next() {
      var more: [LinesDigest] = []
      try file.read(part) { _, version in more.append(LinesDigest(version)) }
      digests += more
    }
    return index < digests.count ? digests[index] : nil
  }
}

/// Objects in parts of 1, 2, 4 and so on, for a call of git each: most searches end at the first.
private struct GrowingParts: Sequence, IteratorProtocol {
  private var rest: ArraySlice<ObjectID>
  private var count = 1

  init(_ ids: [ObjectID]) { rest = ids[...] }

  mutating func next() -> [ObjectID]? {
    if rest.isEmpty { return nil }
    defer { (rest, count) = (rest.dropFirst(count), 2 * count) }
    return Array(rest.prefix(count))
  }
}
