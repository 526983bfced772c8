import Attempts
import Door
import Gate
import Git
import Host
import Model
import Workers
import Worktrees

/// Use case: composes the order for the supervisor of a claim, from the row and the profile of its
/// worker. No text of the row becomes part of an argument or a path.
struct ComposeOrder: Sendable, UseCase {
  let queue: Queue
  /// The folder for the message; `nil` for the folder of the attempt.
  var folder: String?

  func callAsFunction(for item: QueueItem, by profile: WorkerProfile) throws -> WorkerOrder {
    guard ItemID.isWellFormed(item.id), let claim = item.claim else {
      throw Problem.refused(.illFormedID(item.id))
    }
    let label = WorkerLabel.label(for: item.id)
    let root = try workspace.projectRoot()
    let worktree = try worktree(for: item, by: profile)
    var order = WorkerOrder(
      id: item.id, claimToken: claim.token, claimNumber: claim.number, label: label,
      folder: worktree?.folder ?? root, by: profile)
    order.worktree = worktree?.order
    order.timeoutSeconds = item.timeoutSeconds ?? profile.timeoutSeconds
    order.ordinal = 1 + earlierAttempts(of: item.id, than: claim.number)
    order.criteria = Checklist(item.successCriteria ?? "").items
    let brief = try workspace.neededBrief(of: item.id)
    try checkIsApproved(item, with: brief)
    let message = try ComposeTask(queue: queue)(for: item, brief: brief)
    order.message = try prompt(of: profile, below: root) + message.text
    order.task = TaskContext(
      message, text: order.message, claim: claim, worker: profile.name,
      adapter: profile.adapter.rawValue, root: order.folder,
      limits: TaskContext.Limits(
        timeoutSeconds: order.timeoutSeconds, graceSeconds: order.graceSeconds,
        idleSeconds: order.idleSeconds))
    order.environment = ChildEnvironment.variables(
      from: workspace.environment, passing: profile.env,
      given: [
        "ORCH_ITEM_ID": item.id, "ORCH_QUEUE": workspace.address ?? workspace.storePath,
        "ORCH_OWNER_SESSION": label,
        "ORCH_ATTEMPT": claim.token, "ORCH_LABEL": label,
        "ORCH_TIMEOUT_SECONDS": String(order.timeoutSeconds),
      ])
    // With this variable, a command with `--db` would look next to that file for this sidecar.
    if workspace.isFoundByQueue { order.environment["ORCH_QUEUE_MD"] = workspace.queuePath }
    order.secretNames = workspace.secretNames(of: profile)
    let adapter = profile.adapter.implementation
    let values = values(for: order)
    let sandbox = try workspace.sandbox(
      of: profile, below: root, in: worktree?.order.path, from: worktree?.order.repository,
      isWorker: true, showing: [folder].compactMap(\.self))
    (order.enforced, order.sandboxLacks) = (sandbox.enforced, sandbox.lacks)
    // A path in the words of the sandbox may look like a placeholder.
    if sandbox.enforced != nil { order.sandboxWords = sandbox.words.count }
    func argv() -> [String] {
      let program = adapter.argv(for: order, by: profile)
      func filled(_ words: [String]) -> [String] {
        // A worker may have changed trusted files in its worktree.
        Placeholder.fill(order.worktree == nil ? words : named(words, below: root), with: values)
      }
      return (sandbox.enforced == nil ? filled(sandbox.words) : sandbox.words) + filled(program)
    }
    if profile.adapter.isChat { order.requestFile = path(of: .request, order) }
    adapter.prepare(&order, by: profile)
    order.argv = argv()
    if let session = lastSession(for: order, by: profile) {
      order.freshStart = WorkerOrder.FreshStart(argv: order.argv, session: order.session)
      order.session = session
      order.argv = argv()
    }
    return order
  }

  /// Throws if the message is not the one that a person approved, because the brief may have
  /// changed since the claim.
  private func checkIsApproved(_ item: QueueItem, with brief: String?) throws {
    guard item.asksForStart, let contents = queue.contents, let approved = item.lastApprovedDigest
    else { return }
    func sent(_ item: QueueItem) -> DecidedContent {
      var content = contents.content(of: item, .start)
      content[.brief] = brief
      return content
    }
    func isApproved(_ content: DecidedContent) -> Bool {
      item.approvedDigests.contains { contents.isNamed(content, of: item.id, by: $0) }
    }
    let content = sent(item)
    if isApproved(content) { return }
    let former = try queue.read { try item.withFormerIDs(in: $0) }
    if let former, isApproved(sent(former)) { return }
    let parts = contents.kept(approved, of: item.id).map { content.parts(unlike: $0) }
    throw Problem.refused(
      .contentChanged(
        item, .init(given: approved, now: content.digest, parts: parts ?? [])))
  }

