/// Words that do the same in a statement.
struct WordGroup: Sendable {
  let roles: Roles
  /// What they all mean, in any language; words with the same concept match each other.
  let concept: String?
  let words: [String]

  /// - Parameters:
  ///   - roles: what they do.
  ///   - concept: what they mean.
  ///   - words: separated by blanks; `_` stands for a blank within a phrase.
  init(_ roles: Roles, _ concept: String?, _ words: String) {
    self.roles = roles
    self.concept = concept
    self.words = words.split { $0 == " " || $0 == "\n" }.map(String.init)
  }

  init(_ roles: Roles, _ words: String) { self.init(roles, nil, words) }
}
