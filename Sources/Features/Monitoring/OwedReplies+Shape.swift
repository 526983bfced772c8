import Door
public import Model
import Plans
public import Text

/// The replies that people owe, oldest first.
public struct OwedRepliesAnswer: Shaped {
  let replies: [OwedReplyAnswer]
  /// The proposals; `nil` if there are none.
  let proposals: [OwedProposalAnswer]?
  /// The rows that people have had for long; `nil` if there are none.
  let held: [HeldRowAnswer]?
  private let stopped: [StoppedAnswer]

  /// - Parameters:
  ///   - language: the language of the messages.
  ///   - commandLine: the command line of a remedy.
  public init(
    _ owed: OwedReplies, language: Language = .english, _ commandLine: (Remedy) -> String
  ) {
    replies = owed.rows.map {
      OwedReplyAnswer(
        reply: $0, seconds: $0.seconds(at: owed.now), language: language,
        command: commandLine($0.row.remedy))
    }
    proposals = owed.proposals.isEmpty ? nil : owed.proposals.map(OwedProposalAnswer.init)
    held = owed.held.isEmpty ? nil : owed.held.map { HeldRowAnswer(row: $0, now: owed.now) }
    stopped = owed.stopped.map { StoppedAnswer($0, language: language, commandLine) }
  }

  public static var shapeName: StaticString { "waiting" }
  public static func shape(_ fields: inout Fields<OwedRepliesAnswer>) {
    fields.add("rows", \.replies, "the rows that wait for a person, the longest first")
    fields.addIfAny("proposals", \.proposals, "the plans about which a person has to decide")
    fields.addIfAny(
      "held", \.held, "the rows that a person has had for `long_work_after`, the longest first")
    fields.addIfNotEmpty(
      "stopped", \.stopped, "the other BLOCKED rows at which a person should look")
  }
}

extension ApprovalElsewhere: Shaped {
  public static var shapeName: StaticString { "approval elsewhere" }
  public static func shape(_ fields: inout Fields<ApprovalElsewhere>) {
    fields.add("by", \.approver, "who approved the row")
    fields.addIfAny("commit", \.source?.commit, "the commit that brought the approval, if known")
    fields.addIfAny("author", \.source?.author, "the author of that commit")
  }
}

struct HeldRowAnswer: Shaped {
  let row: HeldRow
  let now: QueueTime

  static var shapeName: StaticString { "row that a person has" }
  static func shape(_ fields: inout Fields<HeldRowAnswer>) {
    fields.add("id", \.row.item.id)
    fields.add("since", \.row.since.iso8601, "when the person took the row")
    fields.add("seconds", { $0.row.seconds(at: $0.now) }, "how long the person has had the row")
  }
}

struct OwedProposalAnswer: Shaped {
  private let proposal: PlanProposal

  init(_ proposal: PlanProposal) { self.proposal = proposal }

  static var shapeName: StaticString { "plan that waits for a person" }
  static func shape(_ fields: inout Fields<OwedProposalAnswer>) {
    fields.add("plan", \.proposal.plan.name)
    fields.add("tasks", \.proposal.plan.tasks.count, "how many tasks the plan has")
    fields.add("hash", \.proposal.hash, "the SHA-256 of the canonical JSON, for `approve`")
  }
}

struct OwedReplyAnswer: Shaped {
  let reply: OwedReply
  let seconds: Int?
  let language: Language
  let command: String

  private var item: QueueItem { reply.row.item }

  static var shapeName: StaticString { "row that waits for a person" }
  static func shape(_ fields: inout Fields<OwedReplyAnswer>) {
    fields.add("id", \.item.id)
    fields.add("awaits", \.item.awaited?.rawValue, "`answer`, `approval` or `merge`")
    fields.addIfAny(
      "approval",
      { answer in
        answer.item.awaited == .approval
          ? (answer.item.awaitsStart ? Approval.start : .done).rawValue : nil
      },
      "only for `approval`: `start`, before the work begins, or `done`, for the result of the work")
    fields.addIfAny(
      "question", { $0.item.awaited == .answer ? .some($0.item.question) : nil },
      "only for `answer`: the worker's question")
    fields.add(
      "message", { $0.reply.row.cause.sentence($0.language) }, "what the row waits for, in words")
    fields.add("since", \.reply.since?.iso8601, "since when the row has waited; null if unknown")
    fields.add("seconds", \.seconds, "for how many seconds the row has waited")
    fields.addIfAny("plan", \.item.planName, "the plan of the row")
    fields.addIfAny(
      "approval_digest", \.reply.digest, "except for `merge`: the digest of the row as it is now")
    fields.addIfAny(
      "changed",
      {
        if case .approvalToStart(let parts?) = $0.reply.row.cause {
          parts.map(\.rawValue)
        } else {
          nil
        }
      }, "only for a row that was approved before: the changes since then")
    fields.addIfAny(
      "approved_elsewhere", \.reply.elsewhere,
      "only with `approve_pulled_rows`: the approval that git brought, and that does not count here"
    )
    fields.addIfAny(
      "pr", { $0.item.awaited == .merge ? $0.item.pullRequest : nil },
      "only for `merge`: the number of the pull request")
    fields.addIfAny("url", \.reply.address, "only for `merge`: the address of the pull request")
    fields.add("command", \.command, "the commands with which to reply")
  }
}
