import Door
public import Model
import Plans
public import Text

/// What people owe, oldest first.
public struct OwedRepliesAnswer: Shaped {
  let replies: [OwedReplyAnswer]
  /// `nil` if there are none.
  let proposals: [OwedProposalAnswer]?

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
  }

  public static var shapeName: StaticString { "waiting" }
  public static func shape(_ fields: inout Fields<OwedRepliesAnswer>) {
    fields.add("rows", \.replies, "the rows that wait for a person, the longest first")
    fields.addIfAny("proposals", \.proposals, "the plans that a person has to decide")
  }
}

struct OwedProposalAnswer: Shaped {
  private let proposal: PlanProposal

  init(_ proposal: PlanProposal) { self.proposal = proposal }

  static var shapeName: StaticString { "plan that waits for a person" }
  static func shape(_ fields: inout Fields<OwedProposalAnswer>) {
    fields.add("plan", \.proposal.plan.name)
    fields.add("tasks", \.proposal.plan.tasks.count, "how many it has")
    fields.add("hash", \.proposal.hash, "the SHA-256 of its canonical JSON, for `approve`")
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
      }, "of `approval`: `start`, before the work begins, or `done`, of its result")
    fields.addIfAny(
      "question", { $0.item.awaited == .answer ? .some($0.item.question) : nil },
      "of `answer`: what the worker asks")
    fields.add(
      "message", { $0.reply.row.cause.sentence($0.language) }, "what it waits for, in words")
    fields.add("since", \.reply.since?.iso8601, "since when; null if unknown")
    fields.add("seconds", \.seconds, "for how many seconds")
    fields.addIfAny("plan", \.item.planName, "its plan")
    fields.addIfAny(
      "approval_digest", \.reply.digest, "but of `merge`: what stands for the row as it is now")
    fields.addIfAny(
      "changed",
      {
        if case .approvalToStart(let parts?) = $0.reply.row.cause {
          parts.map(\.rawValue)
        } else {
          nil
        }
      }, "of a row that was approved before: what changed since")
    fields.addIfAny(
      "pr", { $0.item.awaited == .merge ? $0.item.pullRequest : nil },
      "of `merge`: the number of the pull request")
    fields.addIfAny("url", \.reply.address, "of `merge`: where it is")
    fields.add("command", \.command, "what replies to it")
  }
}
