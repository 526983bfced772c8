// Rows that git brought into a queue with `approve_pulled_rows`: what people decided about them
// elsewhere does not count here. Source: `docs/storage.md`, "Decisions".

/// What a row says about its start: what a worker gets, as far as the row has it, and the decisions
/// of people.
package struct PulledContent: Equatable, Sendable {
  package let order: String
  /// The notes of the approvals that count.
  package let approvals: [String]
  private let asked: [String]
  private let notBefore: String?

  package init(_ item: QueueItem) {
    order = DecidedContent(of: item, .start, Policy()).olderText
    approvals = item.notes.segments.filter { Notes.digest(ofApproval: $0, .approved) != nil }
    (asked, notBefore) = (item.notesOfApproval, item.notBefore)
  }

}

extension QueueItem {
  /// The texts of the row that people decide about or that are decisions, to find out which of them
  /// another version of the row has.
  package var decidedTexts: Set<String> {
    let texts = [task, successCriteria, notBefore.map { "not_before=\($0)" }].compactMap(\.self)
    return Set(texts + notes.segments.filter { !GeneratedNote.isGenerated($0) })
  }

  /// The row as it may be here after git brought it. Approvals that the row before does not have
  /// are noted as those of people elsewhere. What people decided here stays: approvals of the same
  /// content, `approval=` and `not_before=`. New content waits for an approval before it starts.
  ///
  /// - Parameter last: the row before; `nil` for a new row.
  package func pulled(over last: QueueItem?) -> QueueItem {
    var item = self
    let former = last?.notes.segments ?? []
    item.notes.replaceSegments { segment in
      former.contains(segment) ? segment : Notes.asApprovalElsewhere(segment)
    }
    let (before, now) = (last.map(PulledContent.init), PulledContent(self))
    if let last { item.keepDecisions(of: last, withApprovals: before?.order == now.order) }
    // The reply for which a row waits already decides how it goes on.
    if before?.order != now.order, item.awaited == nil, !item.asksForStart {
      item.notes.append(.approval, Approval.start.rawValue)
    }
    return item
  }

  private mutating func keepDecisions(of last: QueueItem, withApprovals: Bool) {
    let mine = notes.segments
    for approval in PulledContent(last).approvals where withApprovals && !mine.contains(approval) {
      notes.appendApproval(approval)
    }
    let asked = Set(notesOfApproval)
    if !asked.isSuperset(of: last.notesOfApproval) {
      notes.remove(.approval)
      // The last one counts first.
      for approval in [Approval.done, .start].map(\.rawValue)
      where asked.contains(approval) || last.notesOfApproval.contains(approval) {
        notes.append(.approval, approval)
      }
    }
    if let start = last.notBefore, notBefore.map({ $0 < start }) ?? true { notBefore = start }
  }

  /// The last person who approved the row elsewhere: `ann@host`; `nil` for none.
  public var approverElsewhere: String? { notes.approverElsewhere }

  /// Whether cells of the history have the note of an approval elsewhere.
  public static func hasApprovalElsewhere(_ cells: [String: String]) -> Bool {
    Notes(cells[Column.notes.name] ?? "").approverElsewhere != nil
  }
}

extension Notes {
  fileprivate var approverElsewhere: String? {
    let note = segments.last { Self.digest(ofApproval: $0, .elsewhere) != nil }
    return note.map {
      String($0.dropFirst(ApprovalNote.elsewhere.rawValue.count).prefix { $0 != "," })
    }
  }
}
