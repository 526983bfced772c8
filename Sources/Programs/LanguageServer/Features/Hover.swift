import Attempts
import Door
import Host
import Model
import Table
import Text
import Work
import Workers
import Worktrees

extension Feature {
  /// What is known about the row or the word under the cursor.
  static let hover = Feature(
    "hoverProvider",
    methods: [
      Method("textDocument/hover") { server, parameters in
        let document = try server.document(parameters)
        let offset = document.buffer.offset(of: try Position(parameters["position"]))
        guard document.isQueue, let table = try? document.table(),
          let cell = table.cell(at: offset)
        else { return .now(nil) }
        let (language, isMarkdown) = (server.language, server.client.showsMarkdown)
        let word = WordInCell(cell, at: offset, in: document.buffer, table)
        @Sendable func answer(_ text: HoverText, _ range: Range<Position>) -> JSONValue {
          [
            "contents": [
              "kind": isMarkdown ? "markdown" : "plaintext",
              "value": .string(isMarkdown ? text.markdown : text.plain),
            ], "range": range.json,
          ]
        }
        let buffer = document.buffer
        if let meaning = word.meaning(in: document, language) {
          return .now(answer(meaning, buffer.positions(of: word.range)))
        }
        guard let id = word.id ?? table.idText(ofRow: cell.row) else { return .now(nil) }
        let range = buffer.positions(of: word.id == nil ? cell.range : word.range)
        let item = table.firstRow(of: id).flatMap(table.item)
        guard let queue = document.queue else {
          return .now(item.map { answer(HoverText(ofRow: $0, language), range) } ?? nil)
        }
        return .later {
          HoverText(ofRow: id, inBuffer: item, queue, language).map { answer($0, range) } ?? nil
        }
      }
    ])
}

/// The word of a cell at the cursor that has a meaning of its own: an id, or a note.
struct WordInCell {
  let range: Range<Int>
  /// The row that the word names.
  private(set) var id: String?
  private let text: String
  private let column: String

  init(
    _ cell: QueueDocument.Cell, at offset: Int, in buffer: TextBuffer, _ table: QueueDocument
  ) {
    column = cell.column
    let bytes = buffer.bytes
    func ends(_ place: Int) -> Bool { " ,;|".utf8.contains(bytes[place]) }
    let place = min(max(offset, cell.whole.lowerBound), cell.whole.upperBound)
    let start =
      (cell.whole.lowerBound..<place).last(where: ends).map { $0 + 1 }
      ?? cell.whole.lowerBound
    let end = (place..<cell.whole.upperBound).first(where: ends) ?? cell.whole.upperBound
    let word = buffer.text(start..<end)
    let sign = word.utf8.firstIndex(of: UInt8(ascii: "=")).map { word[..<$0].utf8.count + 1 }
    // The cursor is in the value of a note, or in its key.
    if let sign, place >= start + sign {
      range = (start + sign)..<end
    } else {
      range = start..<(sign.map { start + $0 - 1 } ?? end)
    }
    text = buffer.text(range)
    let namesRows = [Column.afterName, Column.notes.name].contains(column)
    if namesRows, table.contains(text) { id = text }
  }

  /// What a note's key or a time means; `nil` for other words.
  func meaning(in document: OpenDocument, _ language: Language) -> HoverText? {
    if column == Column.notes.name, let note = NoteKey.all.first(where: { $0.key == text }) {
      return HoverText([.code(note.label), .text(note.meaning(language))])
    }
    return nil
  }
}

/// A text that is shown as Markdown, or plain. Texts of rows can't form Markdown.
struct HoverText: Sendable {
  enum Line: Sendable {
    case heading(String)
    case text(String)
    case item(String)
    case code(String)
  }

  private var lines: [Line]

  init(_ lines: [Line]) { self.lines = lines }

  var plain: String {
    lines.map { line in
      switch line {
      case .heading(let text), .text(let text), .code(let text): text.escaped
      case .item(let text): "- \(text.escaped)"
      }
    }.joined(separator: "\n")
  }

  var markdown: String {
    lines.map { line in
      switch line {
      case .heading(let text): "**\(Self.literal(text))**"
      case .text(let text): Self.literal(text)
      case .item(let text): "- \(Self.literal(text))"
      case .code(let text): "`\(String(text.escaped.map { $0 == "`" ? "'" : $0 }))`"
      }
    }.joined(separator: "\n\n")
  }

  /// The text with a backslash before each sign that Markdown could read.
  private static func literal(_ text: String) -> String {
    var literal = ""
    for scalar in text.escaped.unicodeScalars {
      if "\\`*_{}[]()<>#+-.!|~&:@$^".unicodeScalars.contains(scalar) { literal += "\\" }
      literal.unicodeScalars.append(scalar)
    }
    return literal
  }
}

extension HoverText {
  /// What a row's cells say.
  init(ofRow item: QueueItem, _ language: Language) {
    lines = [
      .heading("\(item.id) \(item.status.rawValue) \(item.priority.text)"),
      .text(item.task ?? "-"),
    ]
    if let owner = item.ownerSession, item.status == .inProgress {
      let since = item.startedAt.map { " (\($0))" } ?? ""
      lines.append(.text(owner + since))
    }
  }

  /// What the queue knows about a row.
  ///
  /// - Parameter item: the row in the buffer, which the file may not have yet.
  fileprivate init?(
    ofRow id: String, inBuffer item: QueueItem?, _ opening: Opening, _ language: Language
  ) {
    guard let details = try? TaskQueue.open(opening).details(ofRow: id) else {
      guard let item else { return nil }
      self.init(ofRow: item, language)
      lines.append(
        .text(Sentence("not saved yet", "아직 저장되지 않았습니다")(language)))
      return
    }
    self.init(ofRow: details.item, language)
    let queue = TaskQueue.open(opening)
    if let answer = try? queue.why(id, as: Caller()), let row = answer.explanations.first {
      let reason = ReasonLine(row, at: answer.now, command: row.remedy?.command)
      lines.append(.text(reason.message(language)))
      if let command = reason.command { lines.append(.code(command)) }
    }
    let attempts = details.attempts.count
    if attempts > 0 {
      var parts = [
        Sentence("\(attempts.counted("attempt"))", "시도 \(attempts)번")(language)
      ]
      if let costs = details.costs { parts.append(costs.label(language)) }
      if let worker = details.attempts.last?.worker { parts.append(worker) }
      lines.append(.text(parts.joined(separator: ", ")))
    }
    if let last = details.attempts.last {
      for criterion in last.review?.criteria ?? [] {
        lines.append(.item("\(criterion.isMet ? "✓" : "✗") \(criterion.text)"))
      }
      if let reason = last.reason { lines.append(.text(reason)) }
    }
  }
}
