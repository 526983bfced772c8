public import JSON
public import QueueModel
public import QueueStore
import TextWidth

/// The first FAILED or BLOCKED rows of a queue, and how many there are.
public struct StoppedRows: Sendable {
  public let status: Status
  public let first: [StoppedRow]
  public let count: Int

  /// How many rows are not among the first.
  public var more: Int { count - first.count }
}

extension CommandContext {
  /// The most urgent rows with a status. Only these become items, so that the cost does not depend
  /// on how many there are.
  ///
  /// - Parameters:
  ///   - status: FAILED or BLOCKED.
  ///   - snapshot: the queue.
  ///   - count: how many rows have that status.
  ///   - limit: how many of them at most.
  public func stoppedRows(
    _ status: Status, in snapshot: some QueueSnapshot, count: Int, limit: Int
  ) throws -> StoppedRows {
    var rows: [StoppedRow] = []
    if count > 0, limit > 0 {
      // The settings decide only whether a retry needs force.
      let context =
        try (try? transitionContext())
        ?? TransitionContext(session: session, now: now(), author: Author(actor: session ?? ""))
      snapshot.visit(status) { item in
        if let row = StoppedRow(item, context) { rows.append(row) }
        return rows.count < limit ? .more : .enough
      }
    }
    return StoppedRows(status: status, first: rows, count: count)
  }

  /// `ORCH-7 FAILED worker: exit 3 (ops retry ORCH-7)`.
  package func news(of row: StoppedRow, in messages: Messages = .english) -> String {
    let text = messages.news(of: row)
    let news = row.cause.awaitsReply ? text : DisplayWidth.cut(text, to: Messages.reasonWidth)
    return "\(row.item.id.escaped) \(news) (\(commandLine(row.remedy)))"
  }

  /// Prints rows on standard error, so that cron mails them, also with `--quiet`.
  ///
  /// - Returns: whether all were written.
  package func printNews(of rows: [StoppedRow]) -> Bool {
    rows.allSatisfy { console.printError(news(of: $0, in: messagesForErrors)) }
  }

  /// `{"id","status","reason","command"}`.
  public func json(of row: StoppedRow) -> JSONValue {
    [
      "id": .string(row.item.id), "status": .string(row.item.status.rawValue),
      "reason": .string(Messages.english.text(of: row.cause)),
      "command": .string(commandLine(row.remedy)),
    ]
  }

  /// `ORCH-7 asks: which one? (orch answer ORCH-7 TEXT)`.
  package func text(of row: StoppedRow, in messages: Messages = .english) -> String {
    "\(row.item.id.escaped) \(messages.shortText(of: row.cause)) (\(commandLine(row.remedy)))"
  }
}

extension Messages {
  /// The columns of a reason: the notes of other tools are long texts.
  fileprivate static let reasonWidth = 200

  /// Why a row stopped, in `reasonWidth` columns; what a person has to reply to is whole. Of
  /// several notes the last, the newest, are kept.
  package func shortText(of cause: StoppedRow.Cause) -> String {
    let limit = Self.reasonWidth
    guard case .note(let text) = cause else {
      let text = self.text(of: cause)
      return cause.awaitsReply ? text : DisplayWidth.cut(text, to: limit)
    }
    var segments = Notes(text).segments[...]
    var short = text.escaped
    while segments.count > 1, DisplayWidth.of(short) > limit {
      segments.removeFirst()
      short = "… / " + segments.joined(separator: " / ").escaped
    }
    return DisplayWidth.cut(short, to: limit)
  }
}

extension StoppedRow.Cause {
  fileprivate var awaitsReply: Bool {
    switch self {
    case .question, .approval: true
    default: false
    }
  }
}
