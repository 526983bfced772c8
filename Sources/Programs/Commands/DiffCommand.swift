import Door
import Git
import Runner
import Text
import Worktrees

/// `orch diff`: what the work on a row changes.
struct DiffCommand: QueueCommand {
  static let name = "diff"
  static let summary = Sentence(
    "Show what the work on a row changes in its worktree",
    "행의 작업 트리에서 무엇이 바뀌었는지 보여 줍니다")
  static let discussion = Sentence(
    """
    Compares the row's branch and its uncommitted changes with the commit at which the work began
    and what was merged into the branch since, so it shows what the work would change where it lands.
    The command commits nothing. If the worktree is gone, only the branch is compared. Texts that
    look like secrets are left out, and on a terminal control characters are spelled out.

    With --claim it shows the commit with which an attempt ended. This works for earlier attempts,
    too, as long as the repository still has the commit.

    With --since-approval it shows instead the changes since a person last approved the row: in
    task, criteria, notes, brief, worker and repository.
    """,
    """
    행의 브랜치를 작업이 시작된 커밋과 그 뒤에 브랜치에 병합한 것에 비교하므로, 작업이 병합될 때
    바뀔 것을 보여 줍니다. 아직 커밋하지 않은 것도 봅니다. 아무것도 커밋하지 않습니다. 작업 트리가
    없으면 브랜치만 봅니다. 비밀로 보이는 것은 빼고, 터미널에서는 제어 문자를 풀어 씁니다.

    --claim은 시도가 끝났을 때의 커밋을 보여 줍니다. 저장소에 남아 있으면 앞선 시도도 됩니다.

    --since-approval은 대신 사람이 승인하는 내용이 마지막 승인 뒤에 어떻게 바뀌었는지 보여 줍니다.
    작업, 완료 기준, notes, 브리프, 워커, 저장소입니다.
    """)
  static let result = """
    the changes as `git diff` prints them; with `--stat` a line for each file; with `--since-approval` \
    each part that changed, with its lines before and after
    """
  static var answers: [any Shaped.Type] { [DiffAnswer.self, ContentDiff.self] }
  static let examples = [
    Example("orch diff ORCH-001", Sentence("all changes", "모든 변경")),
    Example("orch diff ORCH-001 --stat", Sentence("how much changed in each file", "어느 파일을 얼마나")),
    Example(
      "orch diff ORCH-001 --base main",
      Sentence("what the work would add to main", "main에 더해질 것")),
    Example(
      "orch diff ORCH-001 --claim 2",
      Sentence("what an earlier attempt had changed", "앞선 시도가 바꾼 것")),
    Example(
      "orch diff ORCH-001 --since-approval",
      Sentence("why the row has to be approved again", "왜 다시 승인해야 하는지")),
    Example(
      "orch diff ORCH-001 --json | jq -r '.files[].path'",
      Sentence("the files, for a script", "스크립트에서 쓸 파일 목록")),
  ]
  static let options: [Option<DiffCommand>] = [
    .row(Sentence("the row", "행"), of: .all) { $1.id = $0 },
    .flag("--stat", Sentence("only how much changed in each file", "파일마다 바뀐 줄 수만")) {
      $0.isShort = true
    },
    .text(
      "--base", "REF",
      Sentence("show what the work adds to this branch or commit", "이 브랜치나 커밋에 더하는 것"),
      required: false
    ) { $1.base = $0 },
    .claim(
      Sentence(
        "the changes of this attempt, named by the number of its claim", "이 시도가 남긴 것. 배정의 번호로")
    ) {
      $1.claim = $0
    },
    .flag(
      "--since-approval",
      Sentence("what changed since a person approved the row", "사람이 승인한 뒤에 바뀐 것")
    ) { $0.isSinceApproval = true },
  ]
  static let positional: String? = "--id"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var id = ""
  var isShort = false
  var base: String?
  var claim: Int?
  var isSinceApproval = false

  func run(in context: CommandContext) throws -> ExitStatus {
    if isSinceApproval { return try printChangesSinceApproval(in: context) }
    let form: GitCall.DiffForm? = context.shared.isJSON ? nil : isShort ? .statistics : .patch
    let diff = try context.taskQueue.diff(ofRow: id, claim: claim, against: base, form)
    if context.shared.isJSON {
      try context.print(DiffAnswer(diff))
    } else if context.isOnTerminal {
      for line in LogText.lines(of: Array(diff.text.utf8)) {
        try context.print(isShort ? line : Self.painted(line, context.paint))
      }
    } else {
      try context.write(diff.text)
    }
    return .success
  }

  private func printChangesSinceApproval(in context: CommandContext) throws -> ExitStatus {
    if isShort || base != nil || claim != nil {
      throw Problem.usage(
        "--since-approval shows what was approved, not the work",
        "--since-approval은 작업이 아니라 승인된 내용을 보여 줍니다",
        hint: Sentence("leave --stat, --base and --claim out", "--stat, --base, --claim을 빼십시오"))
    }
    let diff = try context.taskQueue.changesSinceApproval(ofRow: id)
    if context.shared.isJSON {
      try context.print(diff)
    } else {
      for line in diff.lines { try context.print(Self.painted(line, context.paint)) }
    }
    return .success
  }

  /// A line in git's colours. They are added last: git's own colours would hide secrets and control
  /// characters from the code that looks for them.
  private static func painted(_ line: String, _ paint: Paint) -> String {
    switch line.first {
    case "+" where !line.hasPrefix("+++ "): paint(line, .green)
    case "-" where !line.hasPrefix("--- "): paint(line, .red)
    case "@": paint(line, .blue)
    case " ", "\\", nil: line
    default: paint.bold(line)
    }
  }
}
