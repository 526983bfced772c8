import Door
import Model
import Runner
public import Text
public import Worktrees

/// `ops pr`: brings rows and their pull requests together.
struct PRCommand: QueueCommand {
  static let name = "pr"
  static let summary = Sentence(
    "Make pull requests of rows, and bring back what became of them",
    "행의 풀 리퀘스트를 만들고, 그 결과를 행으로 가져옵니다")
  static let discussion = Sentence(
    """
    For workers with integrate: pr. sync pushes the branch of each row that waits for a merge, makes
    its pull request, or asks what became of it: a check that failed and a review that asks for
    changes send the row back to its worker, a merge makes it DONE. Ticks start it by themselves, at
    most once a minute. It merges nothing: that is yours, on the forge.
    """,
    """
    integrate: pr인 워커에 씁니다. sync는 병합을 기다리는 행마다 브랜치를 푸시하고 풀 리퀘스트를 만들거나
    그 결과를 묻습니다. 실패한 검사와 변경을 요청한 리뷰는 행을 워커에게 돌려보내고, 병합되면 DONE이
    됩니다. 틱이 저절로, 많아야 1분에 한 번 시작합니다. 병합은 하지 않습니다. 포지에서 직접 하십시오.
    """)
  static let result = """
    a line for each row with news: `ID: pull request #N opened`, and its address; `NOOP` without; an \
    error for each row that can't be synced, which stops none of the others, and makes the status 1
    """
  static var answers: [any Shaped.Type] { [PRAnswer.self] }
  static let examples = [
    Example("ops pr sync", Sentence("all rows that wait for a merge", "병합을 기다리는 모든 행")),
    Example(
      "ops pr sync ORCH-001 --now", Sentence("one row, after you merged it", "직접 병합한 뒤, 한 행만")),
  ]
  static let options: [Option<PRCommand>] = [
    .choice("ACTION", Sentence("what to do", "할 일"), ["sync"]) { _, _ in },
    .row(Sentence("only this row", "이 행만"), of: .all, required: false) { $1.id = $0 },
    .flag(
      "--now",
      Sentence(
        "also where the forge was asked less than a minute ago, or did not answer",
        "1분 안에 물었거나 답이 없었어도 묻기")
    ) { $0.asksNow = true },
  ]
  static let action: String? = "ACTION"
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .all }
  var id: String?
  var itemID: String? { id }
  var asksNow = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let synced = try context.taskQueue.syncPullRequests(
      id, askingNow: asksNow, as: context.caller)
    let answer = PRAnswer(synced: synced)
    let lines = answer.lines.map { $0.sentence(context.language) }
    try context.print(answer, or: lines.isEmpty && !answer.hasFailed ? ["NOOP"] : lines)
    try context.flush()
    for row in synced.rows { row.problem.map(context.printError) }
    if let problem = synced.problem { throw problem }
    return answer.hasFailed ? .refused : .success
  }
}

private struct PRAnswer: Shaped {
  let synced: SyncedForge

  var hasFailed: Bool {
    synced.problem != nil || synced.rows.contains { $0.problem != nil }
  }

  var lines: [CommandOutput] {
    synced.rows.compactMap { row in
      guard case .success(let step?) = row.step else { return nil }
      return .pullRequest(id: row.id.escaped, step, url: row.url)
    } + (synced.waitsUntil.map { [.forgeAsked(until: $0)] } ?? [])
  }

  static var shapeName: StaticString { "pull requests" }
  static func shape(_ fields: inout Fields<PRAnswer>) {
    fields.add("rows", \.synced.rows, "those that wait for a merge, where the forge was asked")
    fields.addIfAny(
      "waits_until", \.synced.waitsUntil?.iso8601,
      "when it may be asked again; only where it was not asked")
  }
}

extension SyncedForge.Row: Shaped {
  public static var shapeName: StaticString { "pull request" }
  public static func shape(_ fields: inout Fields<SyncedForge.Row>) {
    fields.add("id", \.id)
    fields.add("pr", \.number, "the number; null where nothing is new")
    fields.add(
      "did", \.did,
      "`opened`, `pushed`, `taken`, `commits_of_others`, `passed`, `failed`, `pending`, `none`, `sent_back`, `merged`, `closed`; null for nothing new"
    )
    fields.add("url", \.url)
    fields.addIfAny("error", \.problem, "why it could not be synced")
  }

  private var number: Int? {
    switch try? step.get() {
    case .opened(let number), .pushed(let number), .checked(let number, _),
      .hasCommitsOfOthers(let number), .tookCommitsOfOthers(let number),
      .sentBack(let number, _), .merged(let number, _), .closed(let number):
      number
    case nil: nil
    }
  }

  private var did: String? {
    switch try? step.get() {
    case .opened: "opened"
    case .pushed: "pushed"
    case .hasCommitsOfOthers: "commits_of_others"
    case .tookCommitsOfOthers: "taken"
    case .checked(_, let checks): checks.rawValue
    case .sentBack: "sent_back"
    case .merged: "merged"
    case .closed: "closed"
    case nil: nil
    }
  }

  fileprivate var problem: Problem? {
    if case .failure(let problem) = step { problem } else { nil }
  }
}
