public import Engine
public import Facts
public import JSON
public import QueueModel
import Representation

// What became of rows, as the commands that change them print it.

extension CommandContext {
  /// Prints what became of a row: a line, or its change as JSON.
  ///
  /// - Parameters:
  ///   - decision: what became of it.
  ///   - output: the line; `nil` for `ID -> STATUS`.
  public func show(
    _ decision: Decision, as output: (QueueItem) -> CommandOutput? = { _ in nil }
  ) throws {
    guard let item = decision.item else { return }
    if shared.isJSON, let json = decision.json(in: taskQueue.zoneOfJSON) {
      try print(json)
    } else if let output = output(item) {
      try print(output)
    } else {
      try print(item.statusLine)
    }
  }

  /// Makes changes of several rows, and prints `ID -> STATUS` of each. A row that is refused stops
  /// none of the others.
  public func change(
    _ changes: [(id: String, transition: Transition)]
  ) throws -> ExitStatus {
    try taskQueue.change(changes, as: caller) { try show($0) }.check()
    return .success
  }

  /// Prints what became of several rows: `ID -> STATUS` of each, or one JSON document.
  public func show(_ results: [RowResult]) throws {
    let zone = taskQueue.zoneOfJSON
    try show(
      results, json: { $0.json(in: zone) }, lines: { $0.item.map { [$0.statusLine] } ?? [] })
  }

  /// Prints what became of several rows.
  ///
  /// - Parameters:
  ///   - results: the rows.
  ///   - json: what became of a row; `nil` for nothing.
  ///   - lines: the same, as text.
  public func show(
    _ results: [RowResult], json: (Decision) -> JSONValue?, lines: (Decision) throws -> [String]
  ) throws {
    var (documents, refused): ([JSONValue], [JSONValue]) = ([], [])
    for result in results {
      switch result.outcome {
      case .success(let decision) where shared.isJSON:
        documents += json(decision).map { [$0] } ?? []
      case .success(let decision): for line in try lines(decision) { try print(line) }
      case .failure(let refusal):
        let error = addingSuggestion(to: .refused(refusal))
        if shared.isJSON { refused.append(error.json(ofRow: result.id)) } else { printError(error) }
      }
    }
    if shared.isJSON {
      try print(["changes": .array(documents), "refused": .array(refused)])
    } else if results.isEmpty {
      try print("NOOP")
    }
  }
}

extension [RowResult] {
  /// - Throws: where a row was refused.
  public func check() throws(Problem) {
    let refused = count(where: \.isRefused)
    if refused > 0 { throw .rowsRefused(refused, of: count) }
  }
}

extension Problem {
  fileprivate func json(ofRow id: String) -> JSONValue {
    var object: JSONObject = ["id": .string(id)]
    object.append(json)
    return .object(object)
  }
}
