public import Model
public import Text

extension HistoryEntry {
  /// `2026-01-31 18:00 pick by worker-a: status PENDING -> IN_PROGRESS`, without the row.
  public func line(_ headings: TimeHeadings) -> String { "\(moment) \(deed(headings))" }

  /// `pick by worker-a: status PENDING -> IN_PROGRESS`.
  public func deed(_ headings: TimeHeadings) -> String { deed(changes(headings)) }

  /// Like `deed`, but with only the changed words of long texts.
  package func deedInChangedWords(_ headings: TimeHeadings) -> String {
    deed(changedWords(headings))
  }

  private func deed(_ changes: String) -> String {
    "\(command) by \(actor)\(changes.isEmpty ? "" : ": \(changes)")"
  }

  /// The time in the table's form.
  public var moment: String {
    let (divider, space) = (UInt8(ascii: "T"), UInt8(ascii: " "))
    return String(
      decoding: time.utf8.prefix(16).map { $0 == divider ? space : $0 }, as: UTF8.self)
  }

  /// `status PENDING -> IN_PROGRESS; owner_session - -> worker-a`; all cells of a row that was
  /// added or removed. Columns have the names that the queue's table gives them.
  public func changes(_ headings: TimeHeadings) -> String {
    changes(headings, { $0 }, { "\($0) -> \($1)" })
  }

  /// The same changes in a form for people. A changed long text is shown by the words that differ,
  /// and any other long text by its beginning.
  public func changedWords(_ headings: TimeHeadings) -> String {
    changes(headings, WordDifference.shortened) { old, new in
      let isShort = old == "-" || new == "-" || old.count + new.count <= Self.shortChange
      return isShort
        ? "\(WordDifference.shortened(old)) -> \(WordDifference.shortened(new))"
        : WordDifference(from: old, to: new).text
    }
  }

  /// `plan_done: plan login is done`; `nil` for a change of a row.
  public func fact(in language: Language) -> String? {
    fact.map { "\($0.kind.rawValue): \($0.sentence(language))" }
  }

  /// The maximum number of characters of an old and a new text that are both shown whole.
  private static let shortChange = 60

  /// - Parameters:
  ///   - headings: the headings of the queue's table.
  ///   - text: formats a text that was added or removed.
  ///   - change: formats an old and a new text.
  private func changes(
    _ headings: TimeHeadings, _ text: (String) -> String, _ change: (String, String) -> String
  ) -> String {
    if let fact = fact(in: .english) { return fact }
    if isRemoval {
      let cells = list(before) { "\(headings.heading($0)) \(text($1))" }
      return ["removed: \(cells)", source?.text].compactMap(\.self).joined(separator: "; ")
    }
    let cells = list(after) { name, new in
      "\(headings.heading(name)) \(before[name].map { change($0, new) } ?? text(new))"
    }
    let failure = failure.map { "failure \($0.rawValue)" }
    let brief = changesBrief ? "brief changed" : nil
    let parts = [failure, findings?.text, cells, brief, merge?.text(headings), source?.text]
    return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "; ")
  }

  /// The texts without the id. If the row got another id, the id is included.
  private func list(_ texts: [String: String], _ text: (String, String) -> String) -> String {
    let ids = (old: before[Column.id.name], new: after[Column.id.name])
    let isRenamed = ids.old != nil && ids.new != nil && ids.old != ids.new
    return texts.inColumnOrder.filter { isRenamed || $0.name != Column.id.name }.map(text)
      .joined(separator: "; ")
  }
}

extension ReportFindings {
  /// `guardrail ALLOW state=OK violations=0; review RETRY 1/2 covered`.
  package var text: String {
    let found = guardrail.map { found in
      let codes = found.violations.map(\.code).joined(separator: ", ")
      return "guardrail \(found.action.rawValue) state=\(found.budget.rawValue) "
        + "violations=\(found.violations.count)\(codes.isEmpty ? "" : " (\(codes))")"
    }
    let verdict = verdict.map {
      "review \($0.result.rawValue) \($0.coveredChecks)/\($0.totalChecks) covered"
    }
    return [found, verdict].compactMap(\.self).joined(separator: "; ")
  }
}

extension RowSource {
  /// `commit 4f1d20c9ab by Ann`
  fileprivate var text: String { "commit \(commit.prefix(10)) by \(author.escaped)" }
}

extension RowMerge {
  /// `put back status DONE, not PENDING; kept priority P0, not P2`.
  fileprivate func text(_ headings: TimeHeadings) -> String {
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
      "\(deed) \(cells.map { $0.text(headings) }.joined(separator: ", "))"
    }
    return ([fate].compactMap(\.self) + cells).joined(separator: "; ")
  }
}

extension CellMerge {
  fileprivate func text(_ headings: TimeHeadings) -> String {
    "\(headings.heading(column)) \(kept ?? "-"), not \(dropped ?? "-")"
  }
}
