import Model
import TestSupport

/// What sessions and people ask of a queue, at random, while the clock is set on and back.
struct RandomWork {
  private var random: SeededGenerator
  private var seconds = 1_769_850_000
  private var requests = 0
  /// The tokens that each session was given, also those that are over.
  private var tokens: [String: [String]] = [:]

  init(seed: Int) { random = SeededGenerator(seed: UInt64(seed)) }

  struct Request {
    let transition: Transition
    let context: TransitionContext
  }

  mutating func next() -> Request {
    let step = [0, 0, 0, 0, 1, 60, 119, 900, 3600, -3600].randomElement(using: &random) ?? 0
    seconds += step
    requests += 1
    let session = ["s1", "s2", "s3", nil].randomElement(using: &random) ?? nil
    var context = TransitionContext(
      session: session, now: QueueTime(epochSeconds: seconds, offset: 32400),
      author: Author(run: "run-\(requests)", actor: session ?? "me@7"))
    context.entropy = 0xABCDEF
    if isTrue(oneIn: 3) {
      context.claimToken = tokens[session ?? ""]?.randomElement(using: &random)
    }
    return Request(transition: transition(as: session), context: context)
  }

  /// Keeps the answer for later requests.
  mutating func take(_ decision: Decision, _ context: TransitionContext) {
    for change in decision.changes {
      if let token = change.after?.claim?.token {
        tokens[context.session ?? "", default: []].append(token)
      }
    }
  }

  private mutating func isTrue(oneIn count: Int) -> Bool {
    Int.random(in: 0..<count, using: &random) == 0
  }

  private mutating func transition(as session: String?) -> Transition {
    let id = "R-\(Int.random(in: 1...4, using: &random))"
    let force = isTrue(oneIn: 8)
    switch Int.random(in: 0..<38, using: &random) {
    case 0, 1: return .add(newItem(id))
    case 2, 3, 4, 5: return .pick(id: isTrue(oneIn: 3) ? id : nil)
    case 6: return .dispatch(.init(maxWorkers: 3, limit: 2))
    case 7, 8: return finish(id, force: force)
    case 9: return .assign(id: id, to: "s3", from: session, force: force)
    case 10, 11: return .release(id: id, force: force)
    case 12: return .cancel(id: id)
    case 13: return .replan(id: id, reason: "r", force: force)
    case 14, 15: return .retry(id: id, force: force)
    case 16, 17, 18: return .undo(id: isTrue(oneIn: 2) ? id : nil)
    case 19: return .restore(id: id)
    case 20: return .rescue(staleTimeout: .seconds(1800))
    case 21, 22, 23, 24:
      return .lease(.init(id: id, .acquire(seconds: isTrue(oneIn: 3) ? 60 : nil)))
    case 25: return .lease(.init(id: id, .release))
    case 26: return .lease(.init(id: id, .expire))
    case 27: return .addAll([newItem("S-1"), newItem(id)], inSequence: isTrue(oneIn: 2))
    case 28, 29, 30:
      let failure = FailureClass.allCases.randomElement(using: &random) ?? .unknown
      return .endAttempt(.init(id: id, failure: failure, notes: "why"))
    case 31, 32: return .reply(.init(id: id, .approve))
    case 33: return .reply(.init(id: id, .reject(reason: "r")))
    case 34: return .cancelDependants
    case 35, 36: return .move([id], to: target())
    default: return .lease(.init(id: id, .renew(seconds: nil)))
    }
  }

  private mutating func target() -> Transition.Target {
    let id = "R-\(Int.random(in: 1...4, using: &random))"
    return [.top, .bottom, .above(id), .below(id), .up, .down].randomElement(using: &random)
      ?? .top
  }

  private mutating func finish(_ id: String, force: Bool) -> Transition {
    let ending: Transition.Finish.Ending =
      switch Int.random(in: 0..<3, using: &random) {
      case 0: .done
      case 1: .blocked
      default: .failed(isPermanent: isTrue(oneIn: 4))
      }
    return .finish(
      .init(id: id, as: ending, notes: "so", appends: isTrue(oneIn: 2), force: force))
  }

  private mutating func newItem(_ id: String) -> Transition.NewItem {
    var item = Transition.NewItem(
      id: id, priority: isTrue(oneIn: 2) ? .p0 : .p1, task: "t", successCriteria: "c",
      notes: isTrue(oneIn: 3) ? "n" : "", after: isTrue(oneIn: 4) ? ["R-1"] : [],
      idempotencyKey: isTrue(oneIn: 3) ? "k" : nil, maxAttempts: isTrue(oneIn: 3) ? 2 : nil)
    if isTrue(oneIn: 3) { item.approval = Approval.allCases.randomElement(using: &random) }
    if isTrue(oneIn: 3) {
      item.failurePolicy = FailurePolicy.allCases.randomElement(using: &random)
    }
    return item
  }
}
