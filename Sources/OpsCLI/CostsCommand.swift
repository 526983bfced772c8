import CommandLineKit
import Console
import Dispatching
import Engine
import Facts
import Host
import JSON
import QueueModel
import Settings
import Wording

/// `ops costs`: what the attempts of agents took, by the ledger.
struct CostsCommand: QueueCommand {
  static let name = "costs"
  static let summary = "Show what agents cost: tokens and US dollars by day, row, worker or model"
  static let discussion = """
    Each attempt of an agent is booked once in the ledger, as its program counts it, or by the
    prices of orch.json. What is unknown is shown as '-', and not as 0: a sum is of the attempts whose
    cost is known, and the others are counted beside it. Tokens from the cache are a part of the
    input. Days are those of the queue's time, on which an attempt ended.
    """
  static let result = """
    `GROUP⇥ATTEMPTS⇥INPUT⇥CACHED⇥OUTPUT⇥USD⇥UNKNOWN` a line, where UNKNOWN is how many attempts \
    have no known cost, and at the end the same of all, of the group `total`; or `No costs yet`
    """
  static let json = """
    by: text, `day`, `row`, `worker` or `model`
    since: text or null, the first day that is counted; null for all
    total: cost sum, all attempts
    groups: list of cost group, days in their order, others by their cost, highest first
    budget?: list of budget limit, the limits of `orch.json`, where it has some; whatever `--since` \
    says, what is spent of them today

    cost group:
    name: text or null, the day as `2026-01-31`, the row's id, the worker or the model; null for \
    an unknown model
    as cost sum

    \(CostSum.shape)
    """
  static let examples = [
    Example("ops costs --since 7d", "a line for each day of the last week"),
    Example("ops costs --by row", "the dearest rows first"),
    Example("ops costs --json | jq .total.cost.usd", "all of it, for a script"),
  ]
  static let options: [Option<CostsCommand>] = [
    .choice(
      "--by", "what makes a line", CostSummary.Grouping.allCases.map(\.rawValue), fallback: "day"
    ) { $1.grouping = CostSummary.Grouping(rawValue: $0) ?? .day },
    .since("DAY", "count from this day on: 2026-01-31, 7d, 4w") { $1.since = $0 },
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var grouping = CostSummary.Grouping.day
  var since: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let now = try context.taskQueue.now()
    let start = since.flatMap { QueueTime(named: $0, at: now) }?.beginningOfDay
    // Without a queue there is no ledger, and not an empty one.
    try context.taskQueue.read { _ in }
    var summary = CostSummary(by: grouping, zone: now.zone)
    let workers = context.shared.isJSON ? try? context.taskQueue.fileSettings().workers : nil
    var budget = workers.flatMap { $0.budget.isEmpty ? nil : BudgetCount($0, at: now) }
    try context.costLedger().visitEntries { entry in
      if start.map({ entry.time >= $0 }) ?? true { summary.add(entry) }
      budget?.add(entry)
    }
    if summary.hasMore {
      throw try SystemError.tooMany(
        context.costLedger().path, "\(grouping.rawValue)s", limit: CostSummary.most,
        remedy: "count from a later day on, with --since")
    }
    let groups = summary.groups
    if context.shared.isJSON {
      var object: JSONObject = [
        "by": .string(grouping.rawValue), "since": JSONValue(start?.day),
        "total": .object(summary.total.json), "groups": .array(groups.map(\.json)),
      ]
      if let budget { object["budget"] = budget.state.json }
      try context.print(.object(object))
    } else if groups.isEmpty {
      try context.print(.noCosts(since: start?.day))
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
  /// The columns but the first: attempts, tokens of input, of it from the cache, of output, US
  /// dollars; `nil` for what is unknown.
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

extension CostSummary.Group {
  fileprivate var json: JSONValue {
    var json: JSONObject = ["name": JSONValue(name)]
    for (key, value) in sum.json.members { json[key] = value }
    return .object(json)
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
    }
  }
}
