import Prose

// What stands before and behind a joint.

extension KoreanTask {
  // MARK: What two words name together

  /// `주문 취소 및 환불 API`: what stands before and behind a joint names one thing.
  static func isPair(_ left: ArraySlice<Token>, _ right: ArraySlice<Token>) -> Bool {
    let words = left.trailingWords
    guard let last = words.last, Words.operations.contains(last.text), namesOperation(right) else {
      return false
    }
    // `로그인 버그 수정`: what programmers do, and not the users.
    return Words.userOperations.contains(last.text)
      || !words.dropLast().contains { Words.objects.contains($0.text) }
  }

  /// `환불 API`: an operation, and what has it in its name.
  static func namesOperation(_ tokens: ArraySlice<Token>) -> Bool {
    guard let first = tokens.first, let second = tokens.dropFirst().first else { return false }
    return Words.operations.contains(first.text) && Words.heads.contains(second.text)
  }

  /// Whether the first word is what screens are named after, too.
  static func isOperation(_ tokens: ArraySlice<Token>) -> Bool {
    tokens.first.map { Words.operations.contains($0.text) } ?? false
  }

  /// `캐시 삭제, 배포`: whether the word in `right` is a task beside `left`, and does not name
  /// one thing together with its last word: `게시글 추가, 삭제`.
  static func isApart(_ right: ArraySlice<Token>, from left: ArraySlice<Token>) -> Bool {
    guard let word = right.first, let last = left.trailingWords.last else { return false }
    return !Words.operations.contains(word.text) || !Words.operations.contains(last.text)
  }

  /// `크기 조절이 가능한 위젯`: what can be done, and not what is to be done. With "및" before it,
  /// it goes on with what stands there.
  static func saysWhatIsPossible(_ tokens: ArraySlice<Token>) -> Bool {
    zip(tokens, tokens.dropFirst()).prefix(4).contains { action, next in
      next.text.hasPrefix("가능") && (action.text.hasSuffix("이") || action.text.hasSuffix("가"))
        && Words.actions.contains(String(action.text.dropLast()))
    }
  }

  // MARK: After something

  /// Whether the "후" between `left` and `right` puts one task behind another, and does not
  /// only tell when something happens.
  static func isSequence(_ left: ArraySlice<Token>, _ right: ArraySlice<Token>) -> Bool {
    guard let last = left.last, let first = right.first, last.kind != .mark,
      !isSpan(last), !isEvent(left), !isTimeSince(right), !Words.happenings.contains(first.text)
    else { return false }
    if form(left) != .none { return true }
    // `데이터 적재 후`: an action that no list has.
    return left.count > 1 && last.kind == .word
      && endings.suffix(of: Array(last.text.unicodeScalars)) == nil
  }

  /// `가입한 후`: what a user does, without what it is done to.
  static func isEventOfUsers(_ left: ArraySlice<Token>) -> Bool {
    guard left.count == 1, let word = left.first, word.text.hasSuffix("한") else { return false }
    let stem = String(word.text.dropLast())
    return Words.events.contains(stem) || Words.userOperations.contains(stem)
  }

  /// `로그인 후`, `결제 완료 후`
  private static func isEvent(_ left: ArraySlice<Token>) -> Bool {
    guard let last = left.last, !hasParticle(left) else { return false }
    if Words.events.contains(last.text) { return true }
    guard last.text == "완료", let before = left.dropLast().last else { return false }
    return Words.userOperations.contains(before.text) || Words.events.contains(before.text)
  }

  /// `생성 후 30일이 지난 로그`: the "후" counts from when something was done.
  private static func isTimeSince(_ right: ArraySlice<Token>) -> Bool {
    guard let first = right.first, first.text.unicodeScalars.first?.digit != nil else {
      return false
    }
    let words = right.prefix(3).map { Array($0.text.unicodeScalars) }
    return words.contains { passing.prefix(of: $0) != nil || within.suffix(of: $0) != nil }
  }

  private static let passing: WordList = "지난 지나 경과 넘은 넘게 초과 이상 이하 미만 이내"
  private static let within: WordList = "이내 이내에 이내의 이상 이상의 미만의"

  /// `30분`, `3일`
  private static func isSpan(_ token: Token) -> Bool {
    let scalars = Array(token.text.unicodeScalars)
    return scalars.contains { $0.digit != nil } && units.suffix(of: scalars) != nil
  }

  private static let units: WordList = "초 분 시간 일 주 달 개월 월 년 회 번 차"
}
