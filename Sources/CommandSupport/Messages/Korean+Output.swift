import CommandLineKit
import Dispatching
import Engine
import Host
import Mirroring
import QueueModel
import Wording

// What commands print and warn of.

extension Korean {
  static func text(of output: CommandOutput) -> String {
    switch output {
    case .assigned(let id, let owner): "\(id.escaped) -> \((owner ?? "-").escaped)"
    case .added(let id): "추가했습니다: \(id)"
    case .renamedByMerge(let file, let id, let formerID, let isTheirs):
      "\(file): \(isTheirs ? "다른" : "이") 브랜치의 \(formerID)는 이제 \(id)입니다. \(formerID)는 다른 행입니다"
    case .edited(let id): "고쳤습니다: \(id)"
    case .renamed(let line, let id, let newID): "\(line)번째 줄: \(id) -> \(newID)"
    case .asItWas(let id): "\(id): 바뀐 것이 없습니다"
    case .removedRow(let id, let isDryRun): "\(isDryRun ? "제거하게 됩니다" : "제거했습니다"): \(id)"
    case .removed(let id, let undone): "\(id): 제거했습니다 (되돌린 변경: \(undone))"
    case .changed(let id, let status, let undone): "\(id) -> \(status) (되돌린 변경: \(undone))"
    case .mergeUndone(let moment, let ids):
      "\(moment)의 병합을 되돌렸습니다: \(ids.isEmpty ? "바뀐 행 없음" : ids)"
    case .noPendingTasks: "대기 중인 작업이 없습니다"
    case .noPendingRows: "PENDING 행이 없습니다"
    case .noRows: "행이 없습니다"
    case .firstRow: "추가하기: orch add --priority P1 --task T --success-criteria C"
    case .otherOwner(let owner): Sentence.suggestion("--owner \(owner)").korean
    case .allRows: "orch list --all로 모든 행을 볼 수 있습니다"
    case .rows(let count): "\(count)행"
    case .rowsOf(let count, let total): "\(total)행 중 \(count)행"
    case .moreFinished(let count): "끝난 행 \(count)개가 더 있습니다 (--all)"
    case .rowsInProgress(let count, let total): "작업 중인 \(total)행 중 \(count)행"
    case .moreRows(let count): "그 밖에 \(count)행"
    case .noWorkers: "workers: 없음"
    case .oldestPendingRow(let age): "가장 오래된 PENDING 행: \(text(of: age))"
    case .noChanges: "변경이 없습니다"
    case .noConflicts: "충돌이 없습니다"
    case .criterion(let number, let text, let result):
      "\(number). \(text.escaped): \(Self.text(of: result))"
    case .noProofs(let id):
      "\(id.escaped): 스스로 증명하는 기준이 없습니다. 보고서가 결정합니다"
    case .addedWithoutProof(let ids, let more):
      ids.joined(separator: ", ") + (more > 0 ? " 외 \(more)개" : "")
        + ": 결과를 확인할 방법이 없어 보고서의 말을 그대로 믿습니다. 'file: 경로', "
        + "'grep: 글 in 파일', 'json: 파일', 'cmd: 이름' 형식의 기준은 직접 확인합니다"
    case .noAttempts(let id): "\(id.escaped)에는 시도가 없습니다"
    case .noCosts(let since):
      since.map { "\($0)부터 비용이 없습니다" } ?? "아직 비용이 없습니다"
    case .resumed: "일시 정지를 끝냈습니다"
    case .notPaused: "일시 정지 상태가 아닙니다"
    case .ready: "준비됨"
    case .pausedForNow: "일시 정지"
    case .cannotStart: "시작할 수 없음"
    case .claimedForCaller:
      "orch.json에 워커가 없으므로 호출한 쪽이 작업을 시작하도록 행을 배정했습니다"
    case .workerResumed(let name): "\(name.escaped): 다시 시작합니다"
    case .workerNotPaused(let name): "\(name.escaped): 일시 정지 상태가 아닙니다"
    case .workerTestCosts(let name):
      "\(name.escaped)을(를) 큐와 예산에 관계없이 지금 시작합니다. 한 번 실행하는 만큼 비용이 듭니다"
    case .workerTested(let name, .finished, let status):
      "\(name.escaped): 작동합니다. 보고서를 읽었습니다\(status.map { ", Status: \($0)" } ?? "")"
    case .workerTested(let name, .handedOver(let session), _):
      "\(name.escaped): 작동합니다. 시험을 넘겼습니다"
        + (session.map { " (\($0.escaped))" } ?? "") + ". 그 보고서는 거절됩니다"
    case .workerTested(let name, .failed(let failure), _):
      "\(name.escaped): 작동하지 않습니다: \(failure.note.escaped) (\(failure.failureClass.rawValue))"
    case .drained: "작업 중인 워커가 없습니다"
    case .staysPaused: "큐는 멈춰 있습니다: ops resume까지 아무것도 시작하지 않습니다"
    case .nothingScheduled: "설치된 일정이 없습니다"
    case .removedSchedule(let kind, let place, let isDryRun):
      "\(isDryRun ? "제거하게 됩니다" : "제거했습니다"): \(kind)\t\(place)"
    case .created(let path): "만들었습니다: \(path)"
    case .timesAre(let zone, let key, let file): "시각은 \(zone) 기준입니다: \(file)의 \(key)"
    case .timesAreKorean(let unusable):
      "시각은 한국 시간(+09:00) 기준입니다: \(unusable.escaped)은(는) /usr/share/zoneinfo의 시간대가 아닙니다 "
        + "(다른 시간대로 하려면 큐를 지우고 orch init --tz NAME을 실행하십시오)"
    case .newIDsAre(let first, let file): "새 id는 \(first)부터입니다: \(file)의 id_prefix"
    case .gitMerges(let path, let parts):
      parts.isEmpty
        ? "\(path): git이 이미 셀 단위로 병합합니다" : "\(path): git이 셀 단위로 병합합니다: \(parts)"
    case .nextSteps(let steps):
      "다음:"
        + NextStep.lines(steps) { purpose in
          switch purpose {
          case .trust: "orch.json의 프로그램을 시작하게 합니다. 먼저 읽어 보십시오"
          case .version: "프로그램을 찾고 버전을 묻습니다"
          case .tryWorker: "한 줄짜리 작업을 보냅니다. 비용이 조금 듭니다"
          case .addRow: "행 하나. 완료 기준은 orch가 직접 검사합니다"
          case .work: "행을 처리하고, 시작할 행이 없으면 끝납니다"
          case .look: "결과"
          case .attempts: "처음에는 실패했습니다"
          case .answer: "질문에 답합니다. 그다음 orch daemon을 다시 실행합니다"
          }
        }
    case .aligned(let file): "\(file): 정렬되어 있습니다"
    case .notAligned(let file, let lines):
      "\(file): 정렬되어 있지 않습니다. orch fmt는 \(lines)줄을 바꿉니다"
    case .alignedLines(let lines, let file): "\(file): \(lines)줄을 정렬했습니다"
    case .named(let id): "id를 주었습니다: \(id)"
    case .imported(let rows, let database): "\(rows)행을 가져왔습니다: \(database)"
    case .databaseGoesOn: "그 행들은 데이터베이스가 다릅니다. --force는 표의 내용을 택합니다"
    case .rendered(let rows): "\(rows)행을 썼습니다"
    case .mirrored(let line): text(of: line)
    case .archived(let rows, let path, let isDryRun):
      "\(path): \(rows)행을 \(isDryRun ? "옮기게 됩니다" : "옮겼습니다")"
    case .archivedFiles(let count, let isDryRun):
      "보관한 행의 파일 \(count)개를 \(isDryRun ? "옮기게 됩니다" : "옮겼습니다")"
    case .expiredAttempts(let count, let bytes, let isDryRun):
      "끝난 행의 시도 \(count)개, \(bytes)바이트를 \(isDryRun ? "지우게 됩니다" : "지웠습니다"): "
        + "orch.json의 retention"
    case .spooled(let name): "보관했습니다: \(name)"
    case .names(let file, let anyPrograms):
      anyPrograms ? "\(file)에 적힌 프로그램:" : "\(file): 적힌 프로그램이 없습니다"
    case .projectFiles: "그중 프로젝트의 파일:"
    case .uncovered(let word): "\(word)에서 읽는 것은 신뢰하는 내용에 들어가지 않습니다"
    case .obstacle(let key, let obstacle):
      "\(key): \(text(of: obstacle).escaped). 나중에 생기는 파일은 다시 묻습니다"
    case .placeOutside(let key, let path): "\(key): home 밖의 \(path)을(를) 가리킵니다"
    case .changedSinceTrusted(let files):
      "신뢰한 뒤 바뀐 것: \(files.joined(separator: ", "))"
    case .trusts(let home): "신뢰하시겠습니까: \(home)? [y/N]"
    case .trusted(let home): "신뢰합니다: \(home)"
    case .noLongerTrusted(let home): "더 이상 신뢰하지 않습니다: \(home)"
    }
  }

