// What happens to a row when the state of its pull request changes. Source: `docs/forge.md`.

extension Transition {
  /// The forge's state of the pull request whose merge a row waits for.
  public struct PullRequestChange: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
      /// The pull request has the work.
      case opened
      case checked(PullRequestChecks)
      /// The pull request was merged as this commit. `unmet` has the criteria that are not met:
      /// `ci: test`. The checks prove `proved` of the other criteria; `of` counts all criteria.
      case merged(commit: String?, unmet: [String], proved: Int = 0, of: Int = 0)
      /// A person closed it without merging it.
      case closed
      /// The branch has commits that were not judged; these files differ. They are not pushed until
      /// a person approves them.
      case changed(files: [String])
    }

    public let id: String
    /// `nil` if there is none yet.
    public let number: Int?
    public let kind: Kind

    public init(id: String, number: Int?, _ kind: Kind) {
      (self.id, self.number, self.kind) = (id, number, kind)
    }
  }
}

extension Transition.PullRequestChange {
  func decide(for item: QueueItem, context: TransitionContext) throws(Refusal) -> Decision {
    guard item.awaited == .merge else { throw .notAwaited(item, .merge) }
    let keys = context.policy.controlKeys
    switch kind {
    case .opened:
      if item.pullRequest == number { return .alreadySo(item) }
      return .changing(item, .pullRequest) {
        $0.pullRequest = number
        $0.pullRequestChecks = nil
      }
    case .checked(let checks):
      if item.pullRequestChecks == checks { return .alreadySo(item) }
      return .changing(item, .pullRequest) { $0.pullRequestChecks = checks }
    case .merged(let commit, let unmet, let proved, let total):
      return .changing(item, .pullRequest) {
        $0.pullRequest = number
        if let branch = $0.landing?.branch { $0.landing = Landing(branch: branch, commit: commit) }
        guard unmet.isEmpty else {
          $0.setAwaited(.approval)
          $0.notes.append(
            prose: Notes.withinSegment("merged without \(unmet.joined(separator: ", "))"), keys)
          return
        }
        $0.status = .done
        $0.setAwaited(nil)
        $0.notes.countProved(proved, of: total, context.policy)
        $0.endRetries()
        $0.removeFailureNotes(context.history)
      }
    case .closed:
      return .changing(item, .pullRequest) {
        // The row's next work gets a new pull request.
        ($0.pullRequest, $0.pullRequestChecks) = (nil, nil)
        $0.setAwaited(nil)
        $0.notes.moveToEnd(
          GeneratedNote.pullRequestClosed.rawValue + (number.map { "#\($0)" } ?? ""), keys)
      }
    case .changed(let files):
      return .changing(item, .pullRequest) {
        $0.setAwaited(.approval)
        $0.notes.removeChangedWork()
        $0.notes.append(prose: Notes.changedWork(files), keys)
      }
    }
  }
}

extension Notes {
  private static let changedWork = "changed after it was judged"

  /// The note about commits after the judged one.
  fileprivate static func changedWork(_ files: [String]) -> String {
    withinSegment(changedWork + (files.isEmpty ? "" : ": \(Verdict.Reason.list(files))"))
  }

  /// Removes the note about commits after the judged one.
  mutating func removeChangedWork() {
    removeSegments { $0.utf8.starts(with: Self.changedWork.utf8) }
  }
}
