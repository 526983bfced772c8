// How rows, leases and times are told in one line.

extension QueueItem {
  /// Who works on it, and since when: `worker-a, since 13:10`.
  func work(at now: QueueTime) -> String {
    [shownOwner, since(now)].compactMap(\.self).joined(separator: ", ")
  }

  /// Where it stands: `IN_PROGRESS by worker-a since 13:10, lease until 14:20`.
  func told(at now: QueueTime) -> String {
    switch status {
    case .pending, .done: status.rawValue
    case .failed, .blocked:
      [status.rawValue, Notes(notes.prose).segments.last?.escaped].compactMap(\.self)
        .joined(separator: ": ")
    case .inProgress:
      ["IN_PROGRESS by \(shownOwner)", since(now)].compactMap(\.self).joined(separator: " ")
        + toldLease(now)
    }
  }

  private func toldLease(_ now: QueueTime) -> String {
    guard let lease = claim?.lease else { return "" }
    guard lease.isLive(at: now) else { return ", whose lease has ended" }
    return lease.owner == ownerSession
      ? ", lease until \(lease.toldEnd(now))" : ", leased to \(lease.shown(now))"
  }

  private func since(_ now: QueueTime) -> String? {
    let start = startedAt.flatMap { QueueTime($0, offset: now.offset) }?.epochSeconds
    return (start ?? claim?.madeAt).map {
      "since \(QueueTime(epochSeconds: $0, offset: now.offset).told(at: now))"
    }
  }
}

extension Lease {
  /// `S until 14:20`.
  func shown(_ now: QueueTime) -> String { "\(owner.escaped) until \(toldEnd(now))" }

  /// One without a known end says so.
  func toldEnd(_ now: QueueTime) -> String {
    expiresAt == .max ? "it is released" : end(at: now).told(at: now)
  }
}

extension QueueTime {
  /// `14:05` for a time of today, else with its date.
  public func told(at now: QueueTime) -> String {
    let text = text
    return text.prefix(10) == now.text.prefix(10) ? String(text.suffix(5)) : text
  }
}
