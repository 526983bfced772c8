import Console
import Engine
import Facts
import Host
import JSON
import TeamProtocol

// What is shown of a row's attempts.

extension ShowCommand {
  func printAttempts(in context: CommandContext) throws {
    let all = try context.taskQueue.attempts(ofRow: id)
    let shown = all.filter { claim == nil || $0.kept.claimNumber == claim }
    if let claim, shown.isEmpty, let last = all.last {
      throw Problem.attempt(.noClaim(claim, last: last.kept.claimNumber), id: id)
    }
    if context.shared.isJSON {
      let home = try context.taskQueue.home()
      try context.print(["id": .string(id), "attempts": .array(shown.map { $0.json(home: home) })])
    } else if shown.isEmpty {
      try context.print(.noAttempts(id: id))
    } else if context.isOnTerminal {
      try context.write(
        RowAttempt.table(of: shown, width: context.width, context.paint, context.language))
    } else {
      for attempt in shown { try context.print(attempt.line) }
    }
  }

  func printReport(in context: CommandContext) throws {
    guard let found = try context.taskQueue.lastReport(ofRow: id, claim: claim) else {
      // The error says what there is instead.
      _ = try context.taskQueue.attempt(ofRow: id, claim: claim, lacking: .report) { _ in false }
      return
    }
    if context.shared.isJSON {
      try context.print([
        "id": .string(id), "claim": found.report.claimNumber.map { .integer($0) } ?? .null,
        "place": .string(found.place.code), "received_at": .string(found.report.receivedAt),
        "session": JSONValue(found.report.session), "refused": JSONValue(found.report.refusal),
        "path": .string(Path.relative(found.path, to: try context.taskQueue.home())),
        "text": .string(found.message.text),
      ])
    } else {
      let bytes = found.message.bytes
      try context.write(program: bytes.last == UInt8(ascii: "\n") ? bytes : bytes + [10])
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
      try context.print([
        "id": .string(id), "claim": .integer(attempt.claimNumber),
        "path": .string(Path.relative(folder.path(of: .message), to: try context.taskQueue.home())),
        "text": .string(text),
        "context": folder.task().map { .object($0.json) } ?? .null,
      ])
    } else {
      try context.write(program: Array(text.utf8))
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
