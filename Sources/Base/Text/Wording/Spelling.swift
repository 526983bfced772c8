/// Finds the known word that a misspelled one resembles.
public enum Spelling {
  /// The word nearest to `text`; `nil` if none is close. A text of two letters is only close to a
  /// word that begins with it, if there is exactly one such word.
  public static func nearest(to text: String, in words: [String]) -> String? {
    // In a word of two letters, one letter is half of the word: P9 could mean any priority.
    let limit = text.utf8.count < 3 ? 0 : max(1, min(3, text.count / 3))
    let typed = Array(text.lowercased())
    let ranked = words.map { (word: $0, distance: distance(typed, Array($0.lowercased()))) }
    if let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit {
      return best.word
    }
    guard typed.count == 2 else { return nil }
    let longer = ranked.filter {
      $0.distance == 1 && Array($0.word.lowercased()).starts(with: typed)
    }
    return longer.count == 1 ? longer[0].word : nil
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours that change one word
  /// into the other (optimal string alignment).
  public static func distance(_ from: [Character], _ to: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...to.count)
    for i in from.indices {
      var row = [i + 1]
      for j in to.indices {
        let isSame = from[i] == to[j]
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (isSame ? 0 : 1))
        if i > 0, j > 0, from[i] == to[j - 1], from[i - 1] == to[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[to.count]
  }
}
