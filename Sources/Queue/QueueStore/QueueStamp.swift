import Host

/// A stamp of the files that contain a queue. It differs after every change.
///
/// It does not read the files' contents, so it can be taken often.
public struct QueueStamp: Equatable, Sendable {
  private let files: [FileStatus?]

  /// - Parameter paths: files and folders; they may be missing. An empty file counts as missing,
  ///   because reading a database creates one and removes it.
  public init(of paths: [String]) {
    files = paths.map { path in
      guard let status = try? FileStatus(of: path) else { return nil }
      return status.kind == .regular && status.identity.size == 0 ? nil : status
    }
  }

  /// Ignores the time of the last change of attributes (ctime): SQLite sets attributes to the same
  /// values whenever root reads a database.
  public static func == (left: QueueStamp, right: QueueStamp) -> Bool {
    left.files.elementsEqual(right.files) { (left: FileStatus?, right: FileStatus?) -> Bool in
      left?.identity == right?.identity && left?.permissions == right?.permissions
        && left?.owner == right?.owner && left?.group == right?.group
    }
  }

  /// Whether any change after `now` gives a different stamp. Two changes within one tick of the
  /// kernel's clock, which is at most 10 ms, have the same time.
  ///
  /// - Parameter now: the time at which the stamp was taken, in nanoseconds since 1970, by the
  ///   machine's clock.
  public func isFinal(at now: Int) -> Bool {
    files.allSatisfy { file in
      file.map { !(0..<Self.tick).contains(now - $0.identity.modified) } ?? true
    }
  }

  private static let tick = Duration.milliseconds(10).nanoseconds
}
