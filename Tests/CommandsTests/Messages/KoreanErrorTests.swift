import Door
import Git
import Host
import Model
import Operator
import Plans
import Programs
import StoreTestSupport
import TestSupport
import Testing
import Text
import Worktrees

@testable import Runner
@testable import Workers

/// The errors of commands in Korean: the same names as in English, and no sentence left out.
@Suite struct KoreanErrorTests {
  private static let entry = HistoryEntry(
    sequence: 1, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "pick", actor: "w",
    row: RowChange(id: "A", before: [:], after: [:]))

  @Test(arguments: [
    Problem.unexpected("it broke"), .exists(path: "/q/QUEUE.md", .folder),
    .exists(path: "/q/a.db", .copy), .fileOnly(command: "lint", .queueFile),
    .fileOnly(command: "init", .merging), .fileOnly(command: "torture", .scratchQueue),
    .refused(.keyUsed(RequestKey("k")!, added: ["A", "B"])),
    .refused(.reserved("A", .reply, for: .worker(row: nil))),
    .refused(.reserved("A", .approval, for: .session)),
    .refused(.reserved("A", .dependency("B"), for: .token(mayDecide: false))),
    .refused(.reserved("A", .field(.successCriteria), for: .token(mayDecide: true))),
    .refused(.reserved("A", .field(.onFailure), for: .session)),
    .refused(.reserved("A", .attempt, for: .worker(row: nil))),
    .refused(.reserved("A", .removal, for: .worker(row: nil))),
    .refused(.reserved("A", .cancellation, for: .token(mayDecide: false))),
    .refused(.reserved("A", .result, for: .worker(row: nil))),
    .refused(.reserved("A", .name, for: .worker(row: nil))),
    .refused(.reserved("A", .note("answer 1: x"), for: .session)),
    .refused(.irreversible(entry, .claim)), .refused(.irreversible(entry, .landed)),
    .refused(.irreversible(entry, .report)), .refused(.irreversible(entry, .forgottenBrief)),
    .refused(.briefChangedSince(entry)), .refused(.otherCommand(entry)),
    .plan(.otherStore("login", store: "queue.db")),
    .plan(.unknown("login")), .plan(.exists("login")),
    .plan(.noTask("api", plan: "login")), .plan(.unreadable(path: ".orch/plans/login/head.json")),
    .plan(.locked("login", holder: "1 orch plan apply")), .plan(.lockLost("login")),
    .plan(.leased("login", to: LeaseHolder(place: "b:/srv/q", secondsLeft: 42))),
    .plan(.noProposal("login")), .plan(.otherHash("login")),
    .plan(.beingAsked("login", holder: "1 orch plan propose")),
    .worktree(.untrustedSetting(key: "includeif.x.path", folder: "/q")),
    .worktree(.secretInWork(["a.txt"], path: "/w/A")),
    .worktree(.secretInCommits(["0123456789:a.txt:1"], id: "A")),
    .location(.inWorktree(queue: "/q/QUEUE.md")), .worktree(.noCommit(folder: "/q")),
    .worktree(.noBase("trunk", folder: "/q")), .worktree(.branchInTheWay("orch")),
    .setting(.twoZoneVariables("ORCH_TZ", other: "ORCH_TZ_OFFSET")),
    .setting(.logInQueue(path: "QUEUE.md")),
    .setting(.text("x", name: "--y", form: Sentence("a path", "경로"))),
    .setting(.mistake(.unknownKey("a", nearest: nil), path: "orch.json")),
    .setting(.mistake(.missing(key: "a", form: Sentence("an object", "객체")), path: "orch.json")),
    .setting(
      .mistake(.missing(key: "a", form: Sentence("an object", "객체"), for: "b"), path: "orch.json")),
    .setting(
      .mistake(
        .otherAdapter(key: "a", adapter: "claude", for: ["report"], instead: ["args"]),
        path: "orch.json")),
    .setting(.mistake(.twice(key: "a", other: "b"), path: "orch.json")),
    .location(.brokenLink(path: "a", target: "b")), .location(.notFound(from: "/a", upTo: "/")),
    .location(.leadsOut(path: "a", folder: "b", target: "c")), .location(.foreign(path: "a")),
    .location(.unreadable(SystemError(code: 13, action: .read, path: "a"))),
    .tooLong(source: "a", megabytes: 16, what: .report), .attempt(.none, id: "A"),
    .attempt(.noClaim(4, last: 3), id: "A"), .attempt(.lacks(.output, claim: 3), id: "A"),
    .attempt(.lacks(.report, claim: 3), id: "A"), .attempt(.lacks(.message, claim: 3), id: "A"),
    .attempt(.elsewhere(claim: 3, host: "b", folder: "/srv/demo"), id: "A"),
    .attempt(.lacks(.keptMessage, claim: 3), id: "A"),
    .unknownWorker("a", known: ["b"], settingsExist: true, .row),
    .unknownWorker("a", known: [], settingsExist: true, .subject),
    .unknownWorker("a", known: [], settingsExist: false, .subject),
    .hinted(.refused(.notFound("A")), .suggestion("A1")),
    .worktree(.branchOnHost("orch/A", id: "A", host: "b", folder: "/srv/demo")),
    .worktree(.workersRemain(ids: ["A"])),
    .worktree(.inUse(path: "/w/A", process: 7)),
    .worktree(.baseFails(["test: status 1"], commit: "0123456789")),
    .worktree(.baseUnchecked("test: status 75", commit: "0123456789")),
    .worktree(.givenUp(path: "/w/A", next: "/w/A-2")),
    .worktree(.mergeUnchecked("test was not run: agent.sh changed")),
    .worktree(.uncommitted(path: "/w/A", files: ["a", "b"])),
    .worktree(.uncommitted(path: "/w/A", files: [])),
    .worktree(.repository("web", .unknown(known: ["api"]))),
    .worktree(.repository("web", .unknown(known: []))),
    .worktree(.repository("web", .noFolder(path: "/w"))),
    .worktree(.repository("web", .link(path: "/w"))),
    .worktree(.repository("web", .ofProject(path: "/w", top: "/q"))),
    .worktree(.repository("web", .of(.noCommit(folder: "/w")))),
    .worktree(.otherRepository(id: "A", place: "/w")),
    .worktree(.unnamedRepository(id: "A", place: "/w")),
    .worktree(.notMerged(id: "A", .queueFiles(["a"]))),
    .worktree(.notMerged(id: "A", .conflict(["a"]))),
    .worktree(.notMerged(id: "A", .failed(check: "test"))),
    .worktree(.notMerged(id: "A", .notDone(.failed))),
    .worktree(.notMerged(id: "A", .notAsked(worker: "w"))),
    .worktree(.notMerged(id: "A", .notAsked(worker: nil))),
    .worktree(.notMerged(id: "A", .alreadyMerged(commit: "0123456789"))),
    .worktree(.notMerged(id: "A", .noBranch("orch/A"))),
  ])
  func `an error names the same in Korean`(_ error: Problem) {
    expectKoreanTwin(of: error)
  }

