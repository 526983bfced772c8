public import QueueModel

extension HistoryEntry {
  /// `2026-01-31 18:00 pick by worker-a: status PENDING -> IN_PROGRESS`, of a row
  /// that is named elsewhere.
  public var line: String { "\(moment) \(deed)" }

  /// `pick by worker-a: status PENDING -> IN_PROGRESS`.
  public var deed: String { "\(command) by \(actor)\(changes.isEmpty ? "" : ": \(changes)")" }

  /// When, in the table's form.
  public var moment: String { String(time.prefix(16).map { $0 == "T" ? " " : $0 }) }

  /// `status PENDING -> IN_PROGRESS; owner_session - -> worker-a`; a row that came
  /// or went with its cells.
  public var changes: String {
    if isRemoval { return "removed: \(Self.list(before) { "\($0) \($1)" })" }
    let cells = Self.list(after) { name, new in
      "\(name) \(before[name].map { "\($0) -> " } ?? "")\(new)"
    }
    return ([judgement?.text, cells, merge?.text].compactMap(\.self)).filter { !$0.isEmpty }
      .joined(separator: "; ")
  }

  private static func list(
    _ texts: [String: String], _ text: (String, String) -> String
  ) -> String {
    texts.inColumnOrder.filter { $0.name != Column.id.name }.map(text).joined(separator: "; ")
  }
}

extension Judgement {
  /// `guardrail ALLOW state=OK violations=0; review RETRY 1/2 covered`.
  fileprivate var text: String {
    let found = guardrail.map { found in
      let codes = found.violations.map(\.code).joined(separator: ", ")
      return "guardrail \(found.action.rawValue) state=\(found.budget.rawValue) "
        + "violations=\(found.violations.count)\(codes.isEmpty ? "" : " (\(codes))")"
    }
    let verdict = review.map {
      "review \($0.word.rawValue) \($0.coveredChecks)/\($0.totalChecks) covered"
    }
    return [found, verdict].compactMap(\.self).joined(separator: "; ")
  }
}

extension RowMerge {
  /// `put back status DONE, not PENDING; kept priority P0, not P2`.
  fileprivate var text: String {
    let fate: String? =
      switch fate {
      case .merged: nil
      case .addedSince: "put back: added since the copy that was saved"
      case .deletedButChanged: "put back: deleted, but changed since"
      case .removedButSaved: "kept: removed, but changed in the copy that was saved"
      case .takenBack: "gone: the save before added it"
      case .addedTwice: "two rows have this id: both sides added one"
      }
    let cells = [("put back", putBack), ("kept", lost)].filter { !$1.isEmpty }.map { deed, cells in
      "\(deed) \(cells.map(\.text).joined(separator: ", "))"
    }
    return ([fate].compactMap(\.self) + cells).joined(separator: "; ")
  }
}

extension CellMerge {
  fileprivate var text: String { "\(column) \(kept ?? "-"), not \(dropped ?? "-")" }
}