  /// The words of a command line. If the first word is a program, it is resolved against the
  /// project root, in whatever folder the program runs.
  private func named(_ words: [String], below root: String) -> [String] {
    guard let program = words.first else { return [] }
    return [PrepareWorktree.absolute(program, below: root)] + words.dropFirst()
  }

  /// The worktree of a row, and the folder in the worktree to which the paths of the row's files
  /// are relative; `nil` if the worker needs no worktree.
  private func worktree(
    for item: QueueItem, by profile: WorkerProfile
  ) throws -> (order: WorktreeOrder, folder: String)? {
    guard profile.usesWorktree else {
      if workspace.repositoryName(of: item) == nil { return nil }
      throw Problem.workerCannotStart(
        WorkerObstacle(profile, file: workspace.settingsPath, .noWorktree))
    }
    let worktree: RowWorktree
    do {
      if folder == nil, let top = Workspace.top(of: try workspace.root(of: item)) {
        // The branch is claimed only for the work itself. A trial changes nothing.
        try OwnedBranch(queue: queue).claim(for: item, in: top)
      }
      worktree = try workspace.worktree(of: item)
    } catch {
      if workspace.sharesFolder(because: Problem(error)) { return nil }
      throw error
    }
    var order = WorktreeOrder(
      repository: worktree.repository, root: worktree.root, path: worktree.path,
      branch: worktree.branch.name)
    let before = try WorkBefore(queue: queue)
    // The work may have ended after the dispatch checked this.
    if let obstacle = try before.obstacle(to: item) { throw obstacle }
    order.after = try before.branches(of: item, in: worktree.repository)
    let last = workspace.keptAttempts(of: item.id).last { $0.folder?.result()?.review != nil }
    order.mergesIntegration =
      last?.folder?.result()?.review?.reasons.contains(where: \.isOfMerge) ?? false
    return (order, worktree.folder)
  }

  /// The agent's session of the row's last attempt, if this attempt can continue it. An agent finds
  /// a session by the folder in which it began. A worker may have changed the session's files.
  private func lastSession(for order: WorkerOrder, by profile: WorkerProfile) -> String? {
    guard profile.resumesSession,
      let last = workspace.keptAttempts(of: order.id)
        .last(where: { $0.claimNumber < order.claimNumber })?.folder,
      let session = session(of: last, by: profile), profile.adapter.isSession(session),
      last.task()?.root == order.folder
    else { return nil }
    return session
  }

  /// The agent's session of an attempt; `nil` if another worker or another program made it.
  private func session(of attempt: AttemptFolder, by profile: WorkerProfile) -> String? {
    // A review by a person adds a result that has no session.
    if let result = attempt.results().last(where: { $0.session != nil }) {
      let isSame = result.worker == profile.name && result.adapter == profile.adapter.rawValue
      return isSame ? result.session : nil
    }
    // The end of the attempt may not be recorded yet, because its supervisor was killed or is ended
    // by this start.
    guard !attempt.hasResult, let token = attempt.task()?.claimToken,
      let record = (try? workspace.records())?.first(where: { $0.claimToken == token }),
      record.workerName == profile.name, record.adapter == profile.adapter, record.worker != nil
    else { return nil }
    let said = try? AgentTranscript(log: attempt.path(of: .log), of: profile.adapter)
    return record.session ?? said?.session
  }

  private func earlierAttempts(of id: String, than claimNumber: Int) -> Int {
    AttemptFolder.all(sidecar: workspace.sidecar, id: id).count { $0.claimNumber < claimNumber }
  }

  /// The text before the message. Preflight checked its file, which may be gone now.
  private func prompt(of profile: WorkerProfile, below root: String) throws -> String {
    guard let path = profile.prompt else { return "" }
    guard let text = TaskFile.text(path, below: root, limit: Self.promptLimit) else {
      let problem = TaskFile.problem(path, below: root) ?? "not a file"
      throw Problem.workerCannotStart(
        WorkerObstacle(
          profile, file: workspace.settingsPath, .prompt(path, problem: problem)))
    }
    return text.hasSuffix("\n") ? text : text + "\n"
  }

  /// In bytes.
  private static let promptLimit = 1 << 20

  private func values(for order: WorkerOrder) -> [Placeholder: String] {
    var values: [Placeholder: String] = [.id: order.id, .label: order.label]
    values[.messageFile] = path(of: .message, order)
    values[.attemptFolder] =
      folder ?? workspace.attempt(of: order.id, claimToken: order.claimToken)?.path
    return values
  }

  /// A file that is written before the start.
  private func path(of file: AttemptFolder.File, _ order: WorkerOrder) -> String? {
    if let folder { return Path.join(folder, file.rawValue) }
    return workspace.attempt(of: order.id, claimToken: order.claimToken)?.path(of: file)
  }
}
