import Model

/// A task that an earlier import made a row, in a list whose tool numbers tasks by their positions.
struct EarlierTask {
  let source: ForeignSource
  /// The row; `nil` if it was deleted or archived.
  let item: QueueItem?
  /// The titles of the task, because a person may have renamed the row after the import.
  let titles: Set<String>

  init(_ source: ForeignSource, _ item: QueueItem?, _ titles: Set<String>) {
    (self.source, self.item, self.titles) = (source, item, titles)
  }

  enum Match: Equatable {
    /// The earlier task with the same title.
    case same(Int)
    /// The earlier task with the same key, whose title no task of the list has any more.
    case sameKey(Int)
  }

  /// The list that contains a task. Each list numbers its tasks from the beginning.
  private static func list(of source: ForeignSource) -> Substring {
    source.key.lastIndex(of: "/").map { source.key[...$0] } ?? ""
  }

  /// Finds the earlier task of each task; `nil` for a new task.
  ///
  /// - Parameters:
  ///   - tasks: the tasks with their titles, in the order of the list.
  ///   - earlier: the earlier tasks, with those first that still have rows.
  static func matches(
    of tasks: [(source: ForeignSource, title: String)], among earlier: [EarlierTask]
  ) -> [Match?] {
    var matches = [Match?](repeating: nil, count: tasks.count)
    var isTaken = [Bool](repeating: false, count: earlier.count)
    var byKey: [ForeignSource: [Int]] = [:]
    var byTitle: [String: [Int]] = [:]
    for (index, task) in earlier.enumerated() {
      byKey[task.source, default: []].append(index)
      for title in task.titles { byTitle[list(of: task.source) + title, default: []].append(index) }
    }
    func match(_ find: (ForeignSource, String) -> Match?) {
      for (place, task) in tasks.enumerated() where matches[place] == nil {
        matches[place] = find(task.source, task.title)
        switch matches[place] {
        case .same(let index), .sameKey(let index): isTaken[index] = true
        case nil: break
        }
      }
    }
    match { source, title in
      byKey[source]?.first { !isTaken[$0] && earlier[$0].titles.contains(title) }.map(Match.same)
    }
    match { source, title in
      byTitle[list(of: source) + title]?.first { !isTaken[$0] }.map(Match.same)
    }
    match { source, _ in
      let free = byKey[source]?.filter { !isTaken[$0] } ?? []
      let waiting = free.first { earlier[$0].item.map { !$0.isBegun } ?? false }
      return (waiting ?? free.first).map(Match.sameKey)
    }
    return matches
  }
}

extension QueueItem {
  /// Whether the row is at work, or work on it has begun before.
  var isBegun: Bool {
    switch status {
    case .pending, .blocked: attemptCount > 0 || claim != nil || ownerSession != nil
    case .inProgress, .done, .failed: true
    }
  }
}
