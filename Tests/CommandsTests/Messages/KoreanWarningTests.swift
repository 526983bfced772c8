import Door
import Events
import Host
import QueueStore
import StoreTestSupport
import TestSupport
import Testing
import Text
import Worktrees

@testable import Model
@testable import Operator
@testable import Runner
@testable import Workers

/// What commands warn of, in Korean.
@Suite struct KoreanWarningTests {
  private static let failure = SystemError(code: 28, action: .write, path: "/q/QUEUE.md")
  private static let now = QueueTime(epochSeconds: 1_769_850_000, offset: 9 * 3600)
  private static let row = QueueItem(
    id: "A", priority: .p1, task: "t", successCriteria: nil,
    notes: Notes("idempotency_key=k"))
  private static let tokens: [BudgetUse] = {
    var budget = Budget()
    budget.tokensPerDay = 10
    budget.callsPerDay = 10
    var state = BudgetState(budget, at: now)
    state.today.tokens = 9
    state.today.calls = 9
    return state.nearlySpent
  }()

  private static let changed = QueueItem.sample(
    "A", .blocked,
    notes: "approval=start / approved earlier (me@host, 2026-01-31 18:00, 0123456789ab)")

  @Test(arguments: [
    Notice.closedAsDone(row),
    .leaseEnded(
      of: "A", Lease(owner: "w", expiresAt: now.epochSeconds, hasHeartbeat: true), now: now),
    .paused(Pause(actor: "me", since: now.epochSeconds), now: now),
    .idleReason(
      .held(
        [Explanation(MalformedRow(id: "A", status: nil, line: 7, problem: .emptyID))], more: 0,
        at: now)),
    .approvalRequested(.sample("A")), .approvalRequested(changed), .awaitsApproval(id: "A"),
    .notMerged(id: "A", branch: "orch/A"), .unmetProofs(id: "A", ["file: x: x: empty"]),
    .criteriaChanged(id: "A"),
    .longBrief(path: "/q/tasks/A.md", bytes: 9, limit: 8),
    .missingDependencies(of: "A", ["B", "C"]), .longReport(id: "A", tokens: 900),
    .reportWithoutRow, .judgedLater(id: "A"), .reportNotFiled(.system(failure)),
    .attemptNotRecorded(id: "A", .system(failure)), .attemptGone(id: "A", path: "/q/.orch"),
    .reportsOfOtherQueue("/q/other.db", count: 2), .workerNotStarted(id: "A", reason: "x"),
    .rowStuck(id: "A", reason: "x"), .workerEnded(id: "A"), .workerKilled(id: "A"),
    .workerContinued(id: "A"), .notMirrored(.system(failure)),
    .mirrorConflicts(database: "/q/queue.db"), .settingsLeftOut(.system(failure)),
    .settingsBesideLink("/a/orch.json", queue: "/q/QUEUE.md", home: "/q"),
    .zoneNotUsed(name: "tz", zone: "Europe/Berlin", used: "KST"), .zoneNotNamed(used: "KST"),
    .zoneElsewhere("Europe/Berlin", here: "UTC+9"),
    .leftOut(.system(failure)), .tableElsewhere("vm:/srv/QUEUE.md"),
    .filesStay(.system(failure)), .queueIsBack(path: "/q/QUEUE.md"),
    .queueMoved(.database(.migrated(version: 9, copy: "/q/queue.db.8"), path: "/q/queue.db")),
    .queueMoved(.file(.takenAsItIs, queue: "QUEUE.md")),
    .queueMoved(.file(.claimWentWithGit(id: "A"), queue: "QUEUE.md")),
    .queueOfMainWorktree("/q/QUEUE.md"), .copyOfQueue("/w/QUEUE.md", of: "/q/QUEUE.md"),
    .queueApart("/w/QUEUE.md", from: "/q/QUEUE.md"), .logGrows(failure),
    .logNotTrusted(.system(failure)), .logNotWritten(failure), .attemptsStay(3),
    .branchKept(id: "A", branch: "orch/A@1"),
    .sandboxLacks(
      worker: "w", SandboxLack(.files, .failed(program: "bwrap", said: "Permission denied"))),
    .noAttemptsRemoved(.system(failure)), .attemptsNotPacked(.system(failure)),
    .failure(.system(failure)),
  ])
  func `a use case warns in Korean`(_ notice: Notice) {
    expectKorean(notice.sentence(queueOption: ""))
  }

