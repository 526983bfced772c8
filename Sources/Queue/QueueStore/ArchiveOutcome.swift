import Host

/// The rows that were archived, or would be archived.
public struct ArchiveOutcome: Equatable, Sendable {
  /// The archive, which does not exist until the first row is moved to it.
  public let path: String
  /// The ids of the rows, in their order.
  public let ids: [String]

  package init(path: String, ids: [String]) { (self.path, self.ids) = (path, ids) }

  /// The archive of the queue in the file `path`: `QUEUE-archive.md`, `queue-archive.db`.
  ///
  /// - Throws: if the archive is a symbolic link, because that may come from a clone and lead to
  ///   another queue.
  package static func path(beside path: String) throws(StoreError) -> String {
    let name = Path.name(of: path)
    let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
    let archive = Path.join(Path.parent(of: path), "\(name[..<dot])-archive\(name[dot...])")
    if Path.linkTarget(archive) != nil { throw .system(.link(archive)) }
    return archive
  }
}
