package import Host
package import Text

extension Environment {
  /// The language of what is printed: what reaches a terminal has that of the locale, all else
  /// is English.
  package func language(of sink: any TextSink) -> Language {
    sink.reachesTerminal ? terminalLanguage : .english
  }
}

extension CommandContext {
  /// The language of standard output: English, unless that is a terminal.
  package var language: Language {
    shared.isJSON ? .english : environment.language(of: console.output)
  }

  /// The language of standard error.
  package var languageForErrors: Language { environment.language(of: console.errors) }
}
