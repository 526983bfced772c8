import Model
import Text

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
    let (least, size) = (OverviewLayout.least, model.size)
    let text = Sentence(
      "ops watch needs \(least.columns) columns and \(least.rows) rows, "
        + "and has \(size.columns) and \(size.rows)",
      "ops watch에는 \(least.columns)열 \(least.rows)행이 필요한데 \(size.columns)열 \(size.rows)행입니다")
    for (row, line) in Paragraph(model.text(text)).lines(width: size.columns).enumerated() {
      frame.put(StyledText(line, .plain), row: row)
    }
  }

  private func put(_ page: Page, into frame: inout Frame) {
    let lines = page.lines(in: model.size, paint, at: model.now, model.language)
    let shown = lines.indices.dropFirst(page.top).prefix(model.pageRoom)
    let isWhole = shown.count == lines.count
    let follows = page.follows
    let (first, last, count) = (shown.startIndex + 1, shown.endIndex, lines.count)
    let place = Sentence(
      "lines \(first) to \(last) of \(count)\(follows ? ", follows" : "")",
      "\(count)줄 중 \(first)-\(last)\(follows ? ", 따라감" : "")")
    frame.putBar(model.text(title(of: page)), isWhole ? "" : model.text(place), row: 0)
    for (row, line) in shown.enumerated() {
      frame.put(lines[line].cut(to: model.size.columns), row: row + 1)
      if line == page.match { frame.emphasize(row: row + 1, .reversed) }
    }
  }

  private func title(of page: Page) -> Sentence {
    switch (page.kind, page.key) {
    case (.keys, _), (_, nil): Sentence("ops watch: keys", "ops watch: 키")
    case (_, .line(let line)?):
      line.map(WatchedRowKey.name) ?? Sentence("malformed row", "잘못된 행")
    case (.details, .id(let id)?): Sentence(same: id)
    case (.report, .id(let id)?), (.log, .id(let id)?),
      (.changes, .id(let id)?):
      page.kind.name.map { "\(id): \($0)" }
    }
  }

  // MARK: The last line

  private func putFooter(into frame: inout Frame) {
    let last = model.size.rows - 1
    if let question = model.question {
      putWhole(question, into: &frame)
    } else if let typing = model.typing {
      let found = model.message.map { model.text($0.text) } ?? ""
      let prompt =
        switch typing.purpose {
        case .search: "/"
        case .filter: model.text(Sentence("filter: ", "필터: "))
        }
      put(typing.editor, after: prompt, found, row: last, into: &frame)
    } else {
      frame.putLine(footer, row: last)
    }
  }

  /// Shows a whole question on as many of the last lines as it needs. If a text is typed, it has
  /// the last line.
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

  /// Puts a typed line after its prompt, and the text `found` at the right.
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

  /// The keys for which there is room; the last one shows the list of all keys.
  private var keys: String {
    if let page = model.page, page.content == nil {
      let name = page.kind.name
      return model.text(Sentence("Reading the \(name.english)…", "\(name.korean) 읽는 중…"))
    }
    var keys = shortcuts(model.facts).map { $0(model.language) }
    func width() -> Int { keys.reduce(2 * (keys.count - 1)) { $0 + DisplayWidth.of($1) } }
    while keys.count > 2, width() > model.size.columns { keys.remove(at: keys.count - 2) }
    return keys.joined(separator: "  ")
  }

  private func shortcuts(_ facts: RowFacts?) -> [Sentence] {
    guard let page = model.page else {
      return model.selection == nil
        ? [.quit, .choose, .details, .search, .filter, .status, .help]
        : [.quit, .details, .report, .log] + actions(facts) + [.search, .filter, .help]
    }
    switch page.kind {
    case .keys: return [.back, .scroll]
    case .details: return [.back, .scroll, .report, .log] + actions(facts) + [.search, .help]
    case .report: return [.back, .scroll, .log] + actions(facts) + [.search, .help]
    case .log, .changes: return [.back, .scroll, .report] + actions(facts) + [.search, .help]
    }
  }

  /// The actions for a row with this status.
  private func actions(_ facts: RowFacts?) -> [Sentence] {
    switch facts?.status {
    case .pending, .inProgress: return [.cancel, .replan]
    case .failed: return [.retry, .replan]
    case .blocked:
      switch facts?.awaited {
      case .answer: return [.answer, .retry]
      case .approval: return [.approve, .reject, .retry]
      case .merge, nil: return [.retry, .replan]
      }
    case .done, nil: return []
    }
  }
}

/// Short texts about keys and their effects, for the last line. The narrowest screen has forty
/// columns.
extension Sentence {
  fileprivate static let quit = Sentence("q quit", "q 종료")
  fileprivate static let choose = Sentence("arrows choose", "화살표 선택")
  fileprivate static let scroll = Sentence("arrows scroll", "화살표 이동")
  fileprivate static let details = Sentence("enter details", "enter 상세")
  fileprivate static let report = Sentence("e report", "e 보고서")
  fileprivate static let log = Sentence("l log", "l 로그")
  fileprivate static let search = Sentence("/ search", "/ 찾기")
  fileprivate static let filter = Sentence("f filter", "f 필터")
  fileprivate static let status = Sentence("s status", "s 상태")
  fileprivate static let answer = Sentence("a answer", "a 답")
  fileprivate static let approve = Sentence("a approve", "a 승인")
  fileprivate static let reject = Sentence("d reject", "d 반려")
  fileprivate static let retry = Sentence("r retry", "r 다시")
  fileprivate static let cancel = Sentence("c cancel", "c 취소")
  fileprivate static let replan = Sentence("p replan", "p 재계획")
  fileprivate static let back = Sentence("esc back", "esc 뒤로")
  fileprivate static let help = Sentence("? keys", "? 키")
}

extension Frame {
  /// Puts a line, cut to the width of the screen.
  mutating func putLine(_ text: String, row: Int) {
    let whole = StyledText(text)
    let isWide = DisplayWidth.of(whole.plain) > columns
    put(isWide ? whole.cut(to: columns) : whole, row: row)
  }

  /// Puts a line in reverse video: a text at the left and one at the right. If the left one is too
  /// long, its end is kept.
  mutating func putBar(_ left: String, _ right: String, row: Int) {
    let end = columns - DisplayWidth.of(right) - 1
    let style = TextStyle(.bold)
    put(StyledText(left.keepingEnd(of: max(end - 3, 1)), style), row: row, column: 1)
    put(StyledText(right, style), row: row, column: max(end, 0))
    emphasize(row: row, .reversed)
  }
}

extension String {
  /// The text, or `…` and its end if it is wider than `width` columns.
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
