import Prose

/// What a request asks for, as rows of a queue. Source of the rules: `docs/routing.md`,
/// "Intake".
///
/// Lists are read first, then what stands between tasks; a request that is one task is divided
/// into three phases. Found in linear time, whatever the request is.
public struct Proposal: Equatable, Sendable {
  public struct Item: Equatable, Sendable {
    /// On one line, otherwise as the request says it.
    public let text: String
    /// What the item, or what introduces all of them, says of how urgent it is.
    public let urgency: Urgency?
    /// When it is due, where they say that.
    public let due: Moment?
  }

  /// In the order of the request; empty where it asks for nothing.
  public let items: [Item]
  /// Whether the request says that each is to be done after the one before it.
  public let isOrdered: Bool
  /// Whether the items are the phases of one task, which are done one after the other, too.
  public let isTemplate: Bool
  public let language: Language
  /// How many phases are left out, for there are to be no more rows. What somebody listed is
  /// never left out.
  public let dropped: Int

  public var texts: [String] { items.map(\.text) }

  /// - Parameters:
  ///   - request: any text.
  ///   - parallel: how many phases of a single task are proposed at most.
  ///   - now: what "tomorrow" counts from; without it only days with a year are deadlines.
  public static func propose(
    _ request: String, parallel: Int = 3, now: Moment? = nil
  ) -> Proposal {
    Reading(request).proposal(parallel: parallel, now: now)
  }
}
