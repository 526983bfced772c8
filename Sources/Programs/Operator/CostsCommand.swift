import Door
import Model
import Monitoring
import Runner
import Text
import Workers

/// `ops costs`: what the attempts of agents cost, according to the ledger.
struct CostsCommand: QueueCommand {
  static let name = "costs"
  static let summary = Sentence(
    "Show what agents cost: tokens and US dollars by day, row, worker, model or plan",
    "에이전트의 비용을 보여 줍니다: 날짜, 행, 워커, 모델, 계획별 토큰과 미국 달러")
  static let discussion = Sentence(
    """
    The ledger has one entry for each attempt of an agent, with the cost that the agent's program
    reports, or else the cost by the prices in orch.json. An unknown value is shown as '-', not as
    0. A sum covers the attempts of known cost; the attempts of unknown cost are counted separately.
    Tokens from the cache are part of the input. An attempt counts on the day on which it ended, in
    the queue's time zone.
    """,
    """
    에이전트의 시도는 장부에 한 번씩, 그 프로그램이 센 대로 또는 orch.json의 가격으로 적힙니다. 알 수 없는
    값은 0이 아니라 '-'입니다. 합계는 비용을 아는 시도의 것이고, 나머지는 그 옆에 셉니다. 캐시에서 온
    토큰은 입력의 일부입니다. 날짜는 큐의 시간으로 시도가 끝난 날입니다.
    """)
  static let result = """
    a line `GROUP⇥ATTEMPTS⇥INPUT⇥CACHED⇥OUTPUT⇥USD⇥UNKNOWN` for each group, where UNKNOWN counts \
    the attempts of unknown cost, and a last line for all, whose GROUP is `total`; or `No costs yet`
    """
  static var answers: [any Shaped.Type] { [CostsAnswer.self] }
  static let examples = [
    Example(
      "ops costs --since 7d", Sentence("a line for each day of the last week", "지난 한 주의 날마다 한 줄")),
    Example("ops costs --by row", Sentence("the most expensive rows first", "비용이 큰 행부터")),
    Example(
      "ops costs --json | jq .total.cost.usd", Sentence("the total, for a script", "스크립트에서 쓸 전체 금액")
    ),
  ]
  static let options: [Option<CostsCommand>] = [
    .choice(
      "--by", Sentence("the grouping of the lines", "한 줄로 묶는 기준"),
      CostSummary.Grouping.allCases.map(\.rawValue), fallback: Sentence(same: "day")
    ) { $1.grouping = CostSummary.Grouping(rawValue: $0) ?? .day },
    .since(
      "DAY", Sentence("count from this day on: 2026-01-31, 7d, 4w", "이날부터 셈: 2026-01-31, 7d, 4w")
    ) { $1.since = $0 },
    .ofPlan { $1.plan = $0 },
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var grouping = CostSummary.Grouping.day
  var since: String?
  var plan: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let costs = try context.taskQueue.costSummary(by: grouping, since: since, ofPlan: plan)
    let (summary, start) = (costs.summary, costs.start)
    let groups = summary.groups
    if context.shared.isJSON {
      try context.print(
        CostsAnswer(costs, budget: context.taskQueue.budgetOfToday()))
    } else if groups.isEmpty {
      let day = start?.day
      try context.print(
        day.map { "No costs since \($0)" } ?? "No costs yet",
        day.map { "\($0)부터 비용이 없습니다" } ?? "아직 비용이 없습니다")
    } else if context.isOnTerminal {
      let table = summary.table(by: grouping, context.language)
      try context.write(table.rendered(width: context.width, paint: context.paint))
    } else {
      for group in groups { try context.print(group.sum.line(of: group.name)) }
      try context.print(summary.total.line(of: "total"))
    }
    return .success
  }
}

extension CostSum {
  /// The columns after the first: attempts, input tokens, cached input tokens, output tokens, US
  /// dollars; `nil` if unknown.
  fileprivate var cells: [String?] {
    [String(attempts)]
      + [usage.inputTokens, usage.cachedInputTokens, usage.outputTokens].map { $0.map(String.init) }
      + [usage.dollars]
  }

  /// `2026-01-31⇥12⇥4612⇥3400⇥250⇥1.25⇥3`, for scripts.
  fileprivate func line(of name: String?) -> String {
    ([name?.escaped] + cells + [String(unknownAttempts)]).map { $0 ?? "-" }.joined(separator: "\t")
  }
}

extension CostSummary {
  /// The table for a terminal.
  fileprivate func table(by grouping: Grouping, _ language: Language) -> TextTable {
    func column(
      _ heading: Heading, _ alignment: TextTable.Alignment = .right, minimum: Int? = nil,
      dropOrder: Int? = nil
    ) -> TextTable.Column {
      .init(heading.label(language), alignment, minimum: minimum, dropOrder: dropOrder)
    }
    var table = TextTable([
      column(grouping.heading, .left, minimum: 10), column(.attempts, dropOrder: 5),
      column(.input, dropOrder: 3), column(.cached, dropOrder: 1), column(.output, dropOrder: 2),
      column(.cost), column(.estimated, dropOrder: 4), column(.unknown, dropOrder: 6),
    ])
    for group in groups { table.append(group.sum.row(group.name?.escaped ?? "-", language)) }
    table.append(total.row(Heading.total.label(language), language))
    return table
  }
}

extension CostSum {
  fileprivate func row(_ name: String, _ language: Language) -> [TextTable.Cell] {
    var texts = [name] + cells.map { $0 ?? "-" }
    texts[5] = usage.dollars.map { "$\($0)" } ?? "-"
    return texts.map { .init($0) } + [
      .init(estimatedDollars.map { "$\($0)" } ?? ""),
      .init(unknownAttempts == 0 ? "" : unknownPart(language), .yellow),
    ]
  }

  /// `3 of 12`.
  private var unknownPart: Sentence {
    Sentence("\(unknownAttempts) of \(attempts)", "\(attempts) 중 \(unknownAttempts)")
  }
}

extension CostSummary.Grouping {
  fileprivate var heading: Heading {
    switch self {
    case .day: .day
    case .row: .id
    case .worker: .worker
    case .model: .model
    case .plan: .plan
    }
  }
}
