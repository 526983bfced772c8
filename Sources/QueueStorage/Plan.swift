import QueueDocument
import QueueModel

/// What is to be answered, and what is to be written first; nothing, for `nil`.
struct Plan<Answer> {
  let answer: Answer
  let rewrite: Rewrite?
  /// Who has rows from now on.
  var claims: [ClaimChange] = []

  /// Whether it says nothing of the row's claim itself.
  func isSilent(on change: ClaimChange) -> Bool { !claims.contains { $0.id == change.id } }

  /// What is left of it when it was carried out.
  var carriedOut: Plan { Plan(answer: answer, rewrite: nil, claims: claims) }
}

/// A new version of the file.
enum Rewrite {
  case changes([ItemChange])
  /// The same table, written otherwise.
  case layout([Edit])
  /// Another version, which takes back the merge of a save.
  case version(QueueBytes, TakenBackMerge)
}
