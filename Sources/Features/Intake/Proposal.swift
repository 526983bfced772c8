import Text

/// The tasks of a request, as rows of a queue. Source of the rules: `docs/routing.md`, "Intake".
///
/// Lists are read first, then the places between tasks. The time is linear in the length of the
/// request.
public struct Proposal: Equatable, Sendable {
  public struct Item: Equatable, Sendable {
    /// The text on one line, but otherwise as in the request.
    public let text: String
    /// The urgency that the item states, or the introduction to all items.
    public let urgency: Urgency?
    /// The due time that the item states, or the introduction to all items.
    public let due: Moment?
  }

  /// The items, in the order of the request.
  public private(set) var items: [Item]
  /// Whether the request states that each item follows the one before it.
  public let isOrdered: Bool
  /// Whether the items are the phases of one task, which also follow each other.
  public private(set) var isTemplate = false
  /// How many phases were left out. Listed items are never left out.
  public private(set) var dropped = 0
  public let language: RequestLanguage
  /// Whether the items are in a list. A list of one item becomes one row, even if phases are asked
  /// for.
  private let isListed: Bool

  public var texts: [String] { items.map(\.text) }

  /// - Parameter now: the time to which "tomorrow" is relative. If it is `nil`, only days with a
  ///   year are deadlines.
  public static func propose(_ request: String, now: Moment? = nil) -> Proposal {
    // Some editors begin a file with a byte order mark.
    let scalars = Array(request.unicodeScalars)
    let text = scalars.first == "\u{FEFF}" ? Array(scalars.dropFirst()) : scalars
    return Proposal(Reading(text), of: text, now)
  }

  private init(_ reading: Reading, of text: [Unicode.Scalar], _ now: Moment?) {
    let shared = SharedCells(text, reading.introductions, now)
    items = reading.items.map { Item($0.text, shared, now) }
    isOrdered = reading.isOrdered
    isListed = reading.isListed
    language = RequestLanguage(of: String(text))
  }

  /// The proposal with a single task divided into the first `count` phases, if the task is not in a
  /// list; any other proposal unchanged.
  ///
  /// - Parameter count: the largest number of rows; there is always at least one.
  public func inPhases(_ count: Int = 3) -> Proposal {
    guard let task = items.first, items.count == 1, !isListed, !isTemplate else { return self }
    let phases = language.phases.prefix(max(1, count))
    var proposal = self
    proposal.items = phases.map {
      Item(text: "\($0): \(task.text)", urgency: task.urgency, due: task.due)
    }
    proposal.isTemplate = true
    proposal.dropped = language.phases.count - phases.count
    return proposal
  }
}

extension Proposal.Item {
  fileprivate init(_ text: String, _ shared: SharedCells, _ now: Moment?) {
    let scalars = Array(text.unicodeScalars)
    self.init(
      text: text, urgency: UrgencyReader(scalars).urgency ?? shared.urgency,
      due: DueReader(scalars, now: now).due() ?? shared.due)
  }
}

/// What a request states about all its items: in the lines that introduce them, or with a mark at
/// its very start.
struct SharedCells {
  let urgency: Urgency?
  let due: Moment?

  /// A mark at the start of a request is shorter than this number of scalars.
  private static let markLength = 80

  init(_ request: [Unicode.Scalar], _ introductions: [[Unicode.Scalar]], _ now: Moment?) {
    let first = request.drop(while: \.isBlank).prefix(Self.markLength).prefix { !$0.isLineBreak }
    urgency =
      introductions.lazy.compactMap { UrgencyReader($0).urgency }.first
      ?? UrgencyReader(Array(first)).heading
    due = introductions.lazy.compactMap { DueReader($0, now: now).due(isIntroduction: true) }.first
  }
}
