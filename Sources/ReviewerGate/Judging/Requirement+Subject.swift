import Prose
import Reports

// What a default criterion asks for: the task that it repeats.

extension Criterion {
  /// The requirements of a task whose end may be cut off, and whose urgency and due time are not
  /// for a report to tell.
  static func requirements(
    of criterion: DefaultCriterion, words reader: WordReader
  ) -> [Requirement] {
    let sentences = ReportReader(words: reader)
      .sentences(of: withoutTimes(criterion.subject), .body, line: 1)
    var clauses = sentences.flatMap { sentence in
      Subject.isPhase(sentence.words) ? [sentence.words] : sentence.clauses.map(\.words)
    }.map { Subject(words: $0) }
    guard criterion.isCut, let last = clauses.popLast() else {
      return clauses.compactMap { $0.requirement(reader) }
    }
    let others = clauses.compactMap { $0.requirement(reader) }
    // A verb whose object was cut off asks for nothing that could be looked for.
    if last.withoutLast.namesThing {
      return others + [last.withoutLast.requirement(reader)].compactMap { $0 }
    }
    let whole = last.phase(reader) ?? last.cut(reader).requirement(reader)
    return others.isEmpty ? [whole].compactMap { $0 } : others
  }

  /// Without 2026-02-01 and 18:00.
  private static func withoutTimes(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    var run: [Unicode.Scalar] = []
    var isBehindTime = false
    for scalar in text.unicodeScalars {
      if scalar.isDigit || !run.isEmpty && (scalar == "-" || scalar == ":" || scalar == "/") {
        run.append(scalar)
      } else {
        if !isTime(run) { kept.append(contentsOf: run) }
        // 까지 goes with the time in front of it.
        isBehindTime = isTime(run) || isBehindTime && scalar.isHangul
        run = []
        if !isBehindTime || !scalar.isHangul { kept.append(scalar) }
      }
    }
    if !isTime(run) { kept.append(contentsOf: run) }
    return String(kept)
  }

  /// Digits with a mark between them.
  private static func isTime(_ run: [Unicode.Scalar]) -> Bool {
    guard let mark = run.firstIndex(where: { !$0.isDigit }) else { return false }
    return mark + 1 < run.count && run[mark + 1].isDigit
  }
}

/// The words of a task, or of a clause of it.
private struct Subject {
  let words: [Word]

  init(words: [Word]) {
    self.words = words.filter {
      !$0.roles.contains(.planned) && !Self.urgency.contains($0.text)
    }
  }

  private static let urgency: Set = [
    "urgent", "urgently", "asap", "긴급", "급함", "긴급히", "至急", "緊急", "紧急", "срочно", "p0", "p1",
    "p2", "p3",
  ]

  /// `Verify and document: the login redirect`
  static func isPhase(_ words: [Word]) -> Bool {
    words.dropFirst().contains { $0.gap == .colon }
  }

  var withoutLast: Subject { Subject(words: words.dropLast()) }

  /// Whether there is more in it than deeds.
  var namesThing: Bool {
    words[(colon ?? 0)...].contains {
      $0.isContent && !$0.isDeed && $0.roles.isDisjoint(with: .attempt)
    }
  }

  /// What the phase is, where nothing but one cut word is left behind it.
  func phase(_ reader: WordReader) -> Requirement? {
    guard let colon, colon == words.count - 1 else { return nil }
    let plain = Requirement(Clause(Array(words[..<colon])), words: reader)
    return plain.asksForSomething ? plain.ofSubject(plain.essential) : nil
  }

  private var colon: Int? { words.indices.dropFirst().first { words[$0].gap == .colon } }

  /// With a last word that stands for all which begin like it.
  func cut(_ reader: WordReader) -> Subject {
    guard let last = words.last else { return self }
    let meaning = Meaning(keys: [reader.keyOfPrefix(last.text)], roles: [])
    let word = Word(
      text: last.text, range: last.range, meaning: meaning, gap: last.gap, place: .plain)
    return Subject(words: words.dropLast() + [word])
  }

  /// What it asks for; about the things of a phase whatever is reported may be what was done in it.
  func requirement(_ reader: WordReader) -> Requirement? {
    let plain = Requirement(Clause(words), words: reader)
    guard plain.asksForSomething else { return nil }
    let things = plain.essential.filter { $0 >= colon ?? 0 && !words[$0].isDeed }
    return plain.ofSubject(colon == nil || things.isEmpty ? nil : things)
  }
}

extension Requirement {
  var asksForSomething: Bool { !essential.isEmpty || limit != nil }
}
