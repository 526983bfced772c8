import Door
import Model
import Review
import Stores
package import Text
import Workers
import Worktrees

extension CommandOutput {
  private static func taskListIsThere(_ file: String, _ command: String) -> Sentence {
    Sentence("\(file) has tasks: \(command)", "\(file)에 할 일이 있습니다: \(command)")
  }

  /// What commands print.
  package var sentence: Sentence {
    switch self {
    case .assigned(let id, let owner):
      Sentence(same: "\(id.escaped) -> \((owner ?? "-").escaped)")
    case .added(let id): Sentence("Added \(id)", "추가했습니다: \(id)")
    case .renamedByMerge(let file, let id, let formerID, let isTheirs):
      Sentence(
        "\(file): \(formerID) of \(isTheirs ? "the other branch" : "this branch") is \(id) now; "
          + "\(formerID) is another row",
        "\(file): \(isTheirs ? "다른" : "이") 브랜치의 \(formerID)는 이제 \(id)입니다. \(formerID)는 다른 행입니다")
    case .edited(let id): Sentence("Edited \(id)", "고쳤습니다: \(id)")
    case .renamed(let line, let id, let newID):
      Sentence("Line \(line): \(id) -> \(newID)", "\(line)번째 줄: \(id) -> \(newID)")
    case .asItWas(let id): Sentence("\(id) is unchanged", "\(id): 바뀐 것이 없습니다")
    case .removedRow(let id, let isDryRun):
      Sentence(
        "\(isDryRun ? "would remove" : "Removed") \(id)",
        "\(isDryRun ? "제거하게 됩니다" : "제거했습니다"): \(id)")
    case .removed(let id, let undone):
      Sentence("\(id) is removed (took back \(undone))", "\(id): 제거했습니다 (되돌린 변경: \(undone))")
    case .changed(let id, let status, let undone):
      Sentence("\(id) -> \(status) (took back \(undone))", "\(id) -> \(status) (되돌린 변경: \(undone))")
    case .briefUndone(let id):
      Sentence("took back the brief of \(id)", "\(id)의 설명을 되돌렸습니다")
    case .keptOfUndo(let id):
      Sentence("\(id) was changed since, and stays", "\(id): 그 뒤에 바뀌어 그대로 둡니다")
    case .mergeUndone(let moment, let ids):
      Sentence(
        "took back the merge of \(moment): \(ids.isEmpty ? "no row changed" : ids)",
        "\(moment)의 병합을 되돌렸습니다: \(ids.isEmpty ? "바뀐 행 없음" : ids)")
    case .noPendingTasks: Sentence("No pending tasks", "대기 중인 작업이 없습니다")
    case .nothingWaitsForPerson:
      Sentence(
        "No row waits for an answer, an approval or a merge", "답, 승인, 병합을 기다리는 행이 없습니다")
    case .noPendingRows: Sentence("no PENDING rows", "PENDING 행이 없습니다")
    case .noRows: Sentence("No rows", "행이 없습니다")
    case .firstRow:
      Sentence(
        "orch add --priority P1 --task T --success-criteria C adds one",
        "추가하기: orch add --priority P1 --task T --success-criteria C")
    case .otherOwner(let owner):
      Sentence("did you mean --owner \(owner)?", Sentence.suggestion("--owner \(owner)").korean)
    case .allRows: Sentence("orch list --all shows all rows", "orch list --all로 모든 행을 볼 수 있습니다")
    case .rows(let count): Sentence(count.counted("row"), "\(count)행")
    case .rowsOf(let count, let total):
      Sentence("\(count) of \(total.counted("row"))", "\(total)행 중 \(count)행")
    case .moreFinished(let count):
      Sentence("\(count) more finished (--all)", "끝난 행 \(count)개가 더 있습니다 (--all)")
    case .rowsInProgress(let count, let total):
      Sentence("\(count) of \(total.counted("row")) in progress", "작업 중인 \(total)행 중 \(count)행")
    case .moreRows(let count): Sentence("and \(count) more", "그 밖에 \(count)행")
    case .noWorkers: Sentence("workers: none", "workers: 없음")
    case .oldestPendingRow(let age):
      Sentence("oldest PENDING row: \(age.label.english)", "가장 오래된 PENDING 행: \(age.label.korean)")
    case .noChanges: Sentence("No changes", "변경이 없습니다")
    case .noConflicts: Sentence("No conflicts", "충돌이 없습니다")
    case .criterion(let number, let text, let result):
      Sentence(
        "\(number). \(text.escaped): \(result.sentence.english)",
        "\(number). \(text.escaped): \(result.sentence.korean)")
    case .noProofs(let id):
      Sentence(
        "\(id.escaped) has no criterion that orch can check; its report decides",
        "\(id.escaped): 스스로 증명하는 기준이 없습니다. 보고서가 결정합니다")
    case .addedWithoutProof(let ids, let more):
      Sentence(
        ids.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
          + ": nothing checks the result; the report is taken at its word. A criterion such as 'file: PATH', 'grep: TEXT in FILE', "
          + "'json: FILE' or 'cmd: NAME' is checked",
        ids.joined(separator: ", ") + (more > 0 ? " 외 \(more)개" : "")
          + ": 결과를 확인할 방법이 없어 보고서의 말을 그대로 믿습니다. 'file: 경로', "
          + "'grep: 글 in 파일', 'json: 파일', 'cmd: 이름' 형식의 기준은 직접 확인합니다")
    case .noAttempts(let id): Sentence("\(id.escaped) has no attempts", "\(id.escaped)에는 시도가 없습니다")
    case .noCosts(let since):
      Sentence(
        since.map { "No costs since \($0)" } ?? "No costs yet",
        since.map { "\($0)부터 비용이 없습니다" } ?? "아직 비용이 없습니다")
    case .resumed: Sentence("resumed", "일시 정지를 끝냈습니다")
    case .notPaused: Sentence("not paused", "일시 정지 상태가 아닙니다")
    case .ready: Sentence("ready", "준비됨")
    case .pausedForNow: Sentence("paused", "일시 정지")
    case .cannotStart: Sentence("can't start", "시작할 수 없음")
    case .claimedForCaller(let count):
      Sentence(
        "\(count == 1 ? "this row is" : "these rows are") claimed for the caller, who starts the work: "
          + "orch.json names no worker",
        "orch.json에 워커가 없으므로 호출한 쪽이 작업을 시작하도록 행을 배정했습니다")
    case .workerResumed(let name): Sentence("resumed \(name.escaped)", "\(name.escaped): 다시 시작합니다")
    case .workerNotPaused(let name):
      Sentence("\(name.escaped) is not paused", "\(name.escaped): 일시 정지 상태가 아닙니다")
    case .tokenShownOnce(let name):
      Sentence(
        "\(name) has this token: it is not shown again", "\(name)의 토큰입니다. 다시 보여 주지 않습니다")
    case .workerTestCosts(let name):
      Sentence(
        "\(name.escaped) starts now, outside the queue and its budget: it costs what a run costs",
        "\(name.escaped)을(를) 큐와 예산에 관계없이 지금 시작합니다. 한 번 실행하는 만큼 비용이 듭니다")
    case .workerTested(let name, .finished, let status):
      Sentence(
        "\(name.escaped) works: its report was understood\(status.map { ", Status: \($0)" } ?? "")",
        "\(name.escaped): 작동합니다. 보고서를 읽었습니다\(status.map { ", Status: \($0)" } ?? "")")
    case .workerTested(let name, .handedOver(let session), _):
      Sentence(
        "\(name.escaped) works: the test was handed over"
          + (session.map { " to \($0.escaped)" } ?? "") + "; what reports on it is refused",
        "\(name.escaped): 작동합니다. 시험을 넘겼습니다"
          + (session.map { " (\($0.escaped))" } ?? "") + ". 그 보고서는 거절됩니다")
    case .workerTested(let name, .failed(let failure), _):
      Sentence(
        "\(name.escaped) does not work: \(failure.note.escaped) (\(failure.failureClass.rawValue))",
        "\(name.escaped): 작동하지 않습니다: \(failure.note.escaped) (\(failure.failureClass.rawValue))")
    case .drained: Sentence("drained", "작업 중인 워커가 없습니다")
    case .staysPaused:
      Sentence(
        "the queue stays paused: nothing starts until ops resume",
        "큐는 멈춰 있습니다: ops resume까지 아무것도 시작하지 않습니다")
    case .nothingScheduled: Sentence("nothing is scheduled", "설치된 일정이 없습니다")
    case .removedSchedule(let kind, let place, let isDryRun):
      Sentence(
        "\(isDryRun ? "would remove" : "removed") \(kind)\t\(place)",
        "\(isDryRun ? "제거하게 됩니다" : "제거했습니다"): \(kind)\t\(place)")
    case .created(let path): Sentence("Created \(path)", "만들었습니다: \(path)")
    case .staysAsItIs(let path):
      Sentence("\(path) stays as it is", "이미 있어 그대로 둡니다: \(path)")
    case .queueIsThere(let path):
      Sentence("\(path) has a queue already", "\(path)에는 이미 큐가 있습니다")
    case .worktreesUse(let settings):
      Sentence(
        "worktrees of this repository use it: orch.queue in \(settings)",
        "이 저장소의 작업 트리들이 이 큐를 씁니다: \(settings)의 orch.queue")
    case .joined(let copy, let queue, let missing):
      Sentence(
        "commands here use \(queue), not \(copy)"
          + (missing.isEmpty
            ? ""
            : ", which alone has \(missing.joined(separator: ", ")): a merge of the branch brings what it has"),
        "이곳의 명령은 \(copy) 대신 \(queue)을(를) 씁니다"
          + (missing.isEmpty
            ? "" : ". 사본에만 있는 행: \(missing.joined(separator: ", ")). 브랜치를 병합하면 들어갑니다"))
    case .timesAre(let zone, let key, let file):
      Sentence(
        "times are in \(zone): \(key) in \(file) (for another zone change it there)",
        "시각은 \(zone) 기준입니다: \(file)의 \(key) (다른 시간대는 거기서 바꾸십시오)")
    case .timesAreKoreanInUTC:
      Sentence(
        "times are Korean (+09:00) (for another zone remove the queue and run orch init --tz NAME)",
        "시각은 한국 시간(+09:00) 기준입니다 (다른 시간대로 하려면 큐를 지우고 orch init --tz NAME을 실행하십시오)")
    case .zoneNotFound(let name):
      Sentence(
        "\(name.escaped) names no time zone of /usr/share/zoneinfo",
        "\(name.escaped)은(는) /usr/share/zoneinfo의 시간대가 아닙니다")
    case .timesAreKorean(let unusable):
      Sentence(
        "times are Korean (+09:00): \(unusable.escaped) names no time zone of /usr/share/zoneinfo "
          + "(for another, remove the queue and run orch init --tz NAME)",
        "시각은 한국 시간(+09:00) 기준입니다: \(unusable.escaped)은(는) /usr/share/zoneinfo의 시간대가 아닙니다 "
          + "(다른 시간대로 하려면 큐를 지우고 orch init --tz NAME을 실행하십시오)")
    case .newIDsAre(let first, let file):
      Sentence(
        "new ids are \(first): id_prefix in \(file)",
        "새 id는 \(first)부터입니다: \(file)의 id_prefix")
    case .taskListIsThere(let file, let queue):
      Self.taskListIsThere(
        file.escaped,
        "orch import --from markdown \(ShellLine("").quoted(file.escaped))"
          + (queue.map { " --queue \(ShellLine("").quoted($0.escaped))" } ?? ""))
    case .gitMerges(let path, let parts):
      Sentence(
        parts.isEmpty
          ? "git already merges \(path) by cell" : "git merges \(path) by cell: \(parts)",
        parts.isEmpty
          ? "\(path): git이 이미 셀 단위로 병합합니다" : "\(path): git이 셀 단위로 병합합니다: \(parts)")
    case .nextSteps(let steps):
      Sentence("Next:" + NextStep.lines(steps).english, "다음:" + NextStep.lines(steps).korean)
    case .aligned(let file): Sentence("\(file) is aligned", "\(file): 정렬되어 있습니다")
    case .notAligned(let file, let lines):
      Sentence(
        "\(file) is not aligned: orch fmt would change \(lines.counted("line"))",
        "\(file): 정렬되어 있지 않습니다. orch fmt는 \(lines)줄을 바꿉니다")
    case .alignedLines(let lines, let file):
      Sentence("Aligned \(lines.counted("line")) of \(file)", "\(file): \(lines)줄을 정렬했습니다")
    case .named(let id): Sentence("Named \(id)", "id를 주었습니다: \(id)")
    case .imported(let rows, let database):
      Sentence("Imported \(rows) rows into \(database)", "\(rows)행을 가져왔습니다: \(database)")
    case .databaseGoesOn:
      Sentence(
        "the database goes its own way there; --force takes what the table says",
        "그 행들은 데이터베이스가 다릅니다. --force는 표의 내용을 택합니다")
    case .rendered(let rows): Sentence("rendered \(rows) rows", "\(rows)행을 썼습니다")
    case .mirrored(let line): line.sentence
    case .archived(let rows, let path, let isDryRun):
      Sentence(
        "\(isDryRun ? "would archive" : "archived") \(rows.counted("row")) to \(path)",
        "\(path): \(rows)행을 \(isDryRun ? "옮기게 됩니다" : "옮겼습니다")")
    case .archivedFiles(let count, let isDryRun):
      Sentence(
        "\(isDryRun ? "would move" : "moved") \(count.counted("file")) of archived rows",
        "보관한 행의 파일 \(count)개를 \(isDryRun ? "옮기게 됩니다" : "옮겼습니다")")
    case .expiredAttempts(let count, let bytes, let isDryRun):
      Sentence(
        "\(isDryRun ? "would remove" : "removed") \(count.counted("attempt")) of finished rows, "
          + "\(bytes.counted("byte")): retention in orch.json",
        "끝난 행의 시도 \(count)개, \(bytes)바이트를 \(isDryRun ? "지우게 됩니다" : "지웠습니다"): "
          + "orch.json의 retention")
    case .noRecurring: Sentence("No recurring rows", "반복 항목이 없습니다")
    case .noWorktrees: Sentence("No worktrees", "작업 트리가 없습니다")
    case .noWorktreeGoes: Sentence("No worktree can go", "지울 작업 트리가 없습니다")
    case .removedWorktree(let id, let path, let isDryRun):
      Sentence(
        "\(isDryRun ? "would remove" : "removed") the worktree of \(id), \(path)",
        "\(id)의 작업 트리를 \(isDryRun ? "지우게 됩니다" : "지웠습니다"): \(path)")
    case .ignoredFile(let path):
      Sentence("  with \(path), which git ignores", "  git이 무시하는 \(path)도 함께")
    case .nothingToMerge: Sentence("Nothing is left to merge", "병합할 것이 남아 있지 않습니다")
    case .merged(let id, let commit):
      Sentence("\(id) landed as \(commit)", "\(id)을(를) 병합했습니다: \(commit)")
    case .pullRequest(let id, let step, let url):
      step.sentence.map { "\(id): \($0)" + (url.map { "\n  \($0)" } ?? "") }
    case .forgeAsked(let end):
      Sentence(
        "the forge was asked a moment ago, and is asked again at \(end.text) (--now asks at once)",
        "조금 전에 포지에 물었습니다. \(end.text)에 다시 묻습니다 (--now는 바로 묻습니다)")
    case .movedCheckout(let branch, let commit):
      Sentence(
        "\(branch) of the checkout is at \(commit) now", "체크아웃의 \(branch)을(를) \(commit)(으)로 옮겼습니다")
    case .checkoutStays(let why): why.sentence
    case .ofRepository(let name, let output): output.sentence.map { "\(name): \($0)" }
    case .spooled(let name): Sentence("spooled \(name)", "보관했습니다: \(name)")
    case .names(let file, let anyPrograms):
      Sentence(
        "\(file) names \(anyPrograms ? "these programs:" : "no programs")",
        anyPrograms ? "\(file)에 적힌 프로그램:" : "\(file): 적힌 프로그램이 없습니다")
    case .projectFiles: Sentence("files of the project among them:", "그중 프로젝트의 파일:")
    case .gitSettings:
      Sentence(
        "settings of its git repositories that name programs or lead elsewhere:",
        "프로그램이나 다른 곳을 가리키는 git 저장소 설정:")
    case .hookBegins(let hook):
      Sentence(
        "\(hook): begins here: it had no place in this history",
        "\(hook): 이 기록에 자리가 없어 여기서 시작합니다")
    case .hookDelivered(let hook, let count):
      Sentence(
        "\(hook): delivered \(count.counted("event"))", "\(hook): 이벤트 \(count)개를 전달했습니다")
    case .hookGaveUp(let hook, let event, let id):
      Sentence(
        "\(hook): gave up on \(event) of \(id)", "\(hook): 전달을 포기한 이벤트: \(id)의 \(event)")
    case .hookElsewhere(let hook):
      Sentence(
        "\(hook): another process delivers to it now", "\(hook): 지금 다른 프로세스가 전달하고 있습니다")
    case .hookFails(let sentence): sentence
    case .uncovered(let word):
      Sentence(
        "what is read at \(word) is not part of what is trusted",
        "\(word)에서 읽는 것은 신뢰하는 내용에 들어가지 않습니다")
    case .obstacle(let key, let obstacle):
      Sentence(
        "\(key): \(obstacle.sentence.english.escaped); once it is installed, run orch trust again",
        "\(key): \(obstacle.sentence.korean.escaped). 나중에 생기는 파일은 다시 묻습니다")
    case .placeOutside(let key, let path):
      Sentence("\(key) leads out of home, to \(path)", "\(key): home 밖의 \(path)을(를) 가리킵니다")
    case .changedSinceTrusted(let files):
      Sentence(
        "changed since it was trusted: \(files.joined(separator: ", "))",
        "신뢰한 뒤 바뀐 것: \(files.joined(separator: ", "))")
    case .trusts(let home): Sentence("Trust \(home)? [y/N]", "신뢰하시겠습니까: \(home)? [y/N]")
    case .trusted(let home): Sentence("trusted \(home)", "신뢰합니다: \(home)")
    case .noLongerTrusted(let home):
      Sentence("no longer trusted \(home)", "더 이상 신뢰하지 않습니다: \(home)")
    }
  }
}

