import Git
import Host
import Table

/// The queue's file in its repository: what commits and the index have of it. No filter runs: bytes are
/// compared as they are, but for line ends.
final class TrackedFile {
  let repository: Repository
  /// From the top folder.
  private let path: String
  private var objects: [Place: ObjectID?] = [:]

  /// - Parameters:
  ///   - file: the queue's path, links followed.
  ///   - top: the top folder of its worktree.
  ///   - environment: where git is looked for.
  init(_ file: String, below top: String, _ environment: Environment) throws(GitError) {
    repository = try Repository(holding: top, environment: environment)
    let file = Path.resolved(file) ?? file
    guard Path.isInside(file, repository.top), !file.utf8.contains(10) else {
      throw .otherRepository(folder: top)
    }
    path = String(file.dropFirst(repository.top.count + 1))
  }

  /// A tree that may have the file, as git writes it before a path.
  enum Place: Hashable {
    case commit(ObjectID)
    case head
    /// 0, or of a file in conflict 1 for the base, 2 for ours, 3 for theirs.
    case index(stage: Int)

    fileprivate var prefix: String {
      switch self {
      case .commit(let id): id.text
      case .head: "HEAD"
      case .index(let stage): ":\(stage)"
      }
    }
  }

  /// The file's objects, without the places that have none. Git is asked once for each place.
  func objects(in places: [Place]) throws(GitError) -> [Place: ObjectID] {
    let new = Set(places).filter { objects[$0] == nil }.map { ($0, "\($0.prefix):\(path)") }
    if !new.isEmpty {
      let found = try repository.objects(named: new.map(\.1).sorted())
      for (place, name) in new { objects[place] = .some(found[name]) }
    }
    return Dictionary(places.compactMap { place in objects[place]?.map { (place, $0) } }) { $1 }
  }

  /// The file as an object has it.
  func version(_ id: ObjectID) throws(GitError) -> QueueVersion? {
    var version: QueueVersion?
    try read([id]) { version = $1 }
    return version
  }

  /// Whether an object has the lines of a version.
  func has(_ version: QueueVersion, as id: ObjectID) throws(GitError) -> Bool {
    try self.version(id)?.hasLines(of: version) ?? false
  }

  /// Reads objects by one call of git, with one of them in memory at a time.
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

  /// Whether git has the file in its index or the last commit.
  func isTracked() throws(GitError) -> Bool {
    try !objects(in: [.head, .index(stage: 0), .index(stage: 2), .index(stage: 3)]).isEmpty
  }

  /// The commits that a commit has and that changed the file, the newest first.
  func commits(of commit: ObjectID, atMost count: Int) throws(GitError) -> [ObjectID] {
    try repository.commits(of: commit, changing: path, atMost: count)
  }
}

extension QueueVersion {
  /// Whether both are the same but for carriage returns at the ends of lines.
  func hasLines(of other: QueueVersion) -> Bool {
    isSame(as: other) || withoutCarriageReturns == other.withoutCarriageReturns
  }

  /// The bytes with line feeds alone, as git may keep them. Source: gitattributes(5), `text`.
  var withoutCarriageReturns: [UInt8] {
    let bytes = bytes.array
    guard bytes.contains(13) else { return bytes }
    return bytes.indices.filter { place in
      bytes[place] != 13 || place + 1 == bytes.count || bytes[place + 1] != 10
    }.map { bytes[$0] }
  }
}
