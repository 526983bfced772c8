import Attempts
import Door
import Model
import Monitoring
import Review
package import Text
import Work
import Workers
import Worktrees

// The tools for working on a row: claim, note, report.

extension AgentQueue {
  private static let attempt = Parameter(
    "attempt", .text, "from orch_claim; your session's claim by default")

  var claim: Tool {
    Tool(
      "orch_claim",
      """
      Claim a row, or the next one. You get its task message and `attempt`, which names your claim. \
      It stays yours until you report, release it or disconnect.
      """,
      [Parameter("id", .text, "this row and no other")], .adds
    ) { [self] arguments in
      answer(.writing(times: true), of: arguments.text("id")) { call in
        let queue = call
        if let id = arguments.text("id") { try checkMayWork(on: id) }
        guard let item = try queue.pick(ownRow ?? arguments.text("id"), as: caller()) else {
          return ToolResult(
            try nothingToClaim(queue), ClaimAnswer(nil, in: queue.zoneOfJSON).json)
        }
        let kept = try keep(item, queue)
        return claimed(kept, ClaimAnswer(kept, in: queue.zoneOfJSON).json, queue)
      }
    }
  }

  /// Both parts have the task message, because a client shows a model only one of them.
  private func claimed(
    _ item: QueueItem, _ answer: JSONValue, _ queue: TaskQueue
  ) -> ToolResult {
    let message: String
    do throws(Problem) { message = try queue.task(for: item.id).text } catch {
      message = "its task message can't be made: \(error.message)"
    }
    let token = item.claim?.token
    let head = "Claimed \(item.id). attempt: \(token ?? "-"). Report by orch_report.\n\n"
    // The form of the report is at the end.
    func cut(_ room: Int) -> String { message.cut(toBytes: room, keepingEnd: 1200) }
    let (longestItem, frame) = (1500, 100)
    return ToolResult(
      head + cut(ToolResult.limit - head.utf8.count - frame),
      answer.cut(toBytes: longestItem)
        .with("message", .string(cut(ToolResult.limit - longestItem - frame))))
  }

  private func nothingToClaim(_ queue: TaskQueue) throws -> String {
    if let pause = try queue.pause() {
      return "Nothing to claim: \(pause.sentence(at: try queue.now()).english)"
    }
    let snapshot = try queue.snapshot()
    let waiting = snapshot.counts[.pending] ?? 0
    let line =
      waiting == 0
      ? "Nothing to claim: no row is PENDING."
      : "Nothing to claim: what is PENDING waits (\(waiting.counted("row"))); orch_ready says for what."
    let people = ReadyPage.line(awaiting: snapshot.idsAwaitingPeople())
    return [line, people].compactMap(\.self).joined(separator: "\n")
  }

  var note: Tool {
    Tool(
      "orch_note",
      """
      Add a note to the row, or hand the row back. Without text and release: a heartbeat, for a row \
      that was claimed elsewhere.
      """,
      [
        Parameter("id", .text, isRequired: true), Self.attempt,
        Parameter("text", .text, "what others should know"),
        Parameter("release", .flag, "hand it back, PENDING again"),
      ], .adds
    ) { [self] arguments in
      let id = arguments.requiredText("id")
      return answer(.writing(times: true), of: id) { call in
        try checkMayWork(on: id)
        let (queue, caller) = (call, caller(attempt: arguments.text("attempt")))
        let text = arguments.text("text").flatMap { CellText.value($0) }
        var done: [String] = []
        var row: QueueItem?
        if let text {
          let edit = Transition.Edit(id: id, [.notes: text], appends: true)
          row = try queue.edit(edit, as: caller).decision.item
          done.append("noted")
        }
        if arguments.flag("release") {
          row = try queue.perform(.release(id: id, force: false), as: caller).item
          done.append("released")
        } else if text == nil {
          row = try queue.perform(.lease(.init(id: id, .renew(seconds: nil))), as: caller).item
          done.append("kept")
        }
        let answer = NotedRow(id: id, item: row)
        var line = "\(id.escaped) \(done.joined(separator: ", ")): \(answer.status)"
        if let end = answer.lease?.end(at: try queue.now()) {
          line += ", yours until \(end.text)"
        }
        return ToolResult(line, answer.json)
      }
    }
  }

  var report: Tool {
    Tool(
      "orch_report",
      """
      Report on your row; the answer is the verdict, criterion by criterion. It may run checks for \
      minutes; if the call times out, orch_get says what became of it. Form: `[REPORT ID]`, \
      `Status: DONE` (or PARTIAL, FAILED, `BLOCKED: by what`), `Criteria:`, then a line for each: \
      `1. met: what shows it` or `1. not met: why`. To ask a person: `Status: QUESTION` and \
      `Question: what`; the row waits for the answer, which comes with its next task.
      """,
      [
        Parameter("id", .text, isRequired: true), Self.attempt,
        Parameter("report", .text, isRequired: true),
      ], .changes
    ) { [self] arguments in
      let id = arguments.requiredText("id")
      return answer(.all, of: id) { call in
        try checkMayWork(on: id)
        try keepWhileJudged(id, call)
        let outcome = try call.report(
          arguments.requiredText("report"), of: id,
          as: caller(attempt: arguments.text("attempt")))
        if case .refused(_, let cause, let path) = outcome {
          return ToolResult(refusing: problem(cause), "the report is kept in \(path)")
        }
        let answer = ReportAnswer(outcome, explaining: true).json
        return ToolResult(
          outcome.lines.joined(separator: "\n").cut(toBytes: 3500), answer.cut(toBytes: 4000))
      }
    }
  }
}

extension ReceiveReport.Outcome {
  /// The new status of the row, and each criterion.
  fileprivate var lines: [String] {
    switch self {
    case .routed(let outcome):
      [outcome.line] + outcome.explanation
        + (outcome.verdict?.awaited == nil
          ? [] : ["That is for a person to do. Go on with another row."])
    case .refused: [line]
    case .waits:
      [line, "Nothing judges it before the next orch tick; orch_get says what became of it."]
    }
  }
}

package struct NotedRow: Shaped {
  let id: String
  let item: QueueItem?

  var status: String { item?.status.rawValue ?? "-" }
  var lease: Lease? { item?.claim?.lease.flatMap { $0.isOver ? nil : $0 } }

  package static var shapeName: StaticString { "orch_note" }
  package static func shape(_ fields: inout Fields<NotedRow>) {
    fields.add("id", \.id)
    fields.add("status", \.item?.status.rawValue, "its status now")
    fields.add(
      "lease_expires_at", \.lease?.expiresAt, "until when it is kept, in seconds since 1970")
  }
}

extension JSONValue {
  fileprivate func with(_ key: String, _ value: JSONValue) -> JSONValue {
    guard var object = objectValue else { return self }
    object[key] = value
    return .object(object)
  }
}
