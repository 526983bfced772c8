import Door
import Model
import Runner
import Text
import Worktrees

/// `orch lease`: acquires, renews or releases the lease of a session on a row.
struct LeaseCommand: QueueCommand {
  static let name = "lease"
  static let summary = Sentence(
    "Take, renew or give back the lease of a session on a row", "행에 대한 세션의 리스를 얻거나, 연장하거나, 돌려줍니다")
  static let discussion = Sentence(
    """
    A lease keeps other sessions off a row until it ends. The lease that orch pick gives lasts as
    long as work may go on without heartbeats. A session that has renewed its lease depends on the
    lease, and should renew it well before its end. acquire takes a lease on any unfinished row that
    no other session holds; if the row is IN_PROGRESS, acquire also takes over the work. A lease
    that has ended can't be renewed: the work may have passed to another session. --owner-session
    names the session.
    """,
    """
    리스는 끝날 때까지 다른 세션이 행을 가져가지 못하게 합니다. orch pick은 하트비트 없이 일할 수
    있는 시간만큼의 리스를 줍니다. 연장하는 세션은 그때부터 리스로 판단되므로 끝나기 한참 전에
    연장해야 합니다. acquire는 다른 세션이 갖지 않은 끝나지 않은 행의 리스를 얻으며, IN_PROGRESS
    행이면 작업도 이어받습니다. 끝난 리스는 연장되지 않습니다. 작업이 다른 세션으로 넘어갔을 수
    있기 때문입니다. 세션은 --owner-session입니다.
    """)
  static let result = """
    `lease acquired ID until EPOCH`, `lease renewed ID until EPOCH`, `lease released ID`; \
    if another session holds the row, the refusal names that session and the end of its lease
    """
  static var answers: [any Shaped.Type] { [LeaseAnswer.self] }
  static let examples = [
    Example(
      "orch lease renew ORCH-001 --owner-session worker-a",
      Sentence("a heartbeat, in a loop", "하트비트. 반복하여 부릅니다")),
    Example(
      "orch lease acquire --id ORCH-001 --owner-session worker-b --seconds 1800",
      Sentence("takes over the work of a session whose lease has ended", "리스가 끝난 세션의 작업을 이어받습니다")),
  ]
  static let options: [Option<LeaseCommand>] = [
    .choice(
      "ACTION", Sentence("what to do with the lease", "리스로 할 일"), Action.allCases.map(\.rawValue),
      required: true
    ) { $1.chosen = Action(rawValue: $0) ?? .acquire },
    .row(Sentence("the row", "행"), of: .unfinished) { $1.id = $0 },
    .lifetime { $1.seconds = $0 },
  ]
  static let action: String? = "ACTION"
  static let positional: String? = "--id"

  enum Action: String, CaseIterable {
    case acquire, renew, release
  }

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: true) }
  var chosen = Action.acquire
  var id = ""
  var seconds: Int?
  var itemID: String? { id }

  func run(in context: CommandContext) throws -> ExitStatus {
    _ = try context.requiredSession(
      or: Sentence("name the session that has the lease", "리스를 가진 세션을 지정하십시오"))
    let decision = try context.taskQueue.perform(
      .lease(.init(id: id, try request())), as: context.caller)
    guard let item = decision.item else { return .success }
    guard let change = decision.answers(in: context.taskQueue.zoneOfJSON).first else {
      return .success
    }
    // An acquired lease may come with a new claim, whose token the session gets.
    let token: String?? = chosen == .acquire ? .some(item.claim?.token) : .none
    try context.print(LeaseAnswer(change: change, token: token), or: text(item))
    return .success
  }

  private func request() throws -> Transition.LeaseRequest.Action {
    switch chosen {
    case .acquire: return .acquire(seconds: seconds)
    case .renew: return .renew(seconds: seconds)
    case .release:
      guard seconds == nil else {
        throw Problem.usage(
          "--seconds can't be used with release", "--seconds는 release와 함께 쓸 수 없습니다",
          hint: Sentence("leave --seconds out: the lease ends now", "빼십시오. 리스는 지금 끝납니다"))
      }
      return .release
    }
  }

  private func text(_ item: QueueItem) -> String {
    let end = item.claim?.lease?.expiresAt ?? 0
    return switch chosen {
    case .acquire: "lease acquired \(item.id.escaped) until \(end)"
    case .renew: "lease renewed \(item.id.escaped) until \(end)"
    case .release: "lease released \(item.id.escaped)"
    }
  }
}

private struct LeaseAnswer: Shaped {
  let change: ZonedChange
  let token: String??

  static var shapeName: StaticString { "lease" }
  static func shape(_ fields: inout Fields<LeaseAnswer>) {
    fields.addAll { $0.change }
    fields.addIfAny(
      "attempt", \.token, "the token of the claim that the lease belongs to; only of `acquire`")
  }
}
