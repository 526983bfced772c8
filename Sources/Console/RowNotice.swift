public import QueueModel
import ReviewerGate
public import Wording

/// What a person should know of a row that was just added or edited.
public enum RowNotice: Equatable, Sendable {
  /// A `|` in its texts became `/`.
  case replacedPipes(id: String)
  /// It has no success criteria.
  case noCriteria(id: String)
  /// Its criteria changed while it is worked on.
  case criteriaDuringWork(id: String)
  /// A criterion begins like a proof and lacks a part of it: it is never met.
  case malformedProof(String, id: String)
}

extension QueueItem {
  /// What is to be said of its criteria.
  public var malformedProofs: [RowNotice] {
    Proof.malformed(in: successCriteria).map { .malformedProof($0, id: id) }
  }
}

extension CommandContext {
  public func show(_ notice: RowNotice) { warn(notice.sentence(languageForErrors)) }

  /// Names on a terminal the new rows that have criteria, and none that is checked.
  public func noticeMissingProofs(_ items: [QueueItem]) {
    guard console.errors.isTerminal, !shared.isQuiet else { return }
    let unproved = items.filter { item in
      item.successCriteria.map { criteria in
        !Checklist(criteria).items.contains { Proof.parse($0) != nil }
      } ?? false
    }
    guard !unproved.isEmpty else { return }
    let named = unproved.prefix(5).map(\.id)
    printNotice(.addedWithoutProof(ids: named, more: unproved.count - named.count))
  }
}

/// Why a line of the form in which a row is edited can't be read.
public enum FormProblem: Equatable, Sendable {
  case noField(String)
  case unknownField(String)
  case repeatedField(String)
  case value(String, field: String, Sentence)
}
