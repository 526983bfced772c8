import Attempts
public import Door
import Git
import Host
public import Model
package import QueueStore
import Text
import Workers

/// Use case: explains why rows are not running, as a dispatch would decide now.
public struct ExplainWaiting: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  public struct Answer: Sendable {
    public let explanations: [Explanation]
    public let runningItems: RunningItems
    /// The time of the answer.
    public let now: QueueTime
  }

  /// - Parameters:
  ///   - id: the row; `nil` for all waiting rows.
  ///   - snapshot: an earlier reading of the queue; `nil` reads it now.
  package func callAsFunction(
    of id: String? = nil, in snapshot: (any QueueSnapshot)? = nil
  ) throws -> Answer {
    let snapshot = if let snapshot { snapshot } else { try queue.snapshot() }
    return try answer(in: snapshot) { analysis in
      if let id {
        [try analysis.explanation(of: id, in: snapshot)]
      } else {
        try analysis.explanations(in: snapshot)
      }
    }
  }

  /// Explains rows in any state, in the order of the ids. Ids that the queue does not have are left
  /// out.
  package func callAsFunction(ofRows ids: [String], in snapshot: any QueueSnapshot) throws -> Answer
  {
    try answer(in: snapshot) { try $0.explanations(of: ids, in: snapshot) }
  }

  private func answer(
    in snapshot: any QueueSnapshot, _ explain: (WaitAnalysis) throws -> [Explanation]
  ) throws -> Answer {
    let queue = queue.withDefaultSession(Queue.dispatchSession)
    let context = try queue.context()
    var analysis = WaitAnalysis(maxWorkers: try queue.settings.get().maxWorkers, context: context)
    analysis.workers = try WorkerRegistry(queue: queue).knownWorkers()
    analysis.malformed = snapshot.rowsToMend
    if queue.store.externalEdits == nil { analysis.check = .verify }
    analysis.roster = workspace.roster(now: context.now)
    if analysis.roster != nil {
      let problems = workspace.briefProblems { snapshot.status(of: $0) == .pending }
        .merging(workspace.unassignedBriefs(in: snapshot)) { problem, _ in problem }
      analysis.roster?.rowObstacles = problems.compactMapValues(WaitReason.init)
      if var roster = analysis.roster {
        try noteRepositories(of: snapshot, in: &roster, now: context.now)
        try noteWorkBefore(of: snapshot, in: &roster)
        analysis.roster = roster
      }
    }
    analysis.hold = queue.gitHold.map { .cannotStart(StartProblem(.git, $0)) }
    analysis.startProblem =
      workspace.startProblem(now: context.now).flatMap(WaitReason.init)
      ?? queue.changeProblem.flatMap(WaitReason.init)
    analysis.pause = queue.pause
    var found = try explain(analysis)
    let runningItems = try analysis.runningItems(in: snapshot)
    restoreDeleted(&found)
    addObstacles(to: &found, in: snapshot)
    return Answer(explanations: found, runningItems: runningItems, now: context.now)
  }

  /// Warns why no row can be picked, if rows wait. Does not warn of a pause, which the caller
  /// knows.
  package func warn() throws {
    guard queue.pause == nil else { return }
    let answer = try self()
    let first = answer.explanations.prefix(IdleReason.longestList)
    guard !first.isEmpty else { return }
    queue.warn(
      .idleReason(
        .held(Array(first), more: answer.explanations.count - first.count, at: answer.now)))
  }

  /// Adds to rows the obstacles that no note in their cells names: the reason why the last attempt
  /// could not start in its worktree, which is not a failure of the row, the reason why its report
  /// does not land, and what the attempt changed apart from its work.
  private func addObstacles(
    to explanations: inout [Explanation], in snapshot: any QueueSnapshot
  ) {
    let hasWorktrees = workspace.profiles.profiles.contains(where: \.usesWorktree)
    var told: [String: String]?
    var questions: AskedQuestions?
    var lostLanding: [LostLanding]?
    for row in explanations.indices {
      guard let id = explanations[row].id else { continue }
      var reason = explanations[row].reason
      if case .backsOff(let end, nil) = reason {
        guard let result = workspace.keptAttempts(of: id).last?.folder?.results().last,
          result.failure == .interrupted,
          result.worker.flatMap({ workspace.profiles[$0] })?.usesWorktree ?? false
        else { continue }
        reason = .backsOff(until: end, because: result.reason)
      } else if case .inProgress(let item, nil) = reason {
        let obstacle =
          (hasReportToLand(item) ? landingObstacle(of: item) : nil)
          ?? reportObstacle(of: item)
        reason = .inProgress(item, waiting: obstacle.map { StartProblem(.worktree, $0) })
      }
      let (status, remedy) = (explanations[row].status, explanations[row].remedy)
      explanations[row] = Explanation(id, status, reason, remedy)
      if case .stopped(let stopped) = reason, stopped.item.awaited == .answer {
        let known = questions ?? workspace.asked.questions()
        questions = known
        explanations[row].asked = known.asked(stopped.item)
      }
      guard hasWorktrees, workspace.worktreeFolder.record(of: id) != nil else { continue }
      explanations[row].remarks = workspace.changesBesideWork(on: id)
      if case .done = reason {
        let lost = lostLanding ?? workspace.lostLandings(in: snapshot)
        lostLanding = lost
        explanations[row].remarks += lost.filter { $0.id == id }.map(\.remark)
      }
      guard case .stopped(let stopped) = reason, stopped.item.awaited == .merge else { continue }
      // The problems that the last questions to the forge found.
      let said = told ?? (try? ForgeFolder(workspace).state().told) ?? [:]
      told = said
      explanations[row].remarks += [said[""], said[id]].compactMap(\.self)
    }
  }

  /// Notes why PENDING rows can't be worked in their repositories.
  private func noteRepositories(
    of snapshot: any QueueSnapshot, in roster: inout WorkerRoster, now: QueueTime
  ) throws {
    var items: [QueueItem] = []
    if workspace.profiles.profiles.contains(where: \.usesWorktree) {
      items = try snapshot.items(.pending)
    } else if try snapshot.mayHave(note: Self.repositoryNote, .pending) {
      items = try snapshot.items(.pending).filter { $0.repositoryName != nil }
    }
    var preflight = Preflight(workspace, now: now)
    for item in items { _ = preflight.noteRepository(of: item, in: &roster) }
  }

  /// Notes which PENDING rows build on work that is not committed, or that only another machine has.
  private func noteWorkBefore(
    of snapshot: any QueueSnapshot, in roster: inout WorkerRoster
  ) throws {
    guard workspace.profiles.profiles.contains(where: \.usesWorktree) else { return }
    let before = try WorkBefore(queue: queue)
    guard before.mayHaveObstacles else { return }
    for item in try snapshot.items(.pending) where roster.rowObstacles[item.id] == nil {
      guard let obstacle = try before.obstacle(to: item, in: snapshot) else { continue }
      roster.rowObstacles[item.id] = WaitReason(obstacle)
    }
  }

  private static let repositoryNote = "\(EditableField.repository.rawValue)="

  private func hasReportToLand(_ item: QueueItem) -> Bool {
    guard let token = item.claim?.token, workspace.profile(of: item)?.integration == .merge else {
      return false
    }
    return (try? workspace.inbox.hasReport { $0.isOfClaim(token) }) ?? false
  }

  /// Why the work on a row can't land now; `nil` if it can. This runs git.
  private func landingObstacle(of item: QueueItem) -> Problem? {
    do {
      let main = try workspace.repository(at: try workspace.root(of: item))
      try workspace.checkMayLand(try CheckIntegration(queue, main)().state)
      return nil
    } catch {
      return Problem(error)
    }
  }

  /// Why the report of a row that orch started waits; `nil` if it does not wait, or if the worker
  /// still runs.
  private func reportObstacle(of item: QueueItem) -> Problem? {
    guard let claim = item.claim, claim.isForWorker else { return nil }
    let now = queue.clock.now
    if let wait = workspace.workers.reportWait(ofClaim: claim.token) {
      return wait.problem(at: now)
    }
    let records = (try? workspace.records()) ?? []
    guard let record = records.first(where: { $0.claimToken == claim.token }),
      record.state == .ended || record.state == .killed, !record.isSettled,
      let end = (record.endedAt ?? record.startedAt).flatMap({ QueueTime(iso8601: $0) }),
      now.epochSeconds - end.epochSeconds >= Self.longestEnd
    else { return nil }
    return .adapter(
      .worktree,
      Sentence("its worker has ended, and no tick ran since", "워커가 끝났고 그 뒤로 틱이 실행되지 않았습니다"),
      hint: Sentence(same: "orch tick"))
  }

  /// The number of seconds within which a tick should settle an attempt whose worker has ended.
  private static let longestEnd = 120

  /// If the history has a missing row, suggests restoring the row instead of adding it.
  private func restoreDeleted(_ explanations: inout [Explanation]) {
    let isMissing = explanations.contains { if case .add? = $0.remedy { true } else { false } }
    guard isMissing, let history = try? queue.history(of: nil) else { return }
    let deleted = Set(history.filter(\.isRemoval).compactMap(\.id))
    for row in explanations.indices {
      if case .add(let id)? = explanations[row].remedy, deleted.contains(id) {
        explanations[row].remedy = .restore(id)
      }
    }
  }
}

