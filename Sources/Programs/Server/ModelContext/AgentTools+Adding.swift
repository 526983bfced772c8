import Door
import Model
import Plans
import Text

// The tools that add rows.

extension AgentQueue {
  var add: Tool {
    Tool(
      "orch_add",
      """
      Add rows, all or none: work that you found, or that you split. A criterion is one fact; orch \
      itself checks `file: PATH`, `json: FILE`, `grep: TEXT in FILE`, and `cmd: CHECK` of orch.json. \
      While you work on a row, the new ones note it as found_by.
      """,
      [
        Parameter(
          "rows",
          .list([
            Parameter("task", .text, isRequired: true),
            Parameter("criteria", .texts, "facts that show that it is done"),
            Parameter("priority", .choice(Priority.known.map(\.text)), "P1 by default"),
            Parameter("after", .texts, "ids of rows that must be DONE first"),
            Parameter("worker", .text, "a worker of orch.json"),
          ]), isRequired: true)
      ], .adds
    ) { [self] arguments in
      let rows = arguments.list("rows")
      if let place = rows.firstIndex(where: { CellText.value($0.requiredText("task")) == nil }) {
        return ToolResult("'task' of rows[\(place)] is empty", nil, isError: true)
      }
      let mistakes = rows.enumerated().flatMap { place, row in
        PlanMistake.ofCriteria(row.texts("criteria"), at: ".rows[\(place)].criteria")
      }
      if !mistakes.isEmpty {
        let lines = mistakes.map(\.sentence.english.escaped)
        return ToolResult(
          lines.joined(separator: "\n").cut(toBytes: 2000), nil, isError: true)
      }
      return answer(.writing(times: false, newIDs: true)) { call in
        let origin = try rowAtWork(call)
        let new = try rows.map { try Transition.NewItem($0, foundBy: origin) }
        let added = try call.add(new, as: caller())
        let ids = added.map(\.id)
        let notices = zip(new, added).flatMap { $0.notices(of: $1) }.map(\.sentence.english)
        let answer: JSONValue = [
          "created": .integer(ids.count), "ids": .array(ids.map(JSONValue.string)),
        ]
        return ToolResult(
          (["Added \(ids.joined(separator: ", "))"] + notices).joined(separator: "\n"), answer)
      }
    }
  }

  /// The row on which the caller works; `nil` if there is none or several.
  private func rowAtWork(_ queue: TaskQueue) throws -> String? {
    if let ownRow { return ItemID.isWellFormed(ownRow) ? ownRow : nil }
    let own = try queue.snapshot().items(.inProgress).filter { $0.ownerSession == session }
    return own.count == 1 ? own.first?.id : nil
  }

  var plan: Tool {
    Tool(
      "orch_plan",
      """
      Rows that wait for each other, as one plan: {"plan": NAME, "title": T, "tasks": [{"id": "api", \
      "task": T, "criteria": [C], "after": ["db"]}]}. `check` gives all mistakes, `diff` what apply \
      would do, `apply` makes the rows PLAN.TASK follow it.
      """,
      [
        Parameter("action", .choice(PlanAction.allCases.map(\.rawValue)), isRequired: true),
        Parameter("plan", .object, isRequired: true),
        Parameter("key", .text, "for apply: repeating a key changes nothing"),
      ], .changes
    ) { [self] arguments in
      guard let action = PlanAction(rawValue: arguments.requiredText("action")) else {
        preconditionFailure("the action is one of the choices")
      }
      let need = action == .apply ? SettingsNeed.writing(times: true) : .reading
      return answer(need) { call in
        try planned(action, arguments, call)
      }
    }
  }

  private enum PlanAction: String, CaseIterable { case check, diff, apply }

  private func planned(
    _ action: PlanAction, _ arguments: Arguments, _ call: TaskQueue
  ) throws -> ToolResult {
    let queue = call
    let file: PlanFile
    do throws(Problem) {
      file = try queue.readPlan(Array((arguments.objectText("plan") ?? "").utf8))
    } catch {
      guard let mistakes = error.planMistakes else { throw error }
      let lines =
        mistakes.kept.map(\.sentence.english)
        + [mistakes.sentenceOnOthers?.english].compactMap(\.self)
      return ToolResult(
        lines.map(\.escaped).joined(separator: "\n").cut(toBytes: 2800),
        PlanCheckAnswer(mistakes).json, isError: action != .check)
    }
    let key = arguments.text("key")
    if let key, !IdempotencyKey.isWellFormed(key) {
      throw Problem.refusedKey
    }
    let preview = try queue.preview(file.plan, as: caller())
    switch action {
    case .check:
      let warnings = try queue.warnings(of: file)
      let lines =
        [file.plan.checked.english]
        + warnings.map(\.sentence.english)
      return ToolResult(
        lines.joined(separator: "\n"), PlanCheckAnswer(file.plan, warnings).json)
    case .diff: return ToolResult(preview, try queue.costLimit(of: preview), isPreview: true)
    case .apply:
      let warnings = try queue.warnings(of: file).map(\.sentence.english)
      let applied = try queue.apply(file.plan, key: key, as: caller())
      return ToolResult(
        applied, try queue.costLimit(of: applied), isPreview: false, warnings: warnings)
    }
  }
}

extension ToolResult {
  fileprivate init(
    _ applied: AppliedPlan, _ costLimit: Int?, isPreview: Bool, warnings: [String] = []
  ) {
    let lines =
      [applied.sentence(isPreview: isPreview).english] + applied.lines(.english) + warnings
    self.init(
      lines.joined(separator: "\n").cut(toBytes: 2700),
      AppliedPlanAnswer(applied, costLimit: costLimit).json)
  }
}

extension Transition.NewItem {
  /// A row of a call.
  ///
  /// - Parameters:
  ///   - row: the fields of the row.
  ///   - origin: the row during whose work it was found; `nil` if there is none.
  fileprivate init(_ row: Arguments, foundBy origin: String?) throws {
    self.init(
      priority: row.text("priority").map { Priority($0) } ?? .p1, task: row.requiredText("task"),
      successCriteria: row.texts("criteria").compactMap(CellText.value).joined(separator: "; "),
      notes: origin.map { "found_by=\($0)" } ?? "", after: row.texts("after"))
    worker = try row.text("worker").map(EditableField.worker.checked)
  }
}

extension Problem {
  /// The same rule as for `orch plan apply --key`.
  fileprivate static let refusedKey = Problem.adapter(
    .usage, Sentence("'key' is not a key", "'key'가 키의 형식이 아닙니다"),
    hint: .ruleOfIdempotencyKeys)
}