  @Test func `a budget that is nearly spent is told in Korean`() {
    #expect(Self.tokens.count == 2)
    for use in Self.tokens { expectKorean(Notice.nearlySpent(use).sentence(queueOption: "")) }
  }

  @Test func `what waits for a person is said in Korean`() {
    for cause in [
      StoppedRow.Cause.approvalToStart(), .approvalToStart(changed: [.task, .brief]),
      .approvalOfPassed, .dependencyFailed("A"),
      .approvalOfSecrets("b:1", others: ""), .approvalOfSecrets("b:1", others: "x"),
      .secretsInWork("b:1", others: ""), .secretsInWork("b:1", others: "x"),
      .verdict([.secretInOutput("b:1")], unmet: nil), .pullRequestClosed("#1"),
      .merge(pullRequest: nil, nil), .merge(pullRequest: 1, nil),
    ] + PullRequestChecks.allCases.map({ .merge(pullRequest: 1, $0) }) {
      expectKorean(cause.sentence)
    }
    expectKorean(WaitReason.needsApproval().sentence(at: Self.now))
    expectKorean(WaitReason.needsApproval(changed: [.task]).sentence(at: Self.now))
  }

  @Test(arguments: [
    LeftIntegration.Why.otherBranch("a", base: "main"), .otherBranch(nil, base: "main"),
    .ahead(branch: "main"), .uncommitted(["a"]), .failed(.system(failure)),
  ])
  func `why a checkout stays is said in Korean`(_ why: LeftIntegration.Why) {
    expectKorean(why.sentence)
  }

  @Test(arguments: [
    SyncedForge.Step.opened(1), .pushed(1), .hasCommitsOfOthers(1), .tookCommitsOfOthers(1),
    .sentBack(1, .ci), .sentBack(1, .review),
    .sentBack(1, .conflict), .merged(1, commit: nil), .merged(1, commit: "0123456789abcdef"),
    .closed(1), .checked(1, .passed), .checked(1, .pending), .checked(1, .missing),
  ])
  func `what became of a pull request is said in Korean`(_ step: SyncedForge.Step) {
    expectKorean(step.sentence)
  }

  @Test func `a hook that fails is told in Korean`() {
    for (tries, text) in [
      (1, "18:00부터 실패하고 있으며 18:01에 다시 시도합니다: status 1"),
      (0, "18:00부터 실패하고 있으며 이벤트 전달을 포기했습니다: status 1"),
    ] {
      let failing = HookRecord.Failing(
        since: Self.now.epochSeconds, tries: tries, nextTry: Self.now.epochSeconds + 60,
        error: "status 1")
      let sentence = failing.sentence(of: "chat", at: Self.now)
      #expect(sentence.korean == "훅 chat: \(text)")
      expectKorean(sentence)
    }
    expectKorean(UseOfTrust.runningHooks.sentence)
    for outcome: AskedModel.Outcome in [.usedUp(rounds: 2), .declined, .failing("x"), .failed("x")]
    {
      expectKorean(AskedModel("architect", outcome).sentence)
    }
    expectKorean(UseOfTrust.sendingTelemetry.sentence)
  }

  @Test(arguments: [
    RowNotice.replacedPipes(id: "A"), .noCriteria(id: "A"), .criteriaDuringWork(id: "A"),
    .malformedProof("grep: x", id: "A"),
    .nearMissNote(
      NearMissNote(segment: "after=A B", form: "after=A,B", holds: true), id: "A"),
  ])
  func `a command warns in Korean of a row that it wrote`(_ notice: RowNotice) {
    expectKorean(notice.sentence)
  }

