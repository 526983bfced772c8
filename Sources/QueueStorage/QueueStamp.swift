import Host

/// What the system says of the files that hold a queue: another stamp after every change.
///
/// It costs no reading, so that who stays with a queue for long can look often.
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
}
