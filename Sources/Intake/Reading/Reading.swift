import Prose

/// A request, read.
struct Reading {
  private let text: RequestText
  private var items: [ItemText] = []
  private var isOrdered = false
  /// Whether an item stands in a list.
  private var isListed = false
  private let introductions: [Range<Int>]

  init(_ request: String) {
    // Some editors begin a file with the mark of its byte order.
    let mark: Unicode.Scalar = "\u{FEFF}"
    let scalars = request.unicodeScalars
    text = RequestText(String(scalars.first == mark ? scalars.dropFirst() : scalars[...]))
    let outline = Outline(text)
    introductions = outline.introductions
    isOrdered = outline.introductions.contains {
      Introduction.statesSequence(text.marked.text($0))
    }
    var seen: Set<String> = []
    for part in outline.parts {
      for item in read(part) where seen.insert(item.text.lowercased()).inserted {
        if item.isSequel, !items.isEmpty { isOrdered = true }
        items.append(item)
      }
    }
  }

  private mutating func read(_ part: Outline.Part) -> [ItemText] {
    switch part {
    case .entry(let entry):
      isListed = true
      return entry.items(in: text)
    case .prose(let range):
      let splitter = TaskSplitter(text, range)
      if splitter.isOrdered { isOrdered = true }
      return splitter.pieces.compactMap { ItemText(text, [$0]) }
    }
  }

  func proposal(parallel: Int, now: Moment?) -> Proposal {
    let language = Language(of: text.marked.text(0..<text.scalars.count))
    let isTemplate = items.count == 1 && !isListed
    let shared = SharedCells(text, introductions, now)
    var items = items.map { Proposal.Item($0.text, shared, now) }
    var dropped = 0
    if isTemplate, let whole = items.first {
      let phases = language.phases
      dropped = max(0, phases.count - max(1, parallel))
      items = phases.dropLast(dropped).map { whole.phase($0) }
    }
    return Proposal(
      items: items, isOrdered: isOrdered && self.items.count > 1, isTemplate: isTemplate,
      language: language, dropped: dropped)
  }
}

extension Proposal.Item {
  fileprivate init(_ text: String, _ shared: SharedCells, _ now: Moment?) {
    let words = RequestText(text)
    self.init(
      text: text, urgency: UrgencyReader(words).urgency ?? shared.urgency,
      due: DueReader(words, now: now).due() ?? shared.due)
  }

  /// One of the phases of this, which is as urgent.
  fileprivate func phase(_ name: String) -> Proposal.Item {
    Proposal.Item(text: "\(name): \(text)", urgency: urgency, due: due)
  }
}
