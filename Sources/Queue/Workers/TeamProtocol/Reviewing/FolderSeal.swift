import Host
import Synchronization

/// Finds the files by which programs are vetted that changed since the first program ran in their
/// folder. A check may run code of the work, which could rewrite what the next check reads.
final class FolderSeal: Sendable {
  private struct Kept {
    var first: [String: String]
    /// What changed while the folder was set up.
    var changedBySetup: Set<String> = []
  }

  private let kept = Mutex<Kept?>(nil)

  /// Notes the files of all programs that may run in the folder. Between a first and a second call
  /// the folder is set up: this may add files, but not change or remove them.
  ///
  /// - Parameter files: absolute paths.
  func note(_ files: Set<String>) {
    kept.withLock { kept in
      let now = Self.states(of: files.union(kept.map { Set($0.first.keys) } ?? []))
      let changed = (kept?.first ?? [:]).filter { $0.value != Self.none && now[$0.key] != $0.value }
      kept = Kept(first: now, changedBySetup: Set(changed.keys))
    }
  }

  /// The changed files among `files`, which are absolute paths; none before the first program.
  ///
  /// - Parameter all: the files of all programs that may run in the folder.
  func changes(of files: Set<String>, among all: () -> Set<String>) -> [String] {
    kept.withLock { kept in
      guard let kept else {
        kept = Kept(first: Self.states(of: all()))
        return []
      }
      let now = Self.states(of: files)
      return files.filter { kept.changedBySetup.contains($0) || kept.first[$0] != now[$0] }.sorted()
    }
  }

  private static let none = "none"

  private static func states(of files: Set<String>) -> [String: String] {
    Dictionary(uniqueKeysWithValues: files.map { ($0, state(of: $0)) })
  }

  private static func state(of path: String) -> String {
    guard let status = try? FileStatus(ofName: path) else { return none }
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