  @Test(
    arguments: [
      .readable(path: "/q/k", mode: 0o644), .foreign(path: "/q/k"),
      .replaceable(.writable(path: "/q", isSticky: false)), .line(2, path: "/q/k"),
      .inRepository(path: "/q/k", top: "/q"), .unknownToGit(path: "/q/k", top: "/q"),
      .reserved("ORCH_TZ", path: "/q/k"), .reserved("PATH", path: "/q/k"),
    ] as [EnvironmentFile.Fault])
  func `a file of variables that is refused is named in Korean`(_ fault: EnvironmentFile.Fault) {
    let worker = WorkerProfile(name: "w", adapter: .report)
    expectKoreanTwin(
      of: .workerCannotStart(
        WorkerObstacle(worker, file: "/q/orch.json", .environmentFile(fault))))
  }

  @Test(arguments: [(Orch.program, mistaken), (Ops.program, mistakenOfOps)])
  func `a mistake in a command line names the same in Korean`(
    _ program: Program<SharedOptions>, _ lines: String
  ) throws {
    try withScene([]) { scene in
      try writeAged("", to: "\(scene.folder)/empty.md")
      try Directory.createWithParents("\(scene.folder)/automation/orchestrator")
      try writeAged("", to: "\(scene.folder)/automation/orchestrator/orch.py")
      var terminal = scene
      terminal.terminal.isErrors = true
      terminal.environment = ["NO_COLOR": "1", "LANG": "ko_KR.UTF-8"]
      for line in lines.split(separator: "\n").map(String.init) {
        let (english, korean) = (scene.run(line, of: program), terminal.run(line, of: program))
        let missing = missingNames(in: korean.errors, of: english.errors).subtracting(["ERROR"])
        #expect(missing.isEmpty && hasHangul(korean.errors), "\(english)\n\(korean)")
        #expect(english.status != 0 && korean.status == english.status, "\(line)")
      }
    }
  }

