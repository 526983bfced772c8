package import Door
package import Model
package import Plans
package import Text

/// What commands warn of on standard error.
package enum CommandWarning: Sendable {
  /// `blockers` is the list of what the row waits for.
  case stuckRow(id: String, blockers: [Dependencies.Blocker], more: Int)
  case malformedRow(place: String, more: Int)
  case notUTF8(source: String)
  /// What a tick has to print could not be read.
  case newsUnread(Problem)
  case unrecordedEdit
  /// Rows are PENDING, and a tick starts none, because no worker is named.
  case claimsNothing(rows: Int)
  /// What OpenClaw is told of, nothing starts.
  case announcesOnly
  /// A server listens on an address that others reach.
  case servesNetwork(String)
  case longBrief(bytes: Int, limit: Int)
  /// `phases` are those that no row stands for, with commas.
  case droppedPhases(String, parallel: Int)
  case conflictsInTable(file: String)
  /// `tasks/ID.md` of the id that a row had before a merge of branches may be its brief.
  case unclearBrief(file: String, id: String, formerID: String)
  case conflictsStayUnread(Problem)
  case plan(PlanWarning)
  /// `orch.json` names no planner, and intake divided the goal.
  case dividedGoal
  /// A plan that was to be applied at once has tasks that a person approves.
  case approvalOfTasks([String])
  /// Rows are waited for no longer.
  case deletedMeanwhile(ids: [String])
  /// Rows that are waited for could start.
  case nothingWorks
  /// Why the worktree of a row that ended is kept.
  case worktreeStays(id: String, Problem)
  /// What is trusted gets no place in the history yet.
  case hooksBeginLater(Problem)
}

extension CommandWarning {
  /// What commands warn of.
  package var sentence: Sentence {
    switch self {
    case .stuckRow(let id, let blockers, let more):
      Sentence(
        "\(id) waits for \(blockers.labels.english)"
          + (more > 0 ? ", and \(more) more (ops status lists them)" : ""),
        "\(id): 기다리는 행: \(blockers.labels.korean)"
          + (more > 0 ? " 외 \(more)행 (ops status가 보여 줍니다)" : ""))
    case .claimsNothing(let rows):
      Sentence(
        "\(rows == 1 ? "a row waits" : "\(rows) rows wait"), and orch.json has no worker to start "
          + "(orch pick takes one; --claim claims rows for a caller who starts the work)",
        "대기하는 행이 \(rows)개인데 orch.json에 시작할 워커가 없습니다 "
          + "(orch pick은 행을 맡습니다. 직접 작업을 시작하면 --claim으로 배정받으십시오)")
    case .announcesOnly:
      Sentence(
        "orch.json has no worker: nobody starts what is announced, unless the agent does",
        "orch.json에 워커가 없습니다. 알림을 받은 에이전트가 시작하지 않으면 아무도 시작하지 않습니다")
    case .malformedRow(let place, let more):
      Sentence(
        "\(place)\(more > 0 ? ", and \(more) more" : "") "
          + "(such rows are left alone; orch lint lists them)",
        "\(place)\(more > 0 ? " 외 \(more)건" : "") "
          + "(이런 행은 그대로 둡니다. orch lint가 보여 줍니다)")
    case .notUTF8(let source):
      Sentence(
        "\(source) is not UTF-8 (what could not be read stands as U+FFFD)",
        "\(source): UTF-8이 아닙니다 (읽을 수 없는 곳은 U+FFFD로 둡니다)")
    case .newsUnread(let error):
      Sentence(
        "rows that failed can't be listed now; a later tick lists them: \(error.message)",
        "나쁘게 끝난 행은 다음 틱이 출력합니다: \(error.sentence.korean)")
    case .servesNetwork(let address):
      Sentence(
        "\(address) is not loopback: without TLS, others on the network can read what is sent; put a "
          + "proxy before it (templates/serve)",
        "\(address): 루프백 주소가 아닙니다. TLS가 없으면 네트워크의 다른 사람이 오가는 내용을 읽을 수 있습니다. "
          + "앞에 프록시를 두십시오 (templates/serve)")
    case .unrecordedEdit:
      Sentence(
        "the file was edited since; the next change records the edit",
        "그 뒤에 파일이 편집되었습니다. 다음 변경이 그 편집을 기록합니다")
    case .longBrief(let bytes, let limit):
      Sentence(
        "the brief has \(bytes) bytes; a worker is sent the first \(limit)",
        "브리프가 \(bytes)바이트입니다. 워커는 앞의 \(limit)바이트만 받습니다")
    case .droppedPhases(let phases, let parallel):
      Sentence(
        "--parallel \(parallel) leaves out: \(phases)",
        "--parallel \(parallel)에서 빠지는 것: \(phases)")
    case .unclearBrief(let file, let id, let formerID):
      Sentence(
        "\(file): tasks/\(formerID).md may be the brief of \(formerID) or of \(id): move it to "
          + "tasks/\(id).md, or say orch edit \(formerID) --brief tasks/\(formerID).md",
        "\(file): tasks/\(formerID).md가 \(formerID)의 브리프인지 \(id)의 브리프인지 알 수 없습니다. "
          + "tasks/\(id).md로 옮기거나 orch edit \(formerID) --brief tasks/\(formerID).md를 실행하십시오")
    case .plan(let warning): warning.sentence
    case .dividedGoal:
      Sentence(
        "orch.json names no planner: intake divided the goal, and no model read it",
        "orch.json에 플래너가 없어 intake가 목표를 나누었습니다. 모델은 읽지 않았습니다")
    case .approvalOfTasks(let ids):
      Sentence(
        "it is not applied, because a person approves \(ids.joined(separator: ", "))",
        "적용하지 않았습니다. 사람이 승인할 할 일이 있습니다: \(ids.joined(separator: ", "))")
    case .conflictsInTable(let file):
      Sentence(
        "\(file) is a whole table, without markers: look at the messages above, then git add it",
        "\(file): 표시 없는 온전한 표입니다. 위의 메시지를 확인한 뒤 git add 하십시오")
    case .conflictsStayUnread(let error):
      Sentence(
        "ops status goes on counting these: \(error.message)",
        "ops status가 계속 셉니다: \(error.sentence.korean)")
    case .deletedMeanwhile(let ids):
      Sentence(
        "deleted, and waited for no longer: \(ids.joined(separator: ", ").escaped) "
          + "(orch restore brings a row back)",
        "삭제되어 더 기다리지 않습니다: \(ids.joined(separator: ", ").escaped) (orch restore로 되살릴 수 있습니다)")
    case .worktreeStays(let id, let problem):
      Sentence(
        "the worktree of \(id) stays: \(problem.message) (\(problem.hint.english))",
        "\(id)의 작업 트리는 남습니다: \(problem.sentence.korean) (\(problem.hint.korean))")
    case .hooksBeginLater(let problem):
      Sentence(
        "new hooks begin with the next tick, and get nothing of before: \(problem.message)",
        "새 훅은 다음 틱부터 시작하며 그 전의 이벤트를 받지 않습니다: \(problem.sentence.korean)")
    case .nothingWorks:
      Sentence(
        "nothing works on the rows: no daemon runs, and cron has not called orch tick for half an "
          + "hour (start orch daemon, or let cron run orch tick)",
        "행을 처리하는 것이 없습니다. 실행 중인 데몬이 없고, 30분 동안 orch tick도 실행되지 않았습니다 "
          + "(orch daemon을 시작하거나 cron이 orch tick을 실행하게 하십시오)")
    }
  }
}
