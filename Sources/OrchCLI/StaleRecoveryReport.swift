import CommandSupport
import JSON
import QueueModel

/// What a watchdog did, as people and programs are told.
struct StaleRecoveryReport {
  private let changes: [ItemChange]

  init(_ changes: [ItemChange]) { self.changes = changes }

  /// Whether nothing happened that anybody is told.
  var isEmpty: Bool { lines.isEmpty }

  /// `RESET A,B`, `BLOCKED C`, `FAILED D`, each where there are such rows.
  var lines: [String] {
    Fate.allCases.compactMap { fate in
      let ids = changes(fate).map(\.id.escaped)
      return ids.isEmpty ? nil : "\(fate.rawValue.uppercased()) \(ids.joined(separator: ","))"
    }
  }

  var json: JSONObject {
    var object: JSONObject = [:]
    for fate in Fate.allCases { object[fate.rawValue] = .array(changes(fate).map(\.json)) }
    return object
  }

  private func changes(_ fate: Fate) -> [ItemChange] { changes.filter { Fate($0.event) == fate } }

  /// What becomes of a row, in the order in which it is told.
  private enum Fate: String, CaseIterable {
    case reset, blocked, failed

    init?(_ event: Event) {
      switch event {
      case .retried, .released: self = .reset
      case .blocked: self = .blocked
      case .failed: self = .failed
      case .added, .picked, .done, .assigned, .leaseAcquired, .leaseRenewed,
        .leaseReleased, .leaseEnded, .idempotencySkipped, .cancelled, .replanned, .undone,
        .restored, .firstSeen, .externalEdit, .migrated, .rendered, .archived, .guardrail,
        .reviewGate, .answered, .approved, .rejected:
        return nil
      }
    }
  }
}
