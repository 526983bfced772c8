package import QueueDocument
package import QueueModel

/// What is to be answered, and what is to be written first; nothing, for `nil`.
package struct Plan<Answer> {
  package let answer: Answer
  package let rewrite: Rewrite?
  /// Who has rows from now on.
  package var claims: [ClaimChange] = []

  package init(answer: Answer, rewrite: Rewrite?, claims: [ClaimChange] = []) {
    self.answer = answer
    self.rewrite = rewrite
    self.claims = claims
  }

  /// Whether it says nothing of the row's claim itself.
  package func isSilent(on change: ClaimChange) -> Bool { !claims.contains { $0.id == change.id } }

  /// What is left of it when it was carried out.
  package var carriedOut: Plan { Plan(answer: answer, rewrite: nil, claims: claims) }
}

/// A new version of the file.
package enum Rewrite {
  case changes([ItemChange])
  /// The same table, written otherwise.
  case layout([Edit])
  /// Another version, which takes back the merge of a save.
  case version(QueueBytes, TakenBackMerge)
}
