/// A word that names an option: `--name`, or `--name=value`.
struct OptionWord {
  let name: String
  /// What stands behind the sign; `nil` where there is none.
  let value: String?

  init(_ word: String) {
    let sign = word.firstIndex(of: "=")
    name = String(word[..<(sign ?? word.endIndex)])
    value = sign.map { String(word[word.index(after: $0)...]) }
  }
}
