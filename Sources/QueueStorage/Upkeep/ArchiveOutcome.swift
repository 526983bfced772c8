import Host

/// What went to the archive, or would go.
public struct ArchiveOutcome: Equatable, Sendable {
  /// The archive; nothing is there before the first row goes.
  public let path: String
  /// The rows, in their order.
  public let ids: [String]
  /// What people should be told, a line each.
  public var notices: [String] = []

  /// The archive of the queue in the file `path`: `QUEUE-archive.md`, `queue-archive.db`.
  static func path(beside path: String) -> String {
    let name = Path.name(of: path)
    let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
    return Path.join(Path.parent(of: path), "\(name[..<dot])-archive\(name[dot...])")
  }
}
