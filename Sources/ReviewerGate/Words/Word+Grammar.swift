import Prose

// What a word is in its sentence.

extension Word {
  var isLatin: Bool { text.unicodeScalars.first?.isLatinWord ?? false }
  var isHangul: Bool { text.unicodeScalars.last?.isHangul ?? false }
  var isCyrillic: Bool { text.unicodeScalars.first?.isCyrillic ?? false }

  /// Written in a script without blanks.
  var isUnspaced: Bool { text.unicodeScalars.first.map { $0.isHan || $0.isKana } ?? false }

  static let deeds: Roles = [
    .make, .update, .fix, .remove, .verify, .run, .pass, .done, .verb, .works,
  ]

  /// Names something that can be done.
  var isDeed: Bool { !roles.isDisjoint(with: Self.deeds) }

  /// Says that something is done, and does not only name it.
  var isVerbForm: Bool { isPast || !roles.isDisjoint(with: [.final, .connective]) }

  /// Names a deed, and not also what work is checked with, as `test` does.
  var isDeedOnly: Bool { isDeed && !roles.contains(.check) }

  /// A part of a name: what a path, an option or a compound is called after was not done by that.
  /// `auto-saved` says that something was.
  var isNamePart: Bool { place == .literal || isHyphenated && !isPast }

  /// Makes a statement of the words around it.
  var isFinite: Bool {
    guard place != .literal, place != .quote else { return false }
    if roles.contains(.auxiliary) || roles.contains(.cannot) || roles.contains(.planned) {
      return true
    }
    if !roles.isDisjoint(with: [.final, .connective, .pass, .works, .occur, .failure, .undone]) {
      return true
    }
    if isCyrillic { return isDeed || roles.contains(.no) }
    if isUnspaced { return isDeed || !roles.isDisjoint(with: [.not, .no]) }
    return isLatin && isPast
  }

  /// `added`, `wrote`: English past forms.
  var isPast: Bool {
    if text.hasSuffix("ed"), text.utf8.count > 3, !text.hasSuffix("eed") { return true }
    guard let base = English.irregular[text] else { return false }
    return base != text && !text.hasSuffix("ion") && !text.hasSuffix("s") || isDeed && base == text
  }

  /// 있습니다 behind 하고: one verb with it.
  var isAuxiliaryOfKorean: Bool {
    text.hasPrefix("있") || text.hasPrefix("싶") || text.hasPrefix("나서") || text.hasPrefix("두")
  }

  /// Have, get, receive, give: what one does not have, one lacks.
  var isOfHaving: Bool {
    roles.contains(.grant) || ["have", "got", "get", "been"].contains(text)
  }

  /// 작성해, 추가하고: goes on to what was done next.
  var isKoreanVerb: Bool {
    !roles.isDisjoint(with: [.final, .connective])
      || ["해", "하여", "해서", "하여서"].contains { text.hasSuffix($0) }
  }

  /// Says that something has to be so, and nothing of what: 해야 함, `must`, 必须.
  var isObligation: Bool {
    roles.contains(.intent) && (!isHangul || Self.obligations.contains(text))
      || Self.obligations.contains(text)
  }

  private static let obligations: Set = [
    "함", "한다", "합니다", "됨", "된다", "됩니다", "있어야", "되어야", "이어야", "여야", "할", "말", "말아야", "able",
    "possible",
  ]

  var isBecause: Bool { text == "because" || text == "so" && gap == .comma }

  var isRelative: Bool { text == "which" || text == "но" || text == "который" }

  /// A word with which a clause of nouns ends: 완료, 통과, 없음, 3건.
  var endsAsStatus: Bool {
    if isLatin { return false }
    return !roles.isDisjoint(with: [
      .done, .undone, .no, .not, .pass, .failure, .final, .connective, .planned, .counter, .wait,
      .stopped,
    ])
  }

  /// Says something about the matter, and is not only grammar.
  var isContent: Bool {
    roles.isDisjoint(with: [
      .function, .auxiliary, .optional, .pronoun, .and, .contrast, .condition, .formerly, .now,
      .all, .only,
    ]) || place == .literal
  }
}
