import Host
public import Model
import Text

/// A search for rows by words; case is ignored. The search finds a row if each word is in the row's
/// id, task, criteria, owner, notes or labels, even as a part of another word.
public struct RowSearch: Equatable, Sendable {
  private let words: [Word]

  /// - Parameter text: words separated by blanks; without words the search finds every row.
  public init(_ text: String) {
    words = text.split(whereSeparator: \.isWhitespace).map { Word(String($0)) }
  }

  public var isEmpty: Bool { words.isEmpty }

  public func finds(_ item: QueueItem) -> Bool {
    if words.isEmpty { return true }
    let texts = [
      item.id, item.task ?? "", item.successCriteria ?? "", item.ownerSession ?? "",
      item.notes.text, item.labels.joined(separator: " "),
    ]
    return words.allSatisfy { word in texts.contains(where: word.occurs) }
  }
}

extension RowSearch {
  /// Whether the row of a line may be found; `false` is certain. Parsing the row takes longer.
  public func mayFind(_ line: UnsafeRawBufferPointer) -> Bool {
    let line = line.bindMemory(to: UInt8.self)
    let missing = words.contains { $0.isPlain && !$0.occurs(in: line) }
    // A line with a backslash may still match, because the backslash may escape a pipe.
    return !missing || line.contains(UInt8(ascii: "\\")) || DisplayWidth.ofPlain(line) == nil
  }

  /// One word, in lower case.
  private struct Word: Equatable, Sendable {
    private let bytes: [UInt8]
    /// The characters of a word beyond ASCII. They are compared as characters, because a Hangul
    /// syllable or an accented letter may be written in several ways.
    private let characters: [Character]
    /// Whether each character of the word has only one encoding.
    let isPlain: Bool

    init(_ text: String) {
      let text = text.lowercased()
      bytes = Array(text.utf8)
      isPlain = bytes.withUnsafeBufferPointer { DisplayWidth.ofPlain($0) != nil }
      characters = bytes.allSatisfy { $0 < 0x80 } ? [] : Array(text)
    }

    func occurs(in text: String) -> Bool {
      var text = text
      let isFound = text.withUTF8 { text -> Bool? in
        if occurs(in: text) { return true }
        // Each character of a plain text has only one encoding and, beyond ASCII, only one case.
        return isPlain && DisplayWidth.ofPlain(text) != nil ? false : nil
      }
      return isFound ?? occursInCharacters(of: text.lowercased())
    }

    /// Whether a text contains the bytes; the case of ASCII letters is ignored.
    func occurs(in text: UnsafeBufferPointer<UInt8>) -> Bool {
      guard let first = bytes.first, text.count >= bytes.count else { return bytes.isEmpty }
      return bytes.withUnsafeBufferPointer { bytes in
        for start in 0...(text.count - bytes.count) where text[start].lowercased == first {
          var length = 1
          while length < bytes.count, text[start + length].lowercased == bytes[length] {
            length += 1
          }
          if length == bytes.count { return true }
        }
        return false
      }
    }

    private func occursInCharacters(of text: String) -> Bool {
      if Array(text.utf8).firstOffset(of: bytes, from: 0) != nil { return true }
      guard !characters.isEmpty, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
      let text = Array(text)
      return text.indices.dropLast(characters.count - 1).contains { start in
        text[start...].starts(with: characters)
      }
    }
  }
}
