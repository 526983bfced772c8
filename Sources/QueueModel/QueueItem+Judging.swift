// What a report is judged by: what happened to the row says it.

extension QueueItem {
  /// When the row was claimed, in seconds since 1970: as the store knows it, else as the cell
  /// says it; `nil` where neither tells.
  private func claimedAt(offset: Int) -> Int? {
    claim?.madeAt ?? startedAt.flatMap { QueueTime($0, offset: offset) }?.epochSeconds
  }

  /// When the work began whose report is judged: with the first claim since the row last ended,
  /// for what an earlier attempt made is part of it.
  ///
  /// - Parameters:
  ///   - history: what happened to the row, oldest first.
  ///   - offset: seconds east of UTC, at which cells tell times.
  public func workBegan(_ history: [HistoryEntry], offset: Int) -> Int? {
    guard status == .inProgress || status == .blocked else { return nil }
    let first = firstClaim(history) { $0.isFinished }
      .flatMap { QueueTime(iso8601: $0.time) }?.epochSeconds
    return [first, claimedAt(offset: offset)].compactMap(\.self).min()
  }

  /// The first claim of the row since it was last DONE, whatever its state is now: from then on its
  /// work may have changed files.
  ///
  /// - Parameter history: what happened to the row, oldest first.
  public func firstClaim(_ history: [HistoryEntry]) -> HistoryEntry? {
    firstClaim(history) { $0 == .done }
  }

  /// The first claim since the row last got a status that `ends` names.
  private func firstClaim(
    _ history: [HistoryEntry], since ends: (Status) -> Bool
  ) -> HistoryEntry? {
    let mine = history.filter { $0.id == id }
    let end = mine.lastIndex { $0.newStatus.map(ends) ?? false } ?? -1
    return mine[(end + 1)...].first(where: \.isClaim)
  }

  /// Whether the last that the row says is a verdict of the gate.
  public var hasVerdict: Bool {
    Notes(notes.prose).segments.last?.hasPrefix("review:") ?? false
  }

  /// The criteria that a report is judged by: those that the row had when it was claimed,
  /// as long as that claim, or what stopped it, stands.
  ///
  /// - Parameter history: what happened to the row, oldest first.
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
  /// The status that the row got with this.
  fileprivate var newStatus: Status? {
    after[Column.status.name].flatMap(Status.init(rawValue:))
  }

  /// Whether somebody took the row with this.
  fileprivate var isClaim: Bool {
    let name = Column.status.name
    return after[name] == Status.inProgress.rawValue && before[name] != after[name]
  }
}