extension NextStep {
  /// A line for each step, its purpose as a comment.
  fileprivate static func lines(_ steps: [NextStep]) -> Sentence {
    let width = steps.map(\.command.count).max() ?? 0
    return steps.map { step in
      let blanks = String(repeating: " ", count: width - step.command.count)
      return step.purpose.words.map { "\n  \(step.command)\(blanks)  # \($0)" }
    }.joined(separator: "")
  }
}

extension NextStep.Purpose {
  fileprivate var words: Sentence {
    switch self {
    case .trust:
      Sentence(
        "lets orch start what orch.json names; read it first",
        "orch.json의 프로그램을 시작하게 합니다. 먼저 읽어 보십시오")
    case .version: Sentence("finds its program, and asks for its version", "프로그램을 찾고 버전을 묻습니다")
    case .tryWorker:
      Sentence("sends it a task of one line, which costs a little", "한 줄짜리 작업을 보냅니다. 비용이 조금 듭니다")
    case .addRow:
      Sentence("a row, whose criterion orch checks itself", "행 하나. 완료 기준은 orch가 직접 검사합니다")
    case .work:
      Sentence("works the rows, and ends when none can start", "행을 처리하고, 시작할 행이 없으면 끝납니다")
    case .look: Sentence("what came of them", "결과")
    case .attempts: Sentence("it failed at first", "처음에는 실패했습니다")
    case .answer:
      Sentence(
        "answers its question; then orch daemon again", "질문에 답합니다. 그다음 orch daemon을 다시 실행합니다")
    }
  }
}

