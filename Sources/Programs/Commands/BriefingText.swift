import Door
import Gate
import Model
import Monitoring
import Runner
import Text
import Work
import Worktrees

/// The instructions that `orch prime` prints for an agent.
struct BriefingText {
  let briefing: Briefing
  /// The agent's session; `nil` if none is named.
  let session: String?
  /// The options that every command in the instructions needs.
  let options: [(name: String, value: String)]
  /// Whether the commands that an agent needs follow the state of the queue.
  var hasCommands = true

  private var state: SessionState { briefing.state }

  /// The text has fewer bytes than this.
  static let limit = 2048

  var text: String {
    let suffix = suffix
    // Long rows and paths are shortened more, until the text fits.
    let attempts = [suffix, nil].flatMap { suffix in Self.widths.map { (suffix, $0) } }
    let texts = attempts.lazy.map { text(suffix: $0, width: $1) }
    return texts.first { $0.utf8.count < Self.limit } ?? text(suffix: nil, width: 0)
  }

  /// The most bytes of a row's task; the widths are tried in turn until the text fits.
  private static let widths = [160, 100, 60, 30]

  /// The options behind every command; `nil` if the options can't be quoted for a shell.
  private var suffix: String? {
    let words = options + (isUnnamed ? [("--owner-session", "lead")] : [])
    guard words.allSatisfy({ !$0.value.isEmpty && $0.value == $0.value.escaped }) else {
      return nil
    }
    return words.inShell
  }

  private var isUnnamed: Bool {
    switch state {
    case .unnamed: true
    case .idle, .working, .over: false
    }
  }

  private func text(suffix: String?, width: Int) -> String {
    var lines = [
      "orch works a task queue: rows go PENDING -> IN_PROGRESS -> DONE, FAILED or BLOCKED."
    ]
    lines += about(width) + state(width)
    guard hasCommands else { return lines.map { $0 + "\n" }.joined() }
    if suffix == nil { lines.append("Every command needs the options that you gave this one.") }
    lines += BriefingCommands(state: state, next: next, options: suffix ?? "").lines
    return lines.map { $0 + "\n" }.joined()
  }

  // MARK: The agent

  private func about(_ width: Int) -> [String] {
    switch state {
    case .unnamed:
      return hasCommands
        ? [
          "You have no session name; the commands below use 'lead'. Choose another if several agents work here."
        ] : []
    case .idle(let session): return ["You are \(session.shortened(toBytes: 40)) and have no row."]
    case .working(let item):
      return ["You\(name) work on \(item.briefly(width))", "It is DONE when:"]
        + criteria(of: item, width)
    case .over(let id, let end):
      let reason = end.sentence(ofRow: id).english
      return [
        "You\(name) were to work on \(id.shortened(toBytes: 64)). That is over: "
          + "\(reason.shortened(toBytes: width + 40)). Stop, and report nothing."
      ]
    }
  }

  private var name: String { session.map { " are \($0.shortened(toBytes: 40)) and" } ?? "" }

  /// The first criteria; `orch show` has the others.
  private func criteria(of item: QueueItem, _ width: Int) -> [String] {
    let all = Checklist(item.successCriteria ?? "").items
    if all.isEmpty { return ["- the row does not say"] }
    let shown = all.prefix(3).map { "- \($0.shortened(toBytes: width))" }
    return shown + (all.count > 3 ? ["- and \(all.count - 3) more, which orch show lists"] : [])
  }

  // MARK: The queue

  private func state(_ width: Int) -> [String] {
    let held = briefing.preview.held.map { $0.refusal.sentence.english }.joined(separator: "; ")
    return [
      briefing.counts.words().joined(separator: " "),
      "At work: \(briefing.inProgress.isEmpty ? "nothing" : work.shortened(toBytes: 2 * width))",
      "Next: \(next?.briefly(width / 2) ?? nothing(width))",
    ] + (held.isEmpty ? [] : ["Waiting: \(held.shortened(toBytes: 2 * width))"])
  }

  /// The row that a pick would claim.
  fileprivate var next: QueueItem? { briefing.pause == nil ? briefing.preview.next : nil }

  /// Why no row may start.
  private func nothing(_ width: Int) -> String {
    briefing.pause.map {
      "nothing: \($0.sentence(at: briefing.now).english.shortened(toBytes: width))"
    } ?? "nothing may start now"
  }

  private var work: String {
    let running = briefing.inProgress
    let shown = running.prefix(5).map { "\($0.id) (\($0.ownerSession ?? "nobody"))" }
    let more = running.count > 5 ? ["and \(running.count - 5) more"] : []
    return (shown + more).joined(separator: ", ")
  }
}

extension QueueItem {
  /// `ORCH-1 (P0): Fix the login`.
  fileprivate func briefly(_ width: Int) -> String {
    "\(id.shortened(toBytes: 64)) (\(priority.text.shortened(toBytes: 12))): "
      + (task ?? "-").shortened(toBytes: width)
  }
}

