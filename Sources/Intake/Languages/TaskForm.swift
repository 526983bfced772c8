/// How much a piece of text looks like a task of its own.
enum TaskForm: Int, Comparable {
  case none
  /// An action without what it is done to: `build`, `추가`. In a list it may be a noun.
  case bare
  /// An action with a noun, which might also be two nouns: `email columns`.
  case likely
  /// An action with what it is done to: `update the docs`, `테스트를 추가`.
  case certain

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  var isTask: Bool { self >= .likely }
}
