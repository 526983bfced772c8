package import Model

/// The rows of a database in the order of their numbers, and the numbers that they get by moves.
package struct NumberedRows {
  private let ids: [String]
  private let numbers: [Int]
  private let places: [String: Int]
  private var sequence: RowSequence
  private var moved: Set<Int> = []

  /// - Parameter rows: in the order of their numbers.
  package init(_ rows: [(id: String, number: Int)]) {
    (ids, numbers) = (rows.map(\.id), rows.map(\.number))
    places = Dictionary(zip(ids, ids.indices)) { first, _ in first }
    sequence = RowSequence(count: rows.count)
  }

  /// Rows that come back to the same place keep the order of `changes`.
  package mutating func move(_ changes: [ItemChange]) {
    var last: [RowPlace: String] = [:]
    for change in changes {
      guard let place = change.newPlace else { continue }
      guard change.before == nil else {
        move(change.id, to: place)
        continue
      }
      move(change.id, to: last[place].map(RowPlace.behind) ?? place)
      last[place] = change.id
    }
  }

  /// Gives the rows the order `order`, with as few moves as possible. Rows that it lacks, and those
  /// in `kept`, are not moved.
  package mutating func arrange(as order: [String], keeping kept: Set<String>) {
    let order = order.filter { !kept.contains($0) && places[$0] != nil }
    let moved = RowPlace.moved(from: ids, to: order)
    var place = RowPlace.first
    for id in order {
      if moved.contains(id) { move(id, to: place) }
      place = .behind(id)
    }
  }

  /// The ids in their new order.
  package var order: [String] { sequence.order.map { ids[$0] } }

  private mutating func move(_ id: String, to place: RowPlace) {
    guard let row = places[id] else { return }
    switch place {
    case .first: sequence.move(row, below: nil)
    case .behind(let id):
      guard let above = places[id] else { return }
      sequence.move(row, below: above)
    }
    moved.insert(row)
  }

  /// The rows that get other numbers, and a distance. A number plus this distance is not the number
  /// of any row, before or after the change, unless the numbers are too far apart for any.
  package var renumbered: (rows: [(id: String, number: Int)], distance: Int) {
    let order = sequence.order
    let new = freeNumbers(in: order) ?? numbers
    let all = numbers + new
    return (
      zip(order, new).filter { numbers[$0] != $1 }.map { (ids[$0], $1) },
      (all.max() ?? 0) &- (all.min() ?? 0) &+ 1
    )
  }

  /// The numbers in the new order, if only the moved rows need new ones. `nil` if there are not
  /// enough free numbers between the other rows. In this case the existing numbers are distributed
  /// to all rows again.
  private func freeNumbers(in order: [Int]) -> [Int]? {
    var new = order.map { numbers[$0] }
    var start = 0
    while let first = order[start...].firstIndex(where: moved.contains) {
      let end = order[first...].firstIndex { !moved.contains($0) } ?? order.count
      let count = end - first
      switch (first > 0 ? new[first - 1] : nil, end < order.count ? new[end] : nil) {
      case (nil, let below?) where below >= .min + count:
        for place in first..<end { new[place] = below - (end - place) }
      case (let above?, let below)
      where UInt(bitPattern: (below ?? .max) &- above) > UInt(count):
        for place in first..<end { new[place] = above + 1 + place - first }
      case (_, _): return nil
      }
      start = end
    }
    return new
  }
}
