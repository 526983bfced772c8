import Door
import Model
import Table
import Text

extension Feature {
  /// Beside a row: who has it and since when, how late it is, and what it waits for.
  static let hints = Feature(
    "inlayHintProvider",
    methods: [
      Method("textDocument/inlayHint") { server, parameters in
        let document = try server.document(parameters)
        let range = document.buffer.offsets(of: try Range<Position>(parameters["range"]))
        guard document.isQueue, let table = try? document.table(), let queue = document.queue
        else { return .now([]) }
        let (buffer, language) = (document.buffer, server.language)
        let rows = (0..<table.rowCount).filter {
          table.content(ofRow: $0).overlaps(range) && table.isWhole(at: $0)
        }
        let items = rows.prefix(OpenDocument.mostMarkedRows).compactMap { row in
          table.item(at: row).map { (item: $0, cells: table.cells(ofRow: row)) }
        }
        return .later {
          guard let facts = QueueFacts.current(queue) else { return [] }
          return
            (.array(
              items.flatMap { item, cells in
                facts.hints(of: item, language).compactMap { column, text in
                  guard let cell = cells.first(where: { $0.column == column }) else { return nil }
                  return [
                    "position": buffer.position(of: cell.range.upperBound).json,
                    "label": .string(text), "paddingLeft": true,
                  ]
                }
              }))
        }
      }
    ])

  /// Above rows that wait for a person: the question or the reason, and what can be done.
  static let lenses = Feature(
    "codeLensProvider", { _ in ["resolveProvider": false] },
    methods: [
      Method("textDocument/codeLens") { server, parameters in
        let document = try server.document(parameters)
        guard document.isQueue, let table = try? document.table(), let queue = document.queue
        else { return .now([]) }
        let (buffer, address, language) = (document.buffer, document.address, server.language)
        return .later {
          guard let facts = QueueFacts.current(queue) else { return [] }
          let rows = (0..<min(table.rowCount, OpenDocument.mostMarkedRows)).filter {
            table.status(at: $0) == .blocked || table.status(at: $0) == .failed
          }
          return
            (.array(
              rows.flatMap { row -> [JSONValue] in
                guard let id = table.idText(ofRow: row), let owed = facts.owed[id] else {
                  return []
                }
                let range = buffer.positions(of: table.idRange(ofRow: row)).json
                let shown: JSONValue = [
                  "range": range,
                  "command": ["title": .string(owed(language).escaped), "command": ""],
                ]
                let verbs = RowVerb.all.filter { facts.verbs(of: id).contains($0.name) }
                return [shown]
                  + verbs.map { verb in
                    [
                      "range": range,
                      "command": verb.command(of: id, in: address, language),
                    ]
                  }
              }))
        }
      }
    ])
}

extension QueueFacts {
  /// The hints of a row, each behind the cell of a column.
  fileprivate func hints(
    of item: QueueItem, _ language: Language
  ) -> [(column: String, text: String)] {
    var hints: [(String, String)] = []
    if item.status == .inProgress, let start = item.start(in: now.zone) {
      let age = Age(seconds: now.epochSeconds - start.epochSeconds)
      let owner = item.ownerSession?.escaped ?? Sentence("a person", "사람")(language)
      hints.append((Column.status.name, "\(owner), \(age.label(language))"))
    }
    if !item.status.isFinished, let text = item.dueAt,
      let due = QueueTime(dueCell: text, zone: now.zone)
    {
      let late = now.epochSeconds - due.epochSeconds
      let age = Age(seconds: late)
      let label = late > 0 ? age.pastLabel(isLate: true) : age.label
      hints.append((Column.dueAt.name, label(language)))
    }
    if item.status == .pending, let reason = reasons[item.id] {
      hints.append((Column.status.name, reason(language).escaped))
    }
    return hints
  }

  /// What a person can do with a row that waits for one.
  fileprivate func verbs(of id: String) -> Set<String> { Set(replies[id] ?? []) }
}
