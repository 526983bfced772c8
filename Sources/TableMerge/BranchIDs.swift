package import QueueDocument
import QueueModel

/// A row that got another id in a merge of two branches, which had given its id to two rows.
public struct RenamedRow: Equatable, Sendable {
  public let id: String
  /// The id that the other row keeps.
  public let formerID: String
  /// Whether it is a row of the other branch.
  public let isTheirs: Bool
}

/// Gives the rows of two branches ids of their own before their tables are merged.
///
/// `orch add` on two branches gives one id twice. Of the two rows, the one that is PENDING without
/// owner and start gets the next id, that of theirs where both are. It keeps the old one in its
/// notes, `was=ORCH-001`: by that, versions that have it under the old id are read as if they had
/// the new one, in `after`, too.
///
/// Source: `docs/git.md`, "Ids".
struct BranchIDs {
  private let base: BranchVersion?
  private let ours: BranchVersion
  private let theirs: BranchVersion
  /// The rows that have, had or share an id of several rows.
  private var rows: [BranchRow] = []
  /// What this merge renames.
  private(set) var renamed: [RenamedRow] = []

  init(base: QueueDocument?, ours: QueueDocument, theirs: QueueDocument) {
    self.base = base.map(BranchVersion.init)
    self.ours = BranchVersion(ours)
    self.theirs = BranchVersion(theirs)
    let ids = contestedIDs()
    if ids.isEmpty { return }
    findRows(with: ids)
    for index in rows.indices { rows[index].id = usualID(of: rows[index]) }
    separate()
  }

  /// The versions with the ids that their rows have from now on.
  func versions() throws(DocumentError) -> (
    base: QueueDocument?, ours: QueueDocument, theirs: QueueDocument
  ) {
    // Where one side deleted a row, a new id alone is no change of the other.
    let ofBase = { (row: BranchRow) in
      row.ours == nil || row.theirs == nil
        ? formerIDs(of: row) : row.base.flatMap { base?.formerIDs[$0] } ?? []
    }
    return (
      try base?.rewritten(rows, \.base, ofBase), try ours.rewritten(rows, \.ours, formerIDs),
      try theirs.rewritten(rows, \.theirs, formerIDs)
    )
  }

  // MARK: Which row is which

  /// The ids that rows had before, the ids of these rows, and those that both sides gave to a row.
  private func contestedIDs() -> Set<String> {
    var ids: Set<String> = []
    for version in [base, ours, theirs] {
      for (id, former) in version?.formerIDs ?? [:] { ids.formUnion(former + [id]) }
    }
    for case .id(let id) in theirs.table.keys where ours.contains(id) {
      if !(base?.contains(id) ?? false), isTwin(id) { ids.insert(id) }
    }
    return ids
  }

  /// Whether both sides added a row with this id, for two tasks.
  private func isTwin(_ id: String) -> Bool {
    let key = RowKey.id(id)
    if ours.table.isSame(key, in: theirs.table) { return false }
    return ours.cells(id)[.task] != theirs.cells(id)[.task]
      // A person has to decide about these since an earlier merge.
      && !ours.table.hasCopy(of: key, in: theirs.table)
  }

  private mutating func findRows(with ids: Set<String>) {
    var (ofOurs, ofTheirs) = (ids.filter(ours.contains), ids.filter(theirs.contains))
    if let base {
      for id in ids.sorted() where base.contains(id) {
        rows.append(
          BranchRow(
            base: id, ours: ours.id(of: id, in: base).flatMap { ofOurs.remove($0) },
            theirs: theirs.id(of: id, in: base).flatMap { ofTheirs.remove($0) }))
      }
    }
    for id in ofOurs.sorted() {
      var row = BranchRow(ours: id)
      if let other = theirs.id(of: id, in: ours), ofTheirs.contains(other),
        other != id || ours.cells(id)[.task] == theirs.cells(id)[.task]
          || (ours.formerIDs[id] ?? []).contains(where: { theirs.had($0, id) })
          || ours.table.hasCopy(of: .id(id), in: theirs.table)
      {
        ofTheirs.remove(other)
        row.theirs = other
      }
      rows.append(row)
    }
    for id in ofTheirs.sorted() { rows.append(BranchRow(theirs: id)) }
  }

