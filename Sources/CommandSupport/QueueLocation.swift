import CommandLineKit
import Host
import MarkdownStore

/// Finds the queue file. Source: `docs/cli.md`, "Where things are".
public struct QueueLocation {
  /// Who said where the queue is.
  public enum Origin: Equatable, Sendable {
    case option
    /// The environment variable of this name.
    case variable(String)
    /// Nobody: it was searched for.
    case search
  }

  /// A queue's path, and how it came about.
  public struct Found: Equatable, Sendable {
    public let origin: Origin
    /// As it was named or found.
    public let asked: String
    /// The same, links followed.
    public internal(set) var path: String
    /// The folder in which the search found it; `nil` for a queue that was named.
    let searchedFolder: String?
  }

  let environment: Environment
  let currentDirectory: String

  private static let names = ["QUEUE.md", "automation/orchestrator/QUEUE.md"]

  /// The queue file. A path that was named may still be missing; then it is as
  /// it was named.
  func find(named option: String?) throws(CommandError) -> Found {
    if let (path, origin) = named(option) {
      return Found(origin: origin, asked: path, path: try resolved(path), searchedFolder: nil)
    }
    let (path, folder) = try search()
    return Found(origin: .search, asked: path, path: try resolved(path), searchedFolder: folder)
  }

  /// The path that somebody named, by the option or in the environment.
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

  private func resolved(_ path: String) throws(CommandError) -> String {
    if let resolved = Path.resolved(path) { return resolved }
    do throws(SystemError) { try Path.checkText(of: path) } catch { throw CommandError(error) }
    if let target = Path.linkTarget(path) {
      throw CommandError(
        code: "no_queue", message: "\(path) is a link to \(target), which does not exist",
        hint: "mend the link, or remove it", status: .missingInput)
    }
    // The folder may be reached by a link all the same.
    guard let folder = Path.resolved(Path.parent(of: path)) else { return path }
    return Path.join(folder, Path.name(of: path))
  }

  /// Whether nobody named a queue, and the search finds none.
  func findsNone(named option: String?) -> Bool {
    if named(option) != nil { return false }
    guard case .nothing? = try? walk() else { return false }
    return true
  }

  /// The path before links are followed, and the folder in which it was found.
  private func search() throws(CommandError) -> (path: String, folder: String) {
    switch try walk() {
    case .queue(let path, let folder): return (path, folder)
    case .nothing(let last):
      throw CommandError(
        code: "no_queue",
        message: "no QUEUE.md from \(currentDirectory) up to \(last)",
        hint: "orch init creates one here; --queue PATH names one elsewhere", status: .missingInput)
    }
  }

  /// What the search comes to.
  private enum Walk {
    case queue(String, in: String)
    /// No queue up to this folder.
    case nothing(last: String)
  }

  /// Goes up from the current folder to the first that holds `.git`, to the user's
  /// home, or to a file system's border.
  private func walk() throws(CommandError) -> Walk {
    var folder = currentDirectory
    let device = try? FileStatus(of: folder).identity.device
    while true {
      if let path = try queue(in: folder) {
        try checkStays(path, in: folder)
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

  private func queue(in folder: String) throws(CommandError) -> String? {
    for name in Self.names {
      let path = Path.join(folder, name)
      if let status = try? FileStatus(of: path), status.kind == .regular {
        try checkOwner(of: path, status)
        return path
      }
      // A link that leads nowhere is a queue that somebody misses.
      if Path.linkTarget(path) != nil, Path.resolved(path) == nil { return path }
      // An editor may have moved the queue away for a moment, to save it: then
      // a queue further up is not the one that is meant.
      if Sidecar(forQueueAt: path).exists { return path }
    }
    return nil
  }

  private func isLast(_ folder: String) -> Bool {
    folder == environment["HOME"].map { Path.resolved($0) ?? $0 }
      || (try? FileStatus(of: Path.join(folder, ".git"))) != nil
  }

  /// A link that came with a clone could lead to any file of this user's.
  private func checkStays(_ path: String, in folder: String) throws(CommandError) {
    guard let place = Path.resolved(path), let folder = Path.resolved(folder),
      !Path.isInside(place, folder)
    else { return }
    throw CommandError(
      code: "foreign_queue", message: "\(path) leads out of \(folder), to \(place)",
      hint: "name it with --queue to use it all the same", status: .noPermission)
  }

  /// Somebody else's queue in a folder above is nobody's wish to use it.
  private func checkOwner(of path: String, _ status: FileStatus) throws(CommandError) {
    if status.owner == CurrentProcess.effectiveUser { return }
    throw CommandError(
      code: "foreign_queue", message: "\(path) belongs to another user",
      hint: "name it with --queue to use it all the same", status: .noPermission)
  }
}
