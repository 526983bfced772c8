import QueueModel
import ReviewerGate

/// The criteria of a foreign task as a cell: each is judged by the report, whatever it looks like.
struct ProseCriteria {
  /// The cell; empty for none.
  let text: String
  /// The criteria that would have been proofs, as the form has them.
  let proofs: [String]

  /// What stands before a criterion that is none of ours.
  private static let mark = "as written: "

  init(_ criteria: [String]) {
    var proofs: [String] = []
    let items = criteria.compactMap(CellText.value).flatMap { Checklist($0).items }.map { item in
      guard Self.isProof(item) else { return item }
      proofs.append(item)
      return Self.mark + item
    }
    var text = items.joined(separator: "; ")
    // Marks that are not closed may divide the cell otherwise than its criteria.
    let others = Checklist(text).items.filter(Self.isProof)
    if !others.isEmpty {
      proofs += others
      text = text.unicodeScalars.map { $0 == ":" || $0 == "\u{FF1A}" ? " -" : String($0) }.joined()
    }
    (self.text, self.proofs) = (text, proofs)
  }

  private static func isProof(_ criterion: String) -> Bool {
    Proof.parse(criterion) != nil || Proof.isMalformed(criterion)
  }
}
