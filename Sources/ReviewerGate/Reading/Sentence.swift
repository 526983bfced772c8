import Reports

/// A sentence of a report or of a criterion.
struct Sentence: Sendable {
  /// Under what it stands.
  enum Context: Int, Sendable {
    case status
    case body
    case files
    case changes
    case validation
    case risks
    case next
  }

  let context: Context
  /// Counting from 1.
  let line: Int
  /// What a person reads.
  let text: String
  let words: [Word]
  let clauses: [Clause]

  init(context: Context, line: Int, text: String, words: [Word]) {
    self.context = context
    self.line = line
    self.text = text
    self.words = words
    clauses = ClauseSplitter(words).ranges.map { Clause(Array(words[$0])) }
  }

  var quotation: CriterionFinding.Quotation { .init(sentence: text, line: line) }
}

extension Sentence.Context {
  init(_ section: CompactReport.Section) {
    self =
      switch section {
      case .files: .files
      case .diffSummary: .changes
      case .validation: .validation
      case .risks: .risks
      case .next: .next
      }
  }

  /// Whether what stands there speaks of what is to come.
  var isOutlook: Bool { self == .risks || self == .next }

  /// Whether a statement there can cover a criterion.
  var canCover: Bool { self == .body || self == .changes || self == .validation }
}
