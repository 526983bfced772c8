import Host

/// What the system says of the files that hold a queue: another stamp after every change.
///
/// It costs no reading, so that who stays with a queue for long can look often.
public struct QueueStamp: Equatable, Sendable {
  private let files: [File?]

  /// Not when its attributes were last written: SQLite does that, with the same ones, whenever
  /// root reads a database.
  private struct File: Equatable {
    let identity: FileIdentity
    let permissions: UInt32
    let owner: UInt32
    let group: UInt32
  }

  /// - Parameter paths: of files and folders; they may be missing. An empty file counts as
  ///   missing: a database that is only read makes one, and takes it away.
  public init(of paths: [String]) {
    files = paths.map { path in
      guard let status = try? FileStatus(of: path) else { return nil }
      return status.kind == .regular && status.identity.size == 0
        ? nil
        : File(
          identity: status.identity, permissions: status.permissions, owner: status.owner,
          group: status.group)
    }
  }

  /// Whether what changes from `now` on gives another stamp. Two changes within one tick of the
  /// kernel's clock have the same time; that tick is 10 ms at most.
  ///
  /// - Parameter now: when the stamp was taken, nanoseconds since 1970, by the machine's clock.
  public func isFinal(at now: Int) -> Bool {
    files.allSatisfy { file in
      file.map { !(0..<Self.tick).contains(now - $0.identity.modified) } ?? true
    }
  }

  private static let tick = Int.milliseconds(10)
}

/// A queue that is kept in files of this machine.
public protocol FileBacked {
  /// The files that hold the queue: each change of it changes one of them, and reading it
  /// none.
  var files: [String] { get }
}

extension FileBacked {
  /// What tells one state of the queue from the next, without reading it.
  public func stamp() -> QueueStamp { QueueStamp(of: files) }
}
