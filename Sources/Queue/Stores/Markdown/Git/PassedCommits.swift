import Git
import Host
import Table

/// The commits to which `HEAD` has pointed since an entry of the journal was written. They come
/// from the reflog. Without a reflog, they are the ancestors of the current commit that changed the
/// file.
struct PassedCommits {
  let head: ObjectID
  private let file: TrackedFile
  /// The commits in the order in which `HEAD` pointed to them.
  private let commits: [ObjectID]
  /// The moves of `HEAD` in the reflog, which lead to the last ones of `commits`; `nil` without a
  /// reflog.
  private let moves: [HeadLog.Move]?
  /// For each entry, by its number, the index of the commit at which the entry was made.
  private var places: [Int: Int] = [:]

  private static let mostAncestors = 1000

  /// - Parameters:
  ///   - file: the queue's file.
  ///   - head: the commit to which `HEAD` points now.
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

  /// For each entry, the index in the reflog of the commit to which `HEAD` pointed. `nil` if the
  /// reflog does not have the commit of the last entry.
  ///
  /// `HEAD` may have pointed to a commit several times; the size of the log at the entry shows
  /// which time is meant. If git has rewritten the log since, the first time after the previous
  /// entry's commit is used, because entries and moves are in the same order.
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

  /// The index of the commit at which an entry was made.
  private func place(_ sequence: Int) -> Int { places[sequence] ?? 0 }

  /// The moves since an entry; empty without a reflog.
  private func moves(since sequence: Int) -> ArraySlice<HeadLog.Move> {
    moves?.suffix(commits.count - 1 - place(sequence)) ?? []
  }

  /// Whether `HEAD` has moved since an entry, and git certainly wrote the file in the worktree. The
  /// last move between commits with different versions of the file decides that.
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
  /// entry's commit is compared with the current commit; `false` if the entry's commit is unknown.
  func changeFile(since entry: JournalEntry.Parsed) throws(GitError) -> Bool {
    let passed =
      moves == nil
      ? entry.commit.flatMap { ObjectID($0) }.map { [$0, head] } ?? []
      : Array(commits[place(entry.sequence)...])
    let objects = try file.objects(in: passed.map { .commit($0) })
    return Set(passed.map { objects[.commit($0)] }).count > 1
  }

  /// The last commit after an entry that was made from the worktree's files, as by `git commit`.
  func lastMade(since sequence: Int) -> ObjectID? {
    moves(since: sequence).last(where: \.isOfWorktree)?.to
  }

  /// The file's objects in the commits, the newest first. Each object is listed one time, with the
  /// index of the last commit that has it.
  private func objects() throws(GitError) -> [(id: ObjectID, place: Int)] {
    let objects = try file.objects(in: commits.map { .commit($0) })
    var known: Set<ObjectID> = []
    return commits.indices.reversed().compactMap { place in
      guard let id = objects[.commit(commits[place])], known.insert(id).inserted else { return nil }
      return (id, place)
    }
  }

  /// Returns the newest version of the journal that is also in a commit to which `HEAD` has pointed
  /// since.
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
    // Versions are loaded one after the other, the oldest first, which is cheap.
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

  /// Returns the rows for which a condition holds in a version of the file. Versions are those in
  /// the commits to which `HEAD` has pointed, if the commit is an ancestor of the current one.
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

/// A digest of a version's lines, to compare two versions without having both in memory.
private struct LinesDigest: Hashable {
  let count: Int
  let checksum: UInt32

  init(_ version: QueueVersion) {
    let bytes = version.withoutCarriageReturns
    (count, checksum) = (bytes.count, bytes.withUnsafeBytes(Checksum.crc32))
  }
}

/// Digests of objects. An object is read only when its digest is needed.
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

/// Objects in parts of 1, 2, 4 and so on. Each part takes one call of git, and most searches end in
/// the first part.
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
