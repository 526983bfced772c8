import Model
import StoreTestSupport

/// The status to which each command leads a row from each status, computed by the rules themselves.
enum TransitionTable {
  static var lines: [String] {
    MarkdownTable.lines(
      header: ["transition"] + Status.allCases.map(\.rawValue),
      rows: all.map { row in [row.name] + Status.allCases.map(row.outcome) })
  }

  private struct Row {
    let name: String
    let transition: Transition
    /// The transition with `--force`; `nil` if the command has no such option.
    var forced: Transition?
    /// The notes that the row needs.
    var notes = ""

    func outcome(from status: Status) -> String {
      if let outcome = outcome(transition, from: status) { return outcome }
      return forced.flatMap { outcome($0, from: status) }.map { "\($0) with `--force`" } ?? ""
    }

    private func outcome(_ transition: Transition, from status: Status) -> String? {
      let item = QueueItem.sample(
        "A", status, owner: status == .pending ? nil : "me", notes: notes)
      let now = QueueTime(epochSeconds: 1_769_850_000, offset: 0)
      let context = TransitionContext(session: "me", now: now)
      switch try? transition.decide(in: MemoryTable([item]), context: context) {
      case nil: return nil
      case .unchanged, .alreadySo, .addedBefore: return "no change"
      case .change(let change): return Self.text(change)
      case .changes(let changes), .noted(_, let changes):
        return changes.first.map(Self.text) ?? "no change"
      }
    }

    private static func text(_ change: ItemChange) -> String {
      change.after?.status.rawValue ?? "removed"
    }
  }

  private static let all: [Row] = [
    Row(name: "edit", transition: .edit(.init(id: "A", [.task: "other"]))),
    Row(
      name: "rm", transition: .remove(["A"], force: false), forced: .remove(["A"], force: true)),
    Row(name: "pick, dispatch", transition: .pick(id: "A")),
    finish("done", .done), finish("fail", .failed(isPermanent: false)), finish("block", .blocked),
    Row(
      name: "assign", transition: .assign(id: "A", to: "other", from: "me", force: false)),
    Row(
      name: "release", transition: .release(id: "A", force: false)),
    Row(name: "cancel", transition: .cancel(id: "A")),
    Row(
      name: "replan", transition: .replan(id: "A", reason: "N", force: false),
      forced: .replan(id: "A", reason: "N", force: true)),
    Row(
      name: "retry", transition: .retry(id: "A", force: false)),
    Row(name: "lease acquire", transition: .lease(.init(id: "A", .acquire(seconds: nil)))),
    review("review, report: PASS", .pass), review("review, report: RETRY", .retry),
    review("review, report: BLOCK", .block), review("review, report: QUESTION", .question),
    Row(
      name: "review, report: PASS, with `integrate: pr`",
      transition: review(.pass, by: .review, awaitsMerge: true)),
    pullRequest("pr sync: merged", .merged(commit: nil, unmet: [])),
    pullRequest("pr sync: closed", .closed),
    Row(
      name: "pr sync: sent back", transition: review(.retry, by: .pullRequest),
      notes: "awaits=merge"),
    Row(name: "answer", transition: .reply(.init(id: "A", .answer("yes", question: nil)))),
    Row(
      name: "approve", transition: .reply(.init(id: "A", .approve)), notes: "awaits=approval"),
    Row(
      name: "reject", transition: .reply(.init(id: "A", .reject(reason: "R"))),
      notes: "awaits=approval"),
    Row(
      name: "approve, with `approval=start`", transition: .reply(.init(id: "A", .approve)),
      notes: "approval=start / awaits=approval"),
    Row(
      name: "reject, with `approval=start`",
      transition: .reply(.init(id: "A", .reject(reason: "R"))),
      notes: "approval=start / awaits=approval"),
  ]

  private static func finish(_ name: String, _ ending: Transition.Finish.Ending) -> Row {
    func finish(force: Bool) -> Transition {
      .finish(.init(id: "A", as: ending, notes: "N", force: force))
    }
    return Row(name: name, transition: finish(force: false), forced: finish(force: true))
  }

  private static func review(_ name: String, _ result: Verdict.Result) -> Row {
    Row(name: name, transition: review(result, by: .review))
  }

  private static func review(
    _ result: Verdict.Result, by source: Transition.Review.Source, awaitsMerge: Bool = false
  ) -> Transition {
    let verdict = Verdict(result, reasons: [], unmet: [], coveredChecks: 0, totalChecks: 1)
    var review = Transition.Review(id: "A", by: source, .init(verdict: verdict))
    review.awaitsMerge = awaitsMerge
    return .review(review)
  }

  private static func pullRequest(
    _ name: String, _ kind: Transition.PullRequestChange.Kind
  ) -> Row {
    Row(
      name: name, transition: .pullRequest(.init(id: "A", number: 1, kind)), notes: "awaits=merge")
  }
}
