import Prose

/// What a request says of all its items: in the lines that introduce them, or by a mark at its
/// very start.
struct SharedCells {
  let urgency: Urgency?
  let due: Moment?

  /// A mark at the start of a request is shorter than this.
  private static let markLength = 80

  init(_ request: [Unicode.Scalar], _ introductions: [[Unicode.Scalar]], _ now: Moment?) {
    let first = request.drop(while: \.isBlank).prefix(Self.markLength).prefix { !$0.isLineBreak }
    urgency =
      introductions.lazy.compactMap { UrgencyReader($0).urgency }.first
      ?? UrgencyReader(Array(first)).heading
    due = introductions.lazy.compactMap { DueReader($0, now: now).due(isIntroduction: true) }.first
  }
}
