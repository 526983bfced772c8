import CommandLineKit
import QueueModel
import QueueStore

/// The values that the queue has for whoever is typing one: ids with their task
/// texts, sessions with their rows.
struct QueueLists {
  let store: any QueueStore

  /// What is on a list, by the name that options give it. A store that can't be
  /// read has nothing on any.
  func candidates(on list: String, for value: PartialValue) -> [Candidate] {
    guard let snapshot = try? store.snapshot().value else { return [] }
    if let list = RowList(rawValue: list) { return rows(list, value, in: snapshot) }
    let kind = ValueKind.listed(list)
    if kind == .session { return sessions(value, in: snapshot) }
    return kind == .deletedRow ? deletedRows(value, in: snapshot) : []
  }

  // MARK: Rows

  /// Strings are made only of the rows that fit: a queue may have many thousands.
  private func rows(
    _ list: RowList, _ value: PartialValue, in snapshot: some QueueSnapshot
  ) -> [Candidate] {
    let typed = Array(value.typed.utf8)
    var candidates: [Candidate] = []
    var seen: Set<String> = []
    // One line for all rows: most of them only begin otherwise.
    var line: [UInt8] = []
    for row in 0..<snapshot.rowCount {
      guard let status = snapshot.status(at: row), list.holds(status) else { continue }
      line.removeAll(keepingCapacity: true)
      snapshot.append(Column.listed, ofRow: row, separator: Self.tab, to: &line)
      guard line.starts(with: typed), let candidate = candidate(of: line, value),
        seen.insert(candidate.value).inserted
      else { continue }
      candidates.append(candidate)
    }
    return candidates
  }

  /// A row's id with its task; `nil` for an id that nobody could type.
  private func candidate(of line: [UInt8], _ value: PartialValue) -> Candidate? {
    let id = String(decoding: line.prefix { $0 != Self.tab }, as: UTF8.self)
    // What can't be typed as it is shown, or would be read as an option, is of no use.
    guard !id.isEmpty, !id.hasPrefix("-"), id.escaped == id else { return nil }
    return value.candidate(id, Self.task(in: line))
  }

  private static let tab = UInt8(ascii: "\t")

  /// More than is ever shown of a task, bytes.
  private static let longestTask = 512

  /// The beginning of the task, which is the last of `Column.listed`.
  private static func task(in line: [UInt8]) -> String {
    let start = (line.lastIndex(of: tab) ?? 0) + 1
    var end = min(line.count, start + longestTask)
    // Not in the middle of a character's bytes.
    while end < line.count, line[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: line[start..<end], as: UTF8.self).escaped
  }

  /// The ids whose rows went, the last one first, with the task of then.
  private func deletedRows(
    _ value: PartialValue, in snapshot: some QueueSnapshot
  ) -> [Candidate] {
    guard let history = try? store.history(of: nil) else { return [] }
    var seen: Set<String> = []
    return history.reversed().compactMap { entry in
      guard entry.isRemoval, let id = entry.id, id.hasPrefix(value.typed), id.escaped == id,
        !snapshot.contains(id), seen.insert(id).inserted
      else { return nil }
      return value.candidate(id, entry.before[Column.task.name]?.escaped ?? "")
    }
  }

  // MARK: Sessions

  private func sessions(
    _ value: PartialValue, in snapshot: some QueueSnapshot
  ) -> [Candidate] {
    let items = (0..<snapshot.rowCount).lazy.filter { snapshot.status(at: $0) == .inProgress }
      .compactMap { snapshot.item(at: $0) }
    var order: [String] = []
    var ids: [String: [String]] = [:]
    for item in items {
      guard let owner = item.ownerSession, owner.escaped == owner, owner.hasPrefix(value.typed)
      else { continue }
      if ids[owner] == nil { order.append(owner) }
      ids[owner, default: []].append(item.id.escaped)
    }
    return order.map { value.candidate($0, ids[$0, default: []].joined(separator: ", ")) }
  }
}
