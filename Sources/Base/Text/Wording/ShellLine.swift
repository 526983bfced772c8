/// A bash command line up to the cursor, split into words.
///
/// Variables, `~` and `$(…)` are not expanded: only the shell knows the values of `$name` and `~`,
/// and a key press must not run `$(…)`.
public struct ShellLine: Equatable, Sendable {
  /// The words without quotes. The last word may be incomplete, and is empty after a space.
  public private(set) var words: [String] = [""]
  /// Whether the last word has begun; `''` is a word, too.
  private var hasBegun = false
  private var context = Context.plain
  private var hasBackslash = false

  private enum Context { case plain, single, double }

  public init(_ text: String) {
    for scalar in text.unicodeScalars { scan(scalar) }
  }

  private mutating func scan(_ scalar: Unicode.Scalar) {
    if hasBackslash {
      hasBackslash = false
      if context == .double, !#"$`"\"#.unicodeScalars.contains(scalar) { append("\\") }
      return append(scalar)
    }
    switch (context, scalar) {
    case (.plain, " "), (.plain, "\t"), (.plain, "\n"):
      if hasBegun { words.append("") }
      hasBegun = false
    case (.plain, "\\"), (.double, "\\"): hasBackslash = true
    case (.plain, "'"): open(.single)
    case (.plain, "\""): open(.double)
    case (.single, "'"), (.double, "\""): context = .plain
    case (.plain, _), (.single, _), (.double, _): append(scalar)
    }
  }

  private mutating func open(_ quote: Context) {
    hasBegun = true
    context = quote
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    hasBegun = true
    words[words.count - 1].unicodeScalars.append(scalar)
  }

  /// Quotes `value` for insertion at the end of this line.
  public func quoted(_ value: String) -> String {
    var quoted = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      switch context {
      case .single where scalar == "'": quoted.append(contentsOf: #"'\'"#.unicodeScalars)
      case .double where #"$`"\"#.unicodeScalars.contains(scalar): quoted.append("\\")
      case .plain where Self.isSpecial(scalar): quoted.append("\\")
      case .plain, .single, .double: break
      }
      quoted.append(scalar)
    }
    return String(quoted)
  }

  /// Whether a character has to be quoted, at any position in a word.
  private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && !scalar.properties.isAlphabetic
      && !"0123456789-_./:=@%+,".unicodeScalars.contains(scalar)
  }
}
