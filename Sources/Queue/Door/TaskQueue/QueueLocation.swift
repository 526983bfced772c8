import Host
import Stores

/// Finds the queue file. Source: `docs/cli.md`, "Where things are".
public struct QueueLocation {
  /// The source of the path.
  public enum Origin: Equatable, Sendable {
    case option
    /// The environment variable of this name.
    case variable(String)
    /// The search upwards from the current folder.
    case search
  }

  /// A queue's path, and the source of the path.
  public struct Found: Equatable, Sendable {
    public let origin: Origin
    /// The path as it was named or found, before links are followed.
    public let givenPath: String
    /// The path with links followed.
    public internal(set) var path: String
    /// The folder in which the search found it; `nil` for a queue that was named.
    let searchedFolder: String?
    /// The relation of the queue to a linked worktree of git; `nil` if there is none.
    var kinship: WorktreeKinship?
  }

  /// The relation between the queue of a command and the queue of the main worktree.
  enum WorktreeKinship: Equatable, Sendable {
    /// The queue belongs to the main worktree, and the command runs in this linked worktree.
    case shared(in: LinkedWorktree)
    /// The queue is a copy of the queue at this path, and the caller requested the copy.
    case copy(of: String)
    /// The queue is a copy of the queue at this path, and has its own history.
    case apart(from: String)
  }

  let environment: Environment
  let currentDirectory: String
  /// Whether a copy in a linked worktree may be the queue.
  var usesCopy = false

  private static let names = ["QUEUE.md", "automation/orchestrator/QUEUE.md"]

  /// Returns the queue file. A named file may be missing.
  ///
  /// - Throws: for a copy in the worktree of a row, because the queue of the row is elsewhere.
  func find(named option: String?) throws(Problem) -> Found {
    if let (path, origin) = named(option) {
      let place = try resolved(path)
      let linked = try linkedWorktree(holding: Path.parent(of: place))
      var found = Found(origin: origin, givenPath: path, path: place, searchedFolder: nil)
      if let linked, let main = try mainQueue(of: linked, for: place) {
        found.kinship = .copy(of: main.path)
      }
      return found
    }
    let path: String
    let folder: String
    switch try walk() {
    case .queue(let file, let home): (path, folder) = (file, home)
    case .nothing(let last):
      if let linked = try linkedWorktree(holding: last), !usesCopy,
        let main = try mainQueue(of: linked)
      {
        return try shared(main, linked)
      }
      throw Problem.location(.notFound(from: currentDirectory, upTo: last))
    }
    let place = try resolved(path)
    try checkIsInside(folder, path, place)
    var found = Found(origin: .search, givenPath: path, path: place, searchedFolder: folder)
    guard let linked = try linkedWorktree(holding: Path.parent(of: place)),
      let main = try mainQueue(of: linked, for: place)
    else { return found }
    if usesCopy {
      found.kinship = .copy(of: main.path)
    } else if Sidecar(forQueueAt: place).goesOnAlone {
      found.kinship = .apart(from: main.path)
    } else {
      return try shared(main, linked)
    }
    return found
  }

  private func shared(
    _ main: (path: String, folder: String), _ linked: LinkedWorktree
  ) throws(Problem) -> Found {
    let place = try resolved(main.path)
    try checkIsInside(main.folder, main.path, place)
    return Found(
      origin: .search, givenPath: main.path, path: place, searchedFolder: main.folder,
      kinship: .shared(in: linked))
  }

  /// The queue of which the file at `place` in a linked worktree is a copy: the queue of the main
  /// worktree, or the queue that `orch.queue` names; `nil` if the file is not a copy.
  private func mainQueue(
    of linked: LinkedWorktree, for place: String
  ) throws(Problem) -> (path: String, folder: String)? {
    if let folder = linked.mainFolder(for: Path.parent(of: place)) {
      let path = Path.join(folder, Path.name(of: place))
      if let status = try file(at: path) {
        try checkOwner(of: path, status)
        return (path, folder)
      }
      if Sidecar(forQueueAt: path).exists { return (path, folder) }
    }
    return try namedQueue(of: linked, besides: place)
  }

