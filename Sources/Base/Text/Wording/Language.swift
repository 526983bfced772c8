public import Host

/// A language of the programs' output on a terminal, and of the rules in a new queue.
public enum Language: String, CaseIterable, Sendable {
  case korean = "ko"
  case english = "en"

  /// The variables that name a user's locale; by POSIX, the first one that is set is used.
  public static let variables = ["LC_ALL", "LC_MESSAGES", "LANG"]

  /// The language of the user's locale: Korean, or English for all other locales.
  public init(localeIn environment: Environment) {
    let locale = Self.locale(in: environment)
    // The locale kok is Konkani.
    self = locale.hasPrefix("ko") && !locale.hasPrefix("kok") ? .korean : .english
  }

  fileprivate static func locale(in environment: Environment) -> String {
    variables.lazy.compactMap { environment[$0] }.first ?? ""
  }
}

extension Environment {
  /// The language of the locale, if the terminal can show it: a terminal with another encoding than
  /// UTF-8, and the console of Linux, can't show Korean.
  public var terminalLanguage: Language {
    guard Language(localeIn: self) == .korean, self["TERM"] != "linux" else { return .english }
    let encoding = Language.locale(in: self).split(separator: ".", maxSplits: 1).dropFirst().first
    return encoding.map { $0.lowercased().hasPrefix("utf") } ?? true ? .korean : .english
  }
}
