import CSystem
import Glibc

/// Learns that something changed in some folders: names, and what is in the files.
///
/// It says that, not what. A folder, because an editor may put another file in the place of the
/// one that somebody watches. Where the system can't tell, who waits has to look now and then.
public struct FolderWatch: ~Copyable {
  /// Below 0 where the system has none to give.
  private let descriptor: FileDescriptor
  private let folders: [String]
  /// How long to wait at most before one looks oneself, nanoseconds; `nil` where the system
  /// tells of every change.
  public private(set) var recheckInterval: Int?

  /// Between two looks where nobody tells, nanoseconds.
  private static let longest = Int.milliseconds(2000)

  /// - Parameter folders: they may be missing, and come and go.
  public init(of folders: [String]) {
    descriptor = FileDescriptor(number: csystem_folder_watch(), path: "changes")
    self.folders = folders
    begin()
  }

  /// Begins to watch folders that came since, and forgets what it had to tell.
  ///
  /// Whoever looks at the files afterwards misses nothing.
  ///
  /// - Parameter others: the folders from now on, where they are others.
  public mutating func begin(watching others: [String]? = nil) {
    if let others, others != folders {
      self = FolderWatch(of: others)
      return
    }
    forget()
    var watched: Set<String> = []
    for folder in folders where csystem_watch_folder(descriptor.number, folder) >= 0 {
      if Self.tells(of: folder) { watched.insert(folder) }
    }
    // Of one that is missing the folder above tells when it comes.
    let isComplete = folders.allSatisfy {
      watched.contains($0) || watched.contains(Path.parent(of: $0)) && !Self.exists($0)
    }
    recheckInterval = isComplete ? nil : Self.longest
  }

  /// Forgets what it had to tell, and watches on.
  public func forget() { csystem_forget_events(descriptor.number) }

  private static func exists(_ folder: String) -> Bool { (try? FileStatus(of: folder)) != nil }

  /// Waits for a change.
  ///
  /// - Parameter nanoseconds: how long at most.
  /// - Returns: whether there was one, as far as the system tells.
  public func changes(within nanoseconds: Int) -> Bool {
    if descriptor.number < 0 {
      Clock.system.sleep(nanoseconds)
      return false
    }
    return descriptor.becomesReadable(within: nanoseconds)
  }

  /// What poll(2) is asked for.
  var request: pollfd { pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0) }

  /// What other machines and programs do there nobody tells.
  private static func tells(of folder: String) -> Bool {
    switch (try? FileSystemKind(of: folder))?.nature {
    case .local, .layered, .memory, .unknown: true
    case .network, .program, nil: false
    }
  }
}