extension ReportWait {
  /// Why the report waits, and until when.
  func problem(at now: QueueTime) -> Problem {
    let time = QueueTime(epochSeconds: next, zone: now.zone).shortText(at: now)
    let isLater = next > now.epochSeconds
    return .adapter(
      .worktree,
      Sentence(
        reason[0] + (isLater ? ", and it is tried again at \(time)" : ""),
        reason[1] + (isLater ? ". \(time)에 다시 시도합니다" : "")), hint: Sentence(hint[0], hint[1]))
  }
}

extension WaitReason {
  /// - Returns: `nil` if the problem keeps only this process from starting programs.
  package init?(_ problem: Problem) {
    func cannotStart(_ code: Code, _ remedy: Remedy? = nil, until: Int? = nil) -> WaitReason {
      .cannotStart(StartProblem(code, problem, remedy, until: until))
    }
    switch problem {
    case .missingProgram: self = cannotStart(.missingProgram, .doctor)
    case .untrusted(_, let refusal): self = cannotStart(.untrusted, refusal.remedy)
    case .setting, .noWorkerProgram, .rootIsNoFolder: self = cannotStart(.badSettings)
    case .badBrief(let path, let id, let problem):
      self = .badBrief(path: path, id: id, problem)
    case .readOnly, .store(.notWritable): self = cannotStart(.notWritable)
    case .workerCannotStart(let obstacle):
      switch obstacle.reason {
      case .unreadableCosts(let cause):
        let isInTheWay = cause.isLink || cause.isNotAFile
        self = cannotStart(.budget, isInTheWay ? .moveAway(path: cause.path) : nil)
      case .noSandbox, .prompt, .noPrice, .noWorktree, .endpoint, .environmentFile:
        self = cannotStart(.badSettings)
      case .missingSandbox: self = cannotStart(.missingSandbox)
      case .unrecordable: self = cannotStart(.notWritable)
      case .oldVersion, .unreadableVersion: self = cannotStart(.oldVersion)
      case .paused(let pause, _):
        self = cannotStart(.workerPaused, .resumeWorker(obstacle.worker), until: pause.until)
      }
    case .overBudget(let excess): self = .overBudget(excess)
    default:
      if case .workersRemain(let ids)? = problem.worktree {
        self = .waits(for: ids.map { Dependencies.Blocker(id: $0, status: .done) })
      } else if let worktree = problem.worktree {
        self = cannotStart(Code(worktree), worktree.remedy)
      } else if let forge = problem.forge {
        let code = Code(forge)
        self = cannotStart(code, code == .untrusted ? .trust : nil)
      } else if problem.kind == .inputOutput {
        self = cannotStart(.notWritable)
      } else {
        return nil
      }
    }
  }
}