  private static let mistaken = """
    add --id C --priority P1 --task t --success-criteria c --brief empty.md
    approve A --with-changes --discard
    approve A B --digest x
    assign A
    diff A --since-approval --stat
    done A --owner-session s
    edit A
    edit A --append --priority P0
    edit A --brief empty.md --line 7
    edit A --changes - --priority P0
    edit A --editor --priority P0
    edit A --line 7
    edit A B --brief empty.md
    edit A B --editor
    edit A B C --line 7
    fmt --check --ids
    import --all --from csv x
    import --from markdown nofile
    init --path x --tz 9 --tz-offset 9
    init --python-shims
    intake plan
    intake plan --from empty.md
    intake plan --request x --from y
    lease release A
    lease release A --seconds 5 --owner-session s
    list --fields id
    migrate --to x.md --adopt
    migrate --to x.md --force
    plan apply
    plan approve p
    plan cancel p --hold
    plan list p
    plan propose --goal g --auto-approve
    plan propose --goal g --goal-file f
    plan propose --goal g --planner x
    plan propose a/b --goal g
    plan retry p --task t --failed
    plan revise p
    plan show
    report --drain x
    report --spool --force
    review A --dry-run --run-checks --report empty.md
    review A --report empty.md --ui-contains x
    schedule cron -- --x
    schedule daemon --every 5
    schedule openclaw --remove
    schedule show --remove
    show A --attempts --report
    show A --claim 1
    task
    token add x
    token list --db x.db
    token list --queue QUEUE.md
    token list --scope read
    token list x
    token revoke
    token revoke x --db x.db
    token revoke x --queue QUEUE.md
    token revoke x --scope read
    trust --hash --revoke
    trust --hash --yes
    ui-check --url ftp://x
    undo A --list
    undo A --merge
    watchdog --stale-minutes 5 --stale-hours 5
    """

  private static let mistakenOfOps = """
    chat !retry
    chat !x
    chat x
    retry
    retry A --all
    watch --label x
    watch --plan x
    worker test
    """

  @Test(arguments: [
    ForgeProblem.noRemote("origin"), .otherAddress(remote: "origin"),
    .untrustedSetting("remote.origin.pushurl"), .noBranch(id: "A", "orch/A"),
    .otherWork(id: "A", pullRequest: 7),
    .notPushed(branch: "orch/A", reason: "x"), .noBase, .isAsked(holder: "process 1"),
    .tool(.missing(.notFound("gh"))), .tool(.old(version: "2.20.0", needed: "2.23.0")),
    .tool(.loggedOut(host: "github.com")),
    .tool(.rateLimited), .tool(.offline(reason: "x")),
    .tool(.timedOut(command: "pr create", seconds: 60)), .tool(.noRepository("o/n")),
    .tool(.unfinished(job: 1)), .tool(.failed(command: "pr create", reason: "x")),
    .tool(.unreadable(command: "api graphql")),
  ])
  func `what is wrong with the forge names the same in Korean`(_ problem: ForgeProblem) {
    expectKoreanTwin(of: .forge(problem))
  }

  @Test func `what is not for a row with a pull request names the same in Korean`() {
    let item = QueueItem.sample("A", .blocked, notes: "awaits=merge")
    expectKoreanTwin(of: .refused(.notAwaited(item, .merge)))
    expectKoreanTwin(of: .refused(.notAwaited(item, .approval)))
  }

