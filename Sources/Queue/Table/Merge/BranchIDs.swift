import Model

/// A row that got another id in a merge of two branches, because the branches had given the same id
/// to two rows.
public struct RenamedRow: Equatable, Sendable {
  public let id: String
  /// The id that the other row keeps.
  public let formerID: String
  /// Whether the row is from the other branch.
  public let isTheirs: Bool
}

/// Gives separate ids to the rows of two branches before their tables are merged.
///
/// `orch add` on two branches assigns the same id two times. One of the two rows gets the next id:
/// a row that is PENDING without owner and start or, if both rows are, the row of theirs. Its notes
/// keep the old id as `was=ORCH-001`, and the notes of the other row get the new id as `twin=`.
/// Because of these notes, an older version with the old id is read as if the row, and each `after`
/// that names it, had the new id. That works even if the row has been removed.
///
/// Source: `docs/git.md`, "The same id: two tasks".
struct BranchIDs {
  private let base: TableVersion?
  private let ours: TableVersion
  private let theirs: TableVersion
  /// The rows with an id that several rows have or had.
  private var rows: [BranchRow] = []
  /// The rows that this merge renames.
  private(set) var renamed: [RenamedRow] = []

  init(base: QueueDocument?, ours: QueueDocument, theirs: QueueDocument) {
    self.base = base.map(TableVersion.init)
    self.ours = TableVersion(base.map(ours.keepingIDs) ?? ours)
    self.theirs = TableVersion(base.map(theirs.keepingIDs) ?? theirs)
    let groups = contestedIDs()
    if groups.isEmpty { return }
    for ids in groups { findRows(among: ids) }
    for index in rows.indices { rows[index].id = usualID(of: rows[index]) }
    separate()
  }

  /// The three versions, with the new ids of their rows.
  func versions() throws(DocumentError) -> (
    base: QueueDocument?, ours: QueueDocument, theirs: QueueDocument
  ) {
    // If one side deleted a row, a new note alone does not count as a change by the other side.
    let ofBase = { (row: BranchRow) in
      row.ours == nil || row.theirs == nil
        ? otherIDs(of: row) : row.base.flatMap { base?.otherIDs[$0] } ?? OtherIDs()
    }
    return (
      try base?.rewritten(rows, \.base, ofBase), try ours.rewritten(rows, \.ours, otherIDs),
      try theirs.rewritten(rows, \.theirs, otherIDs)
    )
  }

  // MARK: Which row is which

  /// The ids that a merge replaced, and the ids that both sides gave to a row, in groups. A row may
  /// have any id of its group in another version.
  private func contestedIDs() -> [Set<String>] {
    var groups = IDGroups()
    for version in [base, ours, theirs] {
      for (id, others) in version?.otherIDs ?? [:] { groups.join(id, with: others.all) }
    }
    for case .id(let id) in theirs.keys where ours.contains(id) {
      if !(base?.contains(id) ?? false), isTwin(id) { groups.join(id, with: []) }
    }
    return groups.all
  }

  /// Whether both sides added a row with this id, for two different tasks.
  private func isTwin(_ id: String) -> Bool {
    let key = RowKey.id(id)
    if ours.isSame(key, in: theirs) { return false }
    return ours.cells(id)[.task] != theirs.cells(id)[.task]
      // If one side already has the other row as a copy, an earlier merge left both rows, and a
      // person must decide about them.
      && !ours.hasCopy(of: key, in: theirs)
  }

  private mutating func findRows(among ids: Set<String>) {
    var (ofOurs, ofTheirs) = (ids.filter(ours.contains), ids.filter(theirs.contains))
    if let base {
      let (mine, others) = (ours.names(ofRowsOf: base, ids), theirs.names(ofRowsOf: base, ids))
      for id in ids.sorted() where base.contains(id) {
        let row = BranchRow(base: id, ours: mine[id], theirs: others[id])
        rows.append(row)
        row.ours.map { _ = ofOurs.remove($0) }
        row.theirs.map { _ = ofTheirs.remove($0) }
      }
    }
    let names = theirs.names(ofRowsOf: ours, ofOurs.union(ofTheirs))
    for id in ofOurs.sorted() {
      var row = BranchRow(ours: id)
      if let other = names[id], ofTheirs.contains(other), other != id || !isTwin(id) {
        ofTheirs.remove(other)
        row.theirs = other
      }
      rows.append(row)
    }
    for id in ofTheirs.sorted() { rows.append(BranchRow(theirs: id)) }
  }

  /// The id of the row according to a side that renamed it, even if that side deleted it
  /// afterwards.
  private func usualID(of row: BranchRow) -> String {
    guard let mine = row.ours else {
      let id = row.theirs ?? row.base ?? ""
      return lastID(of: id, by: ours) ?? id
    }
    guard let other = row.theirs else { return lastID(of: mine, by: theirs) ?? mine }
    // If both sides renamed one of two rows, the renaming of ours stays.
    return theirs.had(mine, other) && !ours.had(mine, other) ? other : mine
  }

