/// The rows that are IN_PROGRESS, and how many may be.
public struct RunningItems: Equatable, Sendable {
  public private(set) var rows: [QueueItem]
  public let maxWorkers: Int
  /// The highest value that the limit may be set to.
  public static let workerLimit = 64
  /// The traits of each row by which conflicts are found, computed once.
  private var traits: [Traits]

  init(_ rows: [QueueItem], maxWorkers: Int) {
    self.rows = rows
    self.maxWorkers = maxWorkers
    traits = rows.map(Traits.init)
  }

  /// How many more rows may start.
  public var free: Int { max(0, maxWorkers - rows.count) }

  /// Why another row can't run beside these; `nil` where it can. Only a dispatch asks; a pick by id
  /// starts the row all the same.
  func conflict(with item: QueueItem) -> WaitReason? {
    guard free > 0 else { return .workersBusy(self) }
    let other = Traits(item)
    if let same = traits.firstIndex(where: { $0.label == other.label }) {
      return .sameLabel(rows[same])
    }
    if let key = other.key, let same = traits.firstIndex(where: { $0.key == key }) {
      return .sameWork(rows[same], key: key)
    }
    for (row, traits) in zip(rows, traits) where traits.repository == other.repository {
      if let path = other.touches.overlap(with: traits.touches) { return .overlaps(row, in: path) }
    }
    return nil
  }

  mutating func append(_ item: QueueItem) {
    rows.append(item)
    traits.append(Traits(item))
  }

  private struct Traits: Equatable {
    let label: String
    let touches: Touches
    /// The repository whose paths they are.
    let repository: String?
    let key: String?

    init(_ item: QueueItem) {
      label = item.label
      touches = item.touches
      repository = item.repositoryName
      key = item.idempotencyKey
    }
  }
}

/// The paths that work on a row touches: `touches=Sources/,docs/x.md`. Each covers all paths below
/// it. Source: `docs/dispatch.md`, "Which rows start".
package struct Touches: Equatable {
  private let paths: [TouchedPath]

  package init(_ paths: [String]) { self.paths = paths.map(TouchedPath.init) }

  /// A path that both may touch, as the row with the wider path has it; `nil` where there is none.
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
  /// The names of the folders and of the file; empty for the whole project.
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
