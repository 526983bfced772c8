import Git
import Host
import Table

/// The queue's file in its repository: its versions in commits and in the index. Git's filters are
/// not run. Bytes are compared unchanged, except for line ends.
final class TrackedFile {
  let repository: Repository
  /// The path relative to the top folder.
  private let path: String
  private var objects: [Place: ObjectID?] = [:]

  /// - Parameters:
  ///   - file: the queue's path, with links resolved.
  ///   - top: the top folder of the queue's worktree.
  ///   - environment: the variables with which git is found.
  init(_ file: String, below top: String, _ environment: Environment) throws(GitError) {
    repository = try Repository(holding: top, environment: environment)
    let file = Path.resolved(file) ?? file
    guard Path.isInside(file, repository.top), !file.utf8.contains(10) else {
      throw .otherRepository(folder: top)
    }
    path = String(file.dropFirst(repository.top.count + 1))
  }

  /// A tree that may have the file; git writes it before a path and a colon.
  enum Place: Hashable {
    case commit(ObjectID)
    case head
    /// The index. The stage is 0 or, for a file in conflict, 1 for the base, 2 for ours and 3 for
    /// theirs.
    case index(stage: Int)

    fileprivate var prefix: String {
      switch self {
      case .commit(let id): id.text
      case .head: "HEAD"
      case .index(let stage): ":\(stage)"
      }
    }
  }

  /// The file's objects in some trees; trees without the file are left out. For each tree git is
  /// asked only one time.
  func objects(in places: [Place]) throws(GitError) -> [Place: ObjectID] {
    let new = Set(places).filter { objects[$0] == nil }.map { ($0, "\($0.prefix):\(path)") }
    if !new.isEmpty {
      let found = try repository.objects(named: new.map(\.1).sorted())
      for (place, name) in new { objects[place] = .some(found[name]) }
    }
    return Dictionary(places.compactMap { place in objects[place]?.map { (place, $0) } }) { $1 }
  }

  func version(_ id: ObjectID) throws(GitError) -> QueueVersion? {
    var version: QueueVersion?
    try read([id]) { version = $1 }
    return version
  }

  func has(_ version: QueueVersion, as id: ObjectID) throws(GitError) -> Bool {
    try self.version(id)?.hasLines(of: version) ?? false
  }

  /// Reads objects with one call of git, one object in memory at a time.
  func read(
    _ ids: [ObjectID], _ visit: (ObjectID, QueueVersion) -> Void
  ) throws(GitError) {
    var bytes: [UInt8] = []
    try repository.read(ids) { place, piece in
      if piece.isEmpty {
        visit(ids[place], QueueVersion(QueueBytes(bytes)))
        bytes = []
      } else {
        bytes += piece
      }
    }
  }

  /// Whether git has the file in its index or in the last commit.
  func isTracked() throws(GitError) -> Bool {
    try !objects(in: [.head, .index(stage: 0), .index(stage: 2), .index(stage: 3)]).isEmpty
  }

  /// The ancestors of a commit that changed the file, each before its parents.
  ///
  /// - Parameter other: a commit whose ancestors are left out.
  func commits(
    of commit: ObjectID, without other: ObjectID? = nil, atMost count: Int
  ) throws(GitError) -> [ObjectID] {
    try repository.commits(of: commit, without: other, changing: path, atMost: count)
  }

  /// The versions that the index, stashes, the last fetch and all refs have, without those that
  /// `HEAD` reaches, each before its successors.
  func objectsOutsideHead() throws(GitError) -> [(id: ObjectID, commit: ObjectID?)] {
    let commits = try repository.commitsOutsideHead(changing: path, atMost: Self.mostOutsideHead)
    let index = (0...3).map { Place.index(stage: $0) }
    let objects = try objects(in: commits.map { .commit($0) } + index)
    let found = commits.reversed().compactMap { commit in
      objects[.commit(commit)].map { (id: $0, commit: ObjectID?.some(commit)) }
    }
    var known: Set<ObjectID> = []
    return (found + index.compactMap { objects[$0].map { (id: $0, commit: nil) } })
      .filter { known.insert($0.id).inserted }
  }

  private static let mostOutsideHead = 1000
}

extension QueueVersion {
  /// Whether both versions are equal except for carriage returns at the ends of lines.
  func hasLines(of other: QueueVersion) -> Bool {
    isSame(as: other) || withoutCarriageReturns == other.withoutCarriageReturns
  }

  /// The bytes with line feeds as line ends, which is a form that git may store. Source:
  /// gitattributes(5), `text`.
  var withoutCarriageReturns: [UInt8] {
    let bytes = bytes.array
    guard bytes.contains(13) else { return bytes }
    return bytes.indices.filter { place in
      bytes[place] != 13 || place + 1 == bytes.count || bytes[place + 1] != 10
    }.map { bytes[$0] }
  }
}
