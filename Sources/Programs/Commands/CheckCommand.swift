import Door
import Model
public import Review
import Runner
public import Text

/// `orch check`: runs the proofs of a row now.
struct CheckCommand: QueueCommand {
  static let name = "check"
  static let summary = Sentence(
    "Run a row's proofs now, and change nothing", "행의 증거를 지금 확인하고 아무것도 바꾸지 않습니다")
  static let discussion = Sentence(
    """
    Runs the proofs that the row's criteria name: file:, grep:, json: and cmd:. A cmd: proof needs
    an entry in review.checks of orch.json, which must be trusted. The limits are the same as in a
    review, and the criteria are those that the row had when it was claimed. The row and its
    evidence do not change, and no attempt is counted. For a criterion without a proof, the report
    has to claim that it is met. The exit status is 1 if a proof does not hold.
    """,
    """
    행의 기준에 적힌 증거(file:, grep:, json:, cmd:)를 확인합니다. cmd:는 orch.json의 review.checks에
    항목이 있어야 하며, 그 파일을 신뢰해야 합니다. 제한은 검토와 같고, 기준은 배정할 때의 것입니다. 행도
    행의 기록도 바뀌지 않고 시도도 세지 않습니다. 증거가 없는 기준은 충족했다고 보고서가 밝혀야 합니다.
    성립하지 않는 증거가 있으면 1로 종료합니다.
    """)
  static let result = """
    a line per criterion, `N. CRITERION: met: FOUND`, `not met: REASON` or `needs a claim`; the \
    last output of a failed program is indented below
    """
  static var answers: [any Shaped.Type] { [CheckedWork.self] }
  static let examples = [
    Example(
      "orch check ORCH-001",
      Sentence("shows what a review would find, before the report", "보고하기 전에, 검토가 찾을 것")),
    Example(
      "orch check ORCH-001 --json | jq '.criteria[] | select(.state == \"not_met\")'",
      Sentence("the criteria that are not met, for a script", "스크립트에서, 충족되지 않은 것")),
  ]
  static let options: [Option<CheckCommand>] = [
    .row(Sentence("the row to check", "확인할 행"), of: .all) { $1.id = $0 }
  ]
  static let positional: String? = "--id"
  static let isLogged = false

  var shared = SharedOptions()
  var id = ""

  func run(in context: CommandContext) throws -> ExitStatus {
    let found = try context.taskQueue.check(id)
    if context.shared.isJSON {
      try context.print(found)
    } else {
      for (place, criterion) in found.criteria.enumerated() {
        let result = criterion.result.withFirstLine.sentence
        try context.print(result.map { "\(place + 1). \(criterion.text.escaped): \($0)" })
        for line in criterion.result.furtherLines { try context.print("    \(line.escaped)") }
      }
      if !found.hasProofs {
        try context.print(
          "\(found.id.escaped) has no criterion that orch can check; the report on it decides",
          "\(found.id.escaped): orch가 확인할 수 있는 기준이 없습니다. 보고서로 판정합니다")
      }
    }
    return found.proofsHold ? .success : .refused
  }
}

extension CheckedWork: Shaped {
  public static var shapeName: StaticString { "check" }
  public static func shape(_ fields: inout Fields<CheckedWork>) {
    fields.add("id", \.id)
    fields.add("ok", \.proofsHold, "whether no proof fails")
    fields.add(
      "criteria",
      { work in
        work.criteria.enumerated().map {
          CheckedCriterion(number: $0 + 1, text: $1.text, result: $1.result)
        }
      }, "all criteria of the row")
  }
}

private struct CheckedCriterion: Shaped {
  let number: Int
  let text: String
  let result: CheckedWork.Result

  static var shapeName: StaticString { "checked criterion" }
  static func shape(_ fields: inout Fields<CheckedCriterion>) {
    fields.add("n", \.number, "the number of the criterion, from 1")
    fields.add("criterion", \.text)
    fields.add("state", \.result.code, "`met`, `not_met` or `needs_claim` (it has no proof)")
    fields.add("reason", \.result.reason, "what was found, or why it is not met")
  }
}

extension CheckedWork.Result {
  fileprivate var code: String {
    switch self {
    case .met: "met"
    case .notMet: "not_met"
    case .needsClaim: "needs_claim"
    }
  }

  fileprivate var reason: String? {
    switch self {
    case .met(let reason), .notMet(let reason): reason
    case .needsClaim: nil
    }
  }

  private var lines: [String] {
    (reason ?? "").split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
  }

  fileprivate var withFirstLine: Self {
    switch self {
    case .met: .met(lines[0])
    case .notMet: .notMet(lines[0])
    case .needsClaim: self
    }
  }

  /// The further lines that a program printed.
  fileprivate var furtherLines: [String] { Array(lines.dropFirst()) }
}

extension CheckedWork.Result {
  fileprivate var sentence: Sentence {
    switch self {
    case .met(let found): Sentence("met: \(found.escaped)", "충족: \(found.escaped)")
    case .notMet(let reason): Sentence("not met: \(reason.escaped)", "미충족: \(reason.escaped)")
    case .needsClaim: Sentence("not checked by orch; the report has to claim it", "보고서의 주장이 필요합니다")
    }
  }
}