extension CheckedWork.Result {
  fileprivate var sentence: Sentence {
    switch self {
    case .met(let found): Sentence("met: \(found.escaped)", "충족: \(found.escaped)")
    case .notMet(let reason): Sentence("not met: \(reason.escaped)", "미충족: \(reason.escaped)")
    case .needsClaim: Sentence("not checked by orch; the report has to claim it", "보고서의 주장이 필요합니다")
    }
  }
}

extension MirrorReport.Line {
  fileprivate var sentence: Sentence {
    let id = id.escaped
    let fields = self.fields.map(\.name).joined(separator: ", ")
    return switch action {
    case .added: Sentence("added \(id)", "추가함: \(id)")
    case .changed: Sentence("changed \(id): \(fields)", "바꿈: \(id): \(fields)")
    case .removed: Sentence("removed \(id)", "제거함: \(id)")
    case .restored: Sentence("restored \(id): deleted in the table", "되살림: \(id): 표에서 삭제되었던 행")
    case .taken: Sentence("took \(id): \(fields)", "가져옴: \(id): \(fields)")
    case .takenAsNew: Sentence("took \(id): new in the table", "가져옴: \(id): 표에 새로 생긴 행")
    case .notTaken: Sentence("not taken \(id): \(fields)", "가져오지 않음: \(id): \(fields)")
    case .kept: Sentence("kept \(id): \(fields)", "그대로 둠: \(id): \(fields)")
    case .gone: Sentence("left out \(id): gone from the database", "제외함: \(id): 데이터베이스에서 없어진 행")
    case .onlyInDatabase: Sentence("only in the database: \(id)", "데이터베이스에만 있음: \(id)")
    case .left:
      Sentence(
        "left \(id): gone from the database, and edited since: \(fields)",
        "남겨 둠: \(id): 데이터베이스에서 없어졌고 그 뒤에 편집됨: \(fields)")
    case .unreadable:
      Sentence(
        "passed over \(id): its id or status is none that a table has",
        "건너뜀: \(id): 표에 없는 형식의 id나 상태")
    }
  }
}

