import Host

/// Where the queue file is, links followed. A link that comes to stand there is followed, too.
///
/// `@unchecked`: a store is used by one thread, like the command that made it.
final class QueuePlace: @unchecked Sendable {
  private(set) var path: String
  /// Out of this folder no link is followed; `nil` where somebody named the queue.
  private let folder: String?
  private var moves: [Notice] = []

  init(_ path: String, within folder: String?) {
    self.path = path
    self.folder = folder
  }

  var isLink: Bool { Path.linkTarget(path) != nil }

  /// Goes on to where a link leads that stands at the path now.
  func follow() throws(StoreError) {
    guard isLink else { return }
    guard let target = Path.resolved(path) else { throw .missing(path: path) }
    if let folder = folder.flatMap(Path.resolved), !Path.isInside(target, folder) {
      throw .leadsOut(path: path, to: target)
    }
    moves.append(.moved(from: path, to: target))
    path = target
  }

  /// The links that were followed since this was asked.
  func takeMoves() -> [Notice] {
    defer { moves = [] }
    return moves
  }
}
