import Door
import Model
import Text

/// Rows that the same reason keeps from running and the same command would free. Rows that only
/// wait for their turn are in one group if they have the same command. If a person picks rows, the
/// group has the command of its first row.
struct ReasonGroup {
  /// The line of the group's first row.
  let first: ReasonLine
  /// The ids of the group's rows, in their order.
  private(set) var ids: [String]
  /// How many rows start before the group's rows; `nil` if the group's rows wait for more than
  /// their turn.
  private var rowsBefore: ClosedRange<Int>?

  init(_ first: ReasonLine) {
    self.first = first
    ids = [first.id]
    rowsBefore = first.explanation.rowsBefore.map { $0...$0 }
  }

  /// The groups of rows, in the order of the first row of each.
  ///
  /// - Parameters:
  ///   - rows: the rows, in their order.
  ///   - line: gives a row's reason in words; called for only a few of the rows that just wait for
  ///     their turn.
  static func groups(of rows: [Explanation], _ line: (Explanation) -> ReasonLine) -> [ReasonGroup] {
    var groups: [ReasonGroup] = []
    var places: [String: Int] = [:]
    var last: (remedy: Remedy?, place: Int)?
    for row in rows {
      if row.rowsBefore != nil, let last, last.remedy == row.remedyOfGroup {
        groups[last.place].append(row)
        continue
      }
      let line = line(row)
      let command = row.isPicked ? "" : line.command ?? ""
      let key = "\(row.rowsBefore == nil ? line.message.english : "")\t\(command)"
      if let place = places[key] {
        groups[place].append(row)
      } else {
        places[key] = groups.count
        groups.append(ReasonGroup(line))
      }
      if row.rowsBefore != nil { last = (row.remedyOfGroup, places[key] ?? 0) }
    }
    return groups
  }

  private mutating func append(_ row: Explanation) {
    ids.append(row.idText)
    if let before = rowsBefore, let rows = row.rowsBefore {
      rowsBefore = min(before.lowerBound, rows)...max(before.upperBound, rows)
    }
  }

  /// All ids; if there are too many to read, the first id, the last id and their number.
  var idText: Sentence {
    if ids.count <= Self.longestList { return Sentence(same: ids.joined(separator: ", ")) }
    let (range, count) = ("\(ids[0]) … \(ids[ids.count - 1])", ids.count)
    return Sentence("\(range) (\(count.counted("row")))", "\(range) (\(count)행)")
  }

  private static let longestList = 20

  var message: Sentence {
    guard ids.count > 1, let rowsBefore else { return first.message }
    let (least, most) = (rowsBefore.lowerBound, rowsBefore.upperBound)
    return Sentence(
      "\(least) to \(most) rows are ahead of them", "앞에 \(least)~\(most)행이 있습니다")
  }

  /// `ids⇥reason⇥command`, for scripts.
  func text(in language: Language) -> String {
    [idText(language), message(language), first.command ?? ""].joined(separator: "\t")
  }
}

extension Explanation {
  /// How many rows start before this row; `nil` if there are none, or if the row waits for more
  /// than its turn.
  var rowsBefore: Int? {
    if case .queued(let rows) = reason, rows > 0, remarks.isEmpty { rows } else { nil }
  }

  /// Whether a person picks the row, because orch starts no workers.
  fileprivate var isPicked: Bool {
    if case .pick = remedy { true } else { false }
  }

  fileprivate var remedyOfGroup: Remedy? { isPicked ? nil : remedy }
}
