import Door
import Model
import Runner
import Schedule
import Text

/// `ops recurring`: the work that ticks add again and again.
struct RecurringCommand: QueueCommand {
  static let name = "recurring"
  static let summary = Sentence(
    "Show the recurring rows of orch.json: their next times, and why they wait",
    "orch.json의 반복 항목을 보여 줍니다: 다음 시각, 추가를 막는 것")
  static let discussion = Sentence(
    """
    Ticks add a row or a plan for each time of an entry. An entry waits until the row or plan that
    it added last is finished, unless it has "overlap": true. An entry with a mistake adds nothing,
    and does not stop the others.
    """,
    """
    틱은 항목의 시각마다 행이나 계획을 추가합니다. 앞의 것이 끝나지 않았으면 기다리며, "overlap": true이면
    기다리지 않습니다. 잘못된 항목은 아무것도 추가하지 않고, 다른 항목을 막지도 않습니다.
    """)
  static let result = """
    a line `NAME⇥TIMES⇥NEXT⇥LAST⇥REMARKS` for each entry, with `-` for an empty field; or \
    `No recurring rows`
    """
  static var answers: [any Shaped.Type] { [RecurringAnswer.self] }
  static let examples = [
    Example("ops recurring", Sentence("all entries", "모든 항목"))
  ]
  static let options: [Option<RecurringCommand>] = []
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    let entries = try context.taskQueue.recurringWork()
    let language = context.language
    if context.shared.isJSON {
      try context.print(RecurringAnswer(entries: entries))
    } else if entries.isEmpty {
      try context.print("No recurring rows", "반복 항목이 없습니다")
    } else if context.isOnTerminal {
      var table = TextTable([
        .init(Heading.name.label(language), minimum: 8),
        .init(Heading.times.label(language), minimum: 8, dropOrder: 2),
        .init(Heading.next.label(language), minimum: 16),
        .init(Heading.last.label(language), dropOrder: 1),
        .init(Heading.remarks.label(language), minimum: 16),
      ])
      for entry in entries {
        let remark = entry.problem == nil ? entry.remark : .mistake
        table.append(entry.cells(remark, language).map { .init($0) })
      }
      try context.write(table.rendered(width: context.width, paint: context.paint))
      // The problems are printed whole, so that their remedies can be read.
      for case (let name, let problem?) in entries.map({ ($0.name, $0.problem) }) {
        let lines = Paragraph("\(name): \(problem.sentenceWithHint(language))".escaped)
          .lines(width: context.width)
        for line in lines { try context.print(line) }
      }
    } else {
      for entry in entries {
        try context.print(entry.cells(entry.remark, .english).joined(separator: "\t"))
      }
    }
    return .success
  }
}

extension RecurringWork {
  fileprivate var remark: RecurringRemark? {
    problem.map(RecurringRemark.problem) ?? heldBy.map(RecurringRemark.waits)
      ?? (hasBegun ? decidedUntil.map(RecurringRemark.ahead) : .notBegun)
  }

  fileprivate func cells(_ remark: RecurringRemark?, _ language: Language) -> [String] {
    [name, times ?? "-", next?.text ?? "-", last ?? "-", remark?.sentence(language) ?? "-"]
      .map(\.escaped)
  }
}

/// The reason that keeps an entry from adding rows.
private enum RecurringRemark {
  case problem(Problem)
  /// A problem that is printed elsewhere.
  case mistake
  case waits(String)
  case notBegun
  case ahead(QueueTime)

  var sentence: Sentence {
    switch self {
    case .problem(let problem): problem.sentenceWithHint
    case .mistake: Sentence("a mistake, see below", "잘못됨, 아래 참조")
    case .waits(let id):
      Sentence("waits until \(id) is finished", "\(id)이(가) 끝날 때까지 기다립니다")
    case .notBegun:
      Sentence("begins with the next tick", "다음 틱에 시작됩니다")
    case .ahead(let time):
      Sentence(
        "adds nothing until \(time.text): a clock was ahead (to start over, remove it from orch.json, "
          + "run orch tick, and put it back)",
        "\(time.text)까지 아무것도 오지 않습니다. 시계가 앞서 있었습니다 (새로 시작하려면 orch.json에서 뺀 뒤 "
          + "orch tick을 실행하고 다시 넣으십시오)")
    }
  }
}

private struct RecurringAnswer: Shaped {
  let entries: [RecurringWork]

  static var shapeName: StaticString { "recurring" }
  static func shape(_ fields: inout Fields<RecurringAnswer>) {
    fields.add("recurring", \.entries, "the entries of `recurring`, by name")
  }
}
