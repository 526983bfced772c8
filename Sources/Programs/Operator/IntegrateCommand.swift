import Door
import Git
import Model
import Runner
public import Text
public import Worktrees

/// `ops integrate`: merges DONE rows that are not merged yet, and brings the checkout up to date.
struct IntegrateCommand: QueueCommand {
  static let name = "integrate"
  static let summary = Sentence(
    "Merge DONE rows that are not merged yet, and bring the checkout up to date",
    "병합되지 않은 DONE 행의 작업을 병합하고 체크아웃을 최신으로 옮깁니다")
  static let discussion = Sentence(
    """
    Merges the rows whose worker has integrate: merge, each after its checks passed on the merged
    files. A row that is merged already only gets the note that says so. Without an id, the
    checked-out branch is then fast-forwarded to the integration branch. This is done only if the
    checked-out branch is the base of worktrees and has no commits of its own, and if only the
    queue's own files are uncommitted.

    If the integration branch has commits that neither a row landed nor the base has, or lost a
    commit that landed, nothing lands until a person decides: --accept takes the branch as it is.
    """,
    """
    워커에 integrate: merge가 있는 행을, 병합한 파일에서 검사를 통과하면 병합합니다. 이미 병합된 것은
    노트만 남깁니다. id가 없으면 이어서 체크아웃한 브랜치를 통합 브랜치까지 앞으로 옮깁니다. 작업 트리의
    기준 브랜치이고, 따로 커밋한 것이 없고, 큐의 파일 말고는 커밋하지 않은 것이 없을 때입니다.

    통합 브랜치에 어느 행도 병합하지 않았고 기준 브랜치에도 없는 커밋이 있거나 병합한 커밋이 없어졌으면,
    사람이 정할 때까지 아무것도 병합하지 않습니다. --accept는 브랜치를 그대로 받아들입니다.
    """)
  static let result = """
    what was accepted, `ID landed as COMMIT` for each row, what became of the checkout, or `Nothing is left to merge`; \
    an error for each row that can't be merged; the other rows are still merged, but the exit \
    status is 1
    """
  static var answers: [any Shaped.Type] { [IntegrateAnswer.self] }
  static let examples = [
    Example("ops integrate", Sentence("all rows that are not merged yet", "남은 모든 것")),
    Example("ops integrate ORCH-001", Sentence("one row", "한 행만")),
    Example(
      "ops integrate --accept 4f2c1a0b9c",
      Sentence("the integration branch as you found it", "확인한 통합 브랜치를 그대로 받아들이기")),
  ]
  static let options: [Option<IntegrateCommand>] =
    [
      .row(Sentence("only this row", "이 행만"), of: .all, required: false) { $1.id = $0 },
      .value(
        "--accept", "COMMIT",
        Sentence(
          "take the integration branch as it is; COMMIT is its commit, or 7 digits or more of it",
          "통합 브랜치를 그대로 받아들임. COMMIT은 그 브랜치의 커밋 또는 앞 7자리 이상")
      ) { $1.accepted = $0 },
    ] + LeftWork.options { $0.left.append($1) }
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id: String?
  /// The given options that decide about work beyond the judged commit.
  var left: [LeftWork] = []
  /// The commit of the integration branch that a person accepts.
  var accepted: String?
  var itemID: String? { id }

  func run(in context: CommandContext) throws -> ExitStatus {
    if accepted != nil {
      try context.checkIsNoWorker(
        Sentence("a worker can't accept commits", "워커는 커밋을 받아들일 수 없습니다"))
    }
    let left = try context.taskQueue.integrate(
      id, try LeftWork(left), accepting: try acceptedCommit(), as: context.caller)
    if context.shared.isJSON {
      try context.print(IntegrateAnswer(left: left))
    } else {
      try show(left, in: context)
    }
    return left.rows.contains { $0.problem != nil } ? .refused : .success
  }

  /// The digits of a commit's id; `nil` for none.
  private func acceptedCommit() throws -> String? {
    guard let accepted else { return nil }
    let digits = accepted.lowercased()
    guard (7...64).contains(digits.utf8.count),
      digits.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    else {
      throw Problem.usage(
        "invalid value '\(accepted.escaped)' for --accept: it must be at least 7 digits of a commit",
        "--accept의 값 '\(accepted.escaped)'이(가) 잘못되었습니다. 커밋의 앞 7자리 이상이어야 합니다",
        hint: Sentence(
          "ops doctor names the commit", "커밋은 ops doctor에 있습니다"))
    }
    return digits
  }

