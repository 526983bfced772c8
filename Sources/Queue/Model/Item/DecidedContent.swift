/// What a person decides about in a row. Its digest names it: what has another digest is other content.
/// Source: `docs/storage.md`, "Decisions".
public struct DecidedContent: Equatable, Sendable {
  /// A part of the content, by its name in JSON.
  public enum Part: String, CaseIterable, Sendable {
    case id, task
    case successCriteria = "success_criteria"
    /// The notes that a worker is sent.
    case notes
    /// The bytes of `tasks/ID.md`.
    case brief
    /// The name of the worker that the row gets, by itself or by a route.
    case worker
    case repository = "repo"
    /// The question that waits for an answer.
    case question
    /// The commits of the work, and the last report.
    case base, commit, report
  }

  /// What a decision is about.
  public enum Matter: Sendable {
    /// What a worker gets: before the work begins.
    case start
    /// That, and a worker's question.
    case question
    /// That, and what came of it.
    case result
  }

  private var texts: [Part: String] = [:]

  public init() {}

  /// The parts that the row itself has.
  ///
  /// - Parameters:
  ///   - item: the row.
  ///   - matter: what is decided.
  ///   - policy: decides what of the notes is control.
  public init(of item: QueueItem, _ matter: Matter, _ policy: Policy) {
    self[.id] = item.id
    self[.task] = item.task
    self[.successCriteria] = item.successCriteria
    let notes = Notes(item.notes.prose(policy.controlKeys)).segments.filter {
      QueueItem.answer(in: $0) != nil || !GeneratedNote.isGenerated($0) && !Notes.isApproval($0)
    }
    self[.notes] = notes.joined(separator: " / ")
    if matter == .question { self[.question] = item.question }
  }

  /// The text of a part; `nil` for none. Blanks at its ends are no part of it, but for a brief.
  public subscript(part: Part) -> String? {
    get { texts[part] }
    set {
      let text = part == .brief ? newValue : newValue.map(CellText.trimmed)
      texts[part] = text.flatMap { $0.isEmpty ? nil : $0 }
    }
  }

  /// All of it, of which the digest is made: for each part its name, its length in bytes, and its text.
  public var text: String {
    Part.allCases.compactMap { part in
      texts[part].map { "\(part.rawValue) \($0.utf8.count)\n\($0)\n" }
    }.joined()
  }

  /// The parts that differ from those of other content, but for what came of the work and questions,
  /// where only one of the two has them.
  public func parts(unlike other: DecidedContent) -> [Part] {
    Part.allCases.filter { part in
      switch part {
      case .id, .task, .successCriteria, .notes, .brief, .worker, .repository:
        !Self.areSame(self[part], other[part])
      case .question, .base, .commit, .report:
        self[part] != nil && other[part] != nil && !Self.areSame(self[part], other[part])
      }
    }
  }

  /// Whether both have the same bytes: characters in composed and decomposed form are equal strings.
  private static func areSame(_ one: String?, _ other: String?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return one.utf8.elementsEqual(other.utf8)
  }

  /// The hexadecimal digits of a digest.
  public static let digits = 12
}

/// Reads for the rules what is decided about a row beside its cells.
public struct ContentReader: Sendable {
  /// The digest of the content, as it is now.
  public let digest: @Sendable (QueueItem, DecidedContent.Matter) -> String
  /// The parts that differ now from the content with a digest; none where that is not kept.
  public let changes: @Sendable (_ item: QueueItem, _ digest: String) -> [DecidedContent.Part]

  public init(
    digest: @escaping @Sendable (QueueItem, DecidedContent.Matter) -> String,
    changes: @escaping @Sendable (QueueItem, String) -> [DecidedContent.Part]
  ) {
    (self.digest, self.changes) = (digest, changes)
  }
}

extension QueueItem {
  /// What a person decides about in the row as it stands.
  public var matter: DecidedContent.Matter {
    switch awaited {
    case .answer: .question
    case .approval: awaitsStart ? .start : .result
    case .merge, nil: .start
    }
  }

  /// Whether a person decides, or has decided, about the row's content.
  public var hasDecision: Bool {
    awaited == .answer || awaited == .approval || asksForStart
  }
}
