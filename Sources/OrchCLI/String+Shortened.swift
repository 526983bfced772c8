import QueueModel

extension String {
  /// The text as messages show it, in so many bytes of UTF-8 at most: cut between
  /// characters, with `…` at the end where it was longer.
  func shortened(toBytes limit: Int) -> String {
    // Each character takes a byte at least, and spelling it out makes none shorter.
    let start = String(String.UnicodeScalarView(unicodeScalars.prefix(limit + 1))).escaped
    if start.utf8.count <= limit { return start }
    let mark = "…"
    var kept = ""
    var bytes = mark.utf8.count
    for character in start {
      bytes += character.utf8.count
      if bytes > limit { break }
      kept.append(character)
    }
    return kept + mark
  }
}
