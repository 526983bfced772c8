import Attempts
import Door
import Host
import Model
import Runner
import Text
import Work
import Workers

// The output of --attempts, --report and --task.

extension ShowCommand {
  func printAttempts(in context: CommandContext) throws {
    let all = try context.taskQueue.attempts(ofRow: id)
    let shown = all.filter { claim == nil || $0.kept.claimNumber == claim }
    if shown.isEmpty, claim != nil || !context.shared.isJSON,
      let problem = try context.taskQueue.attemptElsewhere(
        ofRow: id, claim: claim, beside: all.map(\.kept))
    {
      throw Problem.attempt(problem, id: id)
    }
    if let claim, shown.isEmpty, let last = all.last {
      throw Problem.attempt(.noClaim(claim, last: last.kept.claimNumber), id: id)
    }
    if context.shared.isJSON {
      let home = try context.taskQueue.home()
      try context.print(
        AttemptsAnswer(ofRow: id, shown, home: home))
    } else if shown.isEmpty {
      try context.print("\(id.escaped) has no attempts", "\(id.escaped)에는 시도가 없습니다")
    } else if context.isOnTerminal {
      try context.write(
        RowAttempt.table(of: shown, width: context.width, context.paint, context.language))
    } else {
      for attempt in shown { try context.print(attempt.line) }
    }
  }

  func printReport(in context: CommandContext) throws {
    guard let found = try context.taskQueue.lastReport(ofRow: id, claim: claim) else {
      // This throws an error that names the existing attempts.
      _ = try context.taskQueue.attempt(ofRow: id, claim: claim, lacking: .report) { _ in false }
      return
    }
    if context.shared.isJSON {
      try context.print(ShownReport(id: id, found: found, home: try context.taskQueue.home()))
    } else {
      let bytes = found.message.bytes
      try context.write(foreign: bytes.last == UInt8(ascii: "\n") ? bytes : bytes + [10])
    }
  }

  func printTask(in context: CommandContext) throws {
    let attempt = try context.taskQueue.attempt(ofRow: id, claim: claim, lacking: .message) {
      $0.folder?.text(of: AttemptFolder.File.message.rawValue) != nil
    }
    guard let folder = attempt.folder,
      let text = folder.text(of: AttemptFolder.File.message.rawValue)
    else { return }
    if context.shared.isJSON {
      let message = AttemptFolder.File.message.rawValue
      let path = Path.relative(
        folder.place(of: message) ?? folder.path, to: try context.taskQueue.home())
      try context.print(
        ShownTask(
          id: id, claim: attempt.claimNumber, path: path, text: text,
          context: folder.task().map { .object($0.json) }))
    } else {
      try context.write(foreign: Array(text.utf8))
    }
  }
}

extension KeptReport.Place {
  fileprivate var code: String {
    switch self {
    case .waiting: "waiting"
    case .accepted: "accepted"
    case .refused: "refused"
    }
  }
}

struct ShownReport: Shaped {
  let id: String
  let found: KeptReport
  let home: String

  static var shapeName: StaticString { "show --report" }
  static func shape(_ fields: inout Fields<ShownReport>) {
    fields.add("id", \.id)
    fields.add("claim", \.found.report.claimNumber, "the attempt")
    fields.add("place", \.found.place.code, "`accepted`, `waiting` or `refused`")
    fields.add("received_at", \.found.report.receivedAt, "ISO 8601")
    fields.add("session", \.found.report.session, "the session that sent the report")
    fields.add("refused", \.found.report.refusal, "why the report changed no row")
    fields.add("path", { Path.relative($0.found.path, to: $0.home) }, "the file")
    fields.add("text", \.found.message.text, "the text; only the end of a long one")
  }
}

struct ShownTask: Shaped {
  let id: String
  let claim: Int
  let path, text: String
  let context: JSONValue?

  static var shapeName: StaticString { "show --task" }
  static func shape(_ fields: inout Fields<ShownTask>) {
    fields.add("id", \.id)
    fields.add("claim", \.claim, "the attempt")
    fields.add("path", \.path, "the file")
    fields.add("text", \.text)
    fields.add("context", \.context, "`task.json` of the attempt")
  }
}
