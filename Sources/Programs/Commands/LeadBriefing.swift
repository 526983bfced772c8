import Model
import Monitoring
import Runner
import Text

/// The instructions that `orch prime --lead` prints: the rows that wait for people, and how to hand
/// out work and judge it.
struct LeadBriefing {
  let counts: [Status: Int]
  /// The rows that wait for an answer or an approval, the most urgent first.
  let awaiting: [QueueItem]
  /// The pause of the queue in words; `nil` for none.
  let pause: String?
  /// The options that every command in the instructions needs.
  let options: [(name: String, value: String)]

  /// The number of waiting rows that are listed.
  private static let listed = 3

  /// The text has fewer than `BriefingText.limit` bytes.
  var text: String {
    let texts = [120, 60, 30, 0].lazy.map(text)
    return texts.first { $0.utf8.count < BriefingText.limit } ?? ""
  }

  private func text(width: Int) -> String {
    let suffix = options.inShell
    let isShort =
      suffix.utf8.count <= 4 * width && !options.contains { $0.value != $0.value.escaped }
    var lines = [
      "You lead: you add work, hand it out, and answer. Checks and the gate decide what is DONE.",
      counts.words().joined(separator: " "),
    ]
    if let pause { lines.append("Nothing starts: \(pause.shortened(toBytes: width)) (ops resume)") }
    lines += waiting(width)
    if !isShort { lines.append("Every command needs the options that you gave this one.") }
    lines += Self.commands.map { $0 + (isShort ? suffix : "") }
    lines += Self.rules
    return lines.map { $0 + "\n" }.joined()
  }

  private func waiting(_ width: Int) -> [String] {
    if awaiting.isEmpty { return ["Nothing waits for a person."] }
    let shown = awaiting.prefix(Self.listed).compactMap { item -> String? in
      let id = item.id.shortened(toBytes: 64)
      return switch item.awaited {
      case .answer: "- \(id) asks: \((item.question ?? "-").shortened(toBytes: width))"
      case .approval: "- \(id) awaits approval: \((item.task ?? "-").shortened(toBytes: width))"
      case .merge: item.pullRequest.map { "- \(id) can be merged: pull request \($0)" }
      case nil: nil
      }
    }
    let rest = awaiting.count - shown.count
    return ["For a person:"] + shown
      + (rest > 0 ? ["- and \(rest) more: orch list --status BLOCKED"] : [])
  }

  private static let commands = [
    "Add: orch add --priority P1 --task 'T' --success-criteria 'C1; C2'",
    "A list or a sentence: orch intake submit --request 'R'",
    "Start workers: orch tick",
    "By hand: orch pick --id ID --owner-session WORKER, and send WORKER orch task ID",
    "Take a report: orch report --file F --owner-session WORKER",
    "Try criteria: orch review X --success-criteria 'C' --report F --dry-run --explain",
    "Answer: orch answer ID 'TEXT'",
    "Accept: orch approve ID",
    "Send back: orch reject ID --reason 'R'",
    "Stop, or think over: ops cancel ID; ops replan ID --notes 'R'",
    "See: ops status; orch history ID; ops why",
  ]
  private static let rules = [
    "A criterion is one fact that a worker can show. orch itself checks file: PATH, json: FILE,",
    "grep: TEXT in FILE and cmd: CHECK. A longer brief is tasks/ID.md beside the queue.",
  ]
}

extension LeadBriefing: Shaped {
  static var shapeName: StaticString { "prime --lead" }
  static func shape(_ fields: inout Fields<LeadBriefing>) {
    fields.add("summary", \.counts.summary, "how many rows have each status")
    fields.add(
      "awaiting",
      { $0.awaiting.map { AwaitingRow(item: $0) } }, "the rows that wait for a person")
    fields.add("instructions", \.text, "the text that is printed without `--json`")
  }
}

private struct AwaitingRow: Shaped {
  let item: QueueItem

  static var shapeName: StaticString { "awaiting row" }
  static func shape(_ fields: inout Fields<AwaitingRow>) {
    fields.add("id", \.item.id)
    fields.add("awaits", \.item.awaited?.rawValue, "`answer`, `approval` or `merge`")
    fields.add(
      "question",
      { $0.item.awaited == .answer ? $0.item.question : nil }, "the question of the row's worker")
  }
}
