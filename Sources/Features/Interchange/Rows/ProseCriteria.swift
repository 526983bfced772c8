import Gate
import Model

/// The criteria of a foreign task as a cell. Each is judged by the report, even if it looks like a
/// proof.
struct ProseCriteria {
  /// The text of the cell; empty if there are no criteria.
  let text: String
  /// The criteria that would have been proofs, as the form writes them.
  let proofs: [String]
  /// The criteria that had a semicolon, at which a cell would split them.
  let divided: [String]

  /// - Parameter criteria: the criteria. Each is one criterion, except that line breaks split it.
  init(_ criteria: [String]) {
    var proofs: [String] = []
    var divided: [String] = []
    let whole = criteria.flatMap { $0.split { $0.isNewline } }.compactMap { criterion in
      CellText.criteria(String(criterion))
    }.map { criterion in
      guard Checklist(criterion).items.count > 1 else { return criterion }
      let plain = Self.undivided(criterion)
      if plain != criterion { divided.append(criterion) }
      return plain
    }
    let items = whole.flatMap { Checklist($0).items }.map { item in
      guard Self.isProof(item) else { return item }
      proofs.append(item)
      return CellText.asWritten + item
    }
    var text = items.joined(separator: "; ")
    // If a quotation mark or bracket is not closed, the cell may be split at other places.
    let others = Self.proofs(in: text)
    if !others.isEmpty {
      proofs += others
      text = text.unicodeScalars.map { $0 == ":" || $0 == "\u{FF1A}" ? " -" : String($0) }.joined()
    }
    (self.text, self.proofs, self.divided) = (text, proofs, divided)
  }

  /// Replaces semicolons (full-width ones, too) with commas, because a cell is split at semicolons.
  private static func undivided(_ criterion: String) -> String {
    var plain = ""
    for scalar in criterion.unicodeScalars {
      switch scalar {
      case ";": plain += ","
      case "\u{FF1B}": plain += "\u{FF0C}"
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }

  /// The criteria of a cell that are proofs, or look like proofs.
  static func proofs(in cell: String) -> [String] { Checklist(cell).items.filter(isProof) }

  private static func isProof(_ criterion: String) -> Bool {
    Proof.parse(criterion) != nil || Proof.isMalformed(criterion)
  }
}
