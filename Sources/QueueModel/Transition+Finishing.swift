// Rows that end.

extension Transition.Finish {
  func decide(for item: QueueItem, session: String?) throws(Refusal) -> Decision {
    var after = item
    after.status = ending.status
    if appends {
      if !item.notes.ends(with: notes) { after.notes.append(notes) }
    } else {
      after.notes.replaceProse(with: notes, dropping: droppedKeys)
    }
    if case .failed(isPermanent: true) = ending, after.notes.value(of: .failure) != "permanent" {
      after.notes.append(.failure, "permanent")
    }
    if after == item { return .alreadySo(item) }
    if !force { try checkMayEnd(item, session: session) }
    return .change(ItemChange(before: item, after: after))
  }

  private func checkMayEnd(_ item: QueueItem, session: String?) throws(Refusal) {
    guard !item.status.isFinished else {
      throw .wrongState(item, action: .finish(ending.status))
    }
    if item.status == .inProgress { try checkOwner(of: item, session: session) }
  }

  private var droppedKeys: Set<Notes.ControlKey> {
    switch ending {
    case .done: [.reviewAttempts, .retryNotBefore]
    case .blocked, .failed: []
    }
  }

  private func checkOwner(of item: QueueItem, session: String?) throws(Refusal) {
    guard let session, let owner = item.ownerSession, owner != CellText.value(session) else {
      return
    }
    throw .notOwner(item, action: .finish(ending.status), session: session)
  }
}
