import Host
public import QueueModel

/// A search for rows by words, regardless of case: a row is found where each word is in its id,
/// task, criteria, owner, notes or labels, also as a part of another word.
public struct RowSearch: Equatable, Sendable {
  private let words: [Word]

  /// - Parameter text: words with blanks between them; without words it finds every row.
  public init(_ text: String) {
    words = text.split(whereSeparator: \.isWhitespace).map { Word(String($0)) }
  }

  public var isEmpty: Bool { words.isEmpty }

  public func finds(_ item: QueueItem) -> Bool {
    if words.isEmpty { return true }
    let texts = [
      item.id, item.task ?? "", item.successCriteria ?? "", item.ownerSession ?? "",
      item.notes.text, item.labels.joined(separator: " "),
    ].map { $0.lowercased() }
    return words.allSatisfy { word in texts.contains { word.occurs(in: $0) } }
  }
}

extension RowSearch {
  /// One word, in lower case.
  private struct Word: Equatable, Sendable {
    private let bytes: [UInt8]
    /// The characters of a word beyond ASCII. They are compared as characters, because a Hangul
    /// syllable or an accented letter may be written in several ways.
    private let characters: [Character]

    init(_ text: String) {
      let text = text.lowercased()
      bytes = Array(text.utf8)
      characters = bytes.allSatisfy { $0 < 0x80 } ? [] : Array(text)
    }

    func occurs(in text: String) -> Bool {
      if Array(text.utf8).firstOffset(of: bytes, from: 0) != nil { return true }
      guard !characters.isEmpty, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
      let text = Array(text)
      return text.indices.dropLast(characters.count - 1).contains { start in
        text[start...].starts(with: characters)
      }
    }
  }
}
