import QueueModel
import StoreTestSupport

/// 2026-01-31 18:00 in Korea.
let now = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)

extension Transition {
  /// What the rules decide, as a store keeps it.
  func decision(in table: MemoryTable, _ context: TransitionContext) throws -> Decision {
    try decide(in: table, context: context).encoded(for: table.storage)
  }

  /// What the rules say, in one line: the state, the owner, the start and the
  /// notes of the changed row, or the code of the refusal.
  func outcome(in table: MemoryTable, session: String? = "s1") -> String {
    do {
      let context = TransitionContext(session: session, now: now)
      return switch try decision(in: table, context) {
      case .nothingPending: "nothing pending"
      case .alreadySo(let item): "\(item.id) is already so"
      case .change(let change): change.after?.summary ?? "gone"
      case .changes(let changes):
        changes.map { $0.after?.summary ?? "gone" }.joined(separator: "; ")
      }
    } catch let refusal as Refusal {
      return "refused: \(refusal.code)"
    } catch {
      return "\(error)"
    }
  }

  func outcome(for item: QueueItem, session: String? = "s1") -> String {
    outcome(in: MemoryTable([item]), session: session)
  }
}

extension QueueItem {
  var summary: String {
    "\(id) \(status.rawValue) \(ownerSession ?? "-") \(startedAt?.suffix(5) ?? "-") [\(notes.text)]"
  }
}
