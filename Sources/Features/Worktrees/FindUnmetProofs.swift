import Door
import Gate
import Model
import Workers

/// Use case: looks for the proofs in files (`file:`, `grep:`, `json:`) that are not met by rows that
/// become DONE. It runs no program and needs no trust, so it leaves out `cmd:`. A proof that only a
/// person can decide counts as met.
struct FindUnmetProofs: Sendable, UseCase {
  let queue: Queue

  /// The transition. If a session makes it, it knows the proofs that are not met, which keep it from
  /// making a row DONE.
  func callAsFunction(_ transition: Transition) -> Transition {
    guard queue.caller.session != nil else { return transition }
    switch transition {
    case .finish(var finish) where finish.ending == .done && !finish.force:
      // The change itself says why a row can't be read.
      let item = try? queue.read { table in try table.item(finish.id) }
      finish.unmet = item.map(unmetProofs) ?? []
      return .finish(finish)
    case .several(let all): return .several(all.map(callAsFunction))
    default: return transition
    }
  }

  /// Warns of the proofs of rows that became DONE all the same.
  func warn(of changes: [ItemChange]) {
    for change in changes where change.event == .done {
      let unmet = change.before.map(unmetProofs) ?? []
      if !unmet.isEmpty { queue.warn(.unmetProofs(id: change.id, unmet)) }
    }
  }

  private func unmetProofs(of item: QueueItem) -> [String] {
    let proofs = Proof.ofFiles(in: item.successCriteria)
    guard !item.status.isFinished, !proofs.isEmpty else { return [] }
    do {
      let criteria = item.criteriaToJudge(try queue.history(of: item.id))
      let runner = ProofRunner(
        in: ProgramPlace(try folder(of: item)), checks: [:], permission: .allowed, claimedAt: nil,
        timeLimit: 0,
        environment: workspace.environment)
      return runner.check(Proof.ofFiles(in: criteria)).compactMap { found in
        guard case .failed(let reason) = found.result else { return nil }
        return "\(found.criterion): \(reason)"
      }
    } catch {
      // A proof that can't be looked for is not met.
      let reason = Problem(error).message
      return proofs.map { "\($0): \(reason)" }
    }
  }

  private func folder(of item: QueueItem) throws -> String {
    if let worktree = try workspace.usedWorktree(of: item, in: queue), worktree.isThere {
      return worktree.folder
    }
    return try workspace.rootOfProofs(of: item)
  }
}
