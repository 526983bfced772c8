public import Model
public import Text

/// A plan that waits for a person. A planner wrote it, or intake did.
public struct PlanProposal: Equatable, Sendable {
  public let plan: Plan
  /// The number of the proposal within its plan, from 1.
  public let number: Int
  public var state: State
  /// The SHA-256 of the plan's canonical JSON, in hexadecimal.
  public let hash: String
  /// The name of the planner; `nil` if intake divided the goal.
  public let planner: String?
  /// The model that answered; `nil` if it is unknown.
  public let model: String?
  /// The tokens and cost of its requests; `nil` if they are unknown.
  public let usage: AgentUsage?
  /// The proposal's folder, relative to home.
  public let folder: String

  public enum State: String, CaseIterable, Sendable {
    /// A person has to read the proposal.
    case proposed
    case approved, rejected
  }

  /// The name of its plan.
  public var name: String { plan.name }

  /// The proposal in words: `login is proposed: 2 tasks`.
  public var sentence: Sentence {
    let count = plan.tasks.count
    return Sentence(
      "\(name) is proposed: \(count.counted("task"))", "\(name) 제안됨: 할 일 \(count)개")
  }
}

/// What happened to a proposal that was to be applied without a person reading it.
public enum UnreadPlan: Sendable {
  case applied(AppliedPlan)
  /// The plan was not applied, because a person has to approve these tasks and so reads the plan
  /// first.
  case held(tasks: [String])
}

/// The goal that a planner is asked to plan.
public struct PlanGoal: Equatable, Sendable {
  /// The goal in words.
  public var text: String
  /// The name of the plan; `nil` to derive one from the goal.
  public var name: String?
  /// The name of the file that contains the goal; `nil` if there is none.
  public var file: String?

  public init(_ text: String, name: String? = nil, file: String? = nil) {
    (self.text, self.name, self.file) = (text, name, file)
  }

  /// A name derived from the name of the file, or else from the first words of the goal.
  var derivedName: String {
    let stem = file.map { name in
      String(decoding: name.utf8.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    }
    for text in [stem, text].compactMap(\.self) {
      let name = Self.name(after: text)
      if PlanName.isWellFormed(name) { return name }
    }
    return "plan"
  }

  /// The first words in Latin letters, joined by `-`.
  private static func name(after text: String) -> String {
    var name = ""
    for word in Romanization.words(of: text.unicodeScalars.prefix(400)).prefix(5) {
      if name.utf8.count + 1 + word.utf8.count > longestName {
        // A Korean word may be long; its beginning is better than no name.
        if name.isEmpty { name = String(word.prefix(longestName)) }
        break
      }
      name += (name.isEmpty ? "" : "-") + word
    }
    return name
  }

  /// Leaves room for a number after the name.
  private static let longestName = PlanName.longest - 4
}
