import Host

/// The rows that were archived, or would be.
public struct ArchiveOutcome: Equatable, Sendable {
  /// The archive, which does not exist before the first row is moved there.
  public let path: String
  /// The rows, in their order.
  public let ids: [String]

  package init(path: String, ids: [String]) { (self.path, self.ids) = (path, ids) }

  /// The archive of the queue in the file `path`: `QUEUE-archive.md`, `queue-archive.db`.
  ///
  /// - Throws: where it is a link: that may have come with a clone, and lead to another queue.
  package static func path(beside path: String) throws(StoreError) -> String {
    let name = Path.name(of: path)
    let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
    let archive = Path.join(Path.parent(of: path), "\(name[..<dot])-archive\(name[dot...])")
    if Path.linkTarget(archive) != nil { throw .system(.link(archive)) }
    return archive
  }
}
