import Door
import Gate
import Git
import Host
import Model
import Text
import Workers

/// Brings one row and its pull request together.
struct RowSync: UseCase {
  let item: QueueItem
  let branch: Branch
  let place: ForgePlace
  let forge: Forge
  let queue: Queue

  var criteria: [String] { Checklist(item.successCriteria ?? "").items }

  private var now: Int { queue.clock.now.epochSeconds }

  /// The number of seconds within which checks may still start for a commit that has none.
  private static let patience = 300

  /// - Parameters:
  ///   - requests: the pull requests of the branch, newest first.
  ///   - row: what the queue knows of the pull request.
  ///   - save: saves the state before a step that depends on it.
  /// - Returns: the step that was taken; `nil` if nothing is new.
  func callAsFunction(
    _ requests: [PullRequest], _ row: inout ForgeState.Row,
    saving save: (ForgeState.Row) throws -> Void
  ) throws -> SyncedForge.Step? {
    let tip = try place.main.commit(of: branch.ref)
    guard let request = try request(among: requests, tip: tip) else {
      guard let tip else { throw Problem.forge(.noBranch(id: item.id, branch.name)) }
      try checkIsJudged(tip, JudgedCommits(of: item, in: queue))
      return try open(tip, &row, save)
    }
    row.url = request.url
    switch request.state {
    case .merged: return try merge(request)
    case .closed: return try perform(request.number, .closed) ? .closed(request.number) : nil
    case .open: break
    }
    let isNew = item.pullRequest != request.number
    if isNew { try perform(request.number, .opened) }
    guard let tip, request.head != tip.text, requests.contains(request) else {
      // This also holds if the clock was set back.
      if row.pushed != request.head || row.pushedAt ?? 0 > now {
        (row.pushed, row.pushedAt) = (request.head, now)
      }
      return try judge(request, row) ?? (isNew ? .opened(request.number) : nil)
    }
    // A person may have added commits on the forge.
    let judged = try JudgedCommits(of: item, in: queue)
    let isPushed = row.pushed == tip.text
    if isPushed || !judged.all.contains(request.head) {
      guard try takeOver(request.head, after: tip) else {
        if !isPushed { return try push(tip, to: request.number, judged, &row, save) }
        try perform(request.number, .checked(.pending))
        return .hasCommitsOfOthers(request.number)
      }
      (row.pushed, row.pushedAt) = (request.head, now)
      let step = try judge(request, row)
      if case .sentBack? = step { return step }
      return .tookCommitsOfOthers(request.number)
    }
    return try push(tip, to: request.number, judged, &row, save)
  }

  private func push(
    _ tip: ObjectID, to number: Int, _ judged: JudgedCommits, _ row: inout ForgeState.Row,
    _ save: (ForgeState.Row) throws -> Void
  ) throws -> SyncedForge.Step? {
    try checkIsJudged(tip, judged)
    try push(tip, &row, save)
    try perform(number, .checked(.pending))
    return .pushed(number)
  }

  /// Brings commits that others added on the forge to the branch and the worktree here, so that the
  /// next attempt continues from them.
  ///
  /// - Returns: `false` if others replaced our commits, or if the worktree has uncommitted changes.
  private func takeOver(_ head: String, after tip: ObjectID) throws -> Bool {
    let remote = workspace.forgeSettings.remote
    guard workspace.fetch(branch.name, in: place.main) == nil else { return false }
    let fetched = try place.main.commit(of: "refs/remotes/\(remote)/\(branch.name)")
    guard let fetched, fetched.text == head, try place.main.contains(tip, in: fetched) else {
      return false
    }
    guard let worktree = try workspace.usedWorktree(of: item, in: queue), worktree.isThere else {
      try place.main.move(branch, to: fetched, from: tip, reason: "\(item.id): pull request")
      return true
    }
    let own = try workspace.repository(at: worktree, of: place.main)
    guard try own.commit(of: "HEAD") == tip, try own.uncommittedFiles().isEmpty else {
      return false
    }
    try own.fastForward(to: fetched)
    return true
  }

  /// The pull request of the work; `nil` if it has to be made.
  private func request(among requests: [PullRequest], tip: ObjectID?) throws -> PullRequest? {
    if let open = requests.first(where: { $0.state == .open }) { return open }
    // A closed or merged pull request belongs to earlier work on the row, with two exceptions: it
    // has this commit, or it has the number that the row names, and a person may have added commits
    // to it.
    let last = requests.first { $0.head == tip?.text || $0.number == item.pullRequest }
    guard let last else { return try requestOfAnotherBranch() }
    guard let tip, last.state == .merged, last.head != tip.text else { return last }
    return try lacksJudgedWork(last, tip) ? nil : last
  }

  /// The pull request that the row's note `pr=` names, which an agent or a person opened from a
  /// branch with another name. Its branch is theirs, so nothing is pushed to it.
  ///
  /// - Throws: if it does not have the work. Otherwise whoever may edit the row could end it by any
  ///   pull request that was merged.
  private func requestOfAnotherBranch() throws -> PullRequest? {
    guard let number = item.pullRequest else { return nil }
    let judged = try JudgedCommits(of: item, in: queue)
    guard let request = try forge.pullRequest(number, of: place.repository),
      let current = judged.current, request.commits.contains(current)
    else { throw Problem.forge(.otherWork(id: item.id, pullRequest: number)) }
    return request
  }

  @discardableResult
  func perform(_ number: Int?, _ kind: Transition.PullRequestChange.Kind) throws -> Bool {
    let change = Transition.PullRequestChange(id: item.id, number: number, kind)
    return try !queue.perform(.pullRequest(change)).changes.isEmpty
  }

  // MARK: Making a pull request

