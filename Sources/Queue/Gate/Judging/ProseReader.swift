import Text

/// Finds prose statements that show criteria without a claim. In case of doubt, a statement does
/// not show a criterion.
///
/// A report that claims all criteria by number does not need this reader.
struct ProseReader {
  /// A clause that makes one statement. What several criteria ask of it is found once.
  fileprivate final class Statement {
    enum Kind {
      case stated
      /// The statement is under Criteria and has no state. It must say more than the criterion.
      case listed
      /// The statement is under Risks or Next, and is about the future.
      case possible
    }

    let quotation: CriterionFinding.Quotation
    let text: FoldedText
    let words: ContentWords
    let kind: Kind
    lazy var denials = ProseWords.denials.places(in: text)
    lazy var fallsShort = ResultCounts.shortfall(text.tokens(), ofAnything: true) != nil

    init(_ text: String, _ line: Report.Line, _ kind: Kind) {
      quotation = CriterionFinding.Quotation(sentence: text, line: line.number)
      var folded = FoldedText(text)
      words = ContentWords(folded)
      let tokens = folded.tokens()
      for zero in ResultCounts(tokens).zeros { folded.mask(zero) }
      // In `Updated README only.`, the word `only` denies other criteria, not this one.
      if let last = tokens.last(where: { $0.kind != .mark }), last.text == "only" {
        folded.mask(last.range)
      }
      folded.maskPast()
      self.text = folded
      self.kind = kind
    }
  }

  private var statements: [Statement] = []
  /// Whether the report states changes and results of checks.
  let hasResults: Bool

  /// - Parameter others: lines that are among the claims, but are not claims.
  init(_ report: Report, others: [Report.Line]) {
    hasResults =
      report.isPlainText
      || [.diffSummary, .validation].allSatisfy {
        report.sections[$0]?.contains(where: \.hasContent) ?? false
      }
    let parts: [(lines: [Report.Line], kind: Statement.Kind)] = [
      (report.body, .stated), (others, .listed), (report.sections[.diffSummary] ?? [], .stated),
      (report.sections[.validation] ?? [], .stated), (report.sections[.risks] ?? [], .possible),
      (report.sections[.next] ?? [], .possible),
    ]
    for (lines, kind) in parts {
      for line in lines {
        for text in Self.statements(of: line.text.bulletText) {
          statements.append(Statement(text, line, kind))
        }
      }
    }
  }

  func quotation(covering criterion: String) -> CriterionFinding.Quotation? {
    var wanted = FoldedText(criterion, masksLiterals: false)
    if let task = DefaultCriterion(reading: criterion) {
      guard hasResults else { return nil }
      wanted = FoldedText(task.subject, masksLiterals: false)
    }
    let needed = ContentWords(wanted, isWanted: true).words
    guard !needed.isEmpty else { return nil }
    return statements.first { statement in
      statement.kind != .possible && needed.allSatisfy(statement.words.has)
        && (statement.kind == .stated || statement.words.saysMore(than: wanted))
        && statement.denials.allSatisfy { wanted.contains(statement.text.scalars[$0]) }
        && !statement.fallsShort
    }?.quotation
  }

  func failures(unlessIn criteria: FoldedText) -> [String] {
    statements.flatMap { statement -> [String] in
      guard statement.kind != .possible else { return [] }
      if let range = ResultCounts(statement.text.tokens()).failing {
        return [statement.text.string(range)]
      }
      var lists = [ProseWords.openEnds, ProseWords.notRun]
      if ProseWords.resolutions.places(in: statement.text).isEmpty {
        lists.append(ProseWords.failures)
      }
      return lists.flatMap { $0.places(in: statement.text, unlessIn: criteria) }
        .map(statement.text.string)
    }
  }

  /// Statements that an outside obstacle blocks the work.
  func blocks(unlessIn criteria: FoldedText) -> [String] {
    statements.flatMap { statement -> [String] in
      guard ProseWords.unblocks.places(in: statement.text).isEmpty,
        statement.kind != .possible || ProseWords.possibilities.places(in: statement.text).isEmpty
      else { return [] }
      return ProseWords.blocks.places(in: statement.text, unlessIn: criteria)
        .map(statement.text.string)
    }
  }

  // MARK: Sentences

  /// Divides a line into sentences, and at some conjunctions into clauses. A semicolon does not
  /// divide a line, because the part after it may restrict the part before it.
  private static func statements(of line: String) -> [String] {
    let text = MarkedText(line)
    let scalars = text.scalars
    var parts: [String] = []
    var start = 0
    for index in scalars.indices where index >= start && !text.isMarked(index) {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      let isEnd =
        switch scalars[index] {
        case "\u{3002}", "\u{FF01}", "\u{FF1F}": true
        case ".", "!", "?": next == " "
        case "\u{2014}", "\u{2013}": next == " "
        case "\u{FF0C}": true
        case ",":
          contrasts.end(of: scalars, at: index + 1 + (next == " " ? 1 : 0)) != nil
            || index > 0 && (scalars[index - 1] == "고" || scalars[index - 1] == "며")
        default: false
        }
      guard isEnd else { continue }
      parts.append(text.text(start..<index + 1))
      start = index + 1
    }
    parts.append(text.text(start..<scalars.count))
    return parts.map(\.trimmed).filter { !$0.isEmpty }
  }

  private static let contrasts = PhraseList(
    "and, but, however, while, although, though, 但, но, а, и")
}

extension Report.Line {
  /// Whether the line says more than `None`.
  var hasContent: Bool {
    let word = FoldedText(text.bulletText.trimmed { !$0.isWordPart }, masksLiterals: false)
    return !ReportLabels.empty.contains(String(String.UnicodeScalarView(word.scalars)))
  }
}
