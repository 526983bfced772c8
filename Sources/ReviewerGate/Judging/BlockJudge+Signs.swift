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
    let denial = reach.first { place in
      let roles = words[place].roles
      if place == index {
        return words[place].isUnspaced && !roles.isDisjoint(with: [.not, .cannot])
      }
      if roles.contains(.cannot) { return true }
      if words[place].isLatin {
        return roles.contains(.not) && place < index && has("could", before: place)
      }
      if words[place].isHangul { return place > index && isInability(place) }
      return !roles.isDisjoint(with: [.not, .no])
    }
    guard let denial else { return nil }
    let range = min(index, denial)...max(index, denial)
    let text = words[range].map(\.text).joined(separator: words[index].isUnspaced ? "" : " ")
    let isEmbedded =
      !words[denial].roles.isDisjoint(with: [.modifier, .condition, .purpose])
      && !(denial + 1 < words.count && DenialReader.makesStatement(words[denial + 1]))
    return Sign(text: text, isPredicate: !isEmbedded, isWeak: false)
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
    let isVerb =
      !word.roles.isDisjoint(with: [.final, .connective]) || next == nil
      || next.map { $0.text.hasPrefix("있") || $0.text.hasPrefix("중") } ?? false
      || next?.gap.isStrong ?? false || word.isUnspaced
      || next.map(DenialReader.makesStatement) ?? false || word.isLatin
    let isAboutWork = sentence.words.contains {
      !$0.roles.isDisjoint(with: [.resource, .party, .wait, .cannot]) || Self.work.contains($0.text)
        || $0.text.hasPrefix("작업") || $0.text.hasPrefix("막")
    }
    return Sign(text: word.text, isPredicate: isVerb && isAboutWork, isWeak: false)
  }

  private static let work: Set = [
    "work", "task", "progress", "作業", "工作", "работа", "работы", "работу",
  ]
}
