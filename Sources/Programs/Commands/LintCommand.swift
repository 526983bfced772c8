import Door
import Gate
import Host
import Model
import QueueStore
import Runner
import Stores
import Table
import Text
import Workers

/// `orch lint`: lists the problems of the queue file.
struct LintCommand: QueueCommand {
  static let name = "lint"
  static let summary = Sentence("Check the queue file", "큐 파일을 검사합니다")
  static let discussion = Sentence(
    """
    A problem stops its row and makes the exit status 1; a warning stops nothing. A file without
    either prints nothing. If orch.json has workers, an unknown worker and a brief that can't be
    read are problems, too. A criterion with a check that review.checks does not have is a warning.
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
    let document = try context.taskQueue.fileStore().document()
    let file = Path.name(of: try context.taskQueue.queuePath())
    // Settings that can't be read are not reported here.
    let named = try? context.taskQueue.fileSettings()
    let workers = named?.workers ?? WorkerProfiles()
    let settings = (try? context.taskQueue.settingsFile()) ?? []
    var facts: [String: [Finding.Fact]] = [:]
    if !workers.profiles.isEmpty {
      facts = briefs(of: document, in: context).mapValues { [$0] }
    }
    addUnseenTexts(ofBriefsIn: document, to: &facts, in: context)
    let unfinished = (0..<document.rowCount).compactMap { row in
      document.status(at: row)?.isFinished == false ? document.item(at: row) : nil
    }
    for item in unfinished {
      for criterion in Proof.malformed(in: item.successCriteria) {
        facts[item.id, default: []].append(.malformedProof(criterion))
      }
    }
    if let named {
      let known = named.review.checks.keys.sorted()
      for (id, name) in named.missingChecks(of: unfinished) {
        facts[id, default: []].append(.missingCheck(name, known: known))
      }
    }
    // Lazy: most tables refer only to rows that exist.
    lazy var table = try? context.taskQueue.fileStore().snapshot()
    let inTable = document.lint(
      workers.profiles.isEmpty ? nil : workers.roster(), facts: facts,
      absence: { try? table?.absence(of: $0) })
    let inSettings = workers.profiles.flatMap { $0.findings(in: settings) }
    let findings = inTable.map { (file, $0) } + inSettings.map { ("orch.json", $0) }
    try context.print(
      LintAnswer(problems: findings.map { FoundProblem($1, in: $0) }),
      or: findings.map { $1.place(in: $0, context.language) })
    return findings.contains { $1.severity == .problem } ? .refused : .success
  }

  /// Adds the texts in briefs of unfinished rows that people do not see.
  private func addUnseenTexts(
    ofBriefsIn document: QueueDocument, to facts: inout [String: [Finding.Fact]],
    in context: CommandContext
  ) {
    guard let home = try? context.taskQueue.home() else { return }
    let found = context.taskQueue.unseenTextsOfBriefs {
      document.status(of: $0).map { !$0.isFinished } ?? false
    }
    for (id, (path, texts)) in found {
      facts[id, default: []] += texts.map {
        .unseenText($0, path: Path.relative(path, to: home))
      }
    }
  }

  /// What is wrong with the briefs of rows that workers may get.
  private func briefs(
    of document: QueueDocument, in context: CommandContext
  ) -> [String: Finding.Fact] {
    let queue = context.taskQueue
    guard let home = try? queue.home() else { return [:] }
    return queue.briefWarnings { document.status(of: $0).map { !$0.isFinished } ?? false }
      .compactMapValues { warning -> Finding.Fact? in
        if case .failure(.badBrief(let path, _, let problem)) = warning {
          return .badBrief(path: Path.relative(path, to: home), problem)
        }
        guard case .longBrief(let path, let bytes, let limit) = warning else { return nil }
        return .longBrief(path: Path.relative(path, to: home), bytes: bytes, limit: limit)
      }
  }
}

extension WorkerProfile {
  /// The unknown placeholders, each at the place where `orch.json` first has it.
  fileprivate func findings(in settings: [UInt8]) -> [Finding] {
    unknownPlaceholders.map { word, key in
      let lines = settings.prefix(settings.firstOffset(of: Array(word.utf8), from: 0) ?? 0)
        .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let before = lines.last.map { String(decoding: $0, as: UTF8.self) } ?? ""
      let known = Placeholder.allCases.map(\.rawValue)
      return Finding(
        .unknownPlaceholder(word, key: key, known: known), line: max(lines.count, 1),
        column: before.unicodeScalars.count + 1)
    }
  }
}

private struct LintAnswer: Shaped {
  let problems: [FoundProblem]

  static var shapeName: StaticString { "lint" }
  static func shape(_ fields: inout Fields<LintAnswer>) {
    fields.add("problems", \.problems, "problems and warnings")
  }
}
