extension Clause {
  /// Whether it tells what was so earlier.
  var speaksOfThePast: Bool {
    has(.formerly) || namesFirstAttempt
      || words.contains { word in
        word.text.hasSuffix("던") || word.text.hasSuffix("었는데") || word.text.hasSuffix("였는데")
      }
  }

  /// `the first build`, 1차 실행: there were others behind it.
  private var namesFirstAttempt: Bool {
    words.indices.contains { index in
      let isFirst =
        ["first", "첫", "첫번째", "최초", "第一次", "первый"].contains(words[index].text)
        || words[index].number == 1 && index + 1 < words.count
          && ["차", "回目"].contains { words[index + 1].text.hasPrefix($0) }
      return isFirst
        && words[index...].dropFirst().prefix(3).contains {
          !$0.roles.isDisjoint(with: [.run, .check, .verify, .works, .attempt])
            || ["시도", "pass", "try"].contains($0.text)
        }
    }
  }

  /// Whether it tells that work went on: a deed was done, or something was given.
  var settles: Bool {
    !denials.contains { $0.isWhole }
      && (has([.fix, .now, .longer, .pass, .grant, .done])
        || words.contains { $0.isDeed && ($0.isVerbForm || $0.isUnspaced) })
  }

  /// Whether it says that something is repaired or works now.
  var repairs: Bool {
    !denials.contains { $0.isWhole } && has([.fix, .now, .longer, .pass])
  }
}

extension Clause {
  /// Whether its Korean predicate is 확인하다 or the like: what was looked at may not be done.
  var onlyLooksAt: Bool {
    guard let predicate = words.last(where: { $0.isDeed && $0.isHangul }) else { return false }
    return predicate.roles.contains(.verify) && predicate.roles.isDisjoint(with: .check)
      && !predicate.roles.isDisjoint(with: [.final, .connective])
      && !words.contains { $0.isDeed && $0.isKoreanVerb && $0.range != predicate.range }
  }
}

extension Sentence {
  /// Whether it tells what may happen, or what happens if something else does.
  var speaksOfWhatMayBe: Bool {
    words.indices.contains { index in
      !words[index].roles.isDisjoint(with: [.modal, .condition])
        || words[index].text == "수" && index + 1 < words.count
          && words[index + 1].text.hasPrefix("있")
    }
  }

  /// Whether it names a failure that is there: `10 failed`, `tests fail`.
  var hasPresentFailure: Bool {
    clauses.contains { clause in
      clause.words.indices.contains { index in
        (clause.words[index].roles.contains(.failure)
          || clause.words[index].roles.contains(.trouble)
            && ZeroCount(words: clause.words).count(of: index) ?? 0 > 0)
          && !clause.absent.contains(index) && clause.words[index].place != .literal
          && clause.words[index].place != .quote
      } && !clause.speaksOfThePast
    }
  }
}
