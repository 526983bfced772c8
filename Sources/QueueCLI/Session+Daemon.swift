import CommandLineKit
public import Dispatching
public import Host
import QueueModel
import QueueStorage

// What a daemon looks at, and where it is found.

extension Session {
  /// Where the daemon of this queue is found.
  public func daemonPost() throws(CommandError) -> DaemonPost {
    DaemonPost(sidecar: try sidecarFolder(), store: try storeName())
  }

  /// Makes this process the daemon of this queue, as long as the lock lives.
  public func take(_ post: DaemonPost) throws(CommandError) -> LockFile {
    do throws(LockFile.Failure) { return try post.take(clock) } catch {
      switch error {
      case .system(let error): throw CommandError(error)
      case .held(let holder):
        throw CommandError(
          code: "daemon_runs",
          message: "\(try storePath()) has a daemon already: \(holder)",
          hint: "it does all that a second one would; kill \(holder.prefix { $0 != " " }) ends it",
          status: .temporaryFailure)
      }
    }
  }

  /// The files and folders of which one changes whenever a tick may find something new; a
  /// program that can't be run only as long as that is so.
  public func tickFiles() throws(CommandError) -> [String] {
    try store().files + ["\(home())/orch.json"] + ownFolders() + missingProgramFiles()
  }

  /// The folders in which something changes whenever a tick may find something new; the sidecar
  /// because the others come into it.
  public func tickFolders() throws(CommandError) -> [String] {
    var folders: [String] = []
    let all =
      try store().files.map(Path.parent(of:)) + [home(), sidecarFolder()] + ownFolders()
      + missingProgramFiles().map { Path.nearestExisting(from: Path.parent(of: $0)) }
    for folder in all where !folders.contains(folder) { folders.append(folder) }
    return folders
  }

  /// Where reports wait, and where supervisors tell how their workers ended.
  private func ownFolders() throws(CommandError) -> [String] {
    let sidecar = try sidecarFolder()
    return ["\(sidecar)/inbox", "\(sidecar)/workers"]
  }
}
