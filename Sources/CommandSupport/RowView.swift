public import CommandLineKit
public import JSON
import QueueModel
import TextWidth

/// One row as `show` tells it.
public struct RowView {
  let item: QueueItem
  let blockers: [Dependencies.Blocker]
  let history: [HistoryEntry]
  let now: QueueTime
  /// The text of `tasks/ID.md`.
  var brief: String?
  /// Where the reports and what proofs found are kept, and what its worker last said.
  var evidence, log: String?

  public var json: JSONValue {
    [
      "item": item.json,
      "waits_for": .array(blockers.map(\.json)),
      "history": .array(history.map(\.json)), "brief": JSONValue(brief),
      "evidence": JSONValue(evidence), "log": JSONValue(log),
    ]
  }

  public func text(_ paint: Paint) -> String {
    let fields = fields { column in
      let color = column == .status ? item.status.color : nil
      return (item.text(of: column)?.escaped ?? "-", color)
    }
    var lines = fields.map {
      DisplayWidth.pad($0.name, to: Self.nameWidth) + paint($0.text, $0.color)
    }
    lines += briefLines
    if !history.isEmpty { lines += ["history"] + history.map { "  \($0.line.escaped)" } }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The brief, indented.
  var briefLines: [String] {
    guard let brief else { return [] }
    let lines = brief.split(omittingEmptySubsequences: false) { $0.isNewline }
    return ["brief"] + lines.map { $0.isEmpty ? "" : "  \(String($0).escaped)" }
  }

  /// A name, and what is told under it.
  struct Field {
    let name: String
    let text: String
    var color: Paint.Color?
  }

  /// The nine columns as `cell` tells them, then what only some rows have, its times
  /// as `moment` tells them.
  func fields(
    moment: (String) -> String = { $0 }, _ cell: (Column) -> (text: String, color: Paint.Color?)
  ) -> [Field] {
    var fields = Column.allCases.map { column in
      let (text, color) = cell(column)
      return Field(name: column.name, text: text, color: color)
    }
    if !item.after.isEmpty {
      fields.append(Field(name: "after", text: item.after.joined(separator: ", ").escaped))
    }
    if !blockers.isEmpty {
      let waits = blockers.map { Messages.english.text(of: $0) }.joined(separator: ", ")
      fields.append(Field(name: "waits_for", text: waits))
    }
    fields += workFields(moment)
    for (name, path) in [("evidence", evidence), ("log", log)] {
      if let path { fields.append(Field(name: name, text: path.escaped)) }
    }
    if let line = item.line { fields.append(Field(name: "line", text: String(line))) }
    return fields
  }

  /// How often the row was tried, whether it is the work of others, too, and who has it.
  private func workFields(_ moment: (String) -> String) -> [Field] {
    let lease = item.claim?.lease.flatMap { $0.isLive(at: now) ? $0 : nil }
    let texts = [
      ("attempt_count", item.attemptCount > 0 ? String(item.attemptCount) : nil),
      ("max_attempts", item.maxAttempts.map(String.init)),
      ("idempotency_key", item.idempotencyKey?.escaped),
      ("lease", lease.map { "\($0.owner.escaped) until \(moment($0.end(at: now).text))" }),
    ]
    return texts.compactMap { name, text in text.map { Field(name: name, text: $0) } }
  }

  /// The column at which the texts stand, behind their names.
  static let nameWidth = 18
}