  private static func text(of result: CheckedWork.Result) -> String {
    switch result {
    case .met(let found): "충족: \(found.escaped)"
    case .notMet(let reason): "미충족: \(reason.escaped)"
    case .needsClaim: "보고서의 주장이 필요합니다"
    }
  }

  private static func text(of line: MirrorReport.Line) -> String {
    let id = line.id.escaped
    let fields = line.fields.map(\.name).joined(separator: ", ")
    return switch line.action {
    case .added: "추가함: \(id)"
    case .changed: "바꿈: \(id): \(fields)"
    case .removed: "제거함: \(id)"
    case .restored: "되살림: \(id): 표에서 삭제되었던 행"
    case .taken: "가져옴: \(id): \(fields)"
    case .takenAsNew: "가져옴: \(id): 표에 새로 생긴 행"
    case .notTaken: "가져오지 않음: \(id): \(fields)"
    case .kept: "그대로 둠: \(id): \(fields)"
    case .gone: "제외함: \(id): 데이터베이스에서 없어진 행"
    case .onlyInDatabase: "데이터베이스에만 있음: \(id)"
    case .left: "남겨 둠: \(id): 데이터베이스에서 없어졌고 그 뒤에 편집됨: \(fields)"
    case .unreadable: "건너뜀: \(id): 표에 없는 형식의 id나 상태"
    }
  }

