import Engine
import Host
import QueueModel

// What use cases throw and warn of.

extension Korean {
  static func text(of error: EngineError) -> String {
    switch error {
    case .store(let error): text(of: error)
    case .system(let error): error.description
    case .settings(let error):
      (error.underlying as? CommandError).map { text(of: $0) } ?? error.description
    case .noWorkerProgram(let file, let kind):
      "\(file): spawn.kind가 \(kind)인데 spawn.argv에 프로그램이 없습니다"
    case .rootIsNoFolder(let root, let file, _): "\(file): root '\(root.escaped)': 폴더가 아닙니다"
    case .tokenLimits(let soft, let hard): "하드 한도 \(hard)이(가) 소프트 한도 \(soft)보다 작습니다"
    case .readOnly: "QUEUE.md는 읽기 전용입니다 (ORCH_QUEUE_MD_READ_ONLY)"
    case .untrusted(let use, let refusal): "\(text(of: use)): \(reason(of: refusal))"
    case .insideWorker: "워커는 워커를 시작하지 않습니다. 함께 종료되기 때문입니다"
    case .missingProgram(let file, let key, _, let obstacle):
      "\(file): \(key): \(text(of: obstacle))"
    case .workerCannotStart(let obstacle): text(of: obstacle)
    case .overBudget(let excess): text(of: excess)
    case .noProcessTable: "이 프로세스를 확인할 수 없습니다: /proc을 읽을 수 없습니다"
    case .notStarted(let error): text(of: error)
    case .noReport: "메시지에 보고서가 없거나, 어느 행의 것인지 알 수 없습니다"
    case .otherContext(let id):
      "\(id.escaped): 보고서가 워커에게 보낸 것과 다른 context를 말합니다"
    case .otherRow(let reported, let named):
      "보고서는 \(named.escaped)의 것이 아니라 \(reported.escaped)의 것입니다"
    case .settingsChanged(let id): "\(id): 워커가 시작된 뒤 orch.json이 바뀌었습니다"
    case .judgedElsewhere(let id):
      "\(id.escaped)의 워커는 orch가 시작했습니다. 보고서 판정과 검사는 감독 프로세스나 데몬, 다음 orch tick이 합니다"
    case .reportRefused(let reason): reason
    case .reportWaits(let error): text(of: error)
    case .briefExists(let path, _): "\(path): 다른 내용으로 이미 있습니다"
    case .badBrief(let path, let id, let problem):
      "\(id.escaped)의 브리프 \(path.escaped): \(text(of: problem))"
    case .daemonRuns(let queue, let holder): "\(queue): 데몬이 이미 실행 중입니다: \(holder)"
    }
  }

  static func hint(of error: EngineError, queueOption: String) -> String {
    switch error {
    case .store(let error): hint(of: error)
    case .system(let error): hint(of: error)
    case .settings(let error):
      (error.underlying as? CommandError).map { hint(of: $0) } ?? "설정을 고치십시오"
    case .noWorkerProgram: #"예: "argv": ["scripts/worker.sh", "{id}"]"#
    case .rootIsNoFolder(_, _, let home): "\(home)을(를) 기준으로 한 경로입니다"
    case .tokenLimits:
      "둘 다 지정하십시오: --soft와 --hard, 또는 token_soft_limit와 token_hard_limit"
    case .readOnly(let database):
      "데이터베이스가 원본입니다. --db \(database)로 바꾼 뒤 orch render를 실행하거나, "
        + "ORCH_QUEUE_MD_READ_ONLY 또는 orch.json의 queue_md_read_only를 없애십시오"
    case .untrusted(_, let refusal): hint(of: refusal, queueOption: queueOption)
    case .insideWorker:
      "orch tick을 밖에서 실행하거나, 워커가 아니라면 ORCH_LABEL과 ORCH_ATTEMPT를 없애십시오"
    case .missingProgram(_, _, let pathKey?, _):
      "이 프로그램이 없어 행을 배정하지 않습니다. 설치하거나 \(pathKey)에 경로를 적으십시오"
    case .missingProgram(_, _, nil, _):
      "이 프로그램이 없어 행을 배정하지 않습니다. 그 자리에 두거나, chmod +x 하거나, 다른 프로그램을 적으십시오"
    case .workerCannotStart(let obstacle): hint(of: obstacle)
    case .overBudget(let excess):
      excess.end == nil
        ? raising(excess.use.key) : "그 행들은 다음 날을 기다립니다. 아니면 \(raising(excess.use.key))"
    case .noProcessTable: "/proc을 마운트하십시오"
    case .notStarted: "다시 시도하십시오"
    case .noReport: "orch task ID가 형식을 보여 줍니다. --id로 행을 지정하십시오"
    case .otherContext(let id):
      "orch show \(id.escaped) --task의 context_sha256을 그대로 쓰거나 빼십시오"
    case .otherRow(_, let named): "--id를 빼거나 \(named.escaped)의 보고서를 주십시오"
    case .settingsChanged: "그 감독 프로세스는 시작할 때의 설정으로 판정합니다"
    case .judgedElsewhere: "orch report로 보내고 판정은 맡기십시오"
    case .reportRefused: "orch show ID로 행을 확인하십시오"
    case .reportWaits(let error):
      "\(hint(of: error, queueOption: queueOption)). 보고서는 보관되어 있습니다: orch report --drain"
    case .briefExists(_, let id):
      "--brief를 빼면 그 파일이 그대로 \(id)의 브리프가 됩니다. 아니면 옮기거나 다른 id를 고르십시오"
    case .badBrief(_, let id, .unassigned):
      "누구의 것인지 정하십시오: orch edit \(id.escaped) --brief FILE. 그때까지 이 행의 워커를 시작하지 않습니다"
    case .badBrief: "일반 파일로 바꾸거나 옮기십시오. 그대로 두면 이 행의 워커를 시작하지 않습니다"
    case .daemonRuns(_, let holder):
      "하나면 충분합니다. 끝내기: kill \(holder.prefix { $0 != " " })"
    }
  }

  static func text(of problem: BriefProblem) -> String {
    switch problem {
    case .folder: "폴더입니다"
    case .link: "심볼릭 링크입니다"
    case .noFile: "일반 파일이 아닙니다"
    case .unreadable(let reason): "읽을 수 없습니다: \(reason)"
    case .unassigned(let other): "\(other.escaped)의 것일 수도 있습니다. 두 행의 id가 같았습니다"
    }
  }

  static func text(of end: SessionState.End, ofRow id: String) -> String {
    switch end {
    case .status(let status): "\(id.escaped): \(status.rawValue) 상태입니다"
    case .refused(let refusal): text(of: refusal)
    }
  }

  static func text(of warning: EngineWarning, queueOption: String) -> String {
    /// What is wrong and, in parentheses, what to do.
    func sentence(_ error: EngineError) -> String {
      "\(text(of: error)) (\(hint(of: error, queueOption: queueOption)))"
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
      "\(text(of: error)) (행은 바뀌었고, 보고서만 정리하지 못했습니다)"
    case .attemptNotRecorded(let id, let error):
      "\(text(of: error)) (\(id): 이 기록 없이 시도를 계속합니다)"
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
