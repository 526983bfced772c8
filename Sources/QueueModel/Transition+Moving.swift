// Rows that change hands, stop, or wait again.

extension Transition {
  func assign(
    _ item: QueueItem, to session: String, from: String?, force: Bool
  ) throws(Refusal) -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw .illFormedID(item.id) }
    guard item.status == .inProgress else { throw .wrongState(item, action: .assign) }
    let session = CellText.value(session)
    if item.ownerSession == session { return .alreadySo(item) }
    let isExpected =
      from.map { item.ownerSession == CellText.value($0) } ?? (item.ownerSession == nil)
    guard isExpected || force else {
      throw .notOwner(item, action: .assign, session: from)
    }
    return .changing(item) { $0.ownerSession = session }
  }

  func release(
    _ item: QueueItem, by session: String?, force: Bool
  ) throws(Refusal) -> Decision {
    if item.status == .pending { return .alreadySo(item) }
    guard item.status == .inProgress else { throw .wrongState(item, action: .release) }
    guard force || item.ownerSession == nil || item.ownerSession == session.flatMap(CellText.value)
    else { throw .notOwner(item, action: .release, session: session) }
    return .changing(item) { $0.becomePending() }
  }

  func cancel(_ item: QueueItem) throws(Refusal) -> Decision {
    let note = "cancelled_by_operator"
    if item.status == .blocked, item.notes.ends(with: note) { return .alreadySo(item) }
    guard !item.status.isFinished else { throw .wrongState(item, action: .cancel) }
    return .changing(item) {
      $0.status = .blocked
      $0.notes.append(note)
    }
  }

  func replan(
    _ item: QueueItem, reason: String, force: Bool
  ) throws(Refusal) -> Decision {
    let note = "replan:\(reason)"
    switch item.status {
    case .inProgress:
      return .changing(item) {
        $0.status = .blocked
        $0.notes.append(note)
      }
    case .done where !force:
      throw .wrongState(item, action: .replan)
    case .pending where item.notes.ends(with: note) && item.ownerSession == nil:
      return .alreadySo(item)
    case .pending, .blocked, .failed, .done:
      return .changing(item) {
        $0.becomePending()
        $0.notes.remove(.failure)
        $0.notes.append(note)
      }
    }
  }

  func retry(_ item: QueueItem, force: Bool) throws(Refusal) -> Decision {
    let note = "retry_requested"
    switch item.status {
    case .failed, .blocked: break
    case .pending where item.notes.ends(with: note): return .alreadySo(item)
    case .pending, .inProgress, .done: throw .wrongState(item, action: .retry)
    }
    guard force || item.notes.value(of: .failure) != "permanent" else {
      throw .permanentFailure(item.id)
    }
    return .changing(item) {
      $0.becomePending()
      $0.notes.remove(.failure)
      $0.notes.append(note)
    }
  }
}