  private func open(
    _ tip: ObjectID, _ row: inout ForgeState.Row, _ save: (ForgeState.Row) throws -> Void
  ) throws -> SyncedForge.Step? {
    try push(tip, &row, save)
    let body = try bodyFile()
    defer { try? Directory.removeIfThere(body) }
    let creation = try forge.create(
      in: place.repository, head: branch.name, base: place.base, title: title, bodyFile: body)
    // Otherwise another process made the pull request, and the next sync finds it.
    guard case .created(let url) = creation,
      let number = url.split(separator: "/").last.flatMap({ Int($0) })
    else { return nil }
    row.url = url
    try perform(number, .opened)
    return .opened(number)
  }

  private func push(
    _ tip: ObjectID, _ row: inout ForgeState.Row, _ save: (ForgeState.Row) throws -> Void
  ) throws {
    let worktree = try workspace.worktree(of: item)
    try LandWork(queue: queue).checkNothingElseLands(with: tip, of: worktree)
    try FindSecrets(workspace: workspace).check(tip, of: worktree, in: place.main)
    func push(replacing old: ObjectID?) throws(GitError) {
      try place.main.with(settings: [Workspace.forgeAccount]).push(
        tip, to: branch.name, at: place.address, replacing: old,
        variables: workspace.pushVariables)
    }
    do throws(GitError) {
      do throws(GitError) { try push(replacing: nil) } catch {
        // A worker rewrote its own commits, or the row began again. Commits of others are kept.
        guard case .failed = error, let old = row.pushed.flatMap({ ObjectID($0) }),
          (try? place.main.contains(old, in: tip)) == false
        else { throw error }
        try push(replacing: old)
      }
    } catch {
      if case .failed(_, _, let reason) = error {
        // Sources: curl(1), "could not resolve host", and ssh(1).
        let isOffline = ["unable to access", "Could not resolve hostname"].contains {
          Array(reason.utf8).firstOffset(of: Array($0.utf8), from: 0) != nil
        }
        let said = Redactor.redacted(reason)
        throw Problem.forge(
          isOffline
            ? .tool(.offline(reason: said)) : .notPushed(branch: branch.name, reason: said))
      }
      // A push for each of the other rows would take as long.
      if case .timedOut(_, _, let seconds) = error {
        throw Problem.forge(.tool(.timedOut(command: "git push", seconds: seconds)))
      }
      throw error
    }
    (row.pushed, row.pushedAt) = (tip.text, now)
    try save(row)
  }

  private var title: String {
    let task = (item.task ?? "").split { $0.isNewline }.first.map { String($0.prefix(200)) } ?? ""
    return Redactor.redacted("\(item.id): \(task)", removing: workspace.secretValues)
  }

  /// The file with the text of a new pull request. The text of a worker is in a code block, so the
  /// forge finds no mention, closing keyword or markup in it. Only the holder of the lock writes
  /// the file, so a kill leaves at most one.
  private func bodyFile() throws -> String {
    var text = "Made by orch for the row `\(item.id)` of its queue.\n"
    if let report = workspace.reportOfAttempt(of: item.id)?.message.text {
      let redacted = Redactor.redacted(report, removing: workspace.secretValues)
      text += "\nThe report of its worker:\n\n\(Self.block(redacted))\n"
    }
    let path = Path.join(workspace.sidecar, "forge/body.md")
    let model = try FileStatus(of: workspace.storePath)
    try NewFile.replace(
      path, text: text, permissions: model.companionPermissions, syncsFolder: false)
    return path
  }

  /// A text in a code block whose fences are longer than any fence in the text. Source: CommonMark
  /// 0.31, "Fenced code blocks".
  static func block(_ text: String) -> String {
    var (longest, length) = (0, 0)
    for byte in text.utf8 {
      length = byte == UInt8(ascii: "`") ? length + 1 : 0
      longest = max(longest, length)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)text\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
  }

  // MARK: State of a pull request

  private func merge(_ request: PullRequest) throws -> SyncedForge.Step? {
    let names = criteria.compactMap { criterion in
      if case .pullRequestCheck(let name)? = Proof.parse(criterion) { name } else { nil }
    }
    // Several workflows, or events of one, may have a check of the same name.
    let checks = request.checksHead == request.head ? request.checks : []
    let passed = Set(checks.map(\.name))
      .subtracting(checks.filter { $0.result != .passed }.map(\.name))
    var unmet = names.filter { !passed.contains($0) }.map { "ci: \($0)" }
    // A person gave the pull request another base.
    if request.base != place.base { unmet.append("a merge into \(place.base)") }
    let change = Transition.PullRequestChange.Kind.merged(
      commit: request.mergeCommit, unmet: unmet, proved: names.count(where: passed.contains),
      of: criteria.count)
    guard try perform(request.number, change) else {
      return nil
    }
    return .merged(request.number, commit: request.mergeCommit)
  }

  /// Decides what the results of checks and the reviews of our own commit lead to.
  private func judge(_ request: PullRequest, _ row: ForgeState.Row) throws -> SyncedForge.Step? {
    if let step = try sendBack(request) { return step }
    let checks: PullRequestChecks
    switch request.checks(of: request.head) {
    // A draft is not ready to be merged.
    case .passed where request.isDraft, .none where request.isDraft: checks = .pending
    case .passed: checks = .passed
    case .pending: checks = .pending
    case .none:
      checks = now - (row.pushedAt ?? now) >= Self.patience ? .missing : .pending
    case .failed(let failed):
      if let step = try sendBack(request, failed) { return step }
      // The log is available when all jobs have ended.
      checks = .pending
    }
    return try perform(request.number, .checked(checks)) ? .checked(request.number, checks) : nil
  }
}
