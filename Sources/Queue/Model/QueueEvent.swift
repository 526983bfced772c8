/// A change of a row, or a fact, as it is told to who follows a queue. Source: `docs/events.md`.
public struct QueueEvent: Equatable, Sendable {
  public let cursor: EventCursor
  public let kind: Kind
  public let entry: HistoryEntry
  /// The name of the plan to which the row belongs now, or that the fact is about; `nil` for none.
  public let plan: String?

  /// What became of the row, or which fact it is.
  public enum Kind: String, CaseIterable, Sendable {
    /// It is new, or is back.
    case added
    /// Its cells changed, and its status did not.
    case changed
    case claimed
    /// It may be worked on again: a worker gave it back, it is tried again, or a person took it back.
    case released
    case done, failed, blocked
    /// An operator stopped it.
    case cancelled
    /// A worker asks something.
    case question
    /// A person has to approve it.
    case approval
    /// Its work is, or becomes, a pull request, which a person has to merge.
    case merge
    /// It was deleted or archived, or became part of another row.
    case removed
    /// A plan ended.
    case planDone = "plan_done"
    case planFailed = "plan_failed"
    case planBlocked = "plan_blocked"
    case planCancelled = "plan_cancelled"
    /// A worker starts nothing for a while.
    case workerPaused = "worker_paused"
    /// A limit of the budget keeps rows from starting.
    case budget
    /// A row has waited for a person for long.
    case reminder
    /// A hook did not take an event.
    case hookGaveUp = "hook_gave_up"
    /// An entry of `recurring` begins or ends.
    case recurring
  }

  /// - Parameters:
  ///   - entry: that of the history, of a row or of a fact.
  ///   - cursor: the place of the entry.
  ///   - plan: that of the row.
  public init(_ entry: HistoryEntry, at cursor: EventCursor, ofPlan plan: String? = nil) {
    (self.entry, self.cursor) = (entry, cursor)
    self.plan = entry.fact?.plan ?? plan
    kind = entry.fact?.kind ?? Kind(of: entry)
  }

  /// The same for each repeat of the event, and for no other: the row, the attempt that ended, else
  /// the entry, and the kind; of a fact its own.
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
      // A BLOCKED row may wait for another reply than before.
      case nil: self = awaited == Self.awaited(entry.before) ? .changed : awaited ?? .changed
      }
    }
  }

  /// What BLOCKED notes say.
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

/// A place in the history of a queue: `QUEUE:SEQ.N`. Later ones are greater, and there may be gaps.
public struct EventCursor: Equatable, Sendable {
  /// The first digits of the history's random id.
  public let history: String
  /// The number of the entry.
  public let sequence: Int
  /// Which row of the entry, from 1; 0 for none yet.
  public let index: Int

  public init(history: String, sequence: Int, index: Int) {
    self.history = String(history.prefix(Self.digits))
    (self.sequence, self.index) = (sequence, index)
  }

  /// - Returns: `nil` for a text of another form.
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
