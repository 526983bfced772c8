import Door
import Host
import Interchange
import Model
public import QueueStore
import Runner
public import Text
import Worktrees

/// `ops verify`: checks the queue file and the database against their histories.
struct VerifyCommand: QueueCommand {
  static let name = "verify"
  static let summary = Sentence(
    "Check the queue file and the database against their histories", "큐 파일과 데이터베이스를 이력과 맞춰 검사합니다")
  static let discussion = Sentence(
    """
    Checks the file as orch lint does, and against the last entry of the journal. Checks the
    database with SQLite's own check, then row by row, and against the event log. With --db, only
    that database is checked. Checks that the work of DONE rows is still where it landed. Nothing
    is written. A problem makes the exit status 1; a warning does not.
    """,
    """
    파일은 orch lint처럼, 또 저널의 마지막 항목과 맞춰 검사합니다. 데이터베이스는 SQLite의 자체 검사,
    그다음 행마다, 그리고 이벤트 로그와 맞춰 검사합니다. --db이면 그 데이터베이스만 봅니다. DONE 행의
    작업이 병합한 곳에 그대로 있는지도 봅니다. 아무것도 쓰지 않습니다. 문제가 있으면 종료 상태가 1이고, 경고는 아닙니다.
    """)
  static let result =
    "each finding as `FILE: message [rule]`, or as `lint` prints it for the queue file; for each "
    + "file without a problem `verify ok FILE: N rows, N events`; exit status 1 if there is a problem"
  static var answers: [any Shaped.Type] { [VerifyAnswer.self] }
  static let examples = [
    Example(
      "ops verify",
      Sentence("checks the queue file, and the database if there is one", "큐 파일과, 있으면 데이터베이스")),
    Example(
      "ops verify --db backups/monday.db",
      Sentence("one database, for example a backup", "데이터베이스 하나. 예를 들어 백업")),
  ]
  static let options: [Option<VerifyCommand>] = []
  static let isLogged = false

  var shared = SharedOptions()

  func run(in context: CommandContext) throws -> ExitStatus {
    var found = try context.taskQueue.verify()
    if !found.isEmpty {
      found[0].problems += context.taskQueue.lostLandings().map {
        Verification.Problem(.lostLanding, $0.id, $0.problem.message)
      }
    }
    let isOK = found.allSatisfy { $0.count(of: .problem) == 0 }
    try context.print(
      VerifyAnswer(isOK: isOK, checked: found),
      or: found.flatMap { $0.lines(context.language) }.map(\.escaped))
    return isOK ? .success : .refused
  }
}

extension Verification {
  fileprivate func lines(_ language: Language) -> [String] {
    let file = Path.name(of: path)
    let lines =
      findings.map { $0.place(in: file, language) } + problems.map { $0.line(in: file) }
    let events = kind == .queue ? events.counted("change") : events.counted("event")
    let counted = "\(rows.counted("row")), \(events)"
    return count(of: .problem) == 0 ? lines + ["verify ok \(path): \(counted)"] : lines
  }
}

extension Verification.Problem {
  fileprivate func line(in file: String) -> String {
    let prefix =
      switch severity {
      case .problem: ""
      case .warning: "warning: "
      }
    return "\(file): \(prefix)\(message) [\(rule.rawValue)]"
  }
}

private struct VerifyAnswer: Shaped {
  let isOK: Bool
  let checked: [Verification]

  static var shapeName: StaticString { "verify" }
  static func shape(_ fields: inout Fields<VerifyAnswer>) {
    fields.add("ok", \.isOK, "whether there is no problem")
    fields.add(
      "checked", \.checked, "the queue file and the database, if they were checked")
  }
}

extension Verification: Shaped {
  public static var shapeName: StaticString { "checked copy" }
  public static func shape(_ fields: inout Fields<Verification>) {
    fields.add("kind", \.kind.rawValue, "`database` or `queue`")
    fields.add("path", \.path)
    fields.add("rows", \.rows)
    fields.add("events", \.events, "the number of its events, or of the changes in its history")
    fields.add(
      "problems",
      { found in
        let file = Path.name(of: found.path)
        return found.findings.map { VerifiedFinding(finding: FoundProblem($0, in: file), id: nil) }
          + found.problems.map { VerifiedFinding(finding: FoundProblem($0, in: file), id: $0.id) }
      }, "problems and warnings")
  }
}

private struct VerifiedFinding: Shaped {
  let finding: FoundProblem
  let id: String?

  static var shapeName: StaticString { "verified finding" }
  static func shape(_ fields: inout Fields<VerifiedFinding>) {
    fields.addAll { $0.finding }
    fields.add("id", \.id)
  }
}
