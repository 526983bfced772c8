import CSystem
import Glibc

/// Reports that names or contents changed in some folders, but not which ones.
///
/// Folders are watched instead of files, because an editor may replace a watched file by a new one.
/// If the system does not report changes, the caller has to look for changes every
/// `recheckInterval`.
public struct FolderWatch: ~Copyable {
  /// The number of this descriptor is below 0 if the system has no more inotify instances.
  private let descriptor: FileDescriptor
  private let folders: [String]
  /// The time between two checks by the caller; `nil` when the system reports every change.
  public private(set) var recheckInterval: Duration?

  private static let defaultRecheckInterval = Duration.seconds(2)

  /// - Parameter folders: the folders to watch. They may be missing, and may be created or removed
  ///   later.
  public init(of folders: [String]) {
    descriptor = FileDescriptor(number: csystem_folder_watch(), path: "changes")
    self.folders = folders
    restart()
  }

  /// Discards the changes so far, and also watches folders that were created since the last start.
  ///
  /// - Parameter others: the folders to watch from now on; `nil` for the same ones.
  public mutating func restart(watching others: [String]? = nil) {
    if let others, others != folders {
      self = FolderWatch(of: others)
      return
    }
    discardEvents()
    var watched: Set<String> = []
    for folder in folders where csystem_watch_folder(descriptor.number, folder) >= 0 {
      if Self.reportsChanges(folder) { watched.insert(folder) }
    }
    // The creation of a missing folder is a change of its parent.
    let isComplete = folders.allSatisfy {
      watched.contains($0) || watched.contains(Path.parent(of: $0)) && !Self.exists($0)
    }
    recheckInterval = isComplete ? nil : Self.defaultRecheckInterval
  }

  public func discardEvents() { csystem_forget_events(descriptor.number) }

  private static func exists(_ folder: String) -> Bool { (try? FileStatus(of: folder)) != nil }

  /// Waits for a change, and returns whether the system reported one.
  public func changes(within timeout: Duration) -> Bool {
    if descriptor.number < 0 {
      Clock.system.sleep(timeout)
      return false
    }
    return descriptor.becomesReadable(within: timeout)
  }

  /// How a wait for a change ended.
  public enum Ending: Sendable {
    case change, time
    /// The stream has no reader any more.
    case unread
  }

  /// Waits for a change. If `stream` is a pipe or a socket, the wait also ends when it has no
  /// reader any more.
  public func wait(within timeout: Duration, writing stream: StandardStream) -> Ending {
    // poll(2) ignores a descriptor below 0, and reports POLLERR and POLLHUP even if they are not
    // requested.
    var requests = [request, pollfd(fd: stream.descriptor, events: 0, revents: 0)]
    while poll(&requests, nfds_t(requests.count), timeout.pollMilliseconds) < 0 {}
    if requests[1].revents & Int16(POLLERR | POLLHUP) != 0 { return .unread }
    return requests[0].revents != 0 ? .change : .time
  }

  /// The request to poll(2) for a change.
  var request: pollfd { pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0) }

  /// Whether the system reports all changes. Changes by other machines, or by the program that
  /// serves a file system, are not reported.
  private static func reportsChanges(_ folder: String) -> Bool {
    switch (try? FileSystemKind(of: folder))?.nature {
    case .local, .layered, .memory, .unknown: true
    case .network, .program, nil: false
    }
  }
}
