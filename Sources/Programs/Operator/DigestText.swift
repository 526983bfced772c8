import Door
import Events
import Model
import Monitoring
import Plans
import Runner
import Text
import Work

/// A digest in at most twenty lines.
struct DigestText {
  let digest: Digest
  /// The plan that the digest is about; `nil` for all rows.
  let plan: String?
  let context: CommandContext

  /// The maximum number of lines.
  static let limit = 20
  /// The maximum number of lines about hooks.
  private static let mostHooks = 3

  /// Lines of one kind; some of them may be left out.
  private struct List {
    let lines: [String]
    let color: Paint.Color?
    /// The command that shows all of them.
    let command: String

    init(_ lines: [String], _ command: String, _ color: Paint.Color? = nil) {
      (self.lines, self.color, self.command) = (lines, color, command)
    }
  }

  var lines: [String] {
    let paint = context.paint
    let before = [failures, owed, restarted, plans]
    let (middle, after) = (facts, obstacles)
    let room = Self.limit - 1 - middle.count - after.count
    let lists = before + [held]
    let shares = Self.shares(of: room, among: lists.map(\.lines.count))
    let texts = zip(lists, shares).map { (list, share) -> [String] in
      shown(list, share).map { paint($0, list.color) }
    }
    var lines = [paint.bold(headline(context.language))]
    for text in texts.dropLast() { lines += text }
    lines += middle
    lines += texts.last ?? []
    lines += after.map { paint($0, .yellow) }
    return lines
  }

  /// How many lines each list gets: one line each in turn, until there is no room.
  static func shares(of room: Int, among counts: [Int]) -> [Int] {
    var shares = counts.map { _ in 0 }
    for round in 0..<max(0, room) {
      for list in counts.indices where counts[list] > round && shares.reduce(0, +) < room {
        shares[list] += 1
      }
    }
    return shares
  }

  private func shown(_ list: List, _ share: Int) -> [String] {
    if share >= list.lines.count { return list.lines }
    let first = list.lines.prefix(max(0, share - 1))
    let more = DigestOutput.more(list.lines.count - first.count, command: list.command)
    return first + [more.sentence(context.language)]
  }

  private func text(_ output: DigestOutput) -> String { output.sentence(context.language) }

  private var now: QueueTime { digest.now }

  private var headline: Sentence {
    let waiting = digest.owed.rows.count
    let owed = waiting > 0 ? DigestOutput.waiting(waiting).sentence : nil
    let counts = [digest.counts.counts, owed].compactMap(\.self)
    if digest.hasChanges, !counts.isEmpty { return counts.joined(separator: ", ") }
    let nothing = DigestOutput.nothing(since: digest.since, hasChanges: digest.hasChanges)
    return ([nothing.sentence] + counts).joined(separator: ", ")
  }

  // MARK: Lists

  /// `A FAILED: exit 3 (ops retry A)`.
  private var failures: List {
    List(
      digest.failures.map { ReasonGroup(line(of: $0)) }.map(line),
      command("orch list --status FAILED,BLOCKED"), .red)
  }

  private var owed: List {
    List(
      digest.owed.rows.map { context.line(of: $0, at: now) }
        + digest.owed.proposals.map(context.line), command("ops waiting"), .yellow)
  }

  /// Leaves out the rows that ended badly, because their last reason is shown already.
  private var restarted: List {
    let failed = Set(digest.failures.compactMap(\.id))
    return List(
      digest.restarted.filter { !failed.contains($0.id) }.map {
        text(.restarted($0)) + " (orch history \($0.id.escaped)\(context.placeOptions))"
      }, command("orch history"))
  }

  private var plans: List {
    List(
      digest.plans.map { text(.plan($0)) + " (orch plan show \($0.name)\(context.placeOptions))" },
      "orch plan list\(context.placeOptions)")
  }

  private var held: List {
    List(
      ReasonGroup.groups(of: digest.held, line).map(line), command("ops why"), .yellow)
  }

  private func line(of row: Explanation) -> ReasonLine {
    ReasonLine(row, at: now, command: row.remedy.map(context.commandLine))
  }

  private func line(of group: ReasonGroup) -> String {
    "\(group.idText(context.language)) \(group.message(context.language))"
      + (group.first.command.map { " (\($0))" } ?? "")
  }

  private func command(_ command: String) -> String {
    command + (plan.map { " --plan \($0)" } ?? "") + context.placeOptions
  }

  // MARK: Single lines

  private var facts: [String] {
    var lines: [String] = []
    if !digest.failedAttempts.isEmpty { lines.append(text(.failures(digest.failedAttempts))) }
    if let costs = digest.costs { lines.append(text(.costs(costs.label))) }
    if !digest.inProgress.isEmpty {
      lines.append(text(.inProgress(digest.inProgress.workers(at: now))))
    }
    return lines
  }

  private var obstacles: [String] {
    var lines: [String] = []
    if let pause = digest.pause {
      lines.append(
        "\(pause.sentence(at: now)(context.language)) (\(context.commandLine(.resume)))")
    }
    if digest.hasNoTicks {
      lines.append(Sentence.nothingWorks(context.language))
    }
    let hooks = digest.hooks.sentences(at: now).map { $0(context.language) }
    return lines + hooks.prefix(Self.mostHooks)
  }
}

/// The texts of `ops digest` that no other command prints.
private enum DigestOutput {
  case waiting(Int)
  /// No row ended; or no status changed at all.
  case nothing(since: QueueTime, hasChanges: Bool)
  case restarted(RestartedRow)
  case failures([FailureClass: Int])
  case plan(PlanDetails)
  case costs(Sentence)
  case inProgress(Sentence)
  /// The number of rows that are left out, and the command that shows them.
  case more(Int, command: String)

  var sentence: Sentence {
    switch self {
    case .waiting(let count):
      Sentence("\(count) waiting for a person", "사람을 기다림 \(count)")
    case .nothing(let since, hasChanges: true):
      Sentence("No row ended since \(since.text)", "\(since.text)부터 끝난 행이 없습니다")
    case .nothing(let since, hasChanges: false):
      Sentence("Nothing happened since \(since.text)", "\(since.text)부터 아무 일도 없었습니다")
    case .restarted(let row):
      Sentence(
        "\(row.id.escaped) was started \(row.starts) times\(Self.classes(row.failures))",
        "\(row.id.escaped): \(row.starts)번 시작했습니다\(Self.classes(row.failures))")
    case .failures(let failures):
      Sentence("failed attempts: \(failures.words)", "실패한 시도: \(failures.words)")
    case .plan(let plan):
      Sentence("plan \(plan.sentence.english)", "계획 \(plan.sentence.korean)")
    case .costs(let costs): Sentence("cost: \(costs.english)", "비용: \(costs.korean)")
    case .inProgress(let rows): Sentence("at work: \(rows.english)", "작업 중: \(rows.korean)")
    case .more(let count, let command):
      Sentence("and \(count) more (\(command))", "그 밖에 \(count)건 (\(command))")
    }
  }

  /// `: agent=1 timeout=2`.
  private static func classes(_ failures: [FailureClass: Int]) -> String {
    failures.isEmpty ? "" : ": \(failures.words)"
  }
}
