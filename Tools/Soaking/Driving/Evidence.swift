import Host
import JSON
import QueueModel

/// Gathers what is known in the end: the ledger, and what orch tells of the queue.
struct Evidence {
  let tool: Tool

  enum Failure: Error {
    case command(String, Tool.Answer)
    case system(SystemError)
  }

  func history(_ record: Record.State, isCutShort: Bool) throws(Failure) -> SoakHistory {
    let ledger = try ledger()
    var history = SoakHistory(
      submissions: record.submissions, ledger: ledger.lines, rows: try rows(),
      changes: try changes(), commands: record.commands)
    history.illegibleLines = ledger.illegible
    history.isCutShort = isCutShort
    return history
  }

  func ledger() throws(Failure) -> (lines: [LedgerLine], illegible: Int) {
    let bytes: [UInt8]
    do {
      bytes = try FileDescriptor(opening: tool.folder.ledger, for: .reading).readWhole()
    } catch { throw .system(error) }
    // The last piece is a line that somebody is just writing, or nothing.
    let pieces = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    let lines = pieces.compactMap { LedgerLine(parsing: $0) }
    return (lines, pieces.count - lines.count)
  }

  private func rows() throws(Failure) -> [SoakHistory.Row] {
    try entries(["list", "--json"], "items").compactMap { row -> SoakHistory.Row? in
      guard let id = row["id"]?.stringValue,
        let status = row["status"]?.stringValue.flatMap(Status.init)
      else { return nil }
      return SoakHistory.Row(id, status)
    }
  }

  private func changes() throws(Failure) -> [SoakHistory.Change] {
    try entries(["history", "--json"], "entries").compactMap { entry -> SoakHistory.Change? in
      guard let id = entry["id"]?.stringValue,
        let to = Self.status(entry["after"]), let text = entry["ts"]?.stringValue,
        let time = QueueTime(iso8601: text)
      else { return nil }
      let notes = entry["after"]?.objectValue?["notes"]?.stringValue ?? ""
      return SoakHistory.Change(
        id, from: Self.status(entry["before"]), to: to, time: time.epochSeconds,
        isSkip: to == .done && notes.hasSuffix("Skipped duplicate by idempotency_key"))
    }
  }

  private static func status(_ cells: JSONValue?) -> Status? {
    cells?.objectValue?["status"]?.stringValue.flatMap(Status.init)
  }

  private func entries(_ words: [String], _ member: String) throws(Failure) -> [JSONObject] {
    let answer = tool.run(.orch, words)
    guard answer.status == 0, let list = answer.json?[member]?.arrayValue else {
      throw .command(words.joined(separator: " "), answer)
    }
    return list.compactMap(\.objectValue)
  }
}
