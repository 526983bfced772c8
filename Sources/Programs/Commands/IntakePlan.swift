import Door
import Gate
import Intake
import Model
import Runner
import Text

struct IntakePlan {
  let request: String
  /// The number of phases that a single task may become.
  let parallel: Int
  let proposal: Proposal
  let rows: [Transition.NewItem]

  /// - Parameters:
  ///   - parallel: the most phases that a single task becomes, if above 1; `nil` if not given.
  ///   - inPhases: whether a single task becomes phases even if `parallel` is not given.
  ///   - priority: for all rows, whatever the request says.
  ///   - due: for all rows, whatever the request says.
  ///   - criteria: for all rows; with `nil`, each row gets criteria of its own.
  init(
    request: String, parallel: Int?, inPhases: Bool, now: QueueTime, priority: Priority?,
    due: QueueTime?, criteria: String?
  ) {
    self.request = request
    self.parallel = parallel ?? 3
    var proposal = Proposal.propose(request, now: Moment(now))
    if self.parallel > 1, inPhases || parallel != nil {
      proposal = proposal.inPhases(self.parallel)
    }
    self.proposal = proposal
    let tag = GeneratedNote.intake.rawValue + now.tag
    rows = proposal.items.map { item in
      Transition.NewItem(
        priority: priority ?? item.urgency?.priority ?? .p1, task: item.text,
        successCriteria: criteria ?? proposal.language.criterion(for: item.text),
        dueAt: due ?? item.due.flatMap { QueueTime($0.text, zone: now.zone) }, notes: tag)
    }
  }

  /// Whether each row waits for the one before it.
  var isSequence: Bool { proposal.isOrdered || proposal.isTemplate }

  /// The warning that some phases are not among the rows.
  var droppedPhases: Sentence? {
    guard proposal.dropped > 0 else { return nil }
    let phases = proposal.language.phases.suffix(proposal.dropped).joined(separator: ", ")
    return Sentence(
      "--parallel \(parallel) leaves out: \(phases)", "--parallel \(parallel)에서 빠지는 것: \(phases)")
  }
}

extension Urgency {
  var priority: Priority {
    switch self {
    case .urgent: .p0
    case .usual: .p1
    case .low: .p2
    }
  }
}

extension QueueTime {
  /// `20260131-1800`
  fileprivate var tag: String {
    let (date, clock) = (text.prefix(10), text.suffix(5))
    return date.filter { $0 != "-" } + "-" + clock.filter { $0 != ":" }
  }
}

extension Moment {
  init?(_ time: QueueTime) {
    let numbers = time.text.split { "-: ".contains($0) }.compactMap { Int($0) }
    guard numbers.count == 5 else { return nil }
    self.init(
      year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4])
  }
}

extension IntakePlan {
  func show(in context: CommandContext) throws {
    if context.shared.isJSON {
      return try context.print(PlanAnswer(plan: self, zone: context.taskQueue.zoneOfJSON))
    }
    try context.print("request: \(oneLine.escaped)")
    try context.print("parallel: \(parallel)")
    if context.isOnTerminal, hasCells {
      return try context.write(
        table(context.language).rendered(width: context.width, paint: context.paint))
    }
    for (index, row) in rows.enumerated() {
      try context.print("\(index + 1). \(row.task.escaped)")
    }
  }

  private var oneLine: String {
    // Splits by scalars, because finding whole characters takes longer than everything else here.
    request.unicodeScalars.split { $0.properties.isWhitespace }
      .map { String($0) }.joined(separator: " ")
  }

  // MARK: On a terminal

  /// Whether there is more to show than the tasks.
  private var hasCells: Bool {
    isSequence || rows.contains { $0.priority != .p1 || $0.dueAt != nil }
  }

  private func table(_ language: Language) -> TextTable {
    var table = TextTable([
      .init("", .right), .init(Heading.priority.label(language), dropOrder: 3),
      .init(Heading.due.label(language), dropOrder: 2),
      .init(Heading.after.label(language), dropOrder: 1),
      .init(Heading.task.label(language), minimum: 16),
    ])
    for (index, row) in rows.enumerated() {
      table.append([
        .init("\(index + 1)."), .init(row.priority.text), .init(row.dueAt?.text ?? ""),
        .init(isSequence && index > 0 ? "\(index)." : ""), .init(row.task.escaped),
      ])
    }
    return table
  }
}

extension RequestLanguage {
  /// The default success criterion of a task: a single criterion, which is judged by the report,
  /// whatever the task says.
  func criterion(for task: String) -> String {
    let criterion = DefaultCriterion(task: CellText.written(task), wording: wording)
    let text = criterion.text()
    return Proof.parse(text) == nil ? text : criterion.text(isQuoted: true)
  }

  private var wording: DefaultCriterion.Wording {
    switch self {
    case .korean: .korean
    case .english: .english
    case .japanese: .japanese
    case .chinese: .chinese
    case .russian: .russian
    }
  }
}

// MARK: JSON

struct PlanAnswer: Shaped {
  let plan: IntakePlan
  let zone: QueueZone?

  static var shapeName: StaticString { "intake plan" }
  static func shape(_ fields: inout Fields<PlanAnswer>) {
    fields.add("request", \.plan.request)
    fields.add("ordered", \.plan.proposal.isOrdered, "whether the rows wait for each other")
    fields.add("items", { $0.plan.rows.map(\.task) }, "the tasks")
    fields.add(
      "rows",
      { answer in
        answer.plan.rows.enumerated().map { index, row in
          PlannedRow(
            row: row, zone: answer.zone,
            after: answer.plan.isSequence && index > 0 ? [index] : [])
        }
      }, "what would be added")
    fields.addIfAny(
      "template",
      { $0.plan.proposal.isTemplate ? true : nil }, "true if a single task became phases")
  }
}

struct PlannedRow: Shaped {
  let row: Transition.NewItem
  let zone: QueueZone?
  let after: [Int]

  static var shapeName: StaticString { "planned row" }
  static func shape(_ fields: inout Fields<PlannedRow>) {
    fields.add("task", \.row.task)
    fields.add("priority", \.row.priority.text)
    fields.add("success_criteria", \.row.successCriteria)
    fields.add("due_at_kst", \.row.dueAt?.text)
    fields.add(
      "after", \.after,
      "the numbers, from 1, of the rows that it waits for; the rows have no ids yet")
    fields.addIfAny(
      "due_at",
      { $0.zone == nil ? nil : .some($0.row.dueAt?.iso8601) },
      "in ISO 8601, if times are those of `tz`")
  }
}

struct SubmittedPlan: Shaped {
  let plan: IntakePlan
  let items: [QueueItem]
  let zone: QueueZone?

  static var shapeName: StaticString { "intake submit" }
  static func shape(_ fields: inout Fields<SubmittedPlan>) {
    fields.add("created", \.items.count, "how many rows were added")
    fields.add("ids") { $0.items.map(\.id) }
    fields.add("ordered", \.plan.proposal.isOrdered, "whether the rows wait for each other")
    fields.add("items") { answer in answer.items.map { ZonedItem($0, in: answer.zone) } }
    fields.addIfAny(
      "template",
      { $0.plan.proposal.isTemplate ? true : nil }, "true if a single task became phases")
  }
}