  /// The queue that `orch.queue` names for all worktrees; `nil` if there is none, or if it is the
  /// queue at `place`.
  private func namedQueue(
    of linked: LinkedWorktree, besides place: String? = nil
  ) throws(Problem) -> (path: String, folder: String)? {
    guard let named = linked.namedQueue(environment) else { return nil }
    let isFile = (try? FileStatus(of: named))?.kind == .regular
    let folder = isFile ? Path.parent(of: named) : named
    guard let path = isFile ? named : try queue(in: folder), path != place else { return nil }
    return (path, folder)
  }

  /// Whether a folder has a queue file. Also `true` if an editor may be saving the file at this
  /// moment.
  static func isHome(_ folder: String) -> Bool {
    let path = Path.join(folder, "QUEUE.md")
    return (try? FileStatus(of: path))?.kind == .regular || Sidecar(forQueueAt: path).exists
  }

  /// The homes in the main worktree that correspond to the homes of a command in a linked worktree,
  /// or the home that `orch.queue` names; empty outside a linked worktree.
  ///
  /// - Parameter home: the home that was found; `nil` for none.
  func homesInMainWorktree(for home: String?) throws(Problem) -> [String] {
    let start = Path.resolved(home ?? currentDirectory) ?? currentDirectory
    guard !usesCopy, let linked = try linkedWorktree(holding: start) else { return [] }
    var homes: [String] = []
    var folder = start
    while let counterpart = linked.mainFolder(for: folder) {
      if home != nil {
        homes.append(counterpart)
        break
      }
      homes += Self.names.map { Path.parent(of: Path.join(counterpart, $0)) }
      folder = Path.parent(of: folder)
    }
    guard let named = linked.namedQueue(environment) else { return homes }
    let isFile = (try? FileStatus(of: named))?.kind == .regular
    return homes + [isFile ? Path.parent(of: named) : named]
  }

  /// The queue of the main worktree, for a command in a linked worktree that has no copy of the
  /// queue, for example because git ignores the file.
  private func mainQueue(
    of linked: LinkedWorktree
  ) throws(Problem) -> (path: String, folder: String)? {
    var folder = Path.resolved(currentDirectory) ?? currentDirectory
    while let counterpart = linked.mainFolder(for: folder) {
      if let path = try queue(in: counterpart) { return (path, counterpart) }
      folder = Path.parent(of: folder)
    }
    return try namedQueue(of: linked)
  }

  /// The queue that commands in this folder use instead of the file at `path`, which may be
  /// missing; `nil` if this file is the queue.
  func sharedQueue(inPlaceOf path: String) throws(Problem) -> String? {
    guard !usesCopy else { return nil }
    let linked = try linkedWorktree(holding: Path.nearestExisting(from: Path.parent(of: path)))
    guard let linked, let main = try mainQueue(of: linked, for: path) else { return nil }
    return Sidecar(forQueueAt: path).goesOnAlone ? nil : main.path
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
    try asking { try Path.checkText(of: path) }
    if let target = Path.linkTarget(path) {
      throw Problem.location(.brokenLink(path: path, target: target))
    }
    // The path of the folder may still contain a link.
    guard let folder = Path.resolved(Path.parent(of: path)) else { return path }
    return Path.join(folder, Path.name(of: path))
  }

  /// Whether no queue is named and the search finds none.
  func findsNone(named option: String?) -> Bool {
    if named(option) != nil { return false }
    guard case .nothing? = try? walk() else { return false }
    return (try? find(named: nil)) == nil
  }

