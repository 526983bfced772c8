package import Door
public import Git
import Host
import Model
import Workers

/// How the integration branch differs from where orch left it. Only a person can accept that.
public struct IntegrationChange: Equatable, Sendable {
  public let branch: Branch
  /// The top folder of the checkout, if the repository is not the project's.
  public let folder: String?
  /// The commit to which orch moved the branch last.
  public let landed: ObjectID
  /// The commit of the branch; `nil` if it was deleted.
  public let tip: ObjectID?
  /// The commit with which a person accepts the branch: `tip`, or for a deleted branch the base, at
  /// which it begins again.
  public let accepted: ObjectID
  /// The commits of the branch that neither a row landed nor the base has.
  public let added: [ObjectID]
  /// The commits that landed, and that neither the branch nor the base has.
  public let lost: [ObjectID]
}

/// Decides whether the integration branch is where orch left it, or has only commits of the base
/// more. Where it was left is recorded in the repository (`Branch.landedRef`); without a record,
/// each tip is taken as it is. Source: `docs/decisions/0096-the-integration-branch-is-a-promise.md`.
package struct CheckIntegration: Sendable {
  let workspace: Workspace
  let main: Repository
  /// The queue, whose history names commits that landed from other machines, and by an orch that
  /// keeps no record; `nil` where a wrong alarm does no harm.
  let queue: Queue?

  package init(_ queue: Queue, _ main: Repository) {
    (workspace, self.main, self.queue) = (queue.workspace, main, queue)
  }

  /// Without a queue, which prepares worktrees.
  init(_ workspace: Workspace, _ main: Repository) {
    (self.workspace, self.main, queue) = (workspace, main, nil)
  }

  /// - Throws: `integrationChanged` if a person has to look at the branch.
  @discardableResult
  package func callAsFunction() throws -> LandingBranch {
    let found = try main.landingBranch(workspace.integration)
    if let change = try change(of: found) { throw Problem.worktree(.integrationChanged(change)) }
    return found
  }

  /// The commit on which work begins: that of the branch, or if a person has to look at the branch,
  /// the one at which orch left it. `nil` if there is none.
  func promised() throws -> ObjectID? {
    let found = try main.landingBranch(workspace.integration)
    return try change(of: found) == nil ? found.commit : found.landed
  }

  private func change(of found: LandingBranch) throws -> IntegrationChange? {
    guard let landed = found.landed, found.commit != landed else { return nil }
    let (bases, isBase) = try bases()
    var (added, lost): ([ObjectID], [ObjectID]) = ([], [])
    if let tip = found.commit {
      if try isUnfinished(landed, after: tip) { return nil }
      added = try self.added(by: tip, since: landed, bases, isBase: isBase)
      if try !main.gotEverything(of: landed, on: tip) {
        lost = try main.commits(of: landed, without: [tip] + bases)
      }
    } else if try !bases.contains(where: { try main.gotEverything(of: landed, on: $0) }) {
      lost = try main.commits(of: landed, without: bases)
    }
    if added.isEmpty, lost.isEmpty { return nil }
    let base = try? WorktreeBase(workspace: workspace, repository: main).branchCommit()
    return IntegrationChange(
      branch: workspace.integration,
      folder: workspace.repositoryName(of: main) == nil ? nil : main.top, landed: landed,
      tip: found.commit, accepted: found.commit ?? base ?? landed, added: added, lost: lost)
  }

  /// Whether a move of orch was killed after it moved the record and before it moved the branch: no
  /// row names the commit as its landing.
  private func isUnfinished(_ landed: ObjectID, after tip: ObjectID) throws -> Bool {
    guard try main.commit(of: "\(landed)^1") == tip else { return false }
    return try !landings().contains(landed)
  }

  /// The commits at which the base is, here and on the server it was fetched from, and where it was
  /// before a person amended or rebased it, and whether work lands on the base itself. Branches of
  /// rows are no base, even if one is checked out.
  private func bases() throws -> (commits: [ObjectID], isIntegration: Bool) {
    let (integration, settings) = (workspace.integration, workspace.worktreeSettings)
    let head = try main.checkedOutBranch()?.name
    // A branch such as `main`, which the settings name for landings, is also the base of people who
    // have another one checked out.
    let isPersons = !integration.name.hasPrefix(settings.branchPrefix)
    let isIntegration =
      settings.base.map { $0 == integration.name } ?? (isPersons || head == integration.name)
    let ofPerson = head.flatMap { $0.hasPrefix(settings.branchPrefix) ? nil : $0 }
    let branches = Set([settings.base, ofPerson].compactMap(\.self)).sorted()
    let others = branches.filter { $0 != integration.name }
    let names = others + branches.map { "\($0)@{upstream}" }
    let former = others.flatMap { name in
      (HeadLog(of: main.commonFolder, ref: Branch(name).ref)?.moves ?? []).suffix(Self.mostFormer)
        .map(\.to.text)
    }
    // Git may have collected a former commit.
    let found = former.isEmpty ? [:] : try main.objects(named: former)
    return (
      try names.compactMap { try main.commit(of: $0) }
        + Set(found.values).sorted {
          $0.text < $1.text
        }, isIntegration
    )
  }

  /// How many of the last moves of the base count.
  private static let mostFormer = 50

  /// The commits that the branch has beside those of the base, of landings and of the merges that
  /// git makes of these.
  private func added(
    by tip: ObjectID, since landed: ObjectID, _ bases: [ObjectID], isBase: Bool
  ) throws -> [ObjectID] {
    let ofRows = try commitsOfRows()
    func added(besides known: [ObjectID]) throws -> [ObjectID] {
      let new = try main.commits(of: tip, without: known)
      let beside = Set(
        isBase ? [] : try main.commitsBeyondMerges(of: tip, without: known + bases))
      return new.filter { beside.contains($0) || ofRows.contains($0) }
    }
    let found = try added(besides: [landed])
    if found.isEmpty { return [] }
    let landings = try landings()
    let known = try main.commits(of: tip, without: [landed]).filter(landings.contains)
    return known.isEmpty ? found : try added(besides: [landed] + known)
  }

  /// The commits with which rows landed, by the history. A save of the table by hand proves nothing.
  private func landings() throws -> Set<ObjectID> {
    guard let history = try queue?.history(of: nil) else { return [] }
    return Set(
      history.filter { $0.command != HistoryEntry.externalCommand }
        .compactMap { $0.landedCommit.flatMap { ObjectID($0) } })
  }

  /// The commits that were made in worktrees of rows whose work only orch may land. On the base they
  /// are no work of a person.
  private func commitsOfRows() throws -> Set<ObjectID> {
    guard let queue else { return [] }
    let records = workspace.worktreeFolder.records().filter { $0.repository == main.top }
    if records.isEmpty { return [] }
    let rows = try queue.snapshot()
    var found: Set<ObjectID> = []
    for record in records {
      guard let item = try rows.item(record.id), item.status != .done,
        workspace.profile(of: item)?.integration == .merge,
        let place = try? workspace.worktree(of: record).path,
        let folder = GitHead.linkedFolder(at: Path.join(place, ".git")),
        let log = HeadLog(of: folder)
      else { continue }
      // The commits that orch makes of an attempt's files begin with the row's id.
      let moves = log.moves.filter { $0.makesCommit || $0.message.hasPrefix("\(record.id): ") }
      found.formUnion(moves.map(\.to))
    }
    return found
  }
}