  /// The id that a version gave to a row before the version lost it; `nil` if it did not rename the
  /// row.
  private func lastID(of id: String, by version: TableVersion) -> String? {
    version.otherIDs[id]?.twins.last { twin in
      !rows.contains { $0.ours == twin || $0.theirs == twin }
    }
  }

  // MARK: New ids

  /// Gives another id to one of two rows with the same id.
  private mutating func separate() {
    var owners: [String: Int] = [:]
    // Rows of ours come first, so of two rows with one id, the row of theirs is the second one.
    let order =
      rows.indices.filter { rows[$0].ours != nil }
      + rows.indices.filter { rows[$0].ours == nil && rows[$0].theirs != nil }
    for index in order {
      let id = rows[index].id
      guard let other = owners[id] else {
        owners[id] = index
        continue
      }
      let movers = [index, other]
      guard let number = NumberedID.parts(of: id),
        let mover = movers.first(where: { isUnknown(rows[$0]) })
          ?? movers.first(where: { mayMove(rows[$0]) })
      else { continue }
      let next = NumberedID.id(number: highestNumber(of: number.prefix) + 1, prefix: number.prefix)
      let stayer = mover == index ? other : index
      rows[mover].id = next
      rows[stayer].twins.append(next)
      owners[id] = stayer
      owners[next] = mover
      if !isGone(rows[mover]) {
        renamed.append(RenamedRow(id: next, formerID: id, isTheirs: rows[mover].ours == nil))
      }
    }
  }

  /// Whether a side uses the row's id for another row, and has no row that is known to be this one.
  private func isUnknown(_ row: BranchRow) -> Bool {
    guard row.base != nil else { return false }
    return row.ours == nil && row.theirs.map(ours.contains) ?? false
      || row.theirs == nil && row.ours.map(theirs.contains) ?? false
  }

  /// Whether one side deleted the row and the other did not change it.
  private func isGone(_ row: BranchRow) -> Bool {
    guard let before = row.base.flatMap({ base?.cells($0) }) else { return false }
    return (row.ours == nil && row.theirs.map(theirs.cells) == before)
      || (row.theirs == nil && row.ours.map(ours.cells) == before)
  }

  /// Whether no session works or has worked on the row.
  private func mayMove(_ row: BranchRow) -> Bool {
    let versions: [[String: String]?] = [row.ours.map(ours.cells), row.theirs.map(theirs.cells)]
    return versions.compactMap(\.self).allSatisfy { cells in
      cells[.status] == Status.pending.rawValue && cells[.ownerSession] == nil
        && cells[.startedAt] == nil
    }
  }

  private func highestNumber(of prefix: String) -> Int {
    let known = [base, ours, theirs].compactMap { $0?.document.highestNumber(of: prefix) }
    let new = (rows.map(\.id) + rows.flatMap { otherIDs(of: $0).all }).compactMap {
      NumberedID.number(of: $0.utf8, prefix: prefix)
    }
    return (known + new).max() ?? 0
  }

  /// The ids that the row's notes will contain.
  private func otherIDs(of row: BranchRow) -> OtherIDs {
    let noted = [
      row.ours.flatMap { ours.otherIDs[$0] }, row.theirs.flatMap { theirs.otherIDs[$0] },
    ].compactMap(\.self)
    let former = noted.flatMap(\.former) + [row.base, row.ours, row.theirs].compactMap(\.self)
    return OtherIDs(
      former: former.unique.filter { $0 != row.id },
      twins: (noted.flatMap(\.twins) + row.twins).unique.filter { $0 != row.id })
  }
}

extension [String] {
  /// The texts in their order, without duplicates.
  fileprivate var unique: [String] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

/// Groups of ids that were joined, directly or through other ids.
private struct IDGroups {
  private var next: [String: String] = [:]

  private mutating func first(_ id: String) -> String {
    var id = id
    while let before = next[id], before != id {
      next[id] = next[before]
      id = before
    }
    return id
  }

  mutating func join(_ id: String, with others: [String]) {
    let leader = first(id)
    next[leader] = leader
    for other in others { next[first(other)] = leader }
  }

  var all: [Set<String>] {
    var (groups, copy): ([String: Set<String>], Self) = ([:], self)
    for id in next.keys { groups[copy.first(id), default: []].insert(id) }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }
}

/// The ids of one row in three versions; `nil` if a version lacks the row.
private struct BranchRow {
  var base: String?
  var ours: String?
  var theirs: String?
  /// The id that the row will have.
  var id = ""
  /// The new ids of rows that this merge renames because they have this row's id.
  var twins: [String] = []
}

extension TableVersion {
  fileprivate func contains(_ id: String) -> Bool { contains(.id(id)) }

