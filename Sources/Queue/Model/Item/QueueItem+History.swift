// The data from a row's history by which a report is judged.

extension QueueItem {
  /// When the row was claimed, in seconds since 1970, from its claim or else from its cell; `nil`
  /// if neither has the time.
  private func claimedAt(zone: QueueZone) -> Int? {
    claim?.madeAt ?? start(in: zone)?.epochSeconds
  }

  /// When the judged work began, in seconds since 1970: at the first claim since the row last
  /// finished, because earlier attempts are part of the work.
  ///
  /// - Parameters:
  ///   - history: the row's history, oldest first.
  ///   - zone: the zone of the times in cells.
  public func workBegan(_ history: [HistoryEntry], zone: QueueZone) -> Int? {
    guard status == .inProgress || status == .blocked else { return nil }
    let first = firstClaim(history) { $0.isFinished }
      .flatMap { QueueTime(iso8601: $0.time) }?.epochSeconds
    return [first, claimedAt(zone: zone)].compactMap(\.self).min()
  }

  /// The first claim of the row since it was last DONE. Work on the row may have changed files from
  /// then on.
  ///
  /// - Parameter history: the row's history, oldest first.
  public func firstClaim(_ history: [HistoryEntry]) -> HistoryEntry? {
    firstClaim(history) { $0 == .done }
  }

  /// The first claim since the row last got one of these statuses.
  private func firstClaim(
    _ history: [HistoryEntry], since ends: (Status) -> Bool
  ) -> HistoryEntry? {
    let mine = history.filter { $0.id == id }
    let end = mine.lastIndex { $0.newStatus.map(ends) ?? false } ?? -1
    return mine[(end + 1)...].first(where: \.isClaim)
  }

  /// Whether the last segment of the notes is a verdict of the gate.
  public var hasVerdict: Bool {
    Notes(notes.prose).segments.last?.hasPrefix("review:") ?? false
  }

  /// The criteria for the judgement of a report: the criteria at the claim, unless the row has
  /// become PENDING since.
  ///
  /// - Parameter history: the row's history, oldest first.
  public func criteriaToJudge(_ history: [HistoryEntry]) -> String? {
    let history = history.filter { $0.id == id }
    guard status == .inProgress || status == .blocked,
      let claim = history.lastIndex(where: \.isClaim)
    else { return successCriteria }
    let name = Column.successCriteria.name
    let since = history[claim...].dropFirst()
    if since.contains(where: { $0.after[Column.status.name] == Status.pending.rawValue }) {
      return successCriteria
    }
    guard let changed = since.first(where: { $0.before[name] != nil && $0.after[name] != nil })
    else { return successCriteria }
    return changed.before[name].flatMap(CellText.value)
  }
}

extension HistoryEntry {
  fileprivate var isClaim: Bool {
    let name = Column.status.name
    return after[name] == Status.inProgress.rawValue && before[name] != after[name]
  }
}
