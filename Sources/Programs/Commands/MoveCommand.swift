import Door
import Model
import Runner
import Text
import Worktrees

/// `orch move`: moves rows to another place in the table.
struct MoveCommand: QueueCommand {
  static let name = "move"
  static let summary = Sentence("Move rows up or down in the table", "행을 표의 위나 아래로 옮깁니다")
  static let discussion = Sentence(
    """
    Of the rows with the same priority, the one further up in the table is picked first. Several
    rows are placed one below the other, in the order in which you name them.
    """,
    """
    우선순위가 같은 행은 위에 있는 것부터 맡습니다. 여러 행은 적은 순서대로 이어서 놓입니다.
    """)
  static let result = "`moved ID below OTHER` for each row, or `moved ID to the top`"
  static var answers: [any Shaped.Type] { [MoveAnswer.self] }
  static let examples = [
    Example(
      "orch move ORCH-002 --above ORCH-001",
      Sentence(
        "ORCH-002 is then picked before ORCH-001 if both have the same priority",
        "우선순위가 같으면 ORCH-002를 ORCH-001보다 먼저 맡습니다")),
    Example("orch move ORCH-002 --up", Sentence("past the row above it", "바로 위의 행 앞으로")),
  ]
  static let options: [Option<MoveCommand>] = [
    .row(
      Sentence("the row; several may be named", "행. 여럿을 지정할 수 있습니다"), of: .all, repeatable: true
    ) {
      if !$1.ids.contains($0) { $1.ids.append($0) }
    },
    .value("--above", "OTHER", Sentence("directly above this row", "이 행 바로 위로"), kind: .row(.all)) {
      $1.targets.append(.above($0))
    },
    .value("--below", "OTHER", Sentence("directly below this row", "이 행 바로 아래로"), kind: .row(.all))
    {
      $1.targets.append(.below($0))
    },
    .flag("--top", Sentence("to the top of the table", "표의 맨 위로")) { $0.targets.append(.top) },
    .flag("--bottom", Sentence("to the end of the table", "표의 맨 아래로")) {
      $0.targets.append(.bottom)
    },
    .flag("--up", Sentence("past the row above", "바로 위의 행 앞으로")) { $0.targets.append(.up) },
    .flag("--down", Sentence("past the row below", "바로 아래의 행 뒤로")) { $0.targets.append(.down) },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var ids: [String] = []
  var targets: [Transition.Target] = []
  var itemID: String? { ids.count == 1 ? ids[0] : nil }
  var settingsNeed: SettingsNeed { .writing(times: false) }

  func run(in context: CommandContext) throws -> ExitStatus {
    guard targets.count == 1 else {
      throw Problem.usage(
        "one place is needed: --above, --below, --top, --bottom, --up or --down",
        "자리 하나가 필요합니다: --above, --below, --top, --bottom, --up, --down",
        hint: Sentence("try 'orch move ID --top'", "'orch move ID --top'처럼 쓰십시오"))
    }
    try context.taskQueue.perform(.move(ids, to: targets[0]), as: context.caller) {
      try show($0, in: context)
    }
    return .success
  }

  private func show(_ decision: Decision, in context: CommandContext) throws {
    let rows = decision.changes.compactMap(MovedRow.init)
    if context.shared.isJSON { return try context.print(MoveAnswer(moved: rows)) }
    if rows.isEmpty {
      for id in ids.map(\.escaped) {
        try context.print("\(id) stays where it is", "\(id)은(는) 그 자리에 그대로 있습니다")
      }
    }
    for row in rows {
      let id = row.id.escaped
      if let above = row.above?.escaped {
        try context.print("moved \(id) below \(above)", "옮겼습니다: \(id), \(above) 아래로")
      } else {
        try context.print("moved \(id) to the top", "옮겼습니다: \(id), 맨 위로")
      }
    }
  }
}

private struct MovedRow: Shaped {
  let id: String
  let above: String?

  init?(_ change: ItemChange) {
    guard let move = change.move else { return nil }
    id = change.id
    above = if case .behind(let other) = move.to { other } else { nil }
  }

  static var shapeName: StaticString { "moved row" }
  static func shape(_ fields: inout Fields<MovedRow>) {
    fields.add("id", \.id)
    fields.add("row_above", \.above, "the row above the moved row; null at the top of the table")
  }
}

private struct MoveAnswer: Shaped {
  let moved: [MovedRow]

  static var shapeName: StaticString { "move" }
  static func shape(_ fields: inout Fields<MoveAnswer>) {
    fields.add("moved", \.moved, "the moved rows; empty if all rows stay where they are")
  }
}