  static func text(of warning: CommandWarning) -> String {
    switch warning {
    case .stuckRow(let id, let blockers, let more):
      "\(id): 기다리는 행: \(blockers.map { text(of: $0) }.joined(separator: ", "))"
        + (more > 0 ? " 외 \(more)행 (ops status가 보여 줍니다)" : "")
    case .malformedRow(let place, let more):
      "\(place)\(more > 0 ? " 외 \(more)건" : "") "
        + "(이런 행은 그대로 둡니다. orch lint가 보여 줍니다)"
    case .notUTF8(let source): "\(source): UTF-8이 아닙니다 (읽을 수 없는 곳은 U+FFFD로 둡니다)"
    case .settingsLeftOut(let error):
      "\(error.sentence.korean): 읽을 수 없는 설정은 기본값으로 보고, 프로그램은 시작하지 않습니다 (\(error.hint.korean))"
    case .zoneNotUsed(let name, let zone, let used):
      "\(name)은(는) \(zone)이지만 표의 열 이름이 started_at_kst, due_at_kst이므로 시각은 "
        + "\(used) 기준입니다 (열 이름을 started_at, due_at으로 바꾸십시오)"
    case .zoneNotNamed(let used):
      "표에 started_at, due_at이 있지만 시간대를 정하는 tz가 없어 시각은 \(used) 기준입니다 "
        + "(orch.json에 tz_offset 대신 tz를 \"Europe/Berlin\"처럼 적으십시오)"
    case .attemptsStay(let count):
      "시도 \(count)개를 지우지 못했습니다: .orch/attempts의 권한을 확인하십시오"
    case .noAttemptsRemoved(let error):
      "시도를 삭제하지 않았습니다: \(error.sentence.korean) (\(error.hint.korean))"
    case .filesStay(let error): "보관한 행의 파일은 그대로 둡니다: \(error.sentence.korean)"
    case .newsUnread(let error): "나쁘게 끝난 행은 다음 틱이 출력합니다: \(error.sentence.korean)"
    case .leftOut(let error): "제외했습니다: \(error.sentence.korean) (\(error.hint.korean))"
    case .unrecordedEdit: "그 뒤에 파일이 편집되었습니다. 다음 변경이 그 편집을 기록합니다"
    case .longBrief(let bytes, let limit):
      "브리프가 \(bytes)바이트입니다. 워커는 앞의 \(limit)바이트만 받습니다"
    case .droppedPhases(let phases, let parallel): "--parallel \(parallel)에서 빠지는 것: \(phases)"
    case .unclearBrief(let file, let id, let formerID):
      "\(file): tasks/\(formerID).md가 \(formerID)의 브리프인지 \(id)의 브리프인지 알 수 없습니다. "
        + "tasks/\(id).md로 옮기거나 orch edit \(formerID) --brief tasks/\(formerID).md를 실행하십시오"
    case .conflictsInTable(let file):
      "\(file): 표시 없는 온전한 표입니다. 위의 메시지를 확인한 뒤 git add 하십시오"
    case .conflictsStayUnread(let error): "ops status가 계속 셉니다: \(error.sentence.korean)"
    case .logGrows(let error):
      "\(error) (실행 로그가 한도를 넘어 커집니다. 고치거나 ORCH_LOG_MAX_BYTES를 0으로 정하십시오)"
    case .logNotTrusted(let error):
      "\(error.sentence.korean) (\(error.hint.korean). 실행 로그를 쓰지 않습니다)"
    case .logNotWritten(let error):
      "\(error) (실행 로그를 쓰지 않습니다. --no-log로 끌 수 있습니다)"
    }
  }

