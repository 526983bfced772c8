import Host
import Model
import Table

extension QueueVersion {
  /// This version, in which the rows with new content that may start, now or after a retry, wait for
  /// a person's approval before that.
  ///
  /// - Parameters:
  ///   - last: the version before. The content of its rows is not new.
  ///   - history: earlier versions whose rows are not new either, for a change of the branch.
  /// - Returns: `nil` if there are no such rows.
  func holdingRows(
    unlike last: QueueVersion?, or history: VersionHistory? = nil
  ) throws(SystemError) -> QueueVersion? {
    guard let document else { return nil }
    var new: [QueueItem] = []
    for status in Status.notDone {
      document.visit(status) { item in
        // The reply for which a row waits already decides how it goes on.
        if item.awaited == nil, !item.awaitsFirstApproval { new.append(item) }
        return .more
      }
    }
    func leaveOut(_ version: QueueVersion?) {
      guard let earlier = version?.document else { return }
      new.removeAll { item in
        ((try? earlier.item(item.id)) ?? nil).map { $0.order == item.order } ?? false
      }
    }
    leaveOut(last)
    for entry in (history?.entries ?? []).reversed() where !new.isEmpty {
      leaveOut(try history?.version(entry.sequence))
    }
    if new.isEmpty { return nil }
    let changes = new.map { item in
      var held = item
      held.askForStart()
      return ItemChange(.externalEdit, before: item, after: held)
    }
    return QueueVersion(QueueBytes(document.applying(document.edits(for: changes))))
  }
}

extension QueueItem {
  /// What a worker gets, as far as the row has it.
  fileprivate var order: String { DecidedContent(of: self, .start, Policy()).text }

  /// Whether the row waits for an approval that nobody has given.
  fileprivate var awaitsFirstApproval: Bool { asksForStart && approvedDigests.isEmpty }
}
