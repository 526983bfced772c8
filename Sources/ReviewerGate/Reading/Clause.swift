/// What states one thing, with what in it denies or weakens that.
struct Clause: Sendable {
  /// A word that denies something, and which words that holds for.
  struct Denial: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
      case denied
      case planned
      case partial
    }

    let kind: Kind
    let index: Int
    let scope: Range<Int>
    /// Whether what it denies is the statement, and not only a noun in it.
    let isWhole: Bool
  }

  let words: [Word]
  private(set) var denials: [Denial] = []
  /// Words that name a trouble which is not there: `errors` in `no errors`.
  private(set) var absent: Set<Int> = []

  init(_ words: [Word]) {
    self.words = words
    let reader = DenialReader(words)
    (denials, absent) = reader.read()
  }

  /// Whether the statement as a whole is denied, planned or absent.
  var isNegative: Bool { denials.contains { $0.isWhole && $0.kind == .denied } || !absent.isEmpty }

  /// 다만, however.
  var opensWithContrast: Bool {
    words.prefix(2).contains { $0.roles.contains(.contrast) && !$0.roles.contains(.connective) }
  }

  func has(_ roles: Roles) -> Bool { words.contains { !$0.roles.isDisjoint(with: roles) } }
}
