public import Model
public import Text

extension StoppedRow {
  /// The new status of the row, and the reason: `FAILED worker: exit 3`, `BLOCKED asks: which
  /// one?`.
  public var news: Sentence {
    let status = item.status.rawValue
    return switch cause {
    case .note(let text):
      Sentence("\(status) worker: \(text.escaped)", "\(status) 워커: \(text.escaped)")
    case .question, .approval, .approvalOfSecrets, .secretsInWork, .approvalToStart,
      .approvalOfPassed, .guardrail, .verdict, .lostWorker, .needsPerson, .cancelled,
      .dependencyFailed, .replanned, .unknown,
      .merge, .pullRequestClosed:
      cause.sentence.map { "\(status) \($0)" }
    }
  }
}

extension StoppedRow.Cause {
  /// Why a row is FAILED or BLOCKED: `asks: which one?`, `exit 3: no disk`.
  public var sentence: Sentence {
    switch self {
    case .question(""): Sentence("asks a question", "질문이 있습니다")
    case .question(let text): Sentence("asks: \(text.escaped)", "질문: \(text.escaped)")
    case .approval(""): Sentence("waits for approval", "승인 대기")
    case .approval(let text):
      Sentence("waits for approval: \(text.escaped)", "승인 대기: \(text.escaped)")
    case .approvalOfSecrets(let places, ""):
      Sentence(
        "waits for approval: there is a secret in \(places.escaped)",
        "승인 대기: 비밀 값이 들어 있습니다: \(places.escaped)")
    case .approvalOfSecrets(let places, let others):
      Sentence(
        "waits for approval: there is a secret in \(places.escaped); \(others.escaped)",
        "승인 대기: 비밀 값이 들어 있습니다: \(places.escaped); \(others.escaped)")
    case .secretsInWork(let places, let others):
      Sentence(
        "its work does not land: there seems to be a secret in \(places.escaped)"
          + (others.isEmpty ? "" : "; \(others.escaped)"),
        "작업을 반영하지 않습니다. 비밀 값으로 보이는 것이 있습니다: \(places.escaped)"
          + (others.isEmpty ? "" : "; \(others.escaped)"))
    case .approvalToStart(let parts?):
      Sentence(
        "waits for approval again before its work begins: it was changed since it was approved"
          + parts.inParentheses,
        "다시 승인 대기: 승인된 뒤에 바뀌었고 작업을 시작하기 전입니다\(parts.inParentheses)")
    case .approvalToStart(nil):
      Sentence("waits for approval before its work begins", "승인 대기: 작업을 시작하기 전입니다")
    case .approvalOfPassed:
      Sentence("waits for approval: its report passed the review", "승인 대기: 보고서가 리뷰를 통과했습니다")
    case .merge(nil, _):
      Sentence("its work becomes a pull request", "작업이 풀 리퀘스트가 됩니다")
    case .merge(let number?, let checks):
      Self.pullRequest(number, checks)
    case .pullRequestClosed(let number):
      Sentence(
        "its pull request \(number.escaped) was closed without being merged",
        "풀 리퀘스트 \(number.escaped)이(가) 병합되지 않고 닫혔습니다")
    case .guardrail(let budget, let violations): Self.guardrails(budget, violations)
    case .verdict(let reasons, let unmet):
      Sentence(
        "review: \(Self.verdict(reasons, unmet).english)",
        "리뷰: \(Self.verdict(reasons, unmet).korean)")
    case .lostWorker:
      Sentence("its worker was lost, and its attempts are used up", "워커가 사라졌고 시도 횟수를 모두 썼습니다")
    case .needsPerson(let text):
      Sentence("a person should look at it: \(text.escaped)", "사람이 확인해야 합니다: \(text.escaped)")
    case .cancelled(nil): Sentence("cancelled by an operator", "운영자가 취소했습니다")
    case .cancelled(let reason?):
      Sentence("cancelled by an operator: \(reason.escaped)", "운영자가 취소했습니다: \(reason.escaped)")
    case .dependencyFailed(let id):
      Sentence("cancelled, because \(id.escaped) failed", "\(id.escaped)의 실패로 취소했습니다")
    case .replanned(let reason):
      Sentence("to be replanned: \(reason.escaped)", "계획을 다시 세워야 합니다: \(reason.escaped)")
    case .note(let text): Sentence(same: text.escaped)
    case .unknown: Sentence("no reason is noted", "적힌 이유가 없습니다")
    }
  }

  private static func pullRequest(_ number: Int, _ checks: PullRequestChecks?) -> Sentence {
    switch checks {
    case .passed:
      Sentence(
        "pull request #\(number) waits to be merged: its checks passed",
        "풀 리퀘스트 #\(number) 병합 대기: 검사를 통과했습니다")
    case .missing:
      Sentence(
        "pull request #\(number) waits to be merged: it has no checks",
        "풀 리퀘스트 #\(number) 병합 대기: 검사가 없습니다")
    case .failed:
      Sentence(
        "a check of pull request #\(number) failed", "풀 리퀘스트 #\(number)의 검사가 실패했습니다")
    case .pending, nil:
      Sentence(
        "pull request #\(number) waits for its checks", "풀 리퀘스트 #\(number): 검사 대기")
    }
  }

