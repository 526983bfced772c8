/// The rows that are IN_PROGRESS, and how many may be.
public struct RunningItems: Equatable, Sendable {
  public private(set) var rows: [QueueItem]
  public let maxWorkers: Int
  /// More workers than these on one queue are nobody's wish.
  public static let workerLimit = 5
  /// What tells of each row whether another may run beside it, taken from it once.
  private var traits: [Traits]

  init(_ rows: [QueueItem], maxWorkers: Int) {
    self.rows = rows
    self.maxWorkers = maxWorkers
    traits = rows.map(Traits.init)
  }

  /// For how many more rows there are workers.
  public var free: Int { max(0, maxWorkers - rows.count) }

  /// What keeps another row from running beside these; `nil` where nothing does.
  func conflict(with item: QueueItem) -> Conflict? {
    guard free > 0 else { return .busy(self) }
    let other = Traits(item)
    if let same = traits.firstIndex(where: { $0.label == other.label }) {
      return .sameLabel(rows[same])
    }
    if let key = other.key, let same = traits.firstIndex(where: { $0.key == key }) {
      return .sameWork(rows[same], key: key)
    }
    for (row, traits) in zip(rows, traits) {
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
    let key: String?

    init(_ item: QueueItem) {
      label = item.label
      touches = item.touches
      key = item.idempotencyKey
    }
  }
}

/// What keeps a row from being started beside those that are at work. Only a dispatch asks for
/// it: who picks a row by its id knows what they do.
public enum Conflict: Equatable, Sendable {
  /// As many rows are IN_PROGRESS as may be.
  case busy(RunningItems)
  /// The worker of the other row is called as this one's would be.
  case sameLabel(QueueItem)
  /// The other row is the same work, by this idempotency key: once it is DONE, this one is
  /// closed.
  case sameWork(QueueItem, key: String)
  /// The work on the other row touches this path, too.
  case overlaps(QueueItem, in: String)
}
