import Facts
import Host
import MarkdownStore

/// Finds the queue file. Source: `docs/cli.md`, "Where things are".
public struct QueueLocation {
  /// Where the path comes from.
  public enum Origin: Equatable, Sendable {
    case option
    /// The environment variable of this name.
    case variable(String)
    /// The search upwards from the current folder.
    case search
  }

  /// A queue's path, and where it comes from.
  public struct Found: Equatable, Sendable {
    public let origin: Origin
    /// As it was named or found, before links are followed.
    public let givenPath: String
    /// Links followed.
    public internal(set) var path: String
    /// The folder in which the search found it; `nil` for a queue that was named.
    let searchedFolder: String?
  }

  let environment: Environment
  let currentDirectory: String

  private static let names = ["QUEUE.md", "automation/orchestrator/QUEUE.md"]

  /// Returns the queue file. A file that is named may be missing.
  ///
  /// - Throws: also for a copy in the worktree of a row, whose queue is elsewhere.
  func find(named option: String?) throws(Problem) -> Found {
    if let (path, origin) = named(option) {
      let place = try resolved(path)
      try checkIsNoCopy(in: Path.parent(of: place))
      return Found(origin: origin, givenPath: path, path: place, searchedFolder: nil)
    }
    let (path, folder) = try search()
    let place = try resolved(path)
    try checkIsInside(folder, path, place)
    try checkIsNoCopy(in: Path.parent(of: place))
    return Found(origin: .search, givenPath: path, path: place, searchedFolder: folder)
  }

  /// The path that the option or the environment names.
  func named(_ option: String?) -> (path: String, origin: Origin)? {
    func named(_ path: String, _ origin: Origin) -> (path: String, origin: Origin) {
      (Path.join(currentDirectory, path), origin)
    }
    if let option { return named(option, .option) }
    if let path = environment["ORCH_QUEUE_MD"] { return named(path, .variable("ORCH_QUEUE_MD")) }
    return environment["ORCH_BASE_DIR"].map {
      named(Path.join($0, "QUEUE.md"), .variable("ORCH_BASE_DIR"))
    }
  }

  private func resolved(_ path: String) throws(Problem) -> String {
    if let resolved = Path.resolved(path) { return resolved }
    try system { () throws(SystemError) in try Path.checkText(of: path) }
    if let target = Path.linkTarget(path) {
      throw Problem.location(.brokenLink(path: path, target: target))
    }
    // The folder may still be reached by a link.
    guard let folder = Path.resolved(Path.parent(of: path)) else { return path }
    return Path.join(folder, Path.name(of: path))
  }

  /// Whether no queue is named, and the search finds none.
  func findsNone(named option: String?) -> Bool {
    if named(option) != nil { return false }
    guard case .nothing? = try? walk() else { return false }
    return true
  }

  /// The path before links are followed, and the folder in which it was found.
  private func search() throws(Problem) -> (path: String, folder: String) {
    switch try walk() {
    case .queue(let path, let folder): return (path, folder)
    case .nothing(let last):
      try checkIsNoCopy(in: last)
      throw Problem.location(.notFound(from: currentDirectory, upTo: last))
    }
  }

  private enum SearchResult {
    case queue(String, in: String)
    /// There is no queue from the current folder up to this one.
    case nothing(last: String)
  }

  /// Goes up from the current folder to the first that holds `.git`, to the user's
  /// home, or to a file system's border.
  private func walk() throws(Problem) -> SearchResult {
    var folder = currentDirectory
    let device = try? FileStatus(of: folder).identity.device
    while true {
      if let path = try queue(in: folder) {
        return .queue(path, in: folder)
      }
      let parent = Path.parent(of: folder)
      if isLast(folder) || parent == folder
        || (try? FileStatus(of: parent))?.identity.device != device
      {
        return .nothing(last: folder)
      }
      folder = parent
    }
  }

  private func queue(in folder: String) throws(Problem) -> String? {
    for name in Self.names {
      let path = Path.join(folder, name)
      if let status = try? FileStatus(of: path), status.kind == .regular {
        try checkOwner(of: path, status)
        return path
      }
      // A broken link is reported, not passed over.
      if Path.linkTarget(path) != nil, Path.resolved(path) == nil { return path }
      // An editor may have moved the file away for a moment, to save it: a queue further up
      // is not meant then.
      if Sidecar(forQueueAt: path).exists { return path }
    }
    return nil
  }

  private func isLast(_ folder: String) -> Bool {
    folder == environment["HOME"].map { Path.resolved($0) ?? $0 }
      || GitCheckout.isTop(folder)
  }

  /// Refuses a link that leads out of its folder: one from a clone could lead to any file of this
  /// user.
  private func checkIsInside(_ folder: String, _ path: String, _ place: String) throws(Problem) {
    // A search begins in the current folder, whose path has no links as a rule.
    guard !Path.isInside(place, folder), let folder = Path.resolved(folder),
      !Path.isInside(place, folder)
    else { return }
    throw Problem.location(.leadsOut(path: path, folder: folder, target: place))
  }

  /// Refuses a folder of the worktree of a row, which has a copy of the queue at most.
  private func checkIsNoCopy(in folder: String) throws(Problem) {
    if let queue = WorktreeMarker.queue(above: folder) {
      throw .worktree(.queueOfWorktree(queue: queue))
    }
  }

  /// Refuses a queue of another user, which may lie in a folder above.
  private func checkOwner(of path: String, _ status: FileStatus) throws(Problem) {
    if status.owner == CurrentProcess.effectiveUser { return }
    throw Problem.location(.foreign(path: path))
  }
}
