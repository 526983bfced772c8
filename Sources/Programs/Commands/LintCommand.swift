import Door
import Model
import Runner
import Text

/// `orch lint`: lists the problems of the queue file.
struct LintCommand: QueueCommand {
  static let name = "lint"
  static let summary = Sentence("Check the queue file", "큐 파일을 검사합니다")
  static let discussion = Sentence(
    """
    A problem keeps its row from being worked on and makes the exit status 1; a warning does
    neither. If the file has no problem and no warning, nothing is printed. If orch.json has
    workers, an unknown worker and a brief that can't be read are problems, too. A criterion with a
    check that review.checks does not have is a warning.
    """,
    """
    문제는 그 행을 멈추고 종료 상태를 1로 만듭니다. 경고는 아무것도 멈추지 않습니다. 둘 다 없으면
    아무것도 출력하지 않습니다. orch.json에 workers가 있으면 없는 워커와 읽을 수 없는
    브리프도 문제입니다. review.checks에 없는 검사를 쓰는 완료 기준은 경고입니다.
    """)
  static let result = """
    each finding as `file:line:column: message [rule]`; nothing for a good file
    """
  static var answers: [any Shaped.Type] { [LintAnswer.self] }
  static let examples = [
    Example("orch lint", Sentence("each finding as file:line:column", "발견한 것마다 file:line:column")),
    Example("orch lint && git commit QUEUE.md", Sentence("before a commit", "커밋하기 전에")),
  ]
  static let options: [Option<LintCommand>] = []
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    let findings = try context.taskQueue.lint()
    try context.print(
      LintAnswer(findings), or: findings.map { $0.finding.place(in: $0.file, context.language) })
    return findings.contains { $0.finding.severity == .problem } ? .refused : .success
  }
}