  /// Why the search ends at a folder that can't be read; `nil` if it does not, or if a queue is
  /// named.
  func endOfSearch(named option: String?) -> Problem? {
    if named(option) != nil { return nil }
    do throws(Problem) { _ = try walk() } catch {
      if case .location(.unreadable) = error { return error }
    }
    return nil
  }

  enum SearchResult {
    case queue(String, in: String)
    /// There is no queue in the folders from the current folder up to this folder.
    case nothing(last: String)
  }

  /// Goes up from the current folder to the first folder with `.git`, to the user's home folder, or
  /// to the top folder of the file system.
  ///
  /// - Parameter stops: whether a home ends the search; called before the home's queue is searched.
  func walk(until stops: (String) -> Bool = { _ in false }) throws(Problem) -> SearchResult {
    var folder = currentDirectory
    let device = try? FileStatus(of: folder).identity.device
    while true {
      var isLastHome = false
      let path: String?
      do throws(Problem) {
        path = try queue(in: folder) { home in
          isLastHome = stops(home)
          return isLastHome
        }
      } catch {
        if case .system(let error) = error { throw .location(.unreadable(error)) }
        throw error
      }
      if isLastHome { return .nothing(last: folder) }
      if let path { return .queue(path, in: folder) }
      let parent = Path.parent(of: folder)
      if isLast(folder) || parent == folder
        || (try? FileStatus(of: parent))?.identity.device != device
      {
        return .nothing(last: folder)
      }
      folder = parent
    }
  }

  private func queue(
    in folder: String, until stops: (_ home: String) -> Bool = { _ in false }
  ) throws(Problem) -> String? {
    for name in Self.names {
      let path = Path.join(folder, name)
      if stops(Path.parent(of: path)) { return nil }
      if let status = try file(at: path) {
        try checkOwner(of: path, status)
        return path
      }
      // A broken link is reported and not skipped.
      if Path.linkTarget(path) != nil, Path.resolved(path) == nil { return path }
      // An editor may have moved the file away for a moment to save it. A queue further up would be
      // the wrong one.
      if Sidecar(forQueueAt: path).exists { return path }
    }
    return nil
  }

  /// The status of a regular file; `nil` if there is none.
  ///
  /// - Throws: if the file can't be looked at. A queue further up would be the wrong one.
  private func file(at path: String) throws(Problem) -> FileStatus? {
    do throws(SystemError) {
      let status = try FileStatus(of: path)
      return status.kind == .regular ? status : nil
    } catch {
      if error.isMissing || error.isLink || error.isLongName { return nil }
      throw .system(error)
    }
  }

  private func isLast(_ folder: String) -> Bool {
    folder == environment["HOME"].map { Path.resolved($0) ?? $0 }
      || GitCheckout.isTop(folder)
  }

  /// Refuses a link that leads out of its folder, because a link from a clone could lead to any
  /// file of this user.
  private func checkIsInside(_ folder: String, _ path: String, _ place: String) throws(Problem) {
    // A search begins in the current folder, and its path usually has no links.
    guard !Path.isInside(place, folder), let folder = Path.resolved(folder),
      !Path.isInside(place, folder)
    else { return }
    throw Problem.location(.leadsOut(path: path, folder: folder, target: place))
  }

  /// The linked worktree of git that contains a folder; `nil` if there is none.
  ///
  /// - Throws: for the worktree of a row, because such a worktree has at most a copy of the queue.
  private func linkedWorktree(holding folder: String) throws(Problem) -> LinkedWorktree? {
    guard let linked = LinkedWorktree(holding: folder) else { return nil }
    if let queue = WorktreeMarker.queue(of: linked) {
      throw .location(.inWorktree(queue: queue))
    }
    return linked
  }

  /// Refuses a queue of another user, because the search may find one in a folder above.
  private func checkOwner(of path: String, _ status: FileStatus) throws(Problem) {
    if status.owner == CurrentProcess.effectiveUser { return }
    throw Problem.location(.foreign(path: path))
  }
}
