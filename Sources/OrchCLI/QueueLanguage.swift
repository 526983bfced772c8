import Host

/// The languages that `init` writes the rules in.
enum QueueLanguage: String, CaseIterable {
  case korean = "ko"
  case english = "en"

  /// The variables that name a user's locale. The first one that is set decides
  /// alone, as POSIX has it.
  static let variables = ["LC_ALL", "LC_MESSAGES", "LANG"]

  /// The language of the user's locale; English for all that is not Korean.
  init(localeIn environment: Environment) {
    let locale = Self.variables.lazy.compactMap { environment[$0] }.first ?? ""
    // kok is Konkani.
    self = locale.hasPrefix("ko") && !locale.hasPrefix("kok") ? .korean : .english
  }
}
