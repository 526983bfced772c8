public import Model
public import Text
public import Workers

extension Pause {
  /// `paused by ann@host since 14:20: a release`; with the date if the pause began on an earlier
  /// day.
  public func sentence(at now: QueueTime) -> Sentence {
    let since = since.map { QueueTime(epochSeconds: $0, zone: now.zone).shortText(at: now) }
    return Sentence(
      "paused\(actor.map { " by \($0.escaped)" } ?? "")\(since.map { " since \($0)" } ?? "")"
        + (reason.map { ": \($0.escaped)" } ?? ""), korean(since: since))
  }

  /// `일시 정지: ann@host, 14:20부터 (a release)`.
  private func korean(since: String?) -> String {
    let facts = [actor?.escaped, since.map { "\($0)부터" }].compactMap(\.self)
      .joined(separator: ", ")
    let reason = reason.map { " (\($0.escaped))" } ?? ""
    return "일시 정지\(facts.isEmpty ? "" : ": \(facts)")\(reason)"
  }
}

extension WorkerPause {
  /// `paused until 14:20: no valid login: HTTP 401`.
  public func sentence(at now: QueueTime) -> Sentence {
    let end = QueueTime(epochSeconds: until, zone: now.zone).shortText(at: now)
    let reason = reason.escaped
    return Sentence(
      "paused until \(end): \(cause.english)\(reason.isEmpty ? "" : ": \(reason)")",
      "\(end)까지 일시 정지: \(cause.korean)\(reason.isEmpty ? "" : " (\(reason))")")
  }

  private var cause: Sentence {
    switch failure {
    case .auth: Sentence("no valid login", "유효한 로그인이 없습니다")
    case .service: Sentence("its service is down", "서비스가 응답하지 않습니다")
    case .setting:
      Sentence("its service does not know a setting", "서비스가 모르는 설정이 있습니다")
    case .rateLimit: Sentence("its service accepts no more work for now", "서비스의 한도에 걸렸습니다")
    default: Sentence("its starts fail", "시작이 계속 실패했습니다")
    }
  }
}

extension QueueTime {
  /// `14:05` for a time of today; any other time has its date.
  public func shortText(at now: QueueTime) -> String {
    day == now.day ? String(text.suffix(5)) : text
  }
}
