// Sentences that speak of a deed and do not report it.

extension ClauseReading {
  /// `Add the tests.` in running text is no report.
  var isImperativeOnly: Bool {
    guard sentence.context == .body, let first = clause.words.first, first.isLatin,
      first.isDeed, first.place == .plain
    else { return false }
    return !clause.words.contains { $0.isFinite } && !first.text.hasSuffix("s")
  }

  var isQuestion: Bool {
    sentence.text.hasSuffix("?") || sentence.text.hasSuffix("\u{FF1F}")
  }

  /// `Indexing the table turned out to be hard`: speaks of the deed, and does not report it.
  var isGerund: Bool {
    guard let first = clause.words.first(where: { $0.isContent }), first.isLatin, first.isDeed,
      first.text.hasSuffix("ing"), first.text != "testing",
      clause.words.first?.range == first.range,
      // `Signing keys are rotated`: the subject is a plural.
      !clause.words.contains(where: { ["are", "were"].contains($0.text) })
    else { return false }
    return sentence.context == .body && !clause.has([.done, .pass, .works])
  }
}