extension SyncedForge.Step {
  fileprivate var sentence: Sentence {
    switch self {
    case .opened(let number):
      Sentence("pull request #\(number) opened", "풀 리퀘스트 #\(number)을(를) 만들었습니다")
    case .pushed(let number):
      Sentence("pushed to pull request #\(number)", "풀 리퀘스트 #\(number)에 푸시했습니다")
    case .hasCommitsOfOthers(let number):
      Sentence(
        "pull request #\(number) has commits of others in the place of its worker's: what checks say of "
          + "them is left to you",
        "풀 리퀘스트 #\(number)의 커밋이 워커의 것이 아닙니다. 그 검사는 직접 보십시오")
    case .tookCommitsOfOthers(let number):
      Sentence(
        "took the commits that others added to pull request #\(number)",
        "다른 사람이 풀 리퀘스트 #\(number)에 더한 커밋을 가져왔습니다")
    case .checked(let number, .passed):
      Sentence(
        "the checks of pull request #\(number) passed", "풀 리퀘스트 #\(number)의 검사를 통과했습니다")
    case .checked(let number, .missing):
      Sentence("pull request #\(number) has no checks", "풀 리퀘스트 #\(number)에 검사가 없습니다")
    case .checked(let number, _):
      Sentence("pull request #\(number) waits for its checks", "풀 리퀘스트 #\(number): 검사 대기")
    case .sentBack(let number, .ci):
      Sentence(
        "sent back, because a check of pull request #\(number) failed",
        "풀 리퀘스트 #\(number)의 검사가 실패해 돌려보냈습니다")
    case .sentBack(let number, .review):
      Sentence(
        "sent back, because a review of pull request #\(number) asks for changes",
        "풀 리퀘스트 #\(number)의 리뷰가 변경을 요청해 돌려보냈습니다")
    case .sentBack(let number, _):
      Sentence(
        "sent back, because pull request #\(number) has conflicts",
        "풀 리퀘스트 #\(number)이(가) 충돌해 돌려보냈습니다")
    case .merged(let number, let commit):
      Sentence(
        "pull request #\(number) was merged" + (commit.map { " as \($0.prefix(10))" } ?? ""),
        "풀 리퀘스트 #\(number)이(가) 병합되었습니다" + (commit.map { ": \($0.prefix(10))" } ?? ""))
    case .closed(let number):
      Sentence(
        "pull request #\(number) was closed without being merged",
        "풀 리퀘스트 #\(number)이(가) 병합되지 않고 닫혔습니다")
    }
  }
}

