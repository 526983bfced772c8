import Door
public import Model
public import Text
public import Workers

extension HookRecord.Failing {
  /// The failure in words:
  /// `hook chat fails since 14:05, and is tried again at 14:20: status 1: no route to host`.
  ///
  /// - Parameters:
  ///   - hook: the hook's name.
  ///   - now: the current time; times of the same day are shown without the date.
  public func sentence(of hook: String, at now: QueueTime) -> Sentence {
    let since = QueueTime(epochSeconds: since, zone: now.zone).shortText(at: now)
    guard tries > 0 else {
      return Sentence(
        "hook \(hook.escaped) fails since \(since), and gave up on an event: \(error.escaped)",
        "훅 \(hook.escaped): \(since)부터 실패하고 있으며 이벤트 전달을 포기했습니다: \(error.escaped)")
    }
    let next = QueueTime(epochSeconds: max(nextTry, now.epochSeconds), zone: now.zone)
      .shortText(at: now)
    return Sentence(
      "hook \(hook.escaped) fails since \(since), and is tried again at \(next): \(error.escaped)",
      "훅 \(hook.escaped): \(since)부터 실패하고 있으며 \(next)에 다시 시도합니다: \(error.escaped)")
  }
}
