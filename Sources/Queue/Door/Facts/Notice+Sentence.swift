import Model
public import Text

extension Notice {
  /// - Parameter queueOption: the option by which another command finds the same queue, with a
  ///   blank before it.
  public func sentence(queueOption: String) -> Sentence {
    switch self {
    case .closedAsDone(let item):
      Sentence(
        "\(item.id) is closed as DONE: the work with the idempotency key "
          + "\(item.idempotencyKey ?? "-") was done under another id",
        "\(item.id): 멱등 키 \(item.idempotencyKey ?? "-")의 작업이 다른 id로 끝났으므로 DONE으로 닫았습니다")
    case .approvalRequested(let item):
      Refusal.needsApproval(item).sentence.map {
        let id = item.id
        return item.withdrawnDigest == nil
          ? "\($0) (orch approve \(id))"
          : "\($0) (orch diff \(id) --since-approval, orch approve \(id))"
      }
    case .awaitsApproval(let id):
      Sentence(
        "\(id) is DONE once a person approves it (orch approve \(id))",
        "\(id): 사람이 승인하면 DONE이 됩니다 (orch approve \(id))")
    case .notMerged(let id, let branch):
      Sentence(
        "the work on \(id) is not merged: it is on \(branch.escaped) (ops integrate \(id))",
        "\(id): 작업이 아직 병합되지 않고 \(branch.escaped) 브랜치에 있습니다 (ops integrate \(id))")
    case .unmetProofs(let id, let unmet):
      Refusal.sentence(of: unmet, on: id).map { "\($0) (orch undo \(id))" }
    case .missingDependencies(let id, let missing):
      Sentence(
        "\(id) waits for \(missing.joined(separator: ", ")), which the queue does not have: "
          + "orch restore brings back deleted rows; otherwise remove it from 'after'",
        "\(id): 기다리는 행이 큐에 없습니다: \(missing.joined(separator: ", ")). "
          + "삭제한 행은 orch restore로 되살리고, 아니면 'after'에서 빼십시오")
    case .leaseEnded(let id, let lease, let now):
      Sentence(
        "\(id) was leased to \(lease.owner) until \(lease.end(at: now).text); that session may "
          + "still be working on it",
        "\(id): \(lease.owner)의 리스가 \(lease.end(at: now).text)까지였습니다. "
          + "아직 작업 중일 수 있습니다")
    case .criteriaChanged(let id):
      Sentence(
        "the success criteria of \(id) changed after it was claimed; it was judged by the "
          + "earlier criteria",
        "\(id): 배정된 뒤 완료 기준이 바뀌었습니다. 배정 당시의 기준으로 판정했습니다")
    case .longBrief(let path, let bytes, let limit):
      Sentence(
        "the brief \(path.escaped) has \(bytes) bytes; a worker is sent the first \(limit)",
        "브리프 \(path.escaped)이(가) \(bytes)바이트입니다. 워커는 앞의 \(limit)바이트만 받습니다")
    case .longReport(let id, let tokens):
      Sentence(
        "the report of \(id) should be shorter: \(tokens) tokens",
        "\(id): 보고서를 더 짧게 쓰십시오: 토큰 \(tokens)개")
    case .judgedLater(let id):
      Sentence(
        "\(id.escaped): the report is saved; the next orch tick judges it, because neither a "
          + "daemon nor the row's supervisor is running",
        "\(id.escaped): 보고서를 저장했습니다. 실행 중인 데몬이나 이 행의 감독 프로세스가 없으므로 다음 orch tick이 판정합니다")
    case .reportWithoutRow:
      Sentence(
        "the report does not name its row and will be refused",
        "어느 행의 보고서인지 알 수 없으므로 거절됩니다")
    case .reportNotFiled(let error):
      Sentence(
        "\(error.message) (the row was changed; only its report was not filed)",
        "\(error.sentence.korean) (행은 바뀌었고, 보고서만 정리하지 못했습니다)")
    case .attemptNotRecorded(let id, let error):
      Sentence(
        "\(error.message) (the attempt of \(id) goes on without this record)",
        "\(error.sentence.korean) (\(id): 이 기록 없이 시도를 계속합니다)")
    case .attemptGone(let id, let path):
      Sentence(
        "\(path) was removed while the worker of \(id) ran: what was sent to it is lost",
        "\(id): 워커가 실행되는 동안 \(path)이(가) 삭제되어 보낸 내용이 남아 있지 않습니다")
    case .reportsOfOtherQueue(let store, let count):
      Sentence(
        "reports of \(store) still wait: \(count) (run orch report --drain with that queue or database)",
        "\(store)의 보고서가 \(count)개 더 있습니다: 그 큐나 데이터베이스로 orch report --drain")
    case .paused(let pause, let now):
      Sentence(
        "the queue is \(pause.sentence(at: now).english) (ops resume continues)",
        "아무것도 시작하지 않습니다. \(pause.sentence(at: now).korean) (ops resume으로 끝냅니다)")
    case .nearlySpent(let limit): limit.warning
    case .idleReason(let reason): reason.sentence
    case .sandboxLacks(let worker, let lack):
      Sentence(
        "worker \(worker.escaped) starts anyway: \(lack.sentence.english)",
        "워커 \(worker.escaped)이(가) 그대로 시작합니다. \(lack.sentence.korean)")
    case .workerNotStarted(let id, let reason):
      Sentence(
        "\(id) is PENDING again: its worker could not be started: \(reason)",
        "\(id): 다시 PENDING. 워커를 시작하지 못했습니다: \(reason)")
    case .rowStuck(let id, let reason):
      Sentence(
        "\(id) stays IN_PROGRESS until the watchdog frees it: its worker could not be started: "
          + reason,
        "\(id): watchdog가 되돌릴 때까지 IN_PROGRESS로 남습니다. 워커를 시작하지 못했습니다: \(reason)")
    case .workerEnded(let id):
      Sentence(
        "the worker of \(id) was stopped because its claim is over", "\(id): 배정이 끝났으므로 워커를 종료했습니다")
    case .workerKilled(let id):
      Sentence(
        "the worker of \(id) had to be killed with its supervisor",
        "\(id): 워커를 감독 프로세스와 함께 강제로 종료했습니다")
    case .workerContinued(let id):
      Sentence(
        "the supervisor of \(id) was stopped for a minute; it continues now, and is killed if it "
          + "stops again",
        "\(id): 감독 프로세스가 1분 동안 멈춰 있어 다시 진행하게 했습니다. 또 멈추면 강제로 종료합니다")
    case .notMirrored(let error):
      Sentence(
        "the database does not have this change yet: \(error.naming(queueOption).sentenceWithHint.english)",
        "데이터베이스에 이 변경이 아직 없습니다: \(error.naming(queueOption).sentenceWithHint.korean)")
    case .mirrorConflicts(let database):
      Sentence(
        "\(database) keeps its own changes in some fields (orch migrate lists them)",
        "\(database): 그곳에만 있는 변경이 있어 바꾸지 않았습니다 (orch migrate가 보여 줍니다)")
    case .settingsLeftOut(let error):
      Sentence(
        "\(error.message): defaults are used for settings that can't be read, and no program "
          + "starts "
          + "(\(error.hint.english))",
        "\(error.sentence.korean): 읽을 수 없는 설정은 기본값으로 보고, 프로그램은 시작하지 않습니다 (\(error.hint.korean))"
      )
    case .zoneNotUsed(let name, let zone, let used):
      Sentence(
        "\(name) is \(zone), but times are \(used), because the table has started_at_kst "
          + "and due_at_kst (rename these headings to started_at and due_at)",
        "\(name)은(는) \(zone)이지만 표의 열 이름이 started_at_kst, due_at_kst이므로 시각은 "
          + "\(used) 기준입니다 (열 이름을 started_at, due_at으로 바꾸십시오)")
    case .zoneElsewhere(let zone, let here):
      Sentence(
        "tz is \(here) here, and \(zone) on the machine that first used the queue, so each "
          + "misreads the other's times (set the same tz in both orch.json files)",
        "이 컴퓨터의 tz는 \(here)이고 이 큐를 처음 다룬 컴퓨터의 tz는 \(zone)입니다. 서로의 시각을 잘못 읽습니다 "
          + "(두 orch.json에 같은 tz를 적으십시오)")
    case .ofForge(let sentence): sentence
    case .zoneNotNamed(let used):
      Sentence(
        "the table has started_at and due_at, but no tz sets their time zone: times are \(used) "
          + "(set tz in orch.json, such as \"Europe/Berlin\", instead of tz_offset)",
        "표에 started_at, due_at이 있지만 시간대를 정하는 tz가 없어 시각은 \(used) 기준입니다 "
          + "(orch.json에 tz_offset 대신 tz를 \"Europe/Berlin\"처럼 적으십시오)")
    case .settingsBesideLink(let file, let queue, let home):
      Sentence(
        "\(file) is ignored: the queue is \(queue), behind a link "
          + "(move orch.json, .orch and db to \(home))",
        "\(file): 쓰지 않습니다. 큐는 링크 뒤의 \(queue)입니다 "
          + "(orch.json, .orch, db를 \(home)(으)로 옮기십시오)")
    case .tableElsewhere(let place):
      Sentence(
        "edits of this table are ignored: \(place.escaped) is the queue's table "
          + "(orch render --adopt makes this one the queue's table)",
        "이 표에서 고친 것은 들어가지 않습니다: 이 큐의 표는 \(place.escaped)입니다 "
          + "(orch render --adopt는 이 표를 큐의 표로 합니다)")
    case .leftOut(let error):
      Sentence(
        "left out: \(error.message) (\(error.hint.english))",
        "제외했습니다: \(error.sentence.korean) (\(error.hint.korean))")
    case .filesStay(let error):
      Sentence(
        "files of archived rows stay where they are: \(error.message)",
        "보관한 행의 파일은 그대로 둡니다: \(error.sentence.korean)")
    case .queueMoved(let notice): notice.sentence
    case .queueIsBack(let path):
      Sentence("the queue is \(path) again", "큐는 다시 \(path)입니다")
    case .queueOfMainWorktree(let queue):
      Sentence(
        "this is a linked worktree: the queue is \(queue.escaped) in the main worktree (--here "
          + "uses the copy here)",
        "연결된 작업 트리입니다. 큐는 주 작업 트리의 \(queue.escaped)입니다 (--here는 이곳의 사본을 씁니다)")
    case .copyOfQueue(let copy, let queue):
      Sentence(
        "\(copy.escaped) is a copy in a linked worktree: users of \(queue.escaped) do not see "
          + "claims made here",
        "\(copy.escaped): 연결된 작업 트리의 사본입니다. 이곳의 배정은 \(queue.escaped)을(를) 쓰는 사람에게 보이지 않습니다")
    case .queueApart(let copy, let queue):
      Sentence(
        "\(copy.escaped) is a copy in a linked worktree, and stays in use because it has a "
          + "history of its own: "
          + "its rows are handed out here and in \(queue.escaped) (orch init --join ends that)",
        "\(copy.escaped): 연결된 작업 트리의 사본이지만 자체 기록이 있어 계속 씁니다. 같은 행이 이곳과 \(queue.escaped)에서 "
          + "모두 배정됩니다 (orch init --join으로 끝냅니다)")
    case .logGrows(let error):
      Sentence(
        "\(error) (the run log grows beyond its limit; fix that, or set ORCH_LOG_MAX_BYTES to 0)",
        "\(error.sentence.korean) (실행 로그가 한도를 넘어 커집니다. 고치거나 ORCH_LOG_MAX_BYTES를 0으로 정하십시오)")
    case .logNotTrusted(let error):
      Sentence(
        "\(error.message) (\(error.naming(queueOption).hint.english); the run log is not written)",
        "\(error.sentence.korean) (\(error.naming(queueOption).hint.korean). 실행 로그를 쓰지 않습니다)")
    case .logNotWritten(let error):
      Sentence(
        "\(error) (the run log is not written; --no-log switches it off)",
        "\(error.sentence.korean) (실행 로그를 쓰지 않습니다. --no-log로 끌 수 있습니다)")
    case .attemptsStay(let count):
      Sentence(
        "\(count.counted("attempt")) could not be removed: check the permissions of .orch/attempts",
        "시도 \(count)개를 지우지 못했습니다: .orch/attempts의 권한을 확인하십시오")
    case .noAttemptsRemoved(let error):
      Sentence(
        "no attempts are removed: \(error.message) (\(error.naming(queueOption).hint.english))",
        "시도를 삭제하지 않았습니다: \(error.sentence.korean) (\(error.naming(queueOption).hint.korean))")
    case .attemptsNotPacked(let error):
      Sentence(
        "attempts are not packed: \(error.message) (\(error.naming(queueOption).hint.english))",
        "시도를 묶지 않았습니다: \(error.sentence.korean) (\(error.naming(queueOption).hint.korean))")
    case .branchKept(let id, let branch):
      Sentence(
        "\(id) starts over; its work so far is on \(branch)",
        "\(id)을(를) 처음부터 다시 시작합니다. 지금까지의 작업은 \(branch)에 있습니다")
    case .failure(let error): error.naming(queueOption).sentenceWithHint
    }
  }
}
