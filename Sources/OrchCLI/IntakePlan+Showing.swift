import CommandLineKit
import CommandSupport
import Intake
import JSON
import QueueModel

extension IntakePlan {
  /// Prints what would be added.
  func show(in context: CommandContext) throws(CommandError) {
    if context.shared.isJSON { return try context.print(json) }
    try context.print("request: \(oneLine.escaped)")
    try context.print("parallel: \(parallel)")
    if context.isOnTerminal, hasCells {
      return try context.write(table.rendered(width: context.width, paint: context.paint))
    }
    for (index, row) in rows.enumerated() {
      try context.print("\(index + 1). \(row.task.escaped)")
    }
  }

  private var oneLine: String {
    // By scalars: to find whole characters takes longer than all the rest.
    request.unicodeScalars.split { $0.properties.isWhitespace }
      .map { String($0) }.joined(separator: " ")
  }

  // MARK: On a terminal

  /// Whether there is more to show than the tasks.
  private var hasCells: Bool {
    isSequence || rows.contains { $0.priority != .p1 || $0.dueAt != nil }
  }

  private var table: TextTable {
    var table = TextTable([
      .init("", .right), .init("PRI", dropOrder: 3), .init("DUE", dropOrder: 2),
      .init("AFTER", dropOrder: 1), .init("TASK", minimum: 16),
    ])
    for (index, row) in rows.enumerated() {
      table.append([
        .init("\(index + 1)."), .init(row.priority.text), .init(row.dueAt?.text ?? ""),
        .init(isSequence && index > 0 ? "\(index)." : ""), .init(row.task.escaped),
      ])
    }
    return table
  }

  // MARK: JSON

  private var json: JSONValue {
    var object: JSONObject = [
      "request": .string(request), "ordered": .bool(proposal.isOrdered),
      "items": .array(rows.map { .string($0.task) }), "rows": .array(rows.indices.map(row)),
    ]
    if proposal.isTemplate { object["template"] = true }
    return .object(object)
  }

  /// `after` are numbers of rows, counting from 1: they have no ids yet.
  private func row(_ index: Int) -> JSONValue {
    let row = rows[index]
    return [
      "task": .string(row.task), "priority": .string(row.priority.text),
      "success_criteria": .string(row.successCriteria), "due_at_kst": JSONValue(row.dueAt?.text),
      "after": isSequence && index > 0 ? [.integer(index)] : [],
    ]
  }

  /// What was added.
  func json(of items: [QueueItem]) -> JSONValue {
    var object: JSONObject = [
      "created": .integer(items.count), "ids": .array(items.map { .string($0.id) }),
      "ordered": .bool(proposal.isOrdered), "items": .array(items.map(\.json)),
    ]
    if proposal.isTemplate { object["template"] = true }
    return .object(object)
  }
}