  static func text(of age: Age) -> String {
    guard !age.isNow else { return "지금" }
    let unit =
      switch age.amount.unit {
      case .minutes: "분"
      case .hours: "시간"
      case .days: "일"
      case .weeks: "주"
      case .years: "년"
      }
    return "\(age.amount.count)\(unit)\(age.seconds < 0 ? " 뒤" : "")"
  }

  static func text(of heading: Heading) -> String {
    switch heading {
    case .id: "ID"
    case .status: "상태"
    case .priority: "순위"
    case .owner: "소유자"
    case .age: "경과"
    case .due: "마감"
    case .labels: "라벨"
    case .task: "작업"
    case .started: "시작"
    case .waitsFor: "기다리는 행"
    case .after: "먼저"
    case .tasks: "작업 수"
    case .oldestStart: "가장 이른 시작"
    case .ids: "ID 목록"
    case .when: "시각"
    case .command: "명령"
    case .who: "누가"
    case .change: "변경"
    case .claim: "배정"
    case .worker: "워커"
    case .took: "걸린 시간"
    case .failure: "분류"
    case .reason: "이유"
    case .cost: "비용"
    case .tokens: "토큰"
    case .model: "모델"
    case .day: "날짜"
    case .attempts: "시도"
    case .input: "입력"
    case .cached: "캐시"
    case .output: "출력"
    case .estimated: "추정"
    case .unknown: "모름"
    case .total: "합계"
    case .adapter: "어댑터"
    case .program: "프로그램"
    case .running: "작업 중"
    case .state: "상태"
    }
  }
}
