/// What may stand in the word that somebody is typing.
public struct Completion<Shared: OptionGroup>: Sendable {
  public let offer: Offer
  /// The shared options as the words before say them; mistakes are passed over.
  public let shared: Shared
}

/// Where the words to offer come from.
public enum Offer: Equatable, Sendable {
  /// These; none when there is nothing to offer.
  case candidates([Candidate])
  case files
  case folders
  /// What is on a list of the program's, by the list's name.
  case listed(String, UnfinishedValue)
}

/// A value that is being typed, and its place in the word.
public struct UnfinishedValue: Equatable, Sendable {
  /// What stands in the word before the value: `--id=`, or values and a comma.
  public let before: String
  /// What is there of the value itself.
  public let typed: String

  /// The word with a value in it.
  public func candidate(_ value: String, _ description: String = "") -> Candidate {
    Candidate(before + value, description)
  }

  /// What to offer for a value of this kind.
  func offer(_ kind: ValueKind) -> Offer {
    switch kind {
    case .text: .candidates([])
    case .words(let words):
      .candidates(words.filter { $0.hasPrefix(typed) }.map { candidate($0) })
    case .file: .files
    case .folder: .folders
    case .listed(let list): .listed(list, self)
    case .several(let kind): last.offer(kind)
    }
  }

  /// The value behind the last comma.
  private var last: UnfinishedValue {
    let start = typed.lastIndex(of: ",").map { typed.index(after: $0) } ?? typed.startIndex
    return UnfinishedValue(
      before: before + typed[..<start], typed: String(typed[start...]))
  }
}