  @Test(arguments: [
    (
      SystemError(code: 13, action: .read, path: "/q/QUEUE.md"),
      "/q/QUEUE.md: 읽을 수 없습니다: Permission denied", "파일과 폴더의 권한을 확인하십시오"
    ),
    (
      .other("/q/.orch/run.log", than: .runLog), "/q/.orch/run.log: 사용할 수 없습니다: 실행 로그가 아닙니다",
      "무엇인지 확인하고 다른 곳으로 옮기십시오"
    ),
    (
      .other("/q/.orch/packs/A.zip", than: .zipFile),
      "/q/.orch/packs/A.zip: 사용할 수 없습니다: 온전한 압축 파일이 아닙니다",
      "무엇인지 확인하고 다른 곳으로 옮기십시오"
    ),
    (
      .otherName("/q/QUEUE.md"), "/q/QUEUE.md: 쓸 수 없습니다: 파일에 다른 이름(하드 링크)도 있습니다",
      "cp로 새 파일을 만들어 mv로 여기에 옮기십시오"
    ),
    (
      .tooLarge("/q/.orch/costs.jsonl", 9, limit: 8, isLedger: true),
      "/q/.orch/costs.jsonl: 읽을 수 없습니다: 9바이트입니다. 최대 8바이트입니다",
      "가장 오래된 costs*.jsonl을 옮기십시오. 그 내용은 더 이상 세지 않습니다"
    ),
    (
      .notARegularFile("/q", .directory), "/q: 읽을 수 없습니다: Is a directory",
      "큐 파일 자체를 지정하십시오. 예: /q/QUEUE.md"
    ),
    (
      .notARegularFile("/q/QUEUE.md", .directory), "/q/QUEUE.md: 읽을 수 없습니다: Is a directory",
      "폴더를 옮기거나 다른 파일을 지정하십시오"
    ),
  ])
  func `an error of the system is said in Korean`(
    _ error: SystemError, _ sentence: String, _ hint: String
  ) {
    #expect(error.sentence.korean == sentence)
    #expect(error.hint.korean == hint)
    expectKorean(error.sentence)
  }

  /// Each action, and what is found: of the English only the path and the system's reason are left.
  @Test func `no part of an error of the system is left in English`() {
    let actions = SystemError.Action.allCases.map { SystemError(code: 5, action: $0, path: "/q") }
    let found =
      SystemError.Expected.allCases.map { SystemError.other("/q", than: $0) } + [
        .tooLong("/q", line: 9, limit: 8),
        SystemError(code: 84, action: .use, path: "/q", finding: .nameNotUTF8),
        SystemError(code: 8, action: .run, path: "/q"),
      ]
    for error in actions + found {
      let said = error.sentence.korean.replacing(error.systemReason, with: "")
        .replacing("/q", with: "").replacing("#!/bin/sh", with: "").replacing("UTF-8", with: "")
      #expect(!said.contains { $0.isASCII && $0.isLetter }, "\(error.sentence.korean)")
      expectKorean(error.sentence)
    }
  }

  @Test func `a worker whose failures can't be recorded is told in Korean`() {
    let obstacle = WorkerObstacle(
      WorkerProfile(name: "a", adapter: .command), file: "orch.json",
      .unrecordable(.other("/q/.orch/breakers", than: .folder)))
    #expect(
      obstacle.sentence.korean
        == "워커 a의 시작 실패를 기록할 수 없습니다: /q/.orch/breakers: 폴더가 아닙니다")
  }

  private func expectKorean(
    _ sentence: Sentence, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectKoreanTwin(of: sentence, sourceLocation: sourceLocation)
    #expect(hasHangul(sentence.korean), sourceLocation: sourceLocation)
  }
}