extension WaitReason.Code {
  fileprivate init(_ problem: WorktreeProblem) {
    switch problem {
    case .git(.missing): self = .missingProgram
    case .repository(_, .unknown), .repository(_, .noFolder): self = .noRepository
    case .repository(_, .of(let problem)): self.init(problem)
    case .git(.noRepository): self = .noRepository
    case .noCommit: self = .noCommit
    case .noBase, .noState: self = .badSettings
    case .untrusted, .untrustedSetting: self = .untrusted
    case .branchOnHost: self = .branchOnHost
    case .git, .branchInTheWay, .branchElsewhere, .branchIsSymbolic, .branchBelow, .damagedRef,
      .localSubmodule, .workersRemain,
      .baseConflict, .baseFails,
      .baseUnchecked, .mergeUnchecked, .givenUp, .noSpace, .inTheWay, .secretInWork,
      .secretInCommits, .integrationCheckedOut, .integrationChanged, .landingLost, .notAtTip,
      .unlandedWork, .locked, .none, .notMerged,
      .leftWork, .setupFails, .inUse, .uncommitted,
      .repository(_, .link), .repository(_, .ofProject),
      .otherRepository, .unnamedRepository:
      self = .worktree
    }
  }
}

extension WaitReason.Code {
  fileprivate init(_ problem: ForgeProblem) {
    switch problem {
    case .tool(.missing): self = .missingProgram
    case .tool(.old): self = .oldVersion
    case .untrustedSetting: self = .untrusted
    case .tool, .noRemote, .otherAddress, .noBranch, .otherWork, .notPushed, .noBase, .otherWorker,
      .isAsked:
      self = .forge
    }
  }
}

