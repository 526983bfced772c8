import Host
import Synchronization

/// Finds the files by which programs are vetted that changed since the first program ran in their
/// folder. A check may run code of the work, which could rewrite what the next check reads.
final class FolderSeal: Sendable {
  private let first = Mutex<[String: String]?>(nil)

  /// The changed files among `files`, which are absolute paths; none before the first program.
  ///
  /// - Parameter all: the files of all programs that may run in the folder.
  func changes(of files: Set<String>, among all: () -> Set<String>) -> [String] {
    first.withLock { first in
      guard let first else {
        first = Self.states(of: all())
        return []
      }
      let now = Self.states(of: files)
      return files.filter { first[$0] != now[$0] }.sorted()
    }
  }

  private static func states(of files: Set<String>) -> [String: String] {
    Dictionary(uniqueKeysWithValues: files.map { ($0, state(of: $0)) })
  }

  private static func state(of path: String) -> String {
    guard let status = try? FileStatus(ofName: path) else { return "none" }
    if let target = Path.linkTarget(path) { return "link \(target)" }
    guard status.kind == .regular, status.identity.size <= largest,
      let bytes = try? FileDescriptor(opening: path, for: .readingNoLink).readWhole()
    else {
      return status.kind == .directory ? "folder" : "\(status.identity) \(status.changed)"
    }
    return "\(status.permissions) \(SHA256.hexDigest(of: bytes))"
  }

  /// In bytes. A larger file is known by its times.
  private static let largest = 1 << 20
}
