/// The place of a row in the table.
public enum RowPlace: Hashable, Sendable {
  case first
  case behind(String)
}

/// A row goes to another place in the table.
public struct RowMove: Equatable, Sendable {
  public let from, to: RowPlace

  public init(from: RowPlace, to: RowPlace) { (self.from, self.to) = (from, to) }
}

extension RowPlace {
  /// The name of the pseudo-column in which a change records the id of the row above.
  public static let name = "row_above"

  /// The id of the row above; `-` for the first row.
  package var cell: String { if case .behind(let id) = self { id } else { "-" } }

  package init(cell: String) { self = cell == "-" ? .first : .behind(cell) }

  /// The place of each row, by its id.
  ///
  /// - Parameter ids: the ids of all rows, from the top of the table to its end.
  package static func ofRows(_ ids: [String]) -> [String: RowPlace] {
    Dictionary(zip(ids, [.first] + ids.map(RowPlace.behind))) { first, _ in first }
  }

  /// The rows that were moved, as few as possible, if the rows had the order `former` and have the
  /// order `present`. Rows that only one of them has are ignored.
  package static func moved(from former: [String], to present: [String]) -> Set<String> {
    if former == present { return [] }
    let places = Dictionary(zip(former, former.indices)) { first, _ in first }
    var rows: [(id: String, place: Int)] = []
    var seen: Set<Int> = []
    for id in present {
      if let place = places[id], seen.insert(place).inserted { rows.append((id, place)) }
    }
    // The other rows are a longest increasing subsequence. `ends[n]` is the row with which the best
    // subsequence of n + 1 rows ends, and `previous` has the row before each.
    var ends: [Int] = []
    var previous = [Int?](repeating: nil, count: rows.count)
    for row in rows.indices {
      var (length, high) = (0, ends.count)
      while length < high {
        let middle = (length + high) / 2
        if rows[ends[middle]].place < rows[row].place { length = middle + 1 } else { high = middle }
      }
      if length > 0 { previous[row] = ends[length - 1] }
      if length == ends.count { ends.append(row) } else { ends[length] = row }
    }
    var isMoved = [Bool](repeating: true, count: rows.count)
    var row = ends.last
    while let kept = row {
      isMoved[kept] = false
      row = previous[kept]
    }
    return Set(rows.indices.filter { isMoved[$0] }.map { rows[$0].id })
  }
}

/// Rows by their numbers from 0, in the order that they have after moves.
package struct RowSequence {
  /// Each row's neighbours; the last element is the place before the first row.
  private var next, previous: [Int]
  private let top: Int

  /// - Parameter count: the number of rows, whose first order is the order of their numbers.
  package init(count: Int) {
    top = count
    next = Array(1...(count + 1))
    previous = Array(-1..<count)
    (next[count], previous[0]) = (0, count)
  }

  /// Moves a row.
  ///
  /// - Parameters:
  ///   - row: its number.
  ///   - above: the row below which it goes; `nil` for the top.
  package mutating func move(_ row: Int, below above: Int?) {
    let above = above ?? top
    if above == row { return }
    (next[previous[row]], previous[next[row]]) = (next[row], previous[row])
    (previous[row], next[row]) = (above, next[above])
    (previous[next[row]], next[above]) = (row, row)
  }

  package var order: [Int] {
    var (order, row) = ([Int](), next[top])
    order.reserveCapacity(top)
    while row != top {
      order.append(row)
      row = next[row]
    }
    return order
  }
}
