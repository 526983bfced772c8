/// A change of a row, or a fact, for a subscriber of the queue. Source: `docs/events.md`.
public struct QueueEvent: Equatable, Sendable {
  public let cursor: EventCursor
  public let kind: Kind
  public let entry: HistoryEntry
  /// The name of the plan to which the row now belongs, or of the plan in the fact; `nil` if there
  /// is none.
  public let plan: String?

  /// What happened to the row, or the kind of the fact.
  public enum Kind: String, CaseIterable, Sendable {
    /// The row is new, or is back.
    case added
    /// Cells of the row changed, but not its status.
    case changed
    case claimed
    /// The row may be worked on again: a worker gave it back, it is retried, or a person took it
    /// back.
    case released
    case done, failed, blocked
    /// An operator stopped the row.
    case cancelled
    /// A worker asks a question.
    case question
    /// A person must approve the row.
    case approval
    /// The row's work is, or becomes, a pull request, which a person must merge.
    case merge
    /// The row was deleted or archived, or became part of another row.
    case removed
    /// A person has to decide about a plan that a planner wrote or changed.
    case planProposed = "plan_proposed"
    case planRejected = "plan_rejected"
    case planDone = "plan_done"
    case planFailed = "plan_failed"
    case planBlocked = "plan_blocked"
    case planCancelled = "plan_cancelled"
    /// A worker starts nothing for some time.
    case workerPaused = "worker_paused"
    /// A limit of the budget keeps rows from starting.
    case budget
    /// A row has waited for a person for a long time.
    case reminder
    /// A row has been at work for a long time.
    case longWork = "long_work"
    /// A hook did not accept an event.
    case hookGaveUp = "hook_gave_up"
    /// An entry of `recurring` begins or ends.
    case recurring
    /// No row is handed out until a person ends the pause.
    case queuePaused = "queue_paused"
    case queueResumed = "queue_resumed"
  }

  /// - Parameters:
  ///   - entry: the history's entry of a row or a fact.
  ///   - cursor: the place of the entry.
  ///   - plan: the plan of the row.
  public init(_ entry: HistoryEntry, at cursor: EventCursor, ofPlan plan: String? = nil) {
    (self.entry, self.cursor) = (entry, cursor)
    self.plan = entry.fact?.plan ?? plan
    kind = entry.fact?.kind ?? Kind(of: entry)
  }

  /// Identifies the event: equal only for repetitions of the event. The key consists of the row's
  /// id, the number of the ended attempt or else of the entry, and the kind of the event. A fact
  /// has its own key.
  public var key: String {
    if let fact = entry.fact { return fact.key }
    let occasion = entry.formerClaim?.endedNumber.map { "\($0)" } ?? "#\(cursor.sequence)"
    return "\(entry.id ?? "-")/\(occasion)/\(kind.rawValue)"
  }
}

extension QueueEvent.Kind {
  fileprivate init(of entry: HistoryEntry) {
    // Events of the Python tool have no cells.
    let isPythonsAddition =
      entry.before.isEmpty && entry.after.isEmpty && entry.command == Event.added.rawValue
    if entry.isAddition || isPythonsAddition {
      self = .added
    } else if entry.isRemoval {
      self = .removed
    } else {
      let awaited = Self.awaited(entry.after)
      switch entry.givenStatus {
      case .pending: self = .released
      case .inProgress: self = .claimed
      case .done: self = .done
      case .failed: self = .failed
      case .blocked: self = awaited ?? .blocked
      // A BLOCKED row may now wait for another reply than before.
      case nil: self = awaited == Self.awaited(entry.before) ? .changed : awaited ?? .changed
      }
    }
  }

  /// The kind of wait in the notes of a BLOCKED row.
  private static func awaited(_ cells: [String: String]) -> QueueEvent.Kind? {
    guard let text = cells[Column.notes.name] else { return nil }
    let notes = Notes(text)
    switch notes.value(of: .awaits).flatMap(Awaited.init) {
    case .answer: return .question
    case .approval: return .approval
    case .merge: return .merge
    case nil:
      let last = notes.segments.last(where: GeneratedNote.isGenerated)
      func isLast(_ note: GeneratedNote) -> Bool {
        last?.utf8.starts(with: note.rawValue.utf8) ?? false
      }
      if isLast(.cancelled) { return .cancelled }
      return isLast(.pullRequestClosed) ? .blocked : nil
    }
  }
}

/// A position in the history of a queue: `QUEUE:SEQ.N`. Later positions are greater, and there may
/// be gaps.
public struct EventCursor: Equatable, Sendable {
  /// The first digits of the history's random id.
  public let history: String
  public let sequence: Int
  /// The number of the row within the entry, starting at 1; 0 before the first row.
  public let index: Int

  public init(history: String, sequence: Int, index: Int) {
    self.history = String(history.prefix(Self.digits))
    (self.sequence, self.index) = (sequence, index)
  }

  /// - Returns: `nil` if the text has another form.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == Self.digits,
      parts[0].utf8.allSatisfy("0123456789abcdef".utf8.contains)
    else { return nil }
    let numbers = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 2, let sequence = Self.number(numbers[0]),
      let index = Self.number(numbers[1])
    else { return nil }
    self.init(history: String(parts[0]), sequence: sequence, index: index)
  }

  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.first != UInt8(ascii: "+"), let number = Int(text), number >= 0 else {
      return nil
    }
    return number
  }

  private static let digits = 16

  public var text: String { "\(history):\(sequence).\(index)" }
}
