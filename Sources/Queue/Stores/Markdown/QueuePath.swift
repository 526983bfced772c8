import Host
import QueueStore
import Synchronization

/// The path of the queue file, with links resolved. If a link replaces the file later, that link is
/// followed, too.
final class QueuePath: Sendable {
  private let state: Mutex<(path: String, notices: [FileNotice])>
  /// The folder in which links are followed. A link that leads out of it is not followed. `nil` if
  /// the user named the queue; then all links are followed.
  private let folder: String?

  init(_ path: String, within folder: String?) {
    state = Mutex((path, []))
    self.folder = folder
  }

  var path: String { state.withLock(\.path) }

  var isLink: Bool { Path.linkTarget(path) != nil }

  /// Follows a link that is at the path now.
  ///
  /// - Throws: `leadsOut` if the link leads out of the folder.
  func follow() throws(StoreError) {
    let path = path
    guard Path.linkTarget(path) != nil else { return }
    guard let target = Path.resolved(path) else { throw .missing(path: path) }
    if let folder = folder.flatMap(Path.resolved), !Path.isInside(target, folder) {
      throw .leadsOut(path: path, to: target)
    }
    state.withLock { state in
      // Another thread may have followed the link already.
      guard state.path == path else { return }
      state.notices.append(
        .moved(
          from: path, to: target, claims: Sidecar(forQueueAt: path).folder,
          newClaims: Sidecar(forQueueAt: target).folder))
      state.path = target
    }
  }

  /// Returns a notice for each link that was followed since the last call.
  func drainNotices() -> [FileNotice] {
    state.withLock { state in
      defer { state.notices = [] }
      return state.notices
    }
  }
}
