extension Verdict {
  /// Why the gate decided as it did.
  ///
  /// In notes, the history and the files of attempts a reason is a code, `missing_checks:2`, with
  /// free text only after the first colon. Source: `docs/routing.md`, "Reviewer gate".
  public enum Reason: Equatable, Sendable {
    /// Every criterion is met.
    case allCovered
    /// The form of the report has this fault.
    case fault(String)
    /// This number of criteria is not met.
    case unmet(Int)
    /// The report mentions a failure in these words.
    case failure(String)
    /// The worker cannot continue, for this reason.
    case stop(String)
    /// The worker asks this question.
    case question(String)
    /// A person must check this.
    case approval(String)
    /// This line of a file that the report names has a secret: `docs/x.md:3`.
    case secretInOutput(String)
    /// The attempts are used up.
    case attemptsUsedUp(Int, limit: Int)
    /// The judge could not be called.
    case judgeFailed(String)
    /// The page in a browser passed its check.
    case pagePassed
    /// The page in a browser failed its check, for this reason.
    case pageFailed(String)
    /// A rule of the guardrails stopped the row.
    case guardrail(String)
    /// The work and commits that were merged in the meantime change these files differently.
    case conflict(String)
    /// This check fails on the work together with commits that were merged in the meantime.
    case failedMerged(String)
    /// The work changes these files of the queue.
    case queueInDiff(String)
    /// These files of the work seem to contain a secret.
    case secretInDiff(String)
    /// The work changed the content of these submodules.
    case submoduleChanged(String)
    /// The attempt changed no file.
    case noChanges
    /// This check passes only with files that git ignores.
    case onlyInWorktree(String)
    /// Git rejected the work with this message.
    case notCommitted(String)
    /// A reason that another program or version wrote.
    case other(String)
  }
}

extension Verdict.Reason {
  /// The names joined as one text: at most the first five, and the number of the others.
  public static func list(_ names: [String]) -> String {
    let others = names.count > 5 ? " and \(names.count - 5) more" : ""
    return names.prefix(5).joined(separator: ", ") + others
  }

  public var code: String {
    switch self {
    case .allCovered: "all_success_criteria_covered"
    case .fault(let code): "fault:\(code)"
    case .unmet(let count): "missing_checks:\(count)"
    case .failure(let words): "failure_markers:\(words)"
    case .stop(let text): "explicit_block_marker:\(text)"
    case .question(let text): "question:\(text)"
    case .approval(let why): "awaits_approval:\(why)"
    case .secretInOutput(let place): "secret_in_output:\(place)"
    case .attemptsUsedUp(let count, let limit): "retry_limit_reached:\(count)/\(limit)"
    case .judgeFailed(let why): "judge_failed:\(why)"
    case .pagePassed: "ui_validation_passed"
    case .pageFailed(let why): "ui:\(why)"
    case .guardrail(let code): "guardrail:\(code)"
    case .conflict(let files): "conflict:\(files)"
    case .failedMerged(let check): "failed_merged:\(check)"
    case .queueInDiff(let files): "queue_in_diff:\(files)"
    case .secretInDiff(let files): "secret_in_diff:\(files)"
    case .submoduleChanged(let paths): "submodule_changed:\(paths)"
    case .noChanges: "no_changes"
    case .onlyInWorktree(let check): "only_in_worktree:\(check)"
    case .notCommitted(let words): "not_committed:\(words)"
    case .other(let text): text
    }
  }

  public init(code: String) {
    let parts = code.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let read = Self.reason(named: parts[0], parts.count == 2 ? String(parts[1]) : nil)
    self = read.flatMap { $0.code == code ? $0 : nil } ?? .other(code)
  }

  private static func reason(named name: Substring, _ text: String?) -> Self? {
    guard let text else {
      return [Self.allCovered, .pagePassed, .noChanges].first { $0.code == name }
    }
    switch name {
    case "fault": return .fault(text)
    case "missing_checks": return Int(text).map(Self.unmet)
    case "failure_markers": return .failure(text)
    case "explicit_block_marker": return .stop(text)
    case "question": return .question(text)
    case "awaits_approval": return .approval(text)
    case "secret_in_output": return .secretInOutput(text)
    case "retry_limit_reached":
      let numbers = text.split(separator: "/").compactMap { Int($0) }
      return numbers.count == 2 ? .attemptsUsedUp(numbers[0], limit: numbers[1]) : nil
    case "judge_failed": return .judgeFailed(text)
    case "ui": return .pageFailed(text)
    case "guardrail": return .guardrail(text)
    case "conflict": return .conflict(text)
    case "failed_merged": return .failedMerged(text)
    case "queue_in_diff": return .queueInDiff(text)
    case "secret_in_diff": return .secretInDiff(text)
    case "submodule_changed": return .submoduleChanged(text)
    case "only_in_worktree": return .onlyInWorktree(text)
    case "not_committed": return .notCommitted(text)
    default: return nil
    }
  }
}

extension Verdict.Reason {
  /// Whether the work passed but could not be merged.
  public var isOfMerge: Bool {
    switch self {
    case .conflict, .failedMerged: true
    case .allCovered, .fault, .unmet, .failure, .stop, .question, .approval, .attemptsUsedUp,
      .judgeFailed, .pagePassed, .pageFailed, .guardrail, .queueInDiff, .secretInDiff,
      .submoduleChanged, .secretInOutput, .noChanges, .onlyInWorktree, .notCommitted, .other:
      false
    }
  }

  /// Whether the reason only counts the unmet criteria, which is less informative than the
  /// criteria.
  public var isUnmetCount: Bool { if case .unmet = self { true } else { false } }
}

extension [Verdict.Reason] {
  public func codes(separator: String) -> String {
    map(\.code).joined(separator: separator)
  }
}