/// The commands of a briefing, ready to be typed in a shell.
struct BriefingCommands {
  let state: SessionState
  /// The row that would be picked.
  let next: QueueItem?
  /// The options behind each command, with a space before them.
  let options: String

  var lines: [String] {
    switch state {
    case .unnamed, .idle: picking
    case .working(let item): reporting(item.id) + ending(item.id)
    case .over(let id, _): ["Ask: orch show \(shown(id))\(options)"]
    }
  }

  private var picking: [String] {
    guard let next else {
      return ["Pick later: orch pick\(options)", "Why nothing runs: ops why\(options)"]
    }
    let pick = ["Pick: orch pick\(options)", "Its task: orch task \(shown(next.id))\(options)"]
    return pick + reporting(next.id) + ending(next.id)
  }

  private func reporting(_ id: String) -> [String] {
    [
      "Do the row and nothing else, check each criterion, then write report.txt, a line for each:",
      "[REPORT \(shown(id))]",
      "Status: DONE",
      "Criteria:",
      "1. met: what shows it: a command and its result, a file, a URL",
      "Send it: orch report --file report.txt\(options)",
    ]
  }

  private func ending(_ id: String) -> [String] {
    [
      "Not met? Say so, and why. Stopped from outside? Status: BLOCKED: by what. A question first?",
      "Status: QUESTION, and a line Question: what. The answer comes with the row's next task.",
      "Hand it back: orch release \(shown(id))\(options)",
      "Why nothing runs: ops why\(options)",
      "Never touch rows of others or the queue's file; call no criterion met without a check.",
    ]
  }

  private func shown(_ id: String) -> String { id.shortened(toBytes: 64) }
}

/// The instructions, with the queue and the session that they are for.
struct PrimeAnswer: Shaped {
  let text: BriefingText
  let queue, home, root, runLog: String
  let zone: QueueZone?

  init(_ text: BriefingText, in context: CommandContext) throws {
    self.text = text
    queue = try context.taskQueue.queueName()
    home = try context.taskQueue.home()
    root = try context.taskQueue.projectRoot()
    runLog = try context.taskQueue.runLogPath()
    zone = context.taskQueue.zoneOfJSON
  }

  static var shapeName: StaticString { "prime" }
  static func shape(_ fields: inout Fields<PrimeAnswer>) {
    fields.add("queue", \.queue, "the queue file or the database")
    fields.add("home", \.home, "the folder of the queue")
    fields.add("root", \.root)
    fields.add("run_log", \.runLog)
    fields.add(
      "you",
      { Speaker(session: $0.text.session, state: $0.text.briefing.state) },
      "the session that you act as")
    fields.add("summary", \.text.briefing.counts.summary, "how many rows have each status")
    fields.add(
      "next",
      { answer in answer.text.next.map { ZonedItem($0, in: answer.zone) } },
      "the row that a pick would claim")
    fields.add(
      "waiting",
      {
        $0.text.briefing.preview.held.map {
          HeldRow(id: $0.item.id, reason: $0.refusal.sentence.english)
        }
      }, "the first three rows that may not start")
    fields.add(
      "in_progress",
      { answer in answer.text.briefing.inProgress.map { ZonedItem($0, in: answer.zone) } },
      "the rows at work")
    fields.add("instructions", \.text.text, "the text that is printed without `--json`")
  }
}

private struct Speaker: Shaped {
  let session: String?
  let state: SessionState

  private var parts: (state: String, id: String?, reason: String?) {
    switch state {
    case .unnamed: ("unnamed", nil, nil)
    case .idle: ("idle", nil, nil)
    case .working(let item): ("at_work", item.id, nil)
    case .over(let id, let end): ("over", id, end.sentence(ofRow: id).english)
    }
  }

  static var shapeName: StaticString { "speaker" }
  static func shape(_ fields: inout Fields<Speaker>) {
    fields.add("session", \.session)
    fields.add("state", \.parts.state, "`unnamed`, `idle`, `at_work` or `over`")
    fields.add("id", \.parts.id, "the row that the session works on, or worked on")
    fields.add("reason", \.parts.reason, "why the session no longer works on the row")
  }
}

extension String {
  /// The escaped text in at most `limit` bytes of UTF-8. A longer text is cut between characters,
  /// and ends in `…`.
  func shortened(toBytes limit: Int) -> String {
    // Each character takes at least one byte, and escaping shortens no character, so more
    // characters than these never fit.
    let start = String(String.UnicodeScalarView(unicodeScalars.prefix(limit + 1))).escaped
    if start.utf8.count <= limit { return start }
    let mark = "…"
    var kept = ""
    var bytes = mark.utf8.count
    for character in start {
      bytes += character.utf8.count
      if bytes > limit { break }
      kept.append(character)
    }
    return kept + mark
  }
}
