import Host
import Model
import QueueStore
import Text

/// Which rows the overview shows.
struct RowFilter: Equatable, Sendable {
  var status: Status?
  /// A row must have all of these labels.
  var labels: Set<String> = []
  var plan: String?
  /// A row must contain each of these words; case does not matter.
  var words = ""

  var isOn: Bool { status != nil || !labels.isEmpty || plan != nil || !needles.isEmpty }

  /// The filter as text, such as `PENDING web "some words"`; parts that are not set are left out.
  var text: String {
    let words = words.split(separator: " ").joined(separator: " ")
    let labels = labels.sorted().joined(separator: ",").escaped
    return [
      status?.rawValue, labels.isEmpty ? nil : labels, plan,
      words.isEmpty ? nil : "\"\(words)\"",
    ].compactMap(\.self).joined(separator: " ")
  }

  private var needles: [Needle] { words.split(separator: " ").map { Needle(String($0)) } }

  func rows(in snapshot: any QueueSnapshot) -> FoundRows {
    let (labels, plan) = (labels, plan)
    if labels.isEmpty, plan == nil { return FoundRows(in: snapshot, status: status, needles) }
    return FoundRows(in: snapshot, status: status, needles) { item in
      labels.isSubset(of: item.labels) && (plan == nil || item.planName == plan)
    }
  }
}

struct FoundRows {
  /// The indices of the rows in the snapshot.
  private(set) var indices: Set<Int> = []
  private(set) var ids: Set<String> = []

  /// The rows that contain the whole text.
  init(of text: String, in snapshot: any QueueSnapshot) {
    self.init(in: snapshot, status: nil, [Needle(text)])
  }

  /// Compares bytes, without a string for each row, and calls `isWanted` only for rows that match.
  fileprivate init(
    in snapshot: any QueueSnapshot, status: Status?, _ needles: [Needle],
    where isWanted: ((QueueItem) -> Bool)? = nil
  ) {
    var bytes: [UInt8] = []
    for row in 0..<snapshot.rowCount where status == nil || snapshot.status(at: row) == status {
      bytes.removeAll(keepingCapacity: true)
      snapshot.append(Column.allCases, ofRow: row, separator: 0, to: &bytes)
      guard needles.allSatisfy({ $0.isIn(bytes) }),
        isWanted.map({ snapshot.item(at: row).map($0) ?? false }) ?? true
      else { continue }
      indices.insert(row)
      // The id is the first column.
      ids.insert(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
    }
  }
}

/// A text that is searched for; the case of Latin letters does not matter.
struct Needle {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = text.utf8.map(\.lowercased) }

  func isIn(_ text: String) -> Bool { isIn(Array(text.utf8)) }

  func isIn(_ text: [UInt8]) -> Bool {
    bytes.isEmpty || text.map(\.lowercased).firstOffset(of: bytes, from: 0) != nil
  }
}

extension WatchedQueue {
  /// The queue with only the rows of a filter; counts and changes still cover all rows.
  func filtered(by filter: RowFilter) -> WatchedQueue {
    guard filter.isOn else { return self }
    let found = filter.rows(in: snapshot)
    var queue = self
    queue.sections = sections.map { $0.filtered(by: found) }.filter { $0.count > 0 }
    return queue
  }

  /// The indices, over all sections, of the rows that were found.
  func indices(of found: FoundRows) -> [Int] {
    var indices: [Int] = []
    var before = 0
    for section in sections {
      indices += section.indices(of: found).map { before + $0 }
      before += section.count
    }
    return indices
  }
}

extension RowSection {
  fileprivate func indices(of found: FoundRows) -> [Int] {
    switch rows {
    case .items(let items): items.indices.filter { found.ids.contains(items[$0].id) }
    case .indices(let indices): indices.indices.filter { found.indices.contains(indices[$0]) }
    case .explained(let explanations):
      explanations.indices.filter { explanations[$0].id.map(found.ids.contains) ?? false }
    }
  }

  fileprivate func filtered(by found: FoundRows) -> RowSection {
    let kept = indices(of: found)
    let rows: Rows =
      switch rows {
      case .items(let items): .items(kept.map { items[$0] })
      case .indices(let indices): .indices(kept.map { indices[$0] })
      case .explained(let explanations): .explained(kept.map { explanations[$0] })
      }
    return RowSection(kind: kind, rows: rows)
  }
}
