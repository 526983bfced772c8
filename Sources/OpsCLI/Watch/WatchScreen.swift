import CommandLineKit
import CommandSupport
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
    switch model.mode {
    case .details where model.details != nil: putDetails(into: &frame)
    case .overview, .details: OverviewScreen(model: model, paint: paint).put(into: &frame)
    case .help: putHelp(into: &frame)
    }
    putFooter(into: &frame)
    return frame
  }

  private func putTooSmall(into frame: inout Frame) {
    let least = OverviewLayout.least
    let text =
      "ops watch needs \(least.columns) columns and \(least.rows) rows, "
      + "and has \(model.size.columns) and \(model.size.rows)"
    for (row, line) in Paragraph(text).lines(width: model.size.columns).enumerated() {
      frame.put(StyledText(line, .plain), row: row)
    }
  }

  private func putDetails(into frame: inout Frame) {
    let layout = DetailsLayout(model)
    let details = model.details
    let lines = details?.lines(width: model.size.columns, paint, at: model.now) ?? []
    let shown = lines.indices.dropFirst(details?.top ?? 0).prefix(layout.room)
    let all =
      shown.count == lines.count
      ? "" : "lines \(shown.startIndex + 1) to \(shown.endIndex) of \(lines.count)"
    frame.putBar(details?.title ?? "", all, row: 0)
    for (row, line) in shown.enumerated() { frame.put(lines[line], row: row + 1) }
  }

  private func putHelp(into frame: inout Frame) {
    frame.putBar("ops watch: keys", "", row: 0)
    let width = WatchHelp.keys.map { DisplayWidth.of($0.key) }.max() ?? 0
    for (row, line) in WatchHelp.keys.enumerated() {
      let key = paint.bold(DisplayWidth.pad(line.key, to: width))
      frame.put(StyledText("\(key)  \(line.meaning)"), row: row + 2, column: 2)
    }
  }

  // MARK: The last line

  private func putFooter(into frame: inout Frame) {
    if let question = model.question {
      putWhole(question.text, into: &frame)
    } else {
      frame.putLine(footer, row: model.size.rows - 1)
    }
  }

  /// Shows a question whole, over as many of the last lines as it needs.
  private func putWhole(_ text: String, into frame: inout Frame) {
    let size = model.size
    let lines = Paragraph(text).lines(width: size.columns).prefix(size.rows - 1)
    for (row, line) in zip((size.rows - lines.count)..., lines) {
      frame.putLine(paint.bold(DisplayWidth.pad(line, to: size.columns)), row: row)
    }
  }

  private var footer: String {
    guard let message = model.message else { return keys }
    switch message.tone {
    case .hint: return message.text
    case .done: return paint(message.text, .green)
    case .failed: return paint(message.text, .red)
    }
  }

  private var keys: String {
    switch model.mode {
    case .overview:
      paint.dim("q quit  arrows choose  enter details  r retry  c cancel  ? keys")
    case .details where model.details == nil: paint.dim("Reading the row…")
    case .details: paint.dim("esc back  arrows scroll  r retry  c cancel  ? keys")
    case .help: paint.dim("esc back")
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

/// How much of a row's details the screen shows.
struct DetailsLayout {
  /// The number of lines of the details.
  let lineCount: Int
  /// The number of lines for them: all but the first and the last line of the screen.
  let room: Int

  init(_ model: WatchModel) {
    let lines = model.details?.lines(
      width: model.size.columns, Paint(isOn: false), at: model.now)
    lineCount = lines?.count ?? 0
    room = max(1, model.size.rows - 2)
  }
}

/// The details of a row, and their scroll position.
struct RowDetails {
  let key: WatchedRowKey
  /// `nil` for a malformed row.
  let view: RowView?
  /// Why it is not running; `nil` for a row that is not PENDING.
  let reason: ReasonLine?
  /// Why it can't be read.
  let problem: String?
  /// The index of the first visible line.
  var top = 0

  var title: String {
    switch key {
    case .id(let id): id.escaped
    case .line(let line): line.map { "line \($0)" } ?? "malformed row"
    }
  }

  func lines(width: Int, _ paint: Paint, at now: QueueTime) -> [StyledText] {
    var text = problem.map { paint($0.escaped, .red) + "\n" } ?? ""
    if let reason {
      text += ReasonScreen(rows: [reason]).text(width: width, paint) + "\n"
    }
    text += view?.screen(width: width, paint, Ages(at: now)) ?? ""
    return StyledText.lines(of: text)
  }
}

extension RowDetails {
  /// - Parameters:
  ///   - row: the row as it was read.
  ///   - queue: the reading that says why it is not running.
  ///   - context: gives the time, and the text of commands.
  init(_ row: LoadedRow, in queue: WatchedQueue, _ context: CommandContext) {
    let explanation = queue.index(of: row.key).flatMap(queue.row(at:))?.explanation
    let now = try? context.now()
    let reason = explanation.flatMap { explanation in
      now.map {
        ReasonLine(explanation, at: $0, command: explanation.remedy.map(context.commandLine))
      }
    }
    // The reason of a malformed row names the problem already.
    self.init(
      key: row.key, view: row.view, reason: reason, problem: reason == nil ? row.problem : nil)
  }
}

/// The details of a row as they were read.
struct LoadedRow {
  let key: WatchedRowKey
  let view: RowView?
  let problem: String?

  init(_ key: WatchedRowKey, in context: CommandContext) {
    self.key = key
    do {
      view = try key.id.map(context.view(ofRow:))
      problem = nil
    } catch {
      view = nil
      problem = context.commandError(error).sentence
    }
  }
}
