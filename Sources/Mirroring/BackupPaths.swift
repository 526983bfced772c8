import Host
import MarkdownStore

/// Where the copies of a backup go, by the name that somebody gave; whatever is copied, each
/// kind has its own place.
///
/// `today` is the database, `today.md` the queue file. A name that ends in `.md` is the queue
/// file's, and the database then has `.db` for it.
public struct BackupPaths: Equatable, Sendable {
  public let database: String
  public let queue: String

  /// The folder with the history, where `orch --queue` looks for it.
  public var history: String { Sidecar(forQueueAt: queue).folder }

  public init(named path: String) {
    let isQueue = path.hasSuffix(".md") && Path.name(of: path) != ".md"
    database = isQueue ? path.dropLast(3) + ".db" : path
    queue = isQueue ? path : path + ".md"
  }
}
