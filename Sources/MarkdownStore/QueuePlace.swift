import Host
import QueueStore
import Synchronization

/// Where the queue file is, links followed. A link that comes to stand there is followed, too.
final class QueuePlace: Sendable {
  private struct State {
    var path: String
    var moves: [FileNotice] = []
  }

  private let state: Mutex<State>
  /// Out of this folder no link is followed; `nil` where somebody named the queue.
  private let folder: String?

  init(_ path: String, within folder: String?) {
    state = Mutex(State(path: path))
    self.folder = folder
  }

  var path: String { state.withLock(\.path) }

  var isLink: Bool { Path.linkTarget(path) != nil }

  /// Goes on to where a link leads that stands at the path now.
  func follow() throws(StoreError) {
    let path = path
    guard Path.linkTarget(path) != nil else { return }
    guard let target = Path.resolved(path) else { throw .missing(path: path) }
    if let folder = folder.flatMap(Path.resolved), !Path.isInside(target, folder) {
      throw .leadsOut(path: path, to: target)
    }
    state.withLock { state in
      // Another thread may have followed it already.
      guard state.path == path else { return }
      state.moves.append(.moved(from: path, to: target))
      state.path = target
    }
  }

  /// The links that were followed since this was asked.
  func takeMoves() -> [FileNotice] {
    state.withLock { state in
      defer { state.moves = [] }
      return state.moves
    }
  }
}
