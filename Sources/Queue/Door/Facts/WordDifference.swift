/// The words in which two texts differ, in the notation of `git diff --word-diff`: `[-gone-]`,
/// `{+new+}`. Common words are shown only next to a difference; `…` replaces the others.
struct WordDifference {
  private var pieces: [Piece] = []

  private enum Piece: Equatable {
    case same([Substring])
    case removed([Substring])
    case added([Substring])
  }

  /// The number of common words that are shown next to a difference.
  private static let context = 2
  /// The maximum number of words of a difference that are shown.
  private static let longest = 16
  /// The maximum number of comparisons. For longer texts, everything between the common beginning
  /// and the common end counts as different.
  private static let limit = 250_000

  init(from old: String, to new: String) {
    let (old, new) = (Self.words(of: old), Self.words(of: new))
    let start = zip(old, new).prefix { $0 == $1 }.count
    let rest = zip(old[start...].reversed(), new[start...].reversed())
    let end = rest.prefix { $0 == $1 }.count
    append(.same(Array(old[..<start])))
    appendDifference(
      Array(old[start..<(old.count - end)]), Array(new[start..<(new.count - end)]))
    append(.same(Array(old[(old.count - end)...])))
  }

  private static func words(of text: String) -> [Substring] { text.split(separator: " ") }

  private mutating func append(_ piece: Piece) {
    switch (pieces.last, piece) {
    case (_, .same([])), (_, .removed([])), (_, .added([])): break
    case (.same(let words)?, .same(let more)): pieces[pieces.count - 1] = .same(words + more)
    case (.removed(let words)?, .removed(let more)):
      pieces[pieces.count - 1] = .removed(words + more)
    case (.added(let words)?, .added(let more)): pieces[pieces.count - 1] = .added(words + more)
    default: pieces.append(piece)
    }
  }

  /// Follows the longest common subsequence of the words.
  private mutating func appendDifference(_ old: [Substring], _ new: [Substring]) {
    guard !old.isEmpty, !new.isEmpty, old.count <= Self.limit / new.count else {
      append(.removed(old))
      append(.added(new))
      return
    }
    // The length of the longest common subsequence from each pair of indices on.
    let width = new.count + 1
    var lengths = [Int32](repeating: 0, count: (old.count + 1) * width)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        lengths[i * width + j] =
          old[i] == new[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var (i, j) = (0, 0)
    var added: [Substring] = []
    func isSame() -> Bool { i < old.count && j < new.count && old[i] == new[j] }
    while i < old.count || j < new.count {
      if isSame() {
        append(.added(added))
        added = []
        append(.same([old[i]]))
        (i, j) = (i + 1, j + 1)
      } else if j == new.count
        || (i < old.count && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])
      {
        append(.removed([old[i]]))
        i += 1
      } else {
        // Added words come after the words that they replace.
        added.append(new[j])
        j += 1
      }
    }
    append(.added(added))
  }

  var text: String {
    pieces.enumerated().map { index, piece in
      switch piece {
      case .same(let words):
        Self.context(words, isFirst: index == 0, isLast: index == pieces.count - 1)
      case .removed(let words): "[-\(Self.shortened(words))-]"
      case .added(let words): "{+\(Self.shortened(words))+}"
      }
    }.joined(separator: " ")
  }

  /// The common words that are shown next to the differences before and after them.
  private static func context(_ words: [Substring], isFirst: Bool, isLast: Bool) -> String {
    let before = isFirst ? 0 : context
    let behind = isLast ? 0 : context
    guard words.count > before + behind + 1 else { return words.joined(separator: " ") }
    return (words.prefix(before) + ["…"] + words.suffix(behind)).joined(separator: " ")
  }

  /// The words up to a limit.
  static func shortened(_ words: [Substring]) -> String {
    let shown = words.count > longest + 1 ? words.prefix(longest) + ["…"] : words[...]
    return shown.joined(separator: " ")
  }

  static func shortened(_ text: String) -> String { shortened(words(of: text)) }
}
