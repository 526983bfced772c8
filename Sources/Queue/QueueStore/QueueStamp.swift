import Host

/// A stamp of the files that hold a queue: it differs after every change.
///
/// It reads no contents, so that it can be taken often.
public struct QueueStamp: Equatable, Sendable {
  private let files: [FileStatus?]

  /// - Parameter paths: of files and folders; they may be missing. An empty file counts as
  ///   missing: a database that is only read makes one, and takes it away.
  public init(of paths: [String]) {
    files = paths.map { path in
      guard let status = try? FileStatus(of: path) else { return nil }
      return status.kind == .regular && status.identity.size == 0 ? nil : status
    }
  }

  /// Without the time at which attributes changed: SQLite sets them, unchanged, whenever root reads
  /// a database.
  public static func == (left: QueueStamp, right: QueueStamp) -> Bool {
    left.files.elementsEqual(right.files) { (left: FileStatus?, right: FileStatus?) -> Bool in
      left?.identity == right?.identity && left?.permissions == right?.permissions
        && left?.owner == right?.owner && left?.group == right?.group
    }
  }

  /// Whether a change after `now` gives another stamp. Two changes within one tick of the kernel's
  /// clock have the same time; that tick is 10 ms at most.
  ///
  /// - Parameter now: when the stamp was taken, in nanoseconds since 1970, by the machine's clock.
  public func isFinal(at now: Int) -> Bool {
    files.allSatisfy { file in
      file.map { !(0..<Self.tick).contains(now - $0.identity.modified) } ?? true
    }
  }

  private static let tick = Duration.milliseconds(10).nanoseconds
}
