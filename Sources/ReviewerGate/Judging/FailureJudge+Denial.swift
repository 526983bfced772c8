// Failures that no word of failure states.

extension FailureJudge {
  /// `exit code 1` under Validation.
  func isBadExit(_ index: Int) -> Bool {
    guard sentence.context == .validation, let number = words[index].number, number > 0, index > 1,
      words[index].gap == .blank || words[index].gap == .colon
    else { return false }
    let before = [words[index - 2].text, words[index - 1].text]
    if index + 1 == words.count, ["returned", "returns", "status"].contains(before[1]) {
      return true
    }
    return before[0].hasPrefix("exit") && ["code", "status", "with"].contains(before[1])
      || before == ["종료", "코드"] || before[1] == "exit"
  }

  /// `still returns 500`
  func isServerError(_ index: Int) -> Bool {
    guard let number = words[index].number, (500..<600).contains(number), index > 0,
      sentence.context == .body || sentence.context == .validation
    else { return false }
    return ["return", "returns", "returned", "got", "status", "http", "responds", "with"]
      .contains(words[index - 1].text)
  }

  /// `does not work`, `not tested`, 미완료, and what 다만 introduces.
  func denialMarker(_ index: Int) -> String? {
    guard sentence.context != .files, !sentence.context.isOutlook,
      let denial = clause.denials.first(where: { $0.index == index && $0.isWhole })
    else { return nil }
    if sentence.context == .status { return words[index].text }
    if asked.contains(where: { $0.clause.isNegative }) { return nil }
    switch denial.kind {
    case .partial, .planned: return nil
    case .denied: return isOmission(index) ? text(of: index) : nil
    }
  }

  private func isOmission(_ index: Int) -> Bool {
    if followsContrast || clause.opensWithContrast { return true }
    if words[index].roles.contains(.undone) { return words[index].roles.contains(.failure) }
    if words[index].roles.contains(.no), clause.has(.occur) || isNoChange(index) { return false }
    if words[index].roles.contains(.not), !isHarmless { return true }
    return words.contains { word in
      !word.roles.isDisjoint(with: [.works, .pass, .run, .verify, .done]) && word.place == .plain
    }
  }

  /// 증가 없음, 변화는 없었습니다
  private func isNoChange(_ index: Int) -> Bool {
    guard index > 0, words[index].isHangul || words[index].isUnspaced else { return false }
    let before = words[index - 1]
    return ["increase", "reduce"].contains(before.concept)
      || ["변화", "변동", "차이", "영향", "지연", "저하", "특이", "변경", "변경사항"].contains {
        before.text.hasPrefix($0)
      }
  }

  /// `is not changed`, 영향을 주지 않습니다: what was left alone lacks nothing.
  private var isHarmless: Bool {
    clause.has([.update, .need])
      || words.contains { ["affect", "affected", "touched", "영향을", "影響", "影响"].contains($0.text) }
  }

  private func text(of index: Int) -> String {
    let word = words[index]
    let near = word.isLatin ? index + 1 : index - 1
    guard words.indices.contains(near), !words[near].gap.isStrong || near < index else {
      return word.text
    }
    return near < index ? "\(words[near].text) \(word.text)" : "\(word.text) \(words[near].text)"
  }
}
