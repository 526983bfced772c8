// From where to where: a migration to MySQL is none from MySQL.

extension ClauseReading {
  /// Whether two things of the requirement have changed their sides in the clause.
  var isReversed: Bool {
    let asked = requirement.essential.map { Self.side(of: $0, in: requirement.clause.words) }
    guard asked.contains(where: { $0 != .none }) else { return isOpposite }
    let told = requirement.essential.map { place in
      places[place].map { Self.side(of: $0, in: clause.words) } ?? .none
    }
    let pairs = Array(zip(asked, told))
    if isOpposite || pairs.contains(where: { $0.0 == .target && $0.1 == .source }) { return true }
    return pairs.contains { one in
      pairs.contains { other in
        one.0.rawValue > other.0.rawValue && one.1.rawValue < other.1.rawValue
      }
    }
  }

  /// `Raised the limit` where it was to be lowered.
  var isOpposite: Bool {
    isRefused
      || Self.opposites.contains { asked, told in
        requirement.clause.words.contains { $0.concept == asked }
          && !requirement.clause.words.contains { $0.concept == told }
          && clause.words.contains { $0.concept == told && $0.place == .plain }
          && !clause.words.contains { $0.concept == asked }
      }
  }

  /// `Large uploads are rejected` where they were to be supported.
  private var isRefused: Bool {
    let asks = requirement.clause.words.contains { word in
      Self.permits.contains { word.text.hasPrefix($0) }
    }
    return asks
      && clause.words.contains {
        ($0.concept == "reject" || $0.concept == "prevent") && $0.place == .plain
      }
      && !requirement.clause.words.contains { $0.concept == "reject" || $0.concept == "prevent" }
  }

  private static let permits = [
    "support", "allow", "permit", "accept", "지원", "허용", "支持", "允许", "許可", "разреш",
  ]

  private static let opposites = [
    ("increase", "reduce"), ("reduce", "increase"), ("enable", "disable"), ("disable", "enable"),
  ]

  private enum Side: Int {
    case source = -1
    case none, target
  }

  private static func side(of place: Int, in words: [Word]) -> Side {
    let word = words[place]
    if word.number != nil || word.isDeed || !word.roles.isDisjoint(with: [.unit, .counter]) {
      return .none
    }
    let behind =
      place + 1 < words.count && words[place + 1].gap == .none ? words[place + 1].text : ""
    let ending = word.isHangul ? word.text : behind
    if ["에서", "로부터", "から"].contains(where: ending.hasSuffix) { return .source }
    if word.isUnspaced, ["へ", "に"].contains(behind) { return .target }
    if ending.hasSuffix("로"), ending == "로" || ending == "으로" || word.isHangul { return .target }
    let before = words[..<place].last { !["the", "a", "an", "our"].contains($0.text) }
    switch before?.text {
    case "from", "из", "从", "由": return .source
    case "to", "into", "with", "на", "в": return .target
    default:
      let isTarget = ["到", "至", "为", "成"].contains { before?.text.hasSuffix($0) ?? false }
      return word.isUnspaced && isTarget ? .target : .none
    }
  }
}
