/// What kind of deed a criterion asks for, where any word of that kind will do.
enum Deed: Equatable {
  case make
  case update
  case fix
  case remove
  case verify
  case run
  case complete
  /// Stop, forbid: also reported by what no longer happens, or cannot.
  case prevent
  /// Whatever is done in a phase of a task.
  case any

  init?(_ word: Word) {
    if word.concept == "prevent" { self = .prevent } else { self.init(word.roles) }
  }

  init?(_ roles: Roles) {
    if roles.contains(.verb) && !roles.contains(.done) || roles.contains(.check) { return nil }
    guard let kind = Self.kinds.first(where: { roles.contains($0.0) }) else { return nil }
    self = kind.1
  }

  private static let kinds: [(Roles, Deed)] = [
    (.done, .complete), (.update, .update), (.make, .make), (.fix, .fix), (.remove, .remove),
    (.run, .run), (.verify, .verify),
  ]

  /// Whether a predicate like `word` reports such a deed. What says only that something is
  /// done reports any.
  func isReported(by word: Word) -> Bool {
    let roles = word.roles
    if roles.contains(.done) { return true }
    let concept = word.concept ?? ""
    return !roles.isDisjoint(with: reporting)
      && (roles.isDisjoint(with: .verb) || !roles.isDisjoint(with: named))
      || verbs.contains(concept)
  }

  /// What the criterion may be reported with besides its own word.
  private var reporting: Roles {
    switch self {
    case .make: [.make, .works]
    case .update: [.make, .update, .fix, .remove]
    case .fix: [.fix, .longer]
    case .remove: [.remove, .longer]
    case .verify: [.verify, .run, .pass, .works]
    case .run: [.run, .pass, .works, .verify]
    case .complete: [.make, .update, .fix, .remove, .run, .verify, .pass, .works]
    case .prevent: .longer
    case .any: Word.deeds.union(.attempt)
    }
  }

  /// Of those, what counts although the word has a meaning of its own: 개선 fixes.
  private var named: Roles {
    switch self {
    case .make, .prevent: []
    case .any: .verb
    case .update, .complete: [.update, .fix, .remove]
    case .fix: .fix
    case .remove: .remove
    case .verify, .run: .verify
    }
  }

  /// Verbs of their own that amount to it.
  private var verbs: Set<String> {
    switch self {
    case .make:
      ["publish", "deploy", "enable", "integrate", "show", "configure", "apply", "include"]
    case .update:
      [
        "rename", "move", "migrate", "convert", "translate", "replace", "upgrade", "improve",
        "reduce", "increase", "enable", "disable", "configure", "limit", "separate", "integrate",
        "refactor", "document",
      ]
    case .prevent: ["prevent", "handle", "disable"]
    case .fix, .remove, .verify, .run, .any: []
    case .complete:
      [
        "document", "rename", "move", "migrate", "convert", "translate", "deploy", "publish",
        "replace", "upgrade", "improve", "reduce", "increase", "enable", "disable", "configure",
        "save", "send", "limit", "separate", "integrate", "measure", "refactor", "apply", "import",
        "export", "back_up", "show",
      ]
    }
  }
}