extension WorktreeProblem {
  /// The command after which rows start; `nil` if no single command is enough.
  fileprivate var remedy: Remedy? {
    switch self {
    case .untrustedSetting: .trust
    case .branchElsewhere(_, let place), .integrationCheckedOut(_, let place):
      .git(["-C", place, "switch", "--detach"])
    case .branchIsSymbolic(let branch): .git(["symbolic-ref", "--delete", Branch(branch).ref])
    case .branchInTheWay(let branch): .git(["branch", "-m", branch, "NEW"])
    case .branchBelow(_, let ref): .git(["branch", "-m", String(ref.dropFirst(11)), "NEW"])
    case .damagedRef: .git(["fsck"])
    case .localSubmodule(let path, _): .git(["submodule", "set-url", path, "URL"])
    case .noCommit: .git(["commit"])
    case .repository(_, .of(let problem)): problem.remedy
    case .git, .noBase, .workersRemain, .branchOnHost, .baseConflict, .baseFails, .baseUnchecked,
      .mergeUnchecked, .noSpace, .givenUp, .inTheWay, .untrusted, .integrationChanged,
      .landingLost, .notAtTip, .unlandedWork, .secretInWork, .noState, .locked,
      .none,
      .notMerged, .leftWork, .setupFails, .secretInCommits, .inUse, .uncommitted,
      .repository, .otherRepository, .unnamedRepository:
      nil
    }
  }
}

extension TrustRefusal {
  fileprivate var remedy: Remedy? {
    switch self {
    case .untrusted, .changed: .trust
    case .writable(let path, isSticky: false): .closeToOthers(path: path)
    case .writable(_, isSticky: true), .otherHash, .foreign, .store, .system: nil
    }
  }
}
