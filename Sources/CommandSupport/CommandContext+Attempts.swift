package import CommandLineKit
package import Engine
package import Facts
import MarkdownStore
import QueueModel
import TeamProtocol

extension CommandContext {
  /// The attempts at a row, oldest first, also those that were archived with the row.
  package func attempts(ofRow id: String) throws -> [KeptAttempt] {
    let workspace = try workspace()
    return workspace.keptAttempts(
      of: id, archive: Sidecar(forQueueAt: workspace.storePath).folder)
  }

  /// The last report of a row, or of one of its claims.
  package func lastReport(ofRow id: String, claim: Int? = nil) throws -> KeptReport? {
    let workspace = try workspace()
    return workspace.lastReport(
      of: id, claim: claim, archive: Sidecar(forQueueAt: workspace.storePath).folder)
  }

  /// The last attempt at a row that satisfies `predicate`.
  ///
  /// - Parameters:
  ///   - id: the row's.
  ///   - claim: the number of its claim; `nil` for any.
  ///   - lack: what the attempt lacks where none satisfies `predicate`.
  /// - Throws: also where there is no such row, no attempt at it, or none of this claim.
  package func attempt(
    ofRow id: String, claim: Int?, lacking lack: AttemptProblem.Lack,
    where predicate: (KeptAttempt) -> Bool
  ) throws -> KeptAttempt {
    let attempts = try attempts(ofRow: id)
    guard let last = attempts.last else {
      _ = try read { table in try table.existing(id) }
      throw Problem.attempt(.none, id: id)
    }
    let fitting = attempts.filter { claim == nil || $0.claimNumber == claim }
    if let found = fitting.last(where: predicate) { return found }
    if let claim, fitting.isEmpty {
      throw Problem.attempt(.noClaim(claim, last: last.claimNumber), id: id)
    }
    // Where a worker was at work, it was sent one.
    let isLost = lack == .message && fitting.last.map { $0.hasLog || $0.worker != nil } ?? false
    throw Problem.attempt(
      .lacks(isLost ? .keptMessage : lack, claim: claim ?? last.claimNumber), id: id)
  }
}

extension CommandContext {
  /// The numbers of a row's attempts, the last first, each with its worker and its end.
  func attempts(ofRow id: String, for value: PartialValue) -> [Candidate] {
    let attempts = (try? attempts(ofRow: id)) ?? []
    return attempts.reversed().compactMap { attempt in
      let number = String(attempt.claimNumber)
      guard number.hasPrefix(value.typed) else { return nil }
      let result = attempt.folder?.result()
      let end = result.flatMap { $0.failure?.rawValue ?? $0.status?.rawValue }
      let texts = [attempt.worker?.escaped, end].compactMap(\.self)
      return value.candidate(number, texts.joined(separator: " "))
    }
  }
}

extension Option {
  /// `--claim N`: one of a row's attempts.
  package static func claim(
    _ help: String, _ assign: @escaping @Sendable (Int, inout Root) -> Void
  ) -> Self {
    .value("--claim", "N", help, kind: .attempt, fallback: "the last") {
      (text, root) throws(InvalidValue) in
      guard let number = Int(text), number >= 0 else {
        throw InvalidValue(.noWholeNumber(in: 0...(.max)))
      }
      assign(number, &root)
    }
  }
}
