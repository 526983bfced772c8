import Door
import Git
import Model
import Runner
public import Text
public import Worktrees

/// `ops integrate`: merges what is left, and brings the checkout up to date.
struct IntegrateCommand: QueueCommand {
  static let name = "integrate"
  static let summary = Sentence(
    "Merge the work of DONE rows that is left, and bring the checkout up to date",
    "병합되지 않은 DONE 행의 작업을 병합하고 체크아웃을 최신으로 옮깁니다")
  static let discussion = Sentence(
    """
    Rows are merged whose worker has integrate: merge, each after its checks passed on the merged
    files; what is merged already only gets its note. Without an id the branch that is checked out
    is then moved forward to the integration branch, if it is the base of worktrees, has nothing of
    its own, and nothing is uncommitted but the queue's own files.
    """,
    """
    워커에 integrate: merge가 있는 행을, 병합한 파일에서 검사를 통과하면 병합합니다. 이미 병합된 것은
    노트만 남깁니다. id가 없으면 이어서 체크아웃한 브랜치를 통합 브랜치까지 앞으로 옮깁니다. 작업 트리의
    기준 브랜치이고, 따로 커밋한 것이 없고, 큐의 파일 말고는 커밋하지 않은 것이 없을 때입니다.
    """)
  static let result = """
    `ID landed as COMMIT` for each row, what became of the checkout, or `Nothing is left to merge`; \
    an error for each row that can't be merged, which stops none of the others, and makes the status 1
    """
  static var answers: [any Shaped.Type] { [IntegrateAnswer.self] }
  static let examples = [
    Example("ops integrate", Sentence("all that is left", "남은 모든 것")),
    Example("ops integrate ORCH-001", Sentence("one row", "한 행만")),
  ]
  static let options: [Option<IntegrateCommand>] =
    [
      .row(Sentence("only this row", "이 행만"), of: .all, required: false) { $1.id = $0 }
    ] + LeftWork.options { $0.left.append($1) }
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id: String?
  /// What becomes of work beyond what was judged, as it was named.
  var left: [LeftWork] = []
  var itemID: String? { id }

  func run(in context: CommandContext) throws -> ExitStatus {
    let left = try context.taskQueue.integrate(id, try LeftWork(left), as: context.caller)
    if context.shared.isJSON {
      try context.print(IntegrateAnswer(left: left))
    } else {
      try show(left, in: context)
    }
    return left.rows.contains { $0.problem != nil } ? .refused : .success
  }

  private func show(_ left: LeftIntegration, in context: CommandContext) throws {
    for row in left.rows {
      if case .success(let commit) = row.outcome {
        try context.print(.merged(id: row.id.escaped, commit: commit.short))
      }
    }
    if let output = left.checkout?.output { try context.print(output) }
    let others = left.others.compactMap { other in
      other.checkout.output.map { CommandOutput.ofRepository(other.repository, $0) }
    }
    for output in others { try context.print(output) }
    if id == nil, left.rows.isEmpty, left.checkout?.output == nil, others.isEmpty {
      try context.print(.nothingToMerge)
    }
    try context.flush()
    for row in left.rows { row.problem.map(context.printError) }
  }
}

extension LeftIntegration.Checkout {
  /// `nil` where there is nothing to do.
  fileprivate var output: CommandOutput? {
    switch self {
    case .moved(let branch, let commit):
      .movedCheckout(branch: branch.escaped, to: commit.short)
    case .stays(let why): .checkoutStays(why)
    case .isUpToDate: nil
    }
  }
}

extension LeftIntegration.Row {
  fileprivate var problem: Problem? {
    if case .failure(let problem) = outcome { problem } else { nil }
  }
}

private struct IntegrateAnswer: Shaped {
  let left: LeftIntegration

  static var shapeName: StaticString { "integration" }
  static func shape(_ fields: inout Fields<IntegrateAnswer>) {
    fields.add("rows", \.left.rows, "those whose work was left")
    fields.add(
      "checkout", \.left.checkout?.word,
      "`up_to_date`, `moved` or `stays`; null where one row was named, or the project is no repository"
    )
    fields.addIfNotEmpty(
      "repositories",
      { $0.left.others.map { OtherCheckout(name: $0.repository, checkout: $0.checkout) } },
      "those of `repositories` in orch.json")
  }
}

private struct OtherCheckout: Shaped {
  let name: String
  let checkout: LeftIntegration.Checkout

  static var shapeName: StaticString { "other checkout" }
  static func shape(_ fields: inout Fields<OtherCheckout>) {
    fields.add("repo", \.name, "its name")
    fields.add("checkout", \.checkout.word, "as above")
  }
}

extension LeftIntegration.Checkout {
  fileprivate var word: String {
    switch self {
    case .isUpToDate: "up_to_date"
    case .moved: "moved"
    case .stays: "stays"
    }
  }
}

extension LeftIntegration.Row: Shaped {
  public static var shapeName: StaticString { "merged row" }
  public static func shape(_ fields: inout Fields<LeftIntegration.Row>) {
    fields.add("id", \.id)
    fields.add("merged", { try? $0.outcome.get().text }, "the commit; null where it was not merged")
    fields.addIfAny("error", \.problem, "why not")
  }
}
