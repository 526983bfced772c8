import Door
import Model
import Runner
public import Text
public import Worktrees

/// `ops pr`: opens pull requests for rows, and brings their results back to the rows.
struct PRCommand: QueueCommand {
  static let name = "pr"
  static let summary = Sentence(
    "Open pull requests for rows, and bring their results back to the rows",
    "행의 풀 리퀘스트를 만들고, 그 결과를 행으로 가져옵니다")
  static let discussion = Sentence(
    """
    Serves workers with integrate: pr. For each row that waits for a merge, sync pushes the branch
    and opens the pull request, or asks the forge what became of the pull request. A failed check,
    or a review that requests changes, sends the row back to its worker; a merge makes the row DONE.
    Ticks run sync by themselves, at most once a minute. It never merges: merge on the forge
    yourself.
    """,
    """
    integrate: pr인 워커에 씁니다. sync는 병합을 기다리는 행마다 브랜치를 푸시하고 풀 리퀘스트를 만들거나
    그 결과를 묻습니다. 실패한 검사와 변경을 요청한 리뷰는 행을 워커에게 돌려보내고, 병합되면 DONE이
    됩니다. 틱이 저절로, 많아야 1분에 한 번 시작합니다. 병합은 하지 않습니다. 포지에서 직접 하십시오.
    """)
  static let result = """
    a line for each row with news: `ID: pull request #N opened`, and its address; `NOOP` if there \
    is no news; an error for each row that can't be synced; the other rows are still synced, but \
    the exit status is 1
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
        "ask even if the forge was asked less than a minute ago, or did not answer",
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
    let lines = answer.lines.map { $0(context.language) }
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

  var lines: [Sentence] {
    synced.rows.compactMap { row in
      guard case .success(let step?) = row.step else { return nil }
      return step.sentence.map { [id = row.id.escaped, url = row.url] in
        "\(id): \($0)" + (url.map { "\n  \($0)" } ?? "")
      }
    }
      + (synced.waitsUntil.map { end in
        [
          Sentence(
            "the forge was asked a moment ago, and is asked again at \(end.text) (--now asks at once)",
            "조금 전에 포지에 물었습니다. \(end.text)에 다시 묻습니다 (--now는 바로 묻습니다)")
        ]
      } ?? [])
  }

  static var shapeName: StaticString { "pull requests" }
  static func shape(_ fields: inout Fields<PRAnswer>) {
    fields.add("rows", \.synced.rows, "the rows that wait for a merge, if the forge was asked")
    fields.addIfAny(
      "waits_until", \.synced.waitsUntil?.iso8601,
      "when the forge may be asked again; given only if it was not asked now")
  }
}

extension SyncedForge.Row: Shaped {
  public static var shapeName: StaticString { "pull request" }
  public static func shape(_ fields: inout Fields<SyncedForge.Row>) {
    fields.add("id", \.id)
    fields.add("pr", \.number, "the number; null if nothing is new")
    fields.add(
      "did", \.did,
      "`opened`, `pushed`, `taken`, `commits_of_others`, `passed`, `failed`, `pending`, `none`, `sent_back`, `merged`, `closed`; null for nothing new"
    )
    fields.add("url", \.url)
    fields.addIfAny("error", \.problem, "why the row could not be synced")
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

extension SyncedForge.Step {
  var sentence: Sentence {
    switch self {
    case .opened(let number):
      Sentence("pull request #\(number) opened", "풀 리퀘스트 #\(number)을(를) 만들었습니다")
    case .pushed(let number):
      Sentence("pushed to pull request #\(number)", "풀 리퀘스트 #\(number)에 푸시했습니다")
    case .hasCommitsOfOthers(let number):
      Sentence(
        "pull request #\(number) has other people's commits instead of its worker's: look at their "
          + "checks yourself",
        "풀 리퀘스트 #\(number)의 커밋이 워커의 것이 아닙니다. 그 검사는 직접 보십시오")
    case .tookCommitsOfOthers(let number):
      Sentence(
        "took the commits that others added to pull request #\(number)",
        "다른 사람이 풀 리퀘스트 #\(number)에 더한 커밋을 가져왔습니다")
    case .checked(let number, .passed):
      Sentence(
        "the checks of pull request #\(number) passed", "풀 리퀘스트 #\(number)의 검사를 통과했습니다")
    case .checked(let number, .missing):
      Sentence("pull request #\(number) has no checks", "풀 리퀘스트 #\(number)에 검사가 없습니다")
    case .checked(let number, _):
      Sentence("pull request #\(number) waits for its checks", "풀 리퀘스트 #\(number): 검사 대기")
    case .sentBack(let number, .ci):
      Sentence(
        "sent back, because a check of pull request #\(number) failed",
        "풀 리퀘스트 #\(number)의 검사가 실패해 돌려보냈습니다")
    case .sentBack(let number, .review):
      Sentence(
        "sent back, because a review of pull request #\(number) asks for changes",
        "풀 리퀘스트 #\(number)의 리뷰가 변경을 요청해 돌려보냈습니다")
    case .sentBack(let number, _):
      Sentence(
        "sent back, because pull request #\(number) has conflicts",
        "풀 리퀘스트 #\(number)이(가) 충돌해 돌려보냈습니다")
    case .merged(let number, let commit):
      Sentence(
        "pull request #\(number) was merged" + (commit.map { " as \($0.prefix(10))" } ?? ""),
        "풀 리퀘스트 #\(number)이(가) 병합되었습니다" + (commit.map { ": \($0.prefix(10))" } ?? ""))
    case .closed(let number):
      Sentence(
        "pull request #\(number) was closed without being merged",
        "풀 리퀘스트 #\(number)이(가) 병합되지 않고 닫혔습니다")
    }
  }
}
