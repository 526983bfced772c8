/// The content of a row that a person decides about. Its digest identifies it: a different digest
/// means different content. Source: `docs/storage.md`, "Decisions".
public struct DecidedContent: Equatable, Sendable {
  /// A part of the content. The raw values are names in JSON.
  public enum Part: String, CaseIterable, Sendable {
    case id, task
    case successCriteria = "success_criteria"
    /// The notes that are sent to a worker.
    case notes
    /// The bytes of `tasks/ID.md`.
    case brief
    /// The name of the row's worker, which the row or a route sets.
    case worker
    case repository = "repo"
    /// The question that is not answered yet.
    case question
    /// The commits of the work, and the last report.
    case base, commit, report
    /// The ids of the rows whose results the worker gets, sorted. The texts of these results do not
    /// exist yet when a person decides. Content of 1.0 lacks this part.
    case after
  }

  /// The matter that a decision is about.
  public enum Matter: Sendable {
    /// The start of the work: the content is what a worker gets.
    case start
    /// The worker's question: the content is what a worker gets, and the question.
    case question
    /// The result: the content is what a worker gets, and the result of the work.
    case result
  }

  private var texts: [Part: String] = [:]

  public init() {}

  /// The parts that the row itself has.
  ///
  /// - Parameter policy: decides which segments of the notes are control.
  public init(of item: QueueItem, _ matter: Matter, _ policy: Policy) {
    self[.id] = item.id
    self[.task] = item.task
    self[.successCriteria] = item.successCriteria
    let notes = Notes(item.notes.prose(policy.controlKeys)).segments.filter {
      QueueItem.answer(in: $0) != nil || !GeneratedNote.isGenerated($0) && !Notes.isApproval($0)
    }
    self[.notes] = notes.joined(separator: " / ")
    self[.after] = Set(item.after).sorted().joined(separator: ",")
    if matter == .question { self[.question] = item.question }
  }

  /// The text of a part; `nil` if it is empty, except for `after`, for which `nil` is unknown. Blanks
  /// at the ends are removed, except from a brief.
  public subscript(part: Part) -> String? {
    get { texts[part] }
    set {
      let text = part == .brief ? newValue : newValue.map(CellText.trimmed)
      texts[part] = text.flatMap { $0.isEmpty && part != .after ? nil : $0 }
    }
  }

  /// The input of the digest: the name of each part, its length in bytes, and its text.
  public var text: String { text(of: Part.allCases) }

  /// The input of the digests of 1.0.
  public var olderText: String { text(of: Part.allCases.filter { $0 != .after }) }

  private func text(of parts: [Part]) -> String {
    parts.compactMap { part in
      texts[part].map { "\(part.rawValue) \($0.utf8.count)\n\($0)\n" }
    }.joined()
  }

  /// The parts that differ from `other`. The question, the parts of a result and `after` count only
  /// if both contents have them.
  public func parts(unlike other: DecidedContent) -> [Part] {
    Part.allCases.filter { part in
      switch part {
      case .id, .task, .successCriteria, .notes, .brief, .worker, .repository:
        !Self.areSame(self[part], other[part])
      case .question, .base, .commit, .report, .after:
        self[part] != nil && other[part] != nil && !Self.areSame(self[part], other[part])
      }
    }
  }

  /// Whether both have the same bytes. `==` would also accept composed and decomposed forms of a
  /// character.
  private static func areSame(_ one: String?, _ other: String?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return one.utf8.elementsEqual(other.utf8)
  }

  /// The number of hexadecimal digits of a digest.
  public static let digits = 32
  /// That of the digests of 1.0, for which two contents with the same digest can be made.
  public static let olderDigits = 12
}

/// Reads the content for the rules, including the parts that are not cells of the row.
public struct ContentReader: Sendable {
  /// The digest of the current content.
  public let digest: @Sendable (QueueItem, DecidedContent.Matter) -> String
  /// Whether a digest, which may be one of 1.0, names the current content.
  public let isNamed: @Sendable (QueueItem, DecidedContent.Matter, _ digest: String) -> Bool
  /// The parts that differ now from the content with a digest; empty if that content is not kept.
  public let changes: @Sendable (_ item: QueueItem, _ digest: String) -> [DecidedContent.Part]

  public init(
    digest: @escaping @Sendable (QueueItem, DecidedContent.Matter) -> String,
    isNamed: @escaping @Sendable (QueueItem, DecidedContent.Matter, String) -> Bool,
    changes: @escaping @Sendable (QueueItem, String) -> [DecidedContent.Part]
  ) {
    (self.digest, self.isNamed, self.changes) = (digest, isNamed, changes)
  }
}

extension QueueItem {
  /// The matter that a person decides about while the row is in its current state.
  public var matter: DecidedContent.Matter {
    switch awaited {
    case .answer: .question
    case .approval: awaitsStart ? .start : .result
    case .merge, nil: .start
    }
  }

  /// Whether a person has decided, or must decide, about the row's content.
  public var hasDecision: Bool {
    awaited == .answer || awaited == .approval || asksForStart
  }
}
