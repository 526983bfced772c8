import Intake
import JSON

/// How many requests became the items that they are labelled with, in the order labelled.
struct IntakeScore: Score {
  private var total = 0
  private var right = 0

  init(_ cases: [IntakeCase], isVerbose: Bool) {
    for one in cases {
      let proposal = Proposal.propose(one.request)
      total += 1
      if Self.isRight(proposal, one) {
        right += 1
      } else if isVerbose {
        print(Self.difference(one, proposal))
      }
    }
  }

  var meetsGoals: Bool { right * 100 >= total * 90 }

  var summary: String { "items " + Self.share(right, of: total) }

  private static func isRight(_ proposal: Proposal, _ one: IntakeCase) -> Bool {
    proposal.texts == one.items && proposal.isOrdered == one.isOrdered
  }

  private static func difference(_ one: IntakeCase, _ proposal: Proposal) -> String {
    """
    \(one.id): \(JSONValue.string(one.request))
        given \(text(proposal.texts, proposal.isOrdered))
        label \(text(one.items, one.isOrdered))
    """
  }

  private static func text(_ items: [String], _ isOrdered: Bool) -> String {
    (isOrdered ? "in order " : "") + JSONValue.array(items.map { .string($0) }).description
  }
}
