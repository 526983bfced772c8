import Git
import Host
import Table

/// The commits that `HEAD` has pointed to since an entry of the journal was written, from the
/// reflog. Without one, they are the ancestors of the present commit that changed the file.
struct PassedCommits {
  let head: ObjectID
  private let file: TrackedFile
  /// In the order in which `HEAD` was at them.
  private let commits: [ObjectID]
  /// The moves of the reflog that led to the last commits; `nil` without a reflog.
  private let moves: [HeadLog.Move]?
  /// The index of the first commit that was passed since an entry, by the entry's sequence.
  private var places: [Int: Int] = [:]

  private static let mostAncestors = 1000

  /// - Parameters:
  ///   - file: the queue's file.
  ///   - head: the commit that `HEAD` is at.
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

  /// Where `HEAD` was at each entry; `nil` if the reflog does not have the last one.
  ///
  /// `HEAD` may have been at a commit several times. If the log was rewritten since, the first time
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

  /// The index of the first commit that was passed since an entry: the commit at which the entry
  /// was made.
  private func place(_ sequence: Int) -> Int { places[sequence] ?? 0 }

  /// The moves since an entry; empty without a reflog.
  private func moves(since sequence: Int) -> ArraySlice<HeadLog.Move> {
    moves?.suffix(commits.count - 1 - place(sequence)) ?? []
  }

  /// Whether `HEAD` moved since an entry, and the last move between commits with different versions
  /// of the file surely wrote the file in the worktree.
  func moveFiles(since sequence: Int) throws(GitError) -> Bool {
    let moves = moves(since: sequence)
    let commits = commits.suffix(moves.count + 1)
    let objects = try file.objects(in: commits.map { .commit($0) })
    let changing = zip(zip(commits, commits.dropFirst()), moves).filter { commits, _ in
      objects[.commit(commits.0)] != objects[.commit(commits.1)]
    }
    return changing.last?.1.movesFiles ?? (!moves.isEmpty && moves.allSatisfy(\.movesFiles))
  }

  /// Whether the commits since an entry have several versions of the file. Without a reflog, the
  /// commit of the entry and the present one are compared; `false` if the former is unknown.
  func changeFile(since entry: JournalEntry.Parsed) throws(GitError) -> Bool {
    let passed =
      moves == nil
      ? entry.commit.flatMap { ObjectID($0) }.map { [$0, head] } ?? []
      : Array(commits[place(entry.sequence)...])
    let objects = try file.objects(in: passed.map { .commit($0) })
    return Set(passed.map { objects[.commit($0)] }).count > 1
  }

  /// The last commit since an entry that was made from the contents of the worktree.
  func lastMade(since sequence: Int) -> ObjectID? {
    moves(since: sequence).last(where: \.isOfWorktree)?.to
  }

  /// The file's objects in the commits, each once, newest first, with the index of the last commit
  /// that has it.
  private func objects() throws(GitError) -> [(id: ObjectID, place: Int)] {
    let objects = try file.objects(in: commits.map { .commit($0) })
    var known: Set<ObjectID> = []
    return commits.indices.reversed().compactMap { place in
      guard let id = objects[.commit(commits[place])], known.insert(id).inserted else { return nil }
      return (id, place)
    }
  }

  /// Returns the newest version of the journal that a commit passed since then has.
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
    // Loading versions one after the other, oldest first, is cheap.
    var entries: [LinesDigest: [Int]] = [:]
    for sequence in sequences {
      guard let version = try history.version(sequence) else { continue }
      entries[LinesDigest(version), default: []].append(sequence)
    }
    var best: (sequence: Int, object: ObjectID)?
    for (index, object) in objects.enumerated() {
      // An older commit cannot have a version of an entry that was made after it.
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

  /// Returns the rows for which the file in one of the commits that `HEAD` was at meets a
  /// condition; the commit must be an ancestor of the present one.
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

/// Compares the lines of two versions without both in memory.
private struct LinesDigest: Hashable {
  let count: Int
  let checksum: UInt32

  init(_ version: QueueVersion) {
    let bytes = version.withoutCarriageReturns
    (count, checksum) = (bytes.count, bytes.withUnsafeBytes(Checksum.crc32))
  }
}

/// Digests of objects, which are read only as far as they are asked for.
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

/// Objects in parts of 1, 2, 4 and so on, one call of git for each: most searches end in the first.
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