  private func show(_ left: LeftIntegration, in context: CommandContext) throws {
    for commit in left.accepted {
      try context.print(
        "The integration branch is accepted at \(commit.short)",
        "통합 브랜치를 \(commit.short)에서 받아들였습니다")
    }
    for row in left.rows {
      if case .success(let commit) = row.outcome {
        try context.print(
          "\(row.id.escaped) landed as \(commit.short)",
          "\(row.id.escaped)을(를) 병합했습니다: \(commit.short)")
      }
    }
    if let output = left.checkout?.output { try context.print(output) }
    let others = left.others.compactMap { other in
      other.checkout.output?.map { [name = other.repository] in "\(name): \($0)" }
    }
    for output in others { try context.print(output) }
    if id == nil, accepted == nil, left.rows.isEmpty, left.checkout?.output == nil, others.isEmpty {
      try context.print("Nothing is left to merge", "병합할 것이 남아 있지 않습니다")
      if !left.hasIntegratingWorker {
        context.warn(
          "no worker in orch.json has integrate: merge, so you merge the branches of ops worktrees "
            + "yourself",
          "orch.json에 integrate: merge인 워커가 없으므로 ops worktrees의 브랜치는 직접 병합합니다")
      }
    }
    try context.flush()
    for row in left.rows { row.problem.map(context.printError) }
  }
}

extension LeftIntegration.Checkout {
  /// `nil` if there is nothing to do.
  fileprivate var output: Sentence? {
    switch self {
    case .moved(let branch, let commit):
      Sentence(
        "\(branch.escaped) of the checkout is at \(commit.short) now",
        "체크아웃의 \(branch.escaped)을(를) \(commit.short)(으)로 옮겼습니다")
    case .stays(let why): why.sentence
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
    fields.add("rows", \.left.rows, "the rows that were not merged yet")
    fields.add(
      "checkout", \.left.checkout?.word,
      "`up_to_date`, `moved` or `stays`; null if a row was named or the project is not a repository"
    )
    fields.addIfNotEmpty(
      "accepted", { $0.left.accepted.map(\.text) },
      "with `--accept`: the commits of the integration branches that were accepted")
    fields.addIfNotEmpty(
      "repositories",
      { $0.left.others.map { OtherCheckout(name: $0.repository, checkout: $0.checkout) } },
      "the checkouts of `repositories` in orch.json")
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
    fields.add(
      "merged", { try? $0.outcome.get().text }, "the commit; null if the row was not merged")
    fields.addIfAny("error", \.problem, "why not")
  }
}

extension LeftIntegration.Why {
  /// Why the checkout is not moved.
  var sentence: Sentence {
    switch self {
    case .otherBranch(let branch?, let base):
      Sentence(
        "The checkout is not moved: it is on \(branch), and not on \(base)",
        "체크아웃은 옮기지 않았습니다. \(base)이(가) 아니라 \(branch)에 있습니다")
    case .otherBranch(nil, let base):
      Sentence(
        "The checkout is not moved: it is on no branch, and not on \(base)",
        "체크아웃은 옮기지 않았습니다. \(base)이(가) 아니고 브랜치에 있지도 않습니다")
    case .ahead(let branch):
      Sentence(
        "The checkout is not moved: \(branch) has commits that were not merged; merge by hand",
        "체크아웃은 옮기지 않았습니다. \(branch)에 병합되지 않은 커밋이 있습니다. 직접 병합하십시오")
    case .uncommitted(let files):
      Sentence(
        "The checkout is not moved: it has uncommitted files: \(Verdict.Reason.list(files))",
        "체크아웃은 옮기지 않았습니다. 커밋하지 않은 파일: \(Verdict.Reason.list(files))")
    case .failed(let problem):
      Sentence(
        "The checkout is not moved: \(problem.message)",
        "체크아웃은 옮기지 않았습니다. \(problem.sentence.korean)")
    }
  }
}
