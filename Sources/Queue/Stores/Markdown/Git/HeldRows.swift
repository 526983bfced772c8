import Git
import Host
import Model
import Table

/// A row that differs from the version before in its content or in a decision.
struct PulledRow {
  let item: QueueItem
  /// The row before; `nil` for a new row.
  let last: QueueItem?

  /// Whether another version of the row has what changed. A removal is in that version only if all
  /// of the row is.
  func isChanged(asIn other: QueueItem) -> Bool {
    guard let last else {
      return item.task == other.task || item.decidedTexts == other.decidedTexts
    }
    let added = item.decidedTexts.subtracting(last.decidedTexts)
    return added.isEmpty
      ? item.decidedTexts == other.decidedTexts : !added.isDisjoint(with: other.decidedTexts)
  }
}

extension QueueVersion {
  /// This version, in which the rows that git brought have the decisions of people here, and those
  /// with new content that may start, now or after a retry, wait for a person's approval before
  /// that.
  ///
  /// - Parameters:
  ///   - last: the version before. What it has is not new.
  ///   - history: earlier versions. An approval that a row with the same content had in them counts.
  ///   - isOtherBranch: whether another branch was checked out. Then a row that was in the history
  ///     as it is, is not new either.
  ///   - brought: returns the rows that git brought; `nil` if it brought all of them.
  /// - Returns: `nil` if nothing changes.
  func holdingRows(
    over last: QueueVersion?, _ history: VersionHistory?, isOtherBranch: Bool = false,
    brought: (([PulledRow]) -> Set<String>)? = nil
  ) throws(SystemError) -> QueueVersion? {
    guard let document else { return nil }
    var rows: [PulledRow] = []
    for status in Status.notDone {
      document.visit(status) { item in
        let row = PulledRow(item: item, last: last?.row(item.id))
        if row.last.map(PulledContent.init) != PulledContent(item) { rows.append(row) }
        return .more
      }
    }
    try history?.removeKnown(from: &rows, isOtherBranch: isOtherBranch)
    if let brought, !rows.isEmpty {
      let ids = brought(rows)
      rows.removeAll { !ids.contains($0.item.id) }
    }
    let changes = rows.compactMap { row in
      let held = row.item.pulled(over: row.last)
      return held == row.item ? nil : ItemChange(.externalEdit, before: row.item, after: held)
    }
    if changes.isEmpty { return nil }
    return QueueVersion(QueueBytes(document.applying(document.edits(for: changes))))
  }

  fileprivate func row(_ id: String) -> QueueItem? { (try? document?.item(id)) ?? nil }
}

extension VersionHistory {
  /// Removes the rows whose content people had approved in the newest version with that content,
  /// and for another branch all rows that any version has as they are.
  fileprivate func removeKnown(
    from rows: inout [PulledRow], isOtherBranch: Bool
  ) throws(SystemError) {
    var open = rows.filter { row in
      if isOtherBranch { return true }
      let content = PulledContent(row.item)
      return !content.approvals.isEmpty && row.last.map { PulledContent($0).order } != content.order
    }
    var known: Set<String> = []
    for entry in entries.reversed() where !open.isEmpty && entry.isAccepted {
      guard let version = try version(entry.sequence) else { continue }
      open.removeAll { row in
        guard let former = version.row(row.item.id).map(PulledContent.init) else { return false }
        let now = PulledContent(row.item)
        let isKnown =
          isOtherBranch
          ? former == now
          : former.order == now.order && Set(former.approvals).isSuperset(of: now.approvals)
        if isKnown { known.insert(row.item.id) }
        return isKnown || !isOtherBranch && former.order == now.order
      }
    }
    rows.removeAll { known.contains($0.item.id) }
  }
}

extension JournalEntry.Parsed {
  /// Whether the entry's version is one of this queue, and not one that was merged into it.
  fileprivate var isAccepted: Bool { command != HistoryEntry.externalCommand || partOf == nil }
}

extension Checkout {
  /// The rows that git has elsewhere, and not in the history of `HEAD`, with the commits that have
  /// them. A program may have written such a row into the file without a move of `HEAD`: `git merge
  /// --squash`, `git cherry-pick -n`, `git checkout COMMIT -- FILE`.
  ///
  /// - Returns: all rows if git can't be asked; a row without a commit is in the index alone.
  func rowsElsewhere(_ rows: [PulledRow]) -> [String: RowSource?] {
    guard let position else { return [:] }
    var found: [String: ObjectID?] = [:]
    do {
      let file = try TrackedFile(path, below: position.top, environment)
      let objects = try file.objectsOutsideHead()
      let commits = Dictionary(uniqueKeysWithValues: objects.map { ($0.id, $0.commit) })
      try file.read(objects.map(\.id)) { object, version in
        for row in rows where found[row.item.id] == nil {
          // Most versions have no row that must be parsed.
          guard version.bytes.array.firstOffset(of: Array(row.item.id.utf8), from: 0) != nil,
            let other = version.row(row.item.id), row.isChanged(asIn: other)
          else { continue }
          found[row.item.id] = .some(commits[object] ?? nil)
        }
      }
      // The index also has what was committed here after it was typed.
      if let head = try file.objects(in: [.head])[.head], let version = try file.version(head) {
        for row in rows where found[row.item.id] == .some(nil) {
          guard let other = version.row(row.item.id) else { continue }
          if row.isChanged(asIn: other) { found[row.item.id] = nil }
        }
      }
      let named = Array(Set(found.values.compactMap(\.self)))
      let authors = try Dictionary(zip(named, file.repository.authors(of: named))) { $1 }
      return found.mapValues { commit in
        commit.flatMap { id in authors[id].map { RowSource(commit: id.text, author: $0) } }
      }
    } catch {
      return Dictionary(rows.map { ($0.item.id, RowSource?.none) }) { $1 }
    }
  }
}
