import CommandLineKit
import Console
import Engine
import Facts
import JSON
import QueueModel
import Representation
import ReviewerGate
import Wording

/// The instructions that `orch prime` prints for an agent.
struct BriefingText {
  let briefing: Briefing
  /// The agent's session; `nil` where none is named.
  let session: String?
  /// The options that every command in the instructions needs.
  let options: [(name: String, value: String)]

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

  /// Bytes of a row's task, tried in turn.
  private static let widths = [160, 100, 60, 30]

  /// The options behind every command; `nil` where they can't be quoted for a shell.
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
    let lines =
      ["orch works a task queue: rows go PENDING -> IN_PROGRESS -> DONE, FAILED or BLOCKED."]
      + about(width) + state(width)
      + (suffix == nil ? ["Every command needs the options that you gave this one."] : [])
      + BriefingCommands(state: state, next: next, options: suffix ?? "").lines
    return lines.map { $0 + "\n" }.joined()
  }

  // MARK: The agent

  private func about(_ width: Int) -> [String] {
    switch state {
    case .unnamed:
      return [
        "You have no session name; the commands below use 'lead'. Choose another if several agents work here."
      ]
    case .idle(let session): return ["You are \(session.shortened(toBytes: 40)), without a row."]
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
    if all.isEmpty { return ["- it says nothing of that"] }
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

  /// What a pick would claim.
  private var next: QueueItem? { briefing.pause == nil ? briefing.preview.next : nil }

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
      "Never touch rows of others or the queue's file, or call met what no check has shown.",
    ]
  }

  private func shown(_ id: String) -> String { id.shortened(toBytes: 64) }
}

extension BriefingText {
  func json(in context: CommandContext) throws -> JSONValue {
    let zone = context.taskQueue.zoneOfJSON
    return [
      "queue": .string(try context.taskQueue.storePath()),
      "home": .string(try context.taskQueue.home()),
      "root": .string(try context.taskQueue.projectRoot()),
      "run_log": .string(try context.taskQueue.runLogPath()), "you": you,
      "summary": briefing.counts.json,
      "next": next?.json(in: zone) ?? .null,
      "waiting": .array(
        briefing.preview.held.map {
          ["id": .string($0.id), "reason": .string($0.refusal.sentence.english)]
        }),
      "in_progress": .array(briefing.inProgress.map { $0.json(in: zone) }),
      "instructions": .string(text),
    ]
  }

  private var you: JSONValue {
    let (state, id, reason): (String, String?, String?) =
      switch state {
      case .unnamed: ("unnamed", nil, nil)
      case .idle: ("idle", nil, nil)
      case .working(let item): ("at_work", item.id, nil)
      case .over(let id, let end): ("over", id, end.sentence(ofRow: id).english)
      }
    return [
      "session": JSONValue(session), "state": .string(state), "id": JSONValue(id),
      "reason": JSONValue(reason),
    ]
  }
}

extension String {
  /// The escaped text in at most `limit` bytes of UTF-8, cut between characters, with `…` at the
  /// end where it was longer.
  func shortened(toBytes limit: Int) -> String {
    // Each character takes at least a byte, and escaping makes none shorter.
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
