public import Model
public import Text

extension QueueFact {
  /// `plan login failed`; `A has waited 24h for approval (orch approve A)`.
  public var sentence: Sentence {
    switch self {
    case .proposal(let proposal): proposal.sentence
    case .planEnded(let end): end.sentence
    case .workerPaused(let pause):
      Sentence(
        "worker \(pause.worker.escaped) starts nothing until \(pause.until.text): "
          + "\(pause.failure.rawValue): \(pause.reason.escaped)",
        "워커 \(pause.worker.escaped)이(가) \(pause.until.text)까지 아무것도 시작하지 않습니다: "
          + "\(pause.failure.rawValue): \(pause.reason.escaped)")
    case .budgetUsedUp(let excess): excess.sentence
    case .reminder(let reminder): reminder.sentence
    case .longWork(let work): work.sentence
    case .hookGaveUp(let hook):
      Sentence(
        "hook \(hook.hook.escaped) gave up on event \(hook.eventKey.escaped): "
          + hook.error.escaped,
        "훅 \(hook.hook.escaped)이(가) 이벤트 \(hook.eventKey.escaped) 전달을 포기했습니다: "
          + hook.error.escaped)
    case .recurring(let change): change.sentence
    case .queuePause(let pause): pause.sentence
    }
  }
}

extension QueueFact.QueuePause {
  fileprivate var sentence: Sentence {
    let (actor, why) = (actor.escaped, reason.map { ": \($0.escaped)" } ?? "")
    guard let ended = endedBy?.escaped else {
      return Sentence(
        "\(actor) paused the queue\(why)", "\(actor)이(가) 큐를 일시 정지했습니다\(why)")
    }
    return Sentence(
      "\(ended) ended the pause by \(actor) since \(since.text)\(why)",
      "\(actor)이(가) \(since.text)에 시작한 일시 정지를 \(ended)이(가) 끝냈습니다\(why)")
  }
}

extension QueueFact.RecurringChange {
  fileprivate var sentence: Sentence {
    let (name, times) = (name.escaped, times.escaped)
    return switch state {
    case .began:
      Sentence(
        "recurring \(name) begins: \(times)", "반복 항목 \(name)이(가) 시작됩니다: \(times)")
    case .ended:
      Sentence(
        "recurring \(name) ends: orch.json no longer has it",
        "반복 항목 \(name)이(가) 끝났습니다. orch.json에 더는 없습니다")
    }
  }
}

extension QueueFact.Proposal {
  fileprivate var sentence: Sentence {
    let plan = plan.escaped
    let why = reason.map { ": \($0.escaped)" } ?? ""
    return switch state {
    case .proposed where number > 1:
      Sentence(
        "proposal \(number) of plan \(plan) waits for approval",
        "계획 \(plan)의 제안 \(number)이(가) 승인을 기다립니다")
    case .proposed:
      Sentence("plan \(plan) was proposed", "계획 \(plan)이(가) 제안되었습니다")
    case .rejected:
      Sentence("plan \(plan) was rejected\(why)", "계획 \(plan)이(가) 거절되었습니다\(why)")
    }
  }
}

extension QueueFact.PlanEnd {
  fileprivate var sentence: Sentence {
    let plan = plan.escaped
    return switch state {
    case .done: Sentence("plan \(plan) is done", "계획 \(plan)이(가) 완료되었습니다")
    case .failed: Sentence("plan \(plan) failed", "계획 \(plan)이(가) 실패했습니다")
    case .blocked: Sentence("plan \(plan) is blocked", "계획 \(plan)이(가) 막혔습니다")
    case .cancelled: Sentence("plan \(plan) was cancelled", "계획 \(plan)이(가) 취소되었습니다")
    }
  }
}

extension QueueFact.LongWork {
  fileprivate var sentence: Sentence {
    let (id, time) = (id.escaped, DurationText.exactText(seconds))
    let by = owner.map { Sentence(" by \($0.escaped)", "\($0.escaped)이(가) ") }
    return Sentence(
      "\(id) has been at work\(by?.english ?? "") for \(time) (orch show \(id))",
      "\(by?.korean ?? "")\(id)을(를) \(time) 동안 작업하고 있습니다 (orch show \(id))")
  }
}

extension QueueFact.Reminder {
  fileprivate var sentence: Sentence {
    let time = DurationText.exactText(seconds)
    return switch awaited {
    case .answer:
      Sentence(
        "\(id.escaped) has waited \(time) for an answer (\(Remedy.answer(id).command))",
        "\(id.escaped)이(가) \(time) 동안 답을 기다렸습니다 (\(Remedy.answer(id).command))")
    case .approval:
      Sentence(
        "\(id.escaped) has waited \(time) for approval (\(Remedy.approve(id).command))",
        "\(id.escaped)이(가) \(time) 동안 승인을 기다렸습니다 (\(Remedy.approve(id).command))")
    case .merge:
      Sentence(
        "the pull request of \(id.escaped) has waited \(time) to be merged",
        "\(id.escaped)의 풀 리퀘스트가 \(time) 동안 병합을 기다렸습니다")
    }
  }
}
