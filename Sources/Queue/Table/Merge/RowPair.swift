import Model

/// Two rows of two versions that may be the same row.
struct RowPair {
  let mine: String
  let other: String
  /// Whether the ids alone show that the rows are the same.
  let isSure: Bool
  private let task: Int
  private let others: Int

  init(
    mine: String, other: String, isSure: Bool, _ cells: [String: String],
    _ otherCells: [String: String]
  ) {
    (self.mine, self.other, self.isSure) = (mine, other, isSure)
    task = Self.likeness(cells[.task] ?? "-", otherCells[.task] ?? "-")
    let weights: [(column: Column, weight: Int)] = [
      (.successCriteria, 4), (.dueAt, 2), (.priority, 1),
    ]
    others = weights.reduce(0) { sum, cell in
      let text = cells[cell.column]
      return text != nil && text == otherCells[cell.column] ? sum + cell.weight : sum
    }
  }

  var likeness: Int { task + others + (isSure ? 4 : 0) }

  /// Whether the tasks are equal, or share half of their words.
  var isLikely: Bool { task >= 3 }

  /// The similarity of two tasks: 10 for the same text, at most 5 for the same words.
  private static func likeness(_ one: String, _ other: String) -> Int {
    if one == other { return 10 }
    func words(_ text: String) -> Set<String> {
      Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
    let (one, other) = (words(one), words(other))
    let all = one.union(other).count
    return all == 0 ? 0 : (one.intersection(other).count * 5 + all / 2) / all
  }
}
