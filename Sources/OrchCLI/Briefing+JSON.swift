import CommandSupport
import Engine
import JSON
import QueueModel

extension Briefing {
  func json(in context: CommandContext) throws -> JSONValue {
    var summary: JSONObject = [:]
    for status in Status.summaryOrder { summary[status.rawValue] = .integer(counts[status] ?? 0) }
    return [
      "queue": .string(try context.storePath()), "home": .string(try context.home()),
      "root": .string(try context.workspace().projectRoot()),
      "run_log": .string(try context.runLogPath()), "you": you, "summary": .object(summary),
      "next": preview.next?.json ?? .null,
      "waiting": .array(
        preview.held.map {
          ["id": .string($0.id), "reason": .string(Messages.english.text(of: $0.refusal))]
        }),
      "in_progress": .array(runningItems.map(\.json)), "instructions": .string(text),
    ]
  }

  private var you: JSONValue {
    let (state, id, reason): (String, String?, String?) =
      switch state {
      case .unnamed: ("unnamed", nil, nil)
      case .idle: ("idle", nil, nil)
      case .working(let item): ("at_work", item.id, nil)
      case .over(let id, let end): ("over", id, Messages.english.text(of: end, ofRow: id))
      }
    return [
      "session": JSONValue(speaker), "state": .string(state), "id": JSONValue(id),
      "reason": JSONValue(reason),
    ]
  }
}
