import Model
import Table

let now = "2026-01-31 18:00"

/// A row in some state.
func line(
  _ id: String, _ status: Status, owner: String = "-", start: String = "-", notes: String = ""
) -> String {
  "| \(id) | \(status.rawValue) | P1 | t | c | \(owner) | \(start) | - "
    + "| \(notes.isEmpty ? "" : notes + " ")|"
}

/// A row with `text` in one of its cells.
func with(_ text: String, in column: Column) -> String {
  var texts = ["A", "PENDING", "P1", "t", "c", "-", "-", "-", "n"]
  texts[column.rawValue] = text
  return "| " + texts.joined(separator: " | ") + " |"
}

struct MergedText {
  let text: String
  let rows: [RowMerge]
}

func merged(
  _ base: String, theirs: String, ours: String
) throws(DocumentError) -> MergedText {
  try MergedText(
    QueueDocument.merge(
      base: document(base), save: document(theirs), queue: document(ours)))
}

func mergedBranches(
  base: String?, ours: String, theirs: String
) throws(DocumentError) -> MergedText {
  let base: QueueDocument? = if let base { try document(base) } else { nil }
  return try MergedText(
    QueueDocument.mergeBranches(base: base, ours: document(ours), theirs: document(theirs)))
}

extension MergedText {
  fileprivate init(_ document: MergedDocument) {
    text = String(decoding: document.bytes.withBytes { Array($0) }, as: UTF8.self)
    rows = document.rows
  }
}

extension StringProtocol {
  /// The text without these characters at its ends.
  func trimming(_ characters: String) -> String {
    String(drop { characters.contains($0) }.reversed().drop { characters.contains($0) }.reversed())
  }
}

extension String {
  func replacing(_ text: String, with other: String) -> String {
    var (result, rest) = ("", self[...])
    while let place = rest.firstRange(of: text) {
      result += rest[..<place.lowerBound] + other
      rest = rest[place.upperBound...]
    }
    return result + rest
  }
}
