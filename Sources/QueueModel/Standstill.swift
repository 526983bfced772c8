/// Why a dispatch starts nothing while rows wait.
public enum Standstill: Equatable, Sendable {
  /// As many rows are IN_PROGRESS as may be.
  case full([QueueItem], maxWorkers: Int)
  /// Something keeps every row that waits, by the order in which they would start.
  case held([Obstacle])

  /// What keeps one row from being started.
  public enum Obstacle: Equatable, Sendable {
    /// What a pick of the row would be told.
    case refused(Refusal)
    /// Its work touches what the work on the other row touches, which is IN_PROGRESS.
    case overlaps(String, with: String)
  }
}

extension Transition.Dispatch {
  /// Why this would start nothing now; `nil` where no row waits, or one may start.
  public func standstill(
    in table: some QueueTable, context: TransitionContext
  ) -> Standstill? {
    let waiting = table.items(.pending)
    guard !waiting.isEmpty else { return nil }
    let atWork = table.items(.inProgress)
    guard atWork.count < maxWorkers else { return .full(atWork, maxWorkers: maxWorkers) }
    let claiming = Claiming(table, context)
    var obstacles: [Standstill.Obstacle] = []
    for item in waiting {
      guard let obstacle = claiming.obstacle(to: item, besides: atWork) else { return nil }
      obstacles.append(obstacle)
    }
    return .held(obstacles)
  }
}

extension Claiming {
  fileprivate func obstacle(
    to item: QueueItem, besides atWork: [QueueItem]
  ) -> Standstill.Obstacle? {
    do throws(Refusal) {
      try checkIsFree(item)
      try checkMayStart(item)
    } catch {
      return .refused(error)
    }
    return atWork.first { item.touches.overlaps($0.touches) }
      .map { .overlaps(item.id, with: $0.id) }
  }
}
