import Engine
import Facts
import Host
import QueueModel
import Wording

// What use cases throw and warn of.

extension Korean {
  static func text(of end: SessionState.End, ofRow id: String) -> String {
    switch end {
    case .status(let status): "\(id.escaped): \(status.rawValue) 상태입니다"
    case .refused(let refusal): text(of: refusal)
    }
  }

  static func text(of warning: EngineWarning, queueOption: String) -> String {
    /// What is wrong and, in parentheses, what to do.
    func sentence(_ error: Problem) -> String {
      "\(error.sentence.korean) (\(error.naming(queueOption).hint.korean))"
    }
    return switch warning {
    case .closedAsDone(let item):
      "\(item.id): 멱등 키 \(item.idempotencyKey ?? "-")의 작업이 다른 id로 끝났으므로 DONE으로 닫았습니다"
    case .missingDependencies(let id, let missing):
      "\(id): 기다리는 행이 큐에 없습니다: \(missing.joined(separator: ", ")). "
        + "삭제한 행은 orch restore로 되살리고, 아니면 'after'에서 빼십시오"
    case .leaseEnded(let id, let lease, let now):
      "\(id): \(lease.owner)의 리스가 \(lease.end(at: now).text)까지였습니다. "
        + "아직 작업 중일 수 있습니다"
    case .criteriaChanged(let id):
      "\(id): 배정된 뒤 완료 기준이 바뀌었습니다. 배정 당시의 기준으로 판정했습니다"
    case .longBrief(let path, let bytes, let limit):
      "브리프 \(path.escaped)이(가) \(bytes)바이트입니다. 워커는 앞의 \(limit)바이트만 받습니다"
    case .longReport(let id, let tokens):
      "\(id): 보고서를 더 짧게 쓰십시오: 토큰 \(tokens)개"
    case .judgedLater(let id):
      "\(id.escaped): 보고서를 저장했습니다. 실행 중인 데몬이나 이 행의 감독 프로세스가 없으므로 다음 orch tick이 판정합니다"
    case .reportWithoutRow: "어느 행의 보고서인지 알 수 없으므로 거절됩니다"
    case .reportNotFiled(let error):
      "\(error.sentence.korean) (행은 바뀌었고, 보고서만 정리하지 못했습니다)"
    case .attemptNotRecorded(let id, let error):
      "\(error.sentence.korean) (\(id): 이 기록 없이 시도를 계속합니다)"
    case .attemptGone(let id, let path):
      "\(id): 워커가 실행되는 동안 \(path)이(가) 삭제되어 보낸 내용이 남아 있지 않습니다"
    case .reportsOfOtherQueue(let store, let count):
      "\(store)의 보고서가 \(count)개 더 있습니다: 그 큐나 데이터베이스로 orch report --drain"
    case .paused(let pause, let now):
      "아무것도 시작하지 않습니다. \(text(of: pause, at: now)) (ops resume으로 끝냅니다)"
    case .nearlySpent(let limit): text(ofNearlySpent: limit)
    case .idleReason(let reason): text(of: reason)
    case .workerNotStarted(let id, let reason):
      "\(id): 다시 PENDING. 워커를 시작하지 못했습니다: \(reason)"
    case .rowStuck(let id, let reason):
      "\(id): watchdog가 되돌릴 때까지 IN_PROGRESS로 남습니다. 워커를 시작하지 못했습니다: \(reason)"
    case .workerEnded(let id): "\(id): 배정이 끝났으므로 워커를 종료했습니다"
    case .workerKilled(let id): "\(id): 워커를 감독 프로세스와 함께 강제로 종료했습니다"
    case .workerContinued(let id):
      "\(id): 감독 프로세스가 1분 동안 멈춰 있어 다시 진행하게 했습니다. 또 멈추면 강제로 종료합니다"
    case .notMirrored(let error):
      "데이터베이스에 이 변경이 아직 없습니다: \(sentence(error))"
    case .mirrorConflicts(let database):
      "\(database): 그곳에만 있는 변경이 있어 바꾸지 않았습니다 (orch migrate가 보여 줍니다)"
    case .failure(let error): sentence(error)
    }
  }
}
