public import Door
import Model
import QueueStore
public import Text
import Workers

/// Why rows can't be worked in worktrees, or their reports can't be judged.
public struct WorkObstacle: Equatable, Sendable {
  /// The row; `nil` if the obstacle stops all rows of a repository.
  public let id: String?
  public let problem: Problem

  public init(id: String?, problem: Problem) { (self.id, self.problem) = (id, problem) }

  /// `A waits: branch orch/A is checked out at /srv/x`.
  public var sentence: Sentence { said(problem.sentence) }

  /// The same sentence, with a hint.
  public var sentenceWithHint: Sentence { said(problem.sentenceWithHint) }

  private func said(_ words: Sentence) -> Sentence {
    guard let id else { return words.map(\.escaped) }
    return Sentence(
      "\(id.escaped) waits: \(words.english.escaped)", "\(id.escaped) 대기: \(words.korean.escaped)")
  }
}

extension TaskQueue {
  /// The problems that a person has to fix before rows are worked in worktrees and their work
  /// lands; empty if no worker has a worktree, or if the queue can't be read.
  public func workObstacles() -> [WorkObstacle] {
    guard let workspace = try? workspace(), let now = try? now(),
      workspace.profiles.profiles.contains(where: \.usesWorktree), let rows = try? snapshot()
    else { return [] }
    var preflight = Preflight(workspace, now: now)
    let names = [nil] + workspace.profiles.repositories.keys.sorted().map(Optional.some)
    let ofRepositories = names.compactMap { name -> WorkObstacle? in
      // If there are other repositories, the project does not need one.
      let isNeeded = name != nil || workspace.profiles.repositories.isEmpty
      guard isNeeded, let problem = preflight.obstacle(inRepository: name) else { return nil }
      return WorkObstacle(id: nil, problem: problem)
    }
    let changed = changedIntegrations(workspace)
    let reports = workspace.reportObstacles(now: now, in: rows).filter { report in
      // The report says why it waits, and maybe until when.
      !changed.contains {
        report.problem.sentence.english.hasPrefix($0.problem.sentence.english)
      }
    }
    return ofRepositories + changed + waiting(in: rows, &preflight, workspace) + reports
      + workspace.lostLandings(in: rows).map { WorkObstacle(id: nil, problem: $0.problem) }
  }

  /// The repositories in which no work lands until a person has looked at the integration branch.
  private func changedIntegrations(_ workspace: Workspace) -> [WorkObstacle] {
    guard let queue = try? queue(as: Caller()) else { return [] }
    return workspace.movedBranches().compactMap { _, main in
      do {
        _ = try CheckIntegration(queue, main)()
        return nil
      } catch {
        let problem = Problem(error)
        guard case .integrationChanged? = problem.worktree else { return nil }
        return WorkObstacle(id: nil, problem: problem)
      }
    }
  }

  /// Why PENDING rows can't begin. Obstacles that stop all rows of a repository are left out.
  private func waiting(
    in rows: any QueueSnapshot, _ preflight: inout Preflight, _ workspace: Workspace
  ) -> [WorkObstacle] {
    let items = (0..<rows.rowCount).compactMap { row -> QueueItem? in
      rows.status(at: row) == .pending ? rows.item(at: row) : nil
    }
    var roster = workspace.profiles.roster()
    return items.compactMap { item in
      if let problem = preflight.noteRepository(of: item, in: &roster) {
        guard roster.rowObstacles[item.id] != nil else { return nil }
        return WorkObstacle(id: item.id, problem: problem)
      }
      guard let problem = workspace.beginObstacle(of: item) else { return nil }
      return WorkObstacle(id: item.id, problem: problem)
    }
  }
}

extension Workspace {
  /// Why the last attempts on a row could not begin; `nil` unless several attempts failed so.
  func beginObstacle(of item: QueueItem) -> Problem? {
    guard let streak = item.claim?.streak, streak.failure == .interrupted, streak.count > 1,
      profile(of: item)?.usesWorktree ?? false,
      let result = keptAttempts(of: item.id).last?.folder?.results().last,
      result.failure == .interrupted, let reason = result.reason
    else { return nil }
    return .adapter(
      .worktree, Sentence(same: reason),
      hint: Sentence(
        "ops why \(item.id.escaped) says when it is tried again",
        "다시 시도하는 때: ops why \(item.id.escaped)"))
  }

  /// Why the reports of workers wait for longer than a moment.
  func reportObstacles(now: QueueTime, in rows: any QueueSnapshot) -> [WorkObstacle] {
    ((try? records()) ?? []).sorted { $0.id < $1.id }.compactMap { record in
      guard let wait = workers.reportWait(ofClaim: record.claimToken),
        now.epochSeconds - wait.since >= Self.longestQuietWait, !record.state.isThere,
        (try? rows.item(record.id))?.isClaimed(with: record.claimToken) ?? false
      else { return nil }
      return WorkObstacle(id: record.id, problem: wait.problem(at: now))
    }
  }

  /// In seconds.
  private static let longestQuietWait = 60
}
