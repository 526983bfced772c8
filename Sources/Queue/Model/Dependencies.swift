/// What rows wait for: a row may start when all rows of its `after` are DONE.
public enum Dependencies {
  /// A row for which another waits; `status` is `nil` if there is no such row.
  public struct Blocker: Equatable, Sendable {
    public let id: String
    public let status: Status?
    /// What happened to the row; `nil` if the row exists, or if it is unknown what happened.
    public var absence: Absence?

    package init(id: String, status: Status?) { (self.id, self.status) = (id, status) }
  }

  /// The rows that `item` still waits for, in the order of its `after`. A finally failed row with
  /// the failure policy `continue` is skipped.
  public static func blockers(
    of item: QueueItem, in table: some QueueTable, _ policy: Policy
  ) throws -> [Blocker] {
    try item.after.map { id in
      var blocker = Blocker(id: id, status: try table.status(of: id))
      if blocker.status == nil, try !table.contains(id) {
        blocker.absence = try table.archivedStatus(of: id).map(Absence.archived)
      }
      return blocker
    }.filter {
      try $0.status != .done && $0.absence != .archived(.done)
        && !isPassedOver($0, in: table, policy)
    }
  }

  /// Adds to each blocker without a row what happened to the row. A store may have to search a long
  /// history for this.
  public static func named(_ blockers: [Blocker], in table: some QueueTable) throws -> [Blocker] {
    try blockers.map { blocker in
      guard blocker.status == nil, try !table.contains(blocker.id) else { return blocker }
      var named = blocker
      named.absence = try blocker.absence ?? table.absence(of: blocker.id)
      return named
    }
  }

  /// The first unfinished plan that is made for `item`, and its rows that are not DONE yet; `nil`
  /// if all have ended. Rows that a person cancelled, and finally failed rows that are skipped, do
  /// not count.
  public static func plan(
    holding item: QueueItem, in table: some QueueTable, _ policy: Policy
  ) throws -> (name: String, blockers: [Blocker])? {
    for name in item.awaitedPlans where name != item.planName {
      let blockers = try table.rowsNotDone(ofPlan: name).filter { row in
        guard !row.isCancelledByPerson else { return false }
        return try !isPassedOver(Blocker(id: row.id, status: row.status), in: table, policy)
      }
      if !blockers.isEmpty {
        return (name, blockers.map { Blocker(id: $0.id, status: $0.status) })
      }
    }
    return nil
  }

  private static func isPassedOver(
    _ blocker: Blocker, in table: some QueueTable, _ policy: Policy
  ) throws -> Bool {
    guard blocker.status?.isStopped ?? false else { return false }
    do {
      return try table.item(blocker.id).map {
        $0.failurePolicy == .continue && $0.hasFailedFinally(policy)
      } ?? false
    } catch is Refusal {
      return false
    }
  }

  /// Reads `A,B` or `A, B`.
  public static func ids(in text: String) -> [String] {
    text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
  }

  /// A path from `id` back to itself along `after`, including both ends; `nil` if there is none.
  public static func cycle(
    through id: String, after: (String) throws -> [String]
  ) rethrows -> [String]? {
    var search = CycleSearch()
    try search.walk(from: id, after: after)
    return search.cycles.first { $0.first == id }.map { $0 + [id] }
  }

  /// The cycles among `ids` along `after`, each once, without repeating its first member. The
  /// running time is linear in the rows and their dependencies.
  ///
  /// - Parameters:
  ///   - ids: where the search begins.
  ///   - limit: how many cycles are kept; if all rows wait for all others, there are more than fit
  ///     into memory.
  ///   - after: the ids that a row waits for.
  public static func cycles(
    among ids: [String], atMost limit: Int = .max, after: (String) throws -> [String]
  ) rethrows -> [[String]] {
    var search = CycleSearch()
    search.limit = limit
    for id in ids { try search.walk(from: id, after: after) }
    return search.cycles
  }

  /// Passes the cycles that a search from `ids` meets to `visit`: one for each dependency that leads
  /// back to a row of the search's path. Without these dependencies there is no cycle.
  ///
  /// - Parameters:
  ///   - after: the ids that a row waits for.
  ///   - visit: gets the ids of a cycle, each of which waits for the next, and the last for the
  ///     first.
  package static func visitCycles(
    among ids: [String], after: (String) -> [String], _ visit: (ArraySlice<String>) -> Void
  ) {
    withoutActuallyEscaping(visit) { visit in
      var search = CycleSearch()
      search.visit = visit
      for id in ids { search.walk(from: id, after: after) }
    }
  }
}

/// A depth-first search for cycles of dependencies.
struct CycleSearch {
  var limit = Int.max
  /// Gets each cycle, in place of `cycles`.
  var visit: ((ArraySlice<String>) -> Void)?
  private(set) var cycles: [[String]] = []
  private var finished: Set<String> = []
  /// The path of the search, and for each step the ids that remain to be visited.
  private var path: [String] = []
  private var waiting: [[String]] = []
  /// The index in `path` of each id.
  private var places: [String: Int] = [:]

  /// Finds the cycles that are reachable from `id`, except through rows that were searched before.
  mutating func walk(from id: String, after: (String) throws -> [String]) rethrows {
    try look(at: id, after)
    while let step = waiting.indices.last {
      if let next = waiting[step].popLast() { try look(at: next, after) } else { leave() }
    }
  }

  private mutating func look(at id: String, _ after: (String) throws -> [String]) rethrows {
    if let start = places[id] {
      if let visit {
        visit(path[start...])
      } else if cycles.count < limit {
        cycles.append(Array(path[start...]))
      }
    } else if !finished.contains(id) {
      waiting.append(try after(id).reversed())
      places[id] = path.count
      path.append(id)
    }
  }

  private mutating func leave() {
    waiting.removeLast()
    let left = path.removeLast()
    places[left] = nil
    finished.insert(left)
  }
}