  /// The id under which the row is known by a side that renamed it.
  private func usualID(of row: BranchRow) -> String {
    guard let mine = row.ours else { return row.theirs ?? row.base ?? "" }
    guard let other = row.theirs, other != mine else { return mine }
    return theirs.had(mine, other) ? other : mine
  }

  // MARK: New ids

  /// Gives one of two rows with one id another.
  private mutating func separate() {
    var owners: [String: Int] = [:]
    // Rows of ours first: the other branch's is the second one.
    let order =
      rows.indices.filter { rows[$0].ours != nil }
      + rows.indices.filter { rows[$0].ours == nil && rows[$0].theirs != nil }
    for index in order {
      let id = rows[index].id
      guard let other = owners[id] else {
        owners[id] = index
        continue
      }
      guard let number = NumberedID.parts(of: id),
        let mover = [index, other].first(where: { mayMove(rows[$0]) })
      else { continue }
      let next = NumberedID.id(number: highestNumber(of: number.prefix) + 1, prefix: number.prefix)
      rows[mover].id = next
      owners[id] = mover == index ? other : index
      owners[next] = mover
      if !isGone(rows[mover]) {
        renamed.append(RenamedRow(id: next, formerID: id, isTheirs: rows[mover].ours == nil))
      }
    }
  }

  /// Whether one side deleted the row, and the other did not change it.
  private func isGone(_ row: BranchRow) -> Bool {
    guard let before = row.base.flatMap({ base?.cells($0) }) else { return false }
    return (row.ours == nil && row.theirs.map(theirs.cells) == before)
      || (row.theirs == nil && row.ours.map(ours.cells) == before)
  }

  /// Whether nobody works on the row, or has.
  private func mayMove(_ row: BranchRow) -> Bool {
    [row.ours.map(ours.cells), row.theirs.map(theirs.cells)].compactMap(\.self).allSatisfy {
      $0[.status] == Status.pending.rawValue && $0[.ownerSession] == nil && $0[.startedAt] == nil
    }
  }

  private func highestNumber(of prefix: String) -> Int {
    let known = [base, ours, theirs].compactMap { $0?.table.document.highestNumber(of: prefix) }
    let new = (rows.map(\.id) + rows.flatMap(formerIDs)).compactMap {
      NumberedID.number(of: $0.utf8, prefix: prefix)
    }
    return (known + new).max() ?? 0
  }

  /// The ids that the row had, the first one first.
  private func formerIDs(of row: BranchRow) -> [String] {
    let noted = [
      row.ours.flatMap { ours.formerIDs[$0] }, row.theirs.flatMap { theirs.formerIDs[$0] },
    ]
    let ids = noted.flatMap { $0 ?? [] } + [row.base, row.ours, row.theirs].compactMap(\.self)
    return ids.reduce(into: []) { if $1 != row.id, !$0.contains($1) { $0.append($1) } }
  }
}

/// A row as three versions call it; `nil` where one lacks it.
private struct BranchRow {
  var base: String?
  var ours: String?
  var theirs: String?
  /// What it is called from now on.
  var id = ""
}

/// One of the versions, with the ids that its rows had before.
private struct BranchVersion {
  let table: TableVersion
  /// Those of the rows that had another, by id.
  let formerIDs: [String: [String]]

  init(_ document: QueueDocument) {
    (table, formerIDs) = (TableVersion(document), document.formerIDs)
  }

  func contains(_ id: String) -> Bool { table.contains(.id(id)) }

  func cells(_ id: String) -> [String: String] { table.cells(.id(id)) ?? [:] }

  func had(_ former: String, _ id: String) -> Bool { formerIDs[id]?.contains(former) ?? false }

