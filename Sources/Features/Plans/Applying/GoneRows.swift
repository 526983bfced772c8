import Door
import Model
import QueueStore
import Text

/// The ids of rows that existed once and were archived, or deleted by a person.
struct GoneRows {
  let all: Set<String>
  private let archived: Set<String>

  /// Finds the ids that no row has now, but that a row had before in the queue, in the archive or
  /// in the applied version of a plan.
  init(
    of ids: [String], applied: Set<String>, in snapshot: any QueueSnapshot, _ queue: Queue
  ) throws {
    let missing = Set(ids.filter { !snapshot.contains($0) })
    if missing.isEmpty {
      (all, archived) = ([], [])
      return
    }
    let archive = try queue.archive()
    archived = missing.filter { archive?.contains($0) ?? false }
    var isDeleted: [String: Bool] = [:]
    var isTakenBack: Set<String> = []
    for entry in try queue.history(ofRows: missing) {
      guard let id = entry.id else { continue }
      // An addition that was undone may be made again.
      let isUndone = entry.isRemoval && entry.undoes != nil
      isDeleted[id] = entry.isRemoval && !isUndone
      if isUndone { isTakenBack.insert(id) } else { isTakenBack.remove(id) }
    }
    all = missing.intersection(applied).subtracting(isTakenBack).union(archived).union(
      isDeleted.filter(\.value).keys)
  }

  /// The rows that versions may have given the tasks, both as the versions have them and as
  /// `standing` changes them.
  func variants(_ versions: [[Transition.NewItem]]) -> [String: [Transition.NewItem]] {
    var found: [String: [Transition.NewItem]] = [:]
    for row in versions.flatMap({ all.isEmpty ? $0 : $0 + standing($0) })
    where !(found[row.id ?? ""]?.contains(row) ?? false) {
      found[row.id ?? "", default: []].append(row)
    }
    return found
  }

  /// The rows of a version without those that are gone. No row waits for an archived row any more.
  /// A row that waits for a deleted row waits instead for the rows for which the deleted row
  /// waited.
  func standing(_ rows: [Transition.NewItem]) -> [Transition.NewItem] {
    if all.isEmpty { return rows }
    let after = Dictionary(rows.map { ($0.id ?? "", $0.after) }) { first, _ in first }
    return rows.map { row in
      var row = row
      var seen: Set<String> = []
      func resolve(_ ids: [String]) -> [String] {
        ids.filter { seen.insert($0).inserted }.flatMap { id in
          if !all.contains(id) { return [id] }
          return archived.contains(id) ? [] : resolve(after[id] ?? [])
        }
      }
      if row.after.contains(where: all.contains) { row.after = resolve(row.after) }
      return row
    }
  }

  /// Refuses new rows that wait for a row that failed and was archived: they would start as if it
  /// were DONE.
  func refuseFailures(for rows: [Transition.NewItem], _ queue: Queue) throws {
    guard !archived.isEmpty, let archive = try queue.archive() else { return }
    let waiting = rows.filter { !all.contains($0.id ?? "") }
    for id in Set(waiting.flatMap(\.after)).intersection(archived).sorted() {
      guard let item = try archive.item(id), item.status != .done,
        item.failurePolicy != .continue
      else { continue }
      throw Problem.hinted(
        .refused(.notFound(id)),
        Sentence(
          "it failed and was archived: orch restore \(id), or leave it out of after",
          "실패해 보관된 행입니다: \(Korean.with("orch restore \(id)", .object)) 실행하거나 after에서 빼십시오"))
    }
  }
}
