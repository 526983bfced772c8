import Prose

/// What a request says of all its items: in the lines that introduce them, or by a mark at its
/// very start.
struct SharedCells {
  let urgency: Urgency?
  let due: Moment?

  /// A mark at the start of a request is shorter than this.
  private static let markLength = 80

  init(_ text: RequestText, _ introductions: [Range<Int>], _ now: Moment?) {
    let lines = introductions.map { RequestText(text.marked.text($0)) }
    let first = text.lines.first { !$0.isBlank }
      .map { RequestText(text.marked.text($0.range.prefix(Self.markLength))) }
    urgency =
      lines.lazy.compactMap { UrgencyReader($0).urgency }.first
      ?? first.flatMap { UrgencyReader($0).heading }
    due = lines.lazy.compactMap { DueReader($0, now: now).due(isIntroduction: true) }.first
  }
}
