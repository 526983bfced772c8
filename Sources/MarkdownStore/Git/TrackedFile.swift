import Git
import Host
import QueueDocument

/// The queue's file in its repository: what commits and the index have of it. No filter runs: bytes are
/// compared as they are, but for line ends.
final class TrackedFile {
  let repository: Repository
  /// From the top folder.
  private let path: String
  private var versions: [ObjectID: QueueVersion] = [:]

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

  /// The file's objects, without the places that have none.
  func objects(in places: some Sequence<Place>) throws(GitError) -> [Place: ObjectID] {
    let names = Dictionary(uniqueKeysWithValues: Set(places).map { ($0, "\($0.prefix):\(path)") })
    if names.isEmpty { return [:] }
    let found = try repository.objects(named: names.values.sorted())
    return names.compactMapValues { found[$0] }
  }

  /// The file as an object has it.
  func version(_ id: ObjectID) throws(GitError) -> QueueVersion? {
    try load([id])
    return versions[id]
  }

  /// Reads objects, all by one call of git.
  func load(_ ids: some Sequence<ObjectID>) throws(GitError) {
    let new = Set(ids).filter { versions[$0] == nil }.sorted { $0.text < $1.text }
    var bytes: [UInt8] = []
    try repository.read(new) { place, piece in
      if piece.isEmpty {
        versions[new[place]] = QueueVersion(QueueBytes(bytes))
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