extension LeftIntegration.Why {
  /// Why the checkout is not moved.
  fileprivate var sentence: Sentence {
    switch self {
    case .otherBranch(let branch?, let base):
      Sentence(
        "The checkout is not moved: it is on \(branch), and not on \(base)",
        "체크아웃은 옮기지 않았습니다. \(base)이(가) 아니라 \(branch)에 있습니다")
    case .otherBranch(nil, let base):
      Sentence(
        "The checkout is not moved: it is on no branch, and not on \(base)",
        "체크아웃은 옮기지 않았습니다. \(base)이(가) 아니고 브랜치에 있지도 않습니다")
    case .ahead(let branch):
      Sentence(
        "The checkout is not moved: \(branch) has commits that were not merged; merge by hand",
        "체크아웃은 옮기지 않았습니다. \(branch)에 병합되지 않은 커밋이 있습니다. 직접 병합하십시오")
    case .uncommitted(let files):
      Sentence(
        "The checkout is not moved: not committed there: \(Verdict.Reason.list(files))",
        "체크아웃은 옮기지 않았습니다. 커밋하지 않은 파일: \(Verdict.Reason.list(files))")
    case .failed(let problem):
      Sentence(
        "The checkout is not moved: \(problem.message)",
        "체크아웃은 옮기지 않았습니다. \(problem.sentence.korean)")
    }
  }
}
