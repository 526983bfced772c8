// How often a row is tried.

extension QueueItem {
  func hasAttemptsLeft(_ policy: Policy) -> Bool {
    attemptCount < maxAttempts ?? policy.maxAttempts
  }

  /// Counts an attempt that ended without DONE.
  mutating func countAttempt() {
    // Notes hold any number.
    attemptCount = min(attemptCount, .max - 1) + 1
  }

  /// Lets the row wait for as long as the attempts before tell.
  mutating func backOff(_ policy: Policy, now: QueueTime) {
    retryNotBefore = now.epochSeconds + policy.backoff(after: attemptCount)
  }
}
