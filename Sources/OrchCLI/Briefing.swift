import CommandLineKit
import CommandSupport
import Engine
import QueueModel
import ReviewerGate

/// What `orch prime` tells an agent.
struct Briefing {
  let state: SessionState
  /// The session that speaks; `nil` where nobody said.
  let speaker: String?
  let counts: [Status: Int]
  let runningItems: [QueueItem]
  let preview: PickPreview
  /// The options that every command needs which is named here.
  let options: [(name: String, value: String)]

  /// Bytes that the text is always shorter than.
  static let limit = 2048

  var text: String {
    let suffix = suffix
    // Where rows and paths are long, less of them is told.
    let attempts = [suffix, nil].flatMap { suffix in Self.widths.map { (suffix, $0) } }
    let texts = attempts.lazy.map { text(suffix: $0, width: $1) }
    return texts.first { $0.utf8.count < Self.limit } ?? text(suffix: nil, width: 0)
  }

  /// How many bytes of a row's task are told.
  private static let widths = [160, 100, 60, 30]

  /// As every command has them behind it; `nil` where no shell would read them so.
  private var suffix: String? {
    let words = options + (isUnnamed ? [("--owner-session", "lead")] : [])
    guard words.allSatisfy({ !$0.value.isEmpty && $0.value == $0.value.escaped }) else {
      return nil
    }
    return words.map { " \($0.name) \(ShellLine("").quoted($0.value))" }.joined()
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
      + BriefingCommands(state: state, next: preview.next, options: suffix ?? "").lines
    return lines.map { $0 + "\n" }.joined()
  }

  // MARK: Who one is

  private func about(_ width: Int) -> [String] {
    switch state {
    case .unnamed:
      return ["You have no name: below it is 'lead'. Take another where several agents work."]
    case .idle(let session): return ["You are \(session.shortened(toBytes: 40)), without a row."]
    case .working(let item):
      return ["You\(name) work on \(item.briefly(width))", "It is DONE when:"]
        + criteria(of: item, width)
    case .over(let id, let end):
      let reason = Messages.english.text(of: end, ofRow: id)
      return [
        "You\(name) were to work on \(id.shortened(toBytes: 64)). That is over: "
          + "\(reason.shortened(toBytes: width + 40)). Stop, and report nothing."
      ]
    }
  }

  private var name: String { speaker.map { " are \($0.shortened(toBytes: 40)) and" } ?? "" }

  /// The first of them; the rest is told by `orch show`.
  private func criteria(of item: QueueItem, _ width: Int) -> [String] {
    let all = Checklist(item.successCriteria ?? "").items
    if all.isEmpty { return ["- it says nothing of that"] }
    let shown = all.prefix(3).map { "- \($0.shortened(toBytes: width))" }
    return shown + (all.count > 3 ? ["- and \(all.count - 3) more, which orch show tells"] : [])
  }

  // MARK: How the queue stands

  private func state(_ width: Int) -> [String] {
    let summary = Status.summaryOrder.map { "\($0.rawValue)=\(counts[$0] ?? 0)" }
    let held = preview.held.map { Messages.english.text(of: $0.refusal) }.joined(separator: "; ")
    return [
      summary.joined(separator: " "),
      "At work: \(runningItems.isEmpty ? "nothing" : work.shortened(toBytes: 2 * width))",
      "Next: \(preview.next?.briefly(width / 2) ?? "nothing may start now")",
    ] + (held.isEmpty ? [] : ["Waiting: \(held.shortened(toBytes: 2 * width))"])
  }

  private var work: String {
    let shown = runningItems.prefix(5).map { "\($0.id) (\($0.ownerSession ?? "nobody"))" }
    let more = runningItems.count > 5 ? ["and \(runningItems.count - 5) more"] : []
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
