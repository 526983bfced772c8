extension QueueTable {
  /// When time alone may change what a tick finds: a backoff or a lease ends, or work counts as
  /// left. Seconds since 1970; `nil` where only somebody's doing can.
  ///
  /// - Parameters:
  ///   - staleSeconds: how long a row without heartbeats may be IN_PROGRESS.
  ///   - context: when the tick began; it may have missed what time brought since.
  public func nextMoment(staleSeconds: Int, context: TransitionContext) throws -> Int? {
    let start = context.now.epochSeconds
    let rescue = StaleRecovery(staleSeconds: staleSeconds, workers: nil, context: context)
    var next: Int?
    func take(_ moment: Int?) {
      guard let moment, moment > start else { return }
      next = min(moment, next ?? moment)
    }
    try visit(.pending) { item in
      take(item.retryNotBefore)
      take(item.claim?.lease?.expiresAt)
      return .more
    }
    try visit(.inProgress) { item in
      for moment in rescue.moments(of: item) { take(moment) }
      return .more
    }
    return next
  }
}
