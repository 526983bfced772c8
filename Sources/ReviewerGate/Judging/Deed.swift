/// What kind of deed a criterion asks for, where any word of that kind will do.
enum Deed: Equatable {
  case make
  case update
  case fix
  case remove
  case verify
  case run
  case complete

  init?(_ roles: Roles) {
    if roles.contains(.verb) && !roles.contains(.done) || roles.contains(.check) { return nil }
    guard let kind = Self.kinds.first(where: { roles.contains($0.0) }) else { return nil }
    self = kind.1
  }

  private static let kinds: [(Roles, Deed)] = [
    (.done, .complete), (.update, .update), (.make, .make), (.fix, .fix), (.remove, .remove),
    (.run, .run), (.verify, .verify),
  ]

  /// Whether a clause reports such a deed.
  func isReported(by words: [Word], besides matched: Set<Int>) -> Bool {
    if self == .make, Self.isOther(words, besides: matched) { return false }
    var roles: Roles = []
    for (index, word) in words.enumerated()
    where !matched.contains(index) || word.isPast || word.roles.contains(.final) {
      if word.place != .literal {
        roles.formUnion(word.roles.intersection(Word.deeds.union(.longer)))
      }
    }
    return accepts(roles)
  }

  /// What was only renamed or described was not made by that.
  private static func isOther(_ words: [Word], besides matched: Set<Int>) -> Bool {
    let deeds = words.indices.filter {
      !matched.contains($0) && words[$0].isDeed && words[$0].place == .plain
    }
    return !deeds.isEmpty && deeds.allSatisfy { others.contains(words[$0].concept ?? "") }
  }

  private static let others: Set = [
    "rename", "move", "document", "review", "translate", "measure", "verify", "disable",
  ]

  private func accepts(_ roles: Roles) -> Bool {
    let other = roles.subtracting([.verify, .fix, .remove, .attempt])
    switch self {
    case .make, .complete:
      return !other.isEmpty || roles.isEmpty
    case .update:
      return !roles.isDisjoint(with: [.make, .update, .fix, .remove, .verb, .done, .pass])
        || roles.isEmpty
    case .fix:
      return !roles.isDisjoint(with: [.fix, .longer])
        || roles.contains(.update) || roles.contains(.done)
    case .remove:
      return !roles.isDisjoint(with: [.remove, .longer]) || roles.contains(.done)
    case .verify:
      return !roles.isDisjoint(with: [.verify, .run, .pass, .done, .works])
    case .run:
      return !roles.isDisjoint(with: [.run, .pass, .works])
        || !roles.isDisjoint(with: [.verify, .done]) && roles.isDisjoint(with: [.make, .update])
    }
  }
}