  fileprivate func cells(_ id: String) -> [String: String] { cells(.id(id)) ?? [:] }

  fileprivate func had(_ former: String, _ id: String) -> Bool {
    otherIDs[id]?.former.contains(former) ?? false
  }

  /// The ids that the rows of another version have in this version, by their ids in the other
  /// version. Rows that this version lacks are left out, and so are rows that can't be identified.
  ///
  /// The ids in the notes show which rows may be the same, and the rows' texts decide. An equal id
  /// is proof only if both versions know of the merge that renamed one of the rows, or neither
  /// does.
  fileprivate func names(ofRowsOf other: TableVersion, _ ids: Set<String>) -> [String: String] {
    var pairs: [RowPair] = []
    for id in ids.sorted() where other.contains(id) {
      let names = [id] + (other.otherIDs[id]?.former ?? [])
      let mine = names.flatMap { (contains($0) ? [$0] : []) + (successors[$0] ?? []) }.unique
      for name in mine where ids.contains(name) {
        let pair = RowPair(
          mine: name, other: id, isSure: name == id && isShared(id) == other.isShared(id),
          cells(name), other.cells(id))
        if pair.isSure || pair.isLikely { pairs.append(pair) }
      }
    }
    pairs.sort { ($1.likeness, $0.other, $0.mine) < ($0.likeness, $1.other, $1.mine) }
    var (found, taken, doubtful): ([String: String], Set<String>, Set<String>) = ([:], [], [])
    for (index, pair) in pairs.enumerated() {
      guard found[pair.other] == nil, !taken.contains(pair.mine), !doubtful.contains(pair.other)
      else { continue }
      let rivals = pairs[(index + 1)...].prefix { $0.likeness == pair.likeness }.filter {
        ($0.mine == pair.mine) != ($0.other == pair.other) && !taken.contains($0.mine)
          && found[$0.other] == nil
      }
      if !rivals.isEmpty, !pair.isSure {
        doubtful.formUnion(rivals.map(\.other) + [pair.other])
        continue
      }
      found[pair.other] = pair.mine
      taken.insert(pair.mine)
    }
    return found
  }

  /// Whether a merge gave another id to a row with this id.
  private func isShared(_ id: String) -> Bool {
    otherIDs[id] != nil || successors[id] != nil
  }

  /// The version with the new ids of these rows, also in the dependencies of other rows.
  ///
  /// - Parameter otherIDs: the ids that a row's notes name.
  fileprivate func rewritten(
    _ rows: [BranchRow], _ side: KeyPath<BranchRow, String?>,
    _ otherIDs: (BranchRow) -> OtherIDs
  ) throws(DocumentError) -> QueueDocument {
    let mine = rows.compactMap { row in row[keyPath: side].map { (id: $0, row: row) } }
    let ids = Dictionary(
      mine.filter { $0.id != $0.row.id }.map { ($0.id, $0.row.id) }
    ) { first, _ in first }
    var others: [String: OtherIDs] = [:]
    for (id, row) in mine {
      let noted = otherIDs(row)
      if noted != self.otherIDs[id] ?? OtherIDs() { others[id] = noted }
    }
    let waiting = ids.isEmpty ? [] : document.rows(waitingFor: Set(ids.keys))
    var texts: [Int: [String: String]] = [:]
    for id in Set(waiting).union(ids.keys).union(others.keys) {
      guard let line = row(.id(id)) else { continue }
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
      if let others = others[id] {
        notes.formerIDs = others.former
        notes.twinIDs = others.twins
      }
      if notes.text != cells[.notes] ?? "" { changed[Column.notes.name] = notes.text }
      texts[line] = changed
    }
    return texts.isEmpty ? document : try document.replacing(texts)
  }
}

extension QueueDocument {
  /// Whether this version knows of rows that got ids in a merge of branches, and `old` does not.
  func isRenamed(since old: QueueDocument) -> Bool {
    let known = old.otherIDs
    return otherIDs.contains { id, others in known[id]?.former ?? [] != others.former }
  }

  /// An older version with the ids that its rows have in this version.
  package func renaming(_ old: QueueDocument) -> QueueDocument {
    if !isRenamed(since: old) { return old }
    let (mine, other) = (TableVersion(self), TableVersion(old))
    let ids = Set(mine.otherIDs.flatMap { $0.value.all + [$0.key] })
    let names = mine.names(ofRowsOf: other, ids)
    let rows = ids.sorted().compactMap { id -> BranchRow? in
      guard let newID = names[id], newID != id, !other.contains(newID) || names[newID] != newID
      else { return nil }
      return BranchRow(base: id, id: newID)
    }
    return (try? other.rewritten(rows, \.base) { other.otherIDs[$0.base ?? ""] ?? OtherIDs() })
      ?? old
  }
}