  private static func guardrails(_ budget: GuardDecision.Budget?, _ violations: Int) -> Sentence {
    var reasons: [Sentence] = []
    if budget == .hardExceeded {
      reasons.append(Sentence("too many tokens were used", "토큰을 너무 많이 썼습니다"))
    }
    if violations > 0 {
      reasons.append(
        Sentence(
          "it broke \(violations) \(violations == 1 ? "rule" : "rules")",
          "규칙 \(violations)개를 어겼습니다"))
    }
    let stop = Sentence("the guardrails stopped its report", "가드레일이 보고서를 막았습니다")
    return reasons.isEmpty
      ? stop : [stop, reasons.joined(separator: "; ")].joined(separator: ": ")
  }

  private static func verdict(_ reasons: [Verdict.Reason], _ unmet: String?) -> Sentence {
    let criteria = unmet.map { [Sentence("not met: \($0.escaped)", "미충족: \($0.escaped)")] } ?? []
    // The number of unmet criteria is left out if the criteria themselves are named.
    return (reasons.filter { unmet == nil || !$0.isUnmetCount }.map(\.sentence) + criteria)
      .joined(separator: "; ")
  }
}

extension Verdict.Reason {
  /// Why the gate decided as it did: `no attempts left (3/3)`; the code for a rare reason.
  package var sentence: Sentence {
    switch self {
    case .unmet(let count):
      Sentence("\(count) of its criteria not met", "완료 기준 \(count)개 미충족")
    case .attemptsUsedUp(let count, let limit):
      Sentence("no attempts left (\(count)/\(limit))", "남은 시도 없음 (\(count)/\(limit))")
    case .stop(let text):
      Sentence("the worker can't go on: \(text.escaped)", "워커가 계속할 수 없습니다: \(text.escaped)")
    case .failure(let words):
      Sentence("the report says \(words.escaped)", "보고서의 말: \(words.escaped)")
    case .approval(let why):
      Sentence("waits for approval: \(why.escaped)", "승인 대기: \(why.escaped)")
    case .conflict(let files):
      Sentence(
        "the work conflicts with changes that were merged meanwhile in \(files.escaped)",
        "그사이 병합된 작업과 충돌합니다: \(files.escaped)")
    case .failedMerged(let check):
      Sentence(
        "with the changes that were merged meanwhile the work fails \(check.escaped)",
        "그사이 병합된 작업과 합치면 통과하지 못합니다: \(check.escaped)")
    case .queueInDiff(let files):
      Sentence(
        "the work changes files of the queue: \(files.escaped)",
        "작업이 큐의 파일을 바꿉니다: \(files.escaped)")
    case .secretInDiff(let files):
      Sentence(
        "there seems to be a secret in \(files.escaped)",
        "작업에 비밀 값으로 보이는 것이 있습니다: \(files.escaped)")
    case .submoduleChanged(let paths):
      Sentence(
        "the work changes submodules, which orch does not commit: \(paths.escaped)",
        "작업이 하위 모듈을 바꿉니다. orch는 그 내용을 커밋하지 않습니다: \(paths.escaped)")
    case .notCommitted(let words):
      Sentence(
        "git can't commit the work: \(words.escaped)", "git이 작업을 커밋하지 못합니다: \(words.escaped)")
    case .noChanges: Sentence("the attempt changed no file", "시도가 파일을 하나도 바꾸지 않았습니다")
    case .onlyInWorktree(let check):
      Sentence(
        "\(check.escaped) passes only with files that git ignores",
        "git이 무시하는 파일이 있어야만 \(check.escaped) 검사를 통과합니다")
    case .secretInOutput(let place):
      Sentence("there is a secret in \(place.escaped)", "비밀 값이 들어 있습니다: \(place.escaped)")
    case .allCovered, .fault, .question, .judgeFailed, .pagePassed, .pageFailed, .guardrail, .other:
      Sentence(same: code.escaped)
    }
  }
}

extension StoppedRow.Cause {
  /// The width of a reason in columns. The notes of other tools may be long.
  public static let width = 200

  /// Why a row stopped, in at most `width` columns. A text that needs a person's reply is not
  /// truncated. If there are several notes, the newest ones, at the end, are kept.
  public var shortSentence: Sentence {
    guard case .note(let text) = self else { return awaitsReply ? sentence : Self.cut(sentence) }
    var segments = Notes(text).segments[...]
    var short = text.escaped
    while segments.count > 1, DisplayWidth.of(short) > Self.width {
      segments.removeFirst()
      short = "… / " + segments.joined(separator: " / ").escaped
    }
    return Self.cut(Sentence(same: short))
  }

  public static func cut(_ sentence: Sentence) -> Sentence {
    sentence.map { DisplayWidth.cut($0, to: width) }
  }

  public var awaitsReply: Bool {
    switch self {
    case .question, .approval, .approvalOfSecrets, .secretsInWork, .approvalToStart,
      .approvalOfPassed:
      true
    case .guardrail, .verdict, .lostWorker, .needsPerson, .cancelled, .dependencyFailed, .replanned,
      .merge, .pullRequestClosed, .note, .unknown:
      false
    }
  }
}