  /// What this version calls a row of another one; `nil` where it lacks the row.
  ///
  /// Where one of them renamed a row, and the other does not know it, the texts of the rows say
  /// which is which.
  func id(of row: String, in other: BranchVersion) -> String? {
    let cells = other.cells(row)
    let same = contains(row) ? row : nil
    func likeness(_ id: String?) -> Int {
      id.map { Self.likeness(self.cells($0), cells) } ?? Self.leastLikeness
    }
    let renamed = formerIDs.keys.filter { had(row, $0) && !other.had(row, $0) }.sorted()
    if let best = renamed.max(by: { likeness($0) < likeness($1) }), likeness(best) > likeness(same)
    {
      return best
    }
    let former = (other.formerIDs[row] ?? []).first { former in
      guard contains(former), !had(former, row) else { return false }
      let rival =
        other.contains(former)
        ? Self.likeness(self.cells(former), other.cells(former)) : Self.leastLikeness
      return likeness(former) > max(rival, same == nil ? 0 : likeness(same))
    }
    return former ?? same
  }

  /// What a row has to be like more than, to be taken for another without a rival.
  private static let leastLikeness = 1

  /// How much of a row is as in another one.
  private static func likeness(_ one: [String: String], _ other: [String: String]) -> Int {
    let weights: [(column: Column, weight: Int)] = [
      (.task, 8), (.successCriteria, 4), (.dueAt, 2), (.priority, 1),
    ]
    return weights.reduce(0) { sum, cell in
      let text = one[cell.column]
      return text != nil && text == other[cell.column] ? sum + cell.weight : sum
    }
  }

  /// The version with these rows under their new ids, also where others wait for them.
  ///
  /// - Parameter formerIDs: those that a row's notes name.
  func rewritten(
    _ rows: [BranchRow], _ side: KeyPath<BranchRow, String?>,
    _ formerIDs: (BranchRow) -> [String]
  ) throws(DocumentError) -> QueueDocument {
    let document = table.document
    let mine = rows.compactMap { row in row[keyPath: side].map { (id: $0, row: row) } }
    let ids = Dictionary(
      mine.filter { $0.id != $0.row.id }.map { ($0.id, $0.row.id) }
    ) { first, _ in first }
    var former: [String: [String]] = [:]
    for (id, row) in mine {
      let ids = formerIDs(row)
      if ids != self.formerIDs[id] ?? [] { former[id] = ids }
    }
    let waiting = ids.isEmpty ? [] : document.rows(waitingFor: Set(ids.keys))
    var texts: [Int: [String: String]] = [:]
    for id in Set(waiting).union(ids.keys).union(former.keys) {
      guard let line = table.row(.id(id)) else { continue }
      let cells = cells(id)
      var changed: [String: String] = [:]
      var notes = Notes(cells[.notes] ?? "")
      if let newID = ids[id] { changed[Column.id.name] = newID }
      func mapped(_ after: [String]) -> [String] { after.map { ids[$0] ?? $0 } }
      if document.hasAfterColumn {
        let after = Dependencies.ids(in: cells[Column.afterName] ?? "")
        if mapped(after) != after {
          changed[Column.afterName] = mapped(after).joined(separator: ",")
        }
      } else if mapped(notes.after) != notes.after {
        notes.after = mapped(notes.after)
      }
      if let former = former[id] { notes.formerIDs = former }
      if notes.text != cells[.notes] ?? "" { changed[Column.notes.name] = notes.text }
      texts[line] = changed
    }
    return texts.isEmpty ? document : try document.replacing(texts)
  }
}

extension QueueDocument {
  /// Whether rows got ids in a merge of branches that this version, unlike that one, knows of.
  func isRenamed(since old: QueueDocument) -> Bool {
    let known = old.formerIDs
    return formerIDs.contains { id, former in known[id] != former }
  }

  /// An older version with the ids that its rows have in this one.
  package func renaming(_ old: QueueDocument) -> QueueDocument {
    if !isRenamed(since: old) { return old }
    let (mine, other) = (BranchVersion(self), BranchVersion(old))
    let ids = Set(mine.formerIDs.flatMap { $0.value + [$0.key] })
    var rows: [BranchRow] = []
    for id in ids.sorted() where other.contains(id) {
      guard let newID = mine.id(of: id, in: other), newID != id,
        !other.contains(newID) || mine.id(of: newID, in: other) != newID
      else { continue }
      rows.append(BranchRow(base: id, id: newID))
    }
    return (try? other.rewritten(rows, \.base) { other.formerIDs[$0.base ?? ""] ?? [] }) ?? old
  }
}
