extension Transition {
  /// Where `move` puts its rows.
  public enum Target: Equatable, Sendable {
    case top, bottom
    case above(String)
    case below(String)
    /// Past the adjacent row, upwards or downwards.
    case up, down
  }
}

/// Rows that move to another place together.
struct Placement {
  let ids: [String]
  let target: Transition.Target

  func decide(in table: some QueueTable) throws -> Decision {
    var moved: Set<String> = []
    let items = try ids.filter { moved.insert($0).inserted }.map(table.existing)
    let order = try table.ids
    let others = order.filter { !moved.contains($0) }
    let start = try start(in: order, moved)
    let new = others[..<start] + items.map(\.id) + others[start...]
    guard !new.elementsEqual(order) else {
      return items.first.map(Decision.alreadySo) ?? .unchanged
    }
    let former = RowPlace.ofRows(order)
    var above = start == 0 ? RowPlace.first : .behind(others[start - 1])
    return Decision(
      items.map { item in
        defer { above = .behind(item.id) }
        let move = RowMove(from: former[item.id] ?? .first, to: above)
        return ItemChange(.moved, before: item, after: item, move: move)
      })
  }

  /// The number of other rows above the moved ones.
  private func start(in order: [String], _ moved: Set<String>) throws(Refusal) -> Int {
    func others(above place: Int) -> Int { order[..<place].count { !moved.contains($0) } }
    func place(of id: String) throws(Refusal) -> Int {
      guard let place = order.firstIndex(of: id) else { throw .notFound(id) }
      return place
    }
    let count = order.count - moved.count
    switch target {
    case .top: return 0
    case .bottom: return count
    case .above(let id): return try others(above: place(of: id))
    case .below(let id): return try others(above: place(of: id) + 1)
    case .up: return max(0, others(above: order.firstIndex(where: moved.contains) ?? 0) - 1)
    case .down: return min(count, others(above: order.lastIndex(where: moved.contains) ?? 0) + 1)
    }
  }
}
