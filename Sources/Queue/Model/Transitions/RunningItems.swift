/// The rows that are IN_PROGRESS, and their maximum number.
public struct RunningItems: Equatable, Sendable {
  public private(set) var rows: [QueueItem]
  public let maxWorkers: Int
  /// The highest value of the limit.
  public static let workerLimit = 64
  /// The labels and the idempotency keys with which another row may conflict, each with the index
  /// of the first row that has it.
  private var labels: [String: Int] = [:]
  private var keys: [String: Int] = [:]
  /// The rows that touch paths, in their order, with the repositories of those paths.
  private var touching: [Touching] = []

  private struct Touching: Equatable {
    let row: Int
    let repository: String?
    let touches: Touches
  }

  init(_ rows: [QueueItem], maxWorkers: Int) {
    self.rows = []
    self.maxWorkers = maxWorkers
    for row in rows { append(row) }
  }

  /// How many more rows may start.
  public var free: Int { max(0, maxWorkers - rows.count) }

  /// Why another row can't run beside these; `nil` if it can. Only a dispatch checks this; a pick
  /// by id starts the row anyway.
  func conflict(with item: QueueItem) -> WaitReason? {
    guard free > 0 else { return .workersBusy(self) }
    if let same = labels[item.label] { return .sameLabel(rows[same]) }
    if let key = item.idempotencyKey, let same = keys[key] {
      return .sameWork(rows[same], key: key)
    }
    let (touches, repository) = (item.touches, item.repositoryName)
    for other in touching where other.repository == repository {
      if let path = touches.overlap(with: other.touches) {
        return .overlaps(rows[other.row], in: path)
      }
    }
    return nil
  }

  mutating func append(_ item: QueueItem) {
    let (row, label, touches) = (rows.count, item.label, item.touches)
    rows.append(item)
    if labels[label] == nil { labels[label] = row }
    if let key = item.idempotencyKey, keys[key] == nil { keys[key] = row }
    if !touches.isEmpty {
      touching.append(Touching(row: row, repository: item.repositoryName, touches: touches))
    }
  }
}

/// The paths that a row's work touches: `touches=Sources/,docs/x.md`. Each covers all paths below
/// it. Source: `docs/dispatch.md`, "Which rows start".
package struct Touches: Equatable {
  private let paths: [TouchedPath]

  package init(_ paths: [String]) { self.paths = paths.map(TouchedPath.init) }

  var isEmpty: Bool { paths.isEmpty }

  /// A path that both may touch, as written in the row with the wider path; `nil` if there is none.
  package func overlap(with other: Touches) -> String? {
    for mine in paths {
      for theirs in other.paths {
        if theirs.covers(mine) { return mine.written }
        if mine.covers(theirs) { return theirs.written }
      }
    }
    return nil
  }
}

/// A path below the project root.
private struct TouchedPath: Equatable {
  let written: String
  /// The path components; empty for the whole project.
  private let names: [Substring]

  /// A path that leads out of the project counts as the whole project.
  init(_ written: String) {
    self.written = written
    var names: [Substring] = []
    for name in written.split(separator: "/") where name != "." {
      if name != ".." {
        names.append(name)
      } else if names.popLast() == nil {
        break
      }
    }
    self.names = names
  }

  /// Whether the other path is this one or below it.
  func covers(_ other: TouchedPath) -> Bool { other.names.starts(with: names) }
}
