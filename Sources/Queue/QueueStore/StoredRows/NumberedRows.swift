package import Model

/// The rows of a database in the order of their numbers, and the rows whose numbers change because
/// rows are moved.
package struct NumberedRows {
  private var rows: [(id: String, number: Int)]
  private let former: [String: Int]

  /// - Parameter rows: in the order of their numbers.
  package init(_ rows: [(id: String, number: Int)]) {
    self.rows = rows
    former = Dictionary(rows.map { ($0.id, $0.number) }) { first, _ in first }
  }

  package mutating func move(_ changes: [ItemChange]) {
    for change in changes { if let move = change.move { self.move(change.id, to: move.to) } }
  }

  /// Moves a row. If there is no free number at its new place, the rows on the way to it take the
  /// numbers of their neighbours.
  package mutating func move(_ id: String, to place: RowPlace) {
    guard let start = rows.firstIndex(where: { $0.id == id }) else { return }
    let numbers = rows.map(\.number)
    let row = rows.remove(at: start)
    var end = 0
    if case .behind(let above) = place {
      guard let index = rows.firstIndex(where: { $0.id == above }) else {
        return rows.insert(row, at: start)
      }
      end = index + 1
    }
    rows.insert(row, at: end)
    if end == start { return }
    let above = end == 0 ? nil : rows[end - 1].number
    let below = end == rows.count - 1 ? nil : rows[end + 1].number
    switch (above, below) {
    case (nil, let below?): rows[end].number = below - 1
    case (let above?, nil): rows[end].number = above + 1
    case (let above?, let below?) where above + 1 < below: rows[end].number = above + 1
    case (_, _):
      for index in min(start, end)...max(start, end) { rows[index].number = numbers[index] }
    }
  }

  /// Moves rows below those that are above them in another order.
  package mutating func arrange(_ moved: Set<String>, as order: [String]) {
    var place = RowPlace.first
    for id in order where former[id] != nil {
      if moved.contains(id) { move(id, to: place) }
      place = .behind(id)
    }
  }

  /// The rows with new numbers. All of them are unused, or the former numbers of such rows.
  package var changed: [(id: String, number: Int)] { rows.filter { former[$0.id] != $0.number } }

  /// What to add to a number so that nothing has the sum, before or after the moves.
  package var distance: Int {
    let numbers = rows.map(\.number) + Array(former.values)
    return (numbers.max() ?? 0) - (numbers.min() ?? 0) + 1
  }
}
