import QueueModel
import QueueStore

/// Rows that stand together on the screen.
struct RowSection {
  enum Kind: CaseIterable { case running, waiting, stopped, done }

  /// Rows are read when they are shown: a queue may have very many.
  enum Rows {
    case items([QueueItem])
    /// The rows of a snapshot, by their places.
    case places([Int])
    case explained([Explanation])
  }

  let kind: Kind
  let rows: Rows

  var count: Int {
    switch rows {
    case .items(let items): items.count
    case .places(let places): places.count
    case .explained(let explanations): explanations.count
    }
  }

  func row(_ index: Int, of snapshot: any QueueSnapshot) -> WatchedRow {
    switch rows {
    case .items(let items): return WatchedRow(item: items[index])
    case .places(let places): return WatchedRow(item: snapshot.item(at: places[index]))
    case .explained(let explanations):
      let explanation = explanations[index]
      let item = explanation.id.flatMap { try? snapshot.item($0) }
      return WatchedRow(item: item, explanation: explanation)
    }
  }

  /// Where a row stands here.
  func index(of key: RowKey, in snapshot: any QueueSnapshot) -> Int? {
    switch rows {
    case .items(let items): items.firstIndex { RowKey.id($0.id) == key }
    case .places(let places): places.firstIndex { snapshot.shows(key, at: $0) }
    case .explained(let explanations): explanations.firstIndex { RowKey($0) == key }
    }
  }
}

/// A row as it is shown.
struct WatchedRow {
  /// `nil` for a row that can't be read.
  var item: QueueItem?
  /// Why it is not running, where that was asked.
  var explanation: Explanation?

  var key: RowKey { explanation.map(RowKey.init) ?? item.map { .id($0.id) } ?? .line(nil) }
  var status: Status? { item?.status ?? explanation?.status }
}

/// What a row is known by while the table changes.
enum RowKey: Equatable {
  case id(String)
  /// The line of a row that says no id.
  case line(Int?)

  init(_ explanation: Explanation) {
    if let id = explanation.id {
      self = .id(id)
    } else if case .malformed(let line, _) = explanation.reason {
      self = .line(line)
    } else {
      self = .line(nil)
    }
  }

  var id: String? {
    switch self {
    case .id(let id): id
    case .line: nil
    }
  }
}

extension QueueSnapshot {
  /// Looks at the cell's bytes alone: no string is made for a row that is another.
  fileprivate func shows(_ key: RowKey, at place: Int) -> Bool {
    guard let id = key.id else { return false }
    var bytes: [UInt8] = []
    append([.id], ofRow: place, separator: 0, to: &bytes)
    return bytes.elementsEqual(id.utf8)
  }
}
