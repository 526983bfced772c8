import Prose

/// "Then" in Chinese and Japanese, where it may stand between any other letters.
enum EasternThen {
  private static let chinese = ["然后", "然後"].map { Array($0.unicodeScalars) }
  private static let japanese = Array("それから".unicodeScalars)

  /// How many scalars it has at `index`; `nil` where it does not stand.
  static func length(_ scalars: [Unicode.Scalar], at index: Int, before end: Int) -> Int? {
    if scalars[index...].prefix(end - index).starts(with: japanese) { return japanese.count }
    let then = chinese.first { scalars[index...].prefix(end - index).starts(with: $0) }
    if index > 0, continued.contains(scalars[index - 1]) { return nil }
    return then?.count
  }

  /// `依然后台`: words that end with the first of its letters.
  private static let continued = Set("依虽雖果突仍自当當必忽既显顯竟偶固天居公全截淡默茫安悄井坦贸毅欣猛蓦惘俨凛".unicodeScalars)
}