  @Test(arguments: [
    ChatFailure.Reason.notStarted("x"), .noConnection(status: 7, said: "x"), .brokenOff(said: "x"),
    .timedOut(seconds: 60), .interrupted(signal: 2), .tooLarge, .redirect(to: "http://a/"),
    .status(401, said: "x"), .status(404, said: ""), .busy(429, said: "x", retryAfter: nil),
    .malformed("x"), .noRequestLeft(limit: 5),
  ])
  func `why a planner gave no answer names the same in Korean`(_ reason: ChatFailure.Reason) {
    let failure = ChatFailure(reason)
    expectKoreanTwin(of: failure.sentence(of: "architect"))
    expectKoreanTwin(of: failure.hint)
  }

  @Test(arguments: [ChatEndpoint.Fault.noURL, .noModel, .badURL("http://a/"), .badKey])
  func `what is wrong with an endpoint names the same in Korean`(_ fault: ChatEndpoint.Fault) {
    let profile = WorkerProfile(name: "architect", adapter: .llm)
    expectKoreanTwin(
      of: .workerCannotStart(WorkerObstacle(profile, file: "orch.json", .endpoint(fault))))
  }

  @Test(arguments: [
    SandboxLack(.files, .failed(program: "bwrap", said: "x")),
    SandboxLack(.network, .linked(path: "/q/QUEUE.md")),
    SandboxLack(.memory, .failed(program: "systemd-run", said: "x")),
    SandboxLack(.processes, .crowded(folder: "/q", most: 1000)),
    SandboxLack(.files, .home(folder: "/home")),
  ])
  func `what a sandbox can't limit names the same in Korean`(_ lack: SandboxLack) {
    let profile = WorkerProfile(name: "w", adapter: .report)
    expectKoreanTwin(
      of: .workerCannotStart(WorkerObstacle(profile, file: "orch.json", .missingSandbox(lack))))
  }

  @Test func `why a program can't be run is said in the language of the reader`() throws {
    try withTemporaryDirectory { folder in
      try writeAged("", to: "\(folder)/plain")
      try writeExecutable("#!/no/such/shell\n", to: "\(folder)/script")
      let examples = [
        (
          "plain", "/a:/b",
          "cannot run plain: no such program in /a, /b; ~/plain exists: write ./plain",
          "plain을(를) 찾을 수 없습니다. 찾아본 곳: /a, /b. ~/plain에 있으니 ./plain(으)로 쓰십시오"
        ),
        (
          "codex", "", "cannot run codex: no such program in PATH, which names no folder",
          "codex을(를) 찾을 수 없습니다. PATH에 폴더가 없습니다"
        ),
        (
          "./plain", "", "cannot run ~/./plain: it is not executable",
          "~/./plain을(를) 실행할 수 없습니다. 실행 권한이 없습니다"
        ),
        (
          "./none", "", "cannot run ~/./none: no such program",
          "~/./none을(를) 실행할 수 없습니다. 그런 프로그램이 없습니다"
        ),
        (
          "./script", "", "cannot run ~/./script: its interpreter /no/such/shell is missing",
          "~/./script을(를) 실행할 수 없습니다. 인터프리터 /no/such/shell이(가) 없습니다"
        ),
      ]
      for (program, path, english, korean) in examples {
        let lookup = ProgramLookup(program, in: folder, environment: ["PATH": path])
        let obstacle = try #require(lookup.obstacle)
        #expect(obstacle.sentence.english.replacing(folder, with: "~") == english)
        #expect(obstacle.sentence.korean.replacing(folder, with: "~") == korean)
        let error = Problem.missingProgram(
          file: "orch.json", key: "workers.a.adapter", pathKey: nil, obstacle)
        #expect(
          error.sentence.korean.replacing(folder, with: "~")
            == "orch.json: workers.a.adapter: \(korean)")
      }
    }
  }

  @Test func `why a row can't start is said in the language of the reader`() {
    let reason = WaitReason.badBrief(path: "/q/tasks/A.md", id: "A", .folder)
    #expect(reason.problem?.english == "the brief of A, /q/tasks/A.md, is a folder")
    #expect(reason.problem?.korean == "A의 브리프 /q/tasks/A.md: 폴더입니다")
    let problem = StartProblem(.notWritable, Problem.readOnly(database: "d"))
    #expect(problem == StartProblem(.notWritable, Problem.readOnly(database: "d")))
    #expect(problem != StartProblem(.notWritable, "d"))
  }
}
