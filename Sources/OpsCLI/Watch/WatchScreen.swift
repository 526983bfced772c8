import CommandLineKit
import Console
import QueueModel
import Screen
import TextWidth

/// Draws the state of the screen.
struct WatchScreen {
  let model: WatchModel
  let paint: Paint

  var frame: Frame {
    let size = model.size
    var frame = Frame(columns: size.columns, rows: size.rows)
    guard model.hasRoom else {
      putTooSmall(into: &frame)
      return frame
    }
    if let page = model.page {
      put(page, into: &frame)
    } else {
      OverviewScreen(model: model, paint: paint).put(into: &frame)
    }
    putFooter(into: &frame)
    return frame
  }

  private func putTooSmall(into frame: inout Frame) {
    let text = model.text(.needsRoom(OverviewLayout.least, has: model.size))
    for (row, line) in Paragraph(text).lines(width: model.size.columns).enumerated() {
      frame.put(StyledText(line, .plain), row: row)
    }
  }

  private func put(_ page: Page, into frame: inout Frame) {
    let lines = page.lines(in: model.size, paint, at: model.now, model.language)
    let shown = lines.indices.dropFirst(page.top).prefix(model.pageRoom)
    let isWhole = shown.count == lines.count
    let place = WatchText.lines(
      shown.startIndex..<shown.endIndex, of: lines.count, follows: page.follows)
    frame.putBar(title(of: page), isWhole ? "" : model.text(place), row: 0)
    for (row, line) in shown.enumerated() {
      frame.put(lines[line].cut(to: model.size.columns), row: row + 1)
      if line == page.match { frame.emphasize(row: row + 1, .reversed) }
    }
  }

  private func title(of page: Page) -> String {
    switch page.key {
    case .id(let id): model.text(.title(page.kind, of: id))
    case .line(let line): model.text(line.map(WatchText.rowInLine) ?? .malformedRow)
    case nil: model.text(.title(page.kind, of: nil))
    }
  }

  // MARK: The last line

  private func putFooter(into frame: inout Frame) {
    let last = model.size.rows - 1
    if let question = model.question {
      putWhole(question, into: &frame)
    } else if let typing = model.typing {
      let found = model.message.map { model.text($0.text) } ?? ""
      put(
        typing.editor, after: model.text(typing.purpose == .search ? .searching : .filtering),
        found, row: last, into: &frame)
    } else {
      frame.putLine(footer, row: last)
    }
  }

  /// Shows a question whole, over as many of the last lines as it needs; the last one is for what
  /// is typed, if anything.
  private func putWhole(_ asked: WatchModel.Question, into frame: inout Frame) {
    let size = model.size
    let text = (model.message ?? asked.refusal).map { model.text($0.text) } ?? model.text(of: asked)
    let end = asked.editor == nil ? size.rows : size.rows - 1
    let lines = Paragraph(text).lines(width: size.columns).prefix(end - 1)
    for (row, line) in zip((end - lines.count)..., lines) {
      frame.putLine(paint.bold(DisplayWidth.pad(line, to: size.columns)), row: row)
    }
    if let editor = asked.editor { put(editor, after: "> ", "", row: end, into: &frame) }
  }

  /// Puts a line that is typed, between what it is for and what is found by it.
  private func put(
    _ editor: LineEditor, after prompt: String, _ found: String, row: Int, into frame: inout Frame
  ) {
    let columns = model.size.columns
    frame.putLine(String(repeating: " ", count: columns), row: row)
    let start = frame.put(StyledText(paint.bold(prompt)), row: row)
    let end = frame.put(editor.line(width: columns - start), row: row, column: start)
    let place = columns - DisplayWidth.of(found)
    if place > end + 1 { frame.put(StyledText(paint.dim(found)), row: row, column: place) }
  }

  private var footer: String {
    guard let message = model.message else { return paint.dim(keys) }
    let text = model.text(message.text)
    switch message.tone {
    case .hint: return text
    case .done: return paint(text, .green)
    case .failed: return paint(text, .red)
    }
  }

  /// The keys that there is room for; the last one shows all of them.
  private var keys: String {
    if let page = model.page, page.content == nil { return model.text(.reading(page.kind)) }
    let facts = model.facts
    var keys = shortcuts(facts).map { model.text(.shortcut($0, facts)) }
    func width() -> Int { keys.reduce(2 * (keys.count - 1)) { $0 + DisplayWidth.of($1) } }
    while keys.count > 2, width() > model.size.columns { keys.remove(at: keys.count - 2) }
    return keys.joined(separator: "  ")
  }

  private func shortcuts(_ facts: RowFacts?) -> [Shortcut] {
    guard let page = model.page else {
      return model.selection == nil
        ? [.quit, .choose, .details, .search, .filter, .status, .help]
        : [.quit, .details, .report, .log] + actions(facts) + [.search, .filter, .help]
    }
    switch page.kind {
    case .keys: return [.back, .scroll]
    case .details: return [.back, .scroll, .report, .log] + actions(facts) + [.search, .help]
    case .report: return [.back, .scroll, .log] + actions(facts) + [.search, .help]
    case .log: return [.back, .scroll, .report] + actions(facts) + [.search, .help]
    }
  }

  /// The actions that a row with this status is for.
  private func actions(_ facts: RowFacts?) -> [Shortcut] {
    switch facts?.status {
    case .pending, .inProgress: return [.cancel, .replan]
    case .failed: return [.retry, .replan]
    case .blocked:
      switch facts?.awaited {
      case .answer: return [.reply, .retry]
      case .approval: return [.reply, .reject, .retry]
      case nil: return [.retry, .replan]
      }
    case .done, nil: return []
    }
  }
}

extension Frame {
  /// Puts a line, cut to the width of the screen.
  mutating func putLine(_ text: String, row: Int) {
    let whole = StyledText(text)
    let isWide = DisplayWidth.of(whole.plain) > columns
    put(isWide ? whole.cut(to: columns) : whole, row: row)
  }

  /// Puts a reversed line: a text at the left, whose end is kept where it is too long, and one at
  /// the right.
  mutating func putBar(_ left: String, _ right: String, row: Int) {
    let end = columns - DisplayWidth.of(right) - 1
    let style = TextStyle(.bold)
    put(StyledText(left.keepingEnd(of: max(end - 3, 1)), style), row: row, column: 1)
    put(StyledText(right, style), row: row, column: max(end, 0))
    emphasize(row: row, .reversed)
  }
}

extension String {
  /// The text, or `…` and its end where it is wider than `width` columns.
  fileprivate func keepingEnd(of width: Int) -> String {
    guard DisplayWidth.of(self) > width else { return self }
    var room = width - 1
    let end = reversed().prefix { character in
      room -= DisplayWidth.of(character)
      return room >= 0
    }
    return "…" + String(end.reversed())
  }
}
