/// The line that somebody is typing in bash, up to the cursor, quotes and all.
///
/// Nothing is expanded: what `$name`, `~` or `$(…)` stands for only the shell
/// knows, and running it for a key press would be wrong.
public struct ShellText: Equatable, Sendable {
  /// The words without their quotes. The last one is being typed; it is empty
  /// behind a space.
  public private(set) var words: [String] = [""]
  /// Whether the last word has begun; `''` is a word too.
  private var hasBegun = false
  private var context = Context.plain
  private var hasBackslash = false

  private enum Context { case plain, single, double }

  public init(_ text: String) {
    for scalar in text.unicodeScalars { take(scalar) }
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
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

  /// `value` as it is to be typed behind this text, so that the shell reads it
  /// as it is.
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

  /// Letters, digits, and what stands for itself wherever it stands in a word.
  private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && !scalar.properties.isAlphabetic
      && !"0123456789-_./:=@%+,".unicodeScalars.contains(scalar)
  }
}
