// The ways in which a report says that the work is stopped.

extension BlockJudge {
  struct Sign {
    let text: String
    /// Whether it states something, and does not only describe a noun.
    let isPredicate: Bool
    let isWeak: Bool
  }

  func sign(at index: Int) -> Sign? {
    let word = words[index]
    guard word.place != .literal else { return nil }
    if word.roles.contains(.blocked) { return blocked(index) }
    if word.roles.contains(.escalate) {
      return Sign(text: word.text, isPredicate: true, isWeak: false)
    }
    if word.roles.contains(.proceed), let sign = proceed(index) { return sign }
    if let sign = dependence(index) { return sign }
    if word.roles.contains(.stopped) { return stopped(index) }
    if word.roles.contains(.wait) { return wait(index) }
    if word.roles.contains(.need) { return need(index) }
    if word.roles.contains(.resource) { return lack(index) }
    if word.roles.contains(.grant) { return refusal(index) }
    return nil
  }

  /// `blocked by`, `blocked:`, and not `blocked users`.
  private func blocked(_ index: Int) -> Sign {
    let word = words[index]
    let next = index + 1 < words.count ? words[index + 1] : nil
    let links = ["by", "on", "until", "because", "as", "at", "since", "pending", "from", "now"]
    let stands = next.map { $0.gap.isStrong || links.contains($0.text) } ?? true
    let isNoun = word.text.hasPrefix("blocker") || word.text == "블로커"
    let isVerb = word.text == "blocks" || word.text == "blocking"
    let predicate =
      word.isLatin
      ? stands && !isVerb || isNoun : stands || !word.roles.isDisjoint(with: [.final, .connective])
    return Sign(text: word.text, isPredicate: predicate, isWeak: word.isHangul && !isNoun)
  }

  private func proceed(_ index: Int) -> Sign? {
    let reach = max(0, index - 4)..<min(words.count, index + 4)
    guard let denial = reach.first(where: { deniesProgress($0, at: index) }) else { return nil }
    return Sign(
      text: text(from: index, to: denial), isPredicate: !isEmbedded(denial), isWeak: false)
  }

  private func deniesProgress(_ place: Int, at index: Int) -> Bool {
    let word = words[place]
    if place == index { return word.isUnspaced && !word.roles.isDisjoint(with: [.not, .cannot]) }
    if word.roles.contains(.cannot) { return true }
    if word.isLatin {
      if word.roles.contains(.no) { return place < index && words[index].text == "progress" }
      return word.roles.contains(.not) && place < index && has("could", before: place)
    }
    if word.isHangul { return place > index && isInability(place) }
    return !word.roles.isDisjoint(with: [.not, .no])
  }

  /// The words between two places, as the report has them.
  func text(from index: Int, to other: Int) -> String {
    words[min(index, other)...max(index, other)].map(\.text)
      .joined(separator: words[index].isUnspaced ? "" : " ")
  }

  /// 진행할 수 없는 주문: describes a noun, unless 상태 or 것 makes a statement of it.
  private func isEmbedded(_ place: Int) -> Bool {
    !words[place].roles.isDisjoint(with: [.modifier, .condition, .purpose])
      && !(place + 1 < words.count && DenialReader.makesStatement(words[place + 1]))
  }

  private func has(_ text: String, before place: Int) -> Bool {
    place > 0 && words[place - 1].text == text
  }

  /// 할 수 없다, 못하다, 불가
  private func isInability(_ place: Int) -> Bool {
    let word = words[place]
    return word.roles.contains(.no) && words[place - 1].text == "수" || word.text.hasPrefix("못")
      || word.roles.contains(.cannot)
  }

  private func stopped(_ index: Int) -> Sign? {
    let word = words[index]
    let next = index + 1 < words.count ? words[index + 1] : nil
    if word.roles.contains(.modifier), let next, !DenialReader.makesStatement(next) {
      return Sign(text: word.text, isPredicate: clause.absent.contains(index), isWeak: true)
    }
    if word.text.hasPrefix("stop"), word.text != "stopped" { return nil }
    if word.isLatin, let next, next.gap == .blank, next.isContent, next.isLatin { return nil }
    return Sign(
      text: word.text, isPredicate: endsClause(word, next) && isAboutWork, isWeak: false)
  }

  private func endsClause(_ word: Word, _ next: Word?) -> Bool {
    guard word.isHangul, let next else { return true }
    return !word.roles.isDisjoint(with: [.final, .connective]) || next.gap.isStrong
      || next.text.hasPrefix("있") || next.text.hasPrefix("중") || DenialReader.makesStatement(next)
  }

  private var isAboutWork: Bool {
    sentence.words.contains { word in
      !word.roles.isDisjoint(with: [.resource, .party, .wait, .cannot])
        || Self.work.contains(word.text) || word.text.hasPrefix("작업") || word.text.hasPrefix("막")
    }
  }

  private static let work: Set = [
    "work", "task", "progress", "作業", "工作", "работа", "работы", "работу",
  ]
}
