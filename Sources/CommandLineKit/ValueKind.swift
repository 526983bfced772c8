/// What an option's value is, for whoever helps to type it.
public indirect enum ValueKind: Equatable, Sendable {
  /// Anything; there is nothing to offer.
  case text
  /// One of a few words.
  case words([String])
  case file
  case folder
  /// Something that only the program knows, by the name of the list it is on.
  case listed(String)
  /// Several of a kind, with commas between them.
  case several(ValueKind)
}
