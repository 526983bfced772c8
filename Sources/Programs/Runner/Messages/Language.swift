package import Host
package import Text

extension Environment {
  /// The language of the output: on a terminal the language of the locale, elsewhere English.
  package func language(of sink: any TextSink) -> Language {
    sink.reachesTerminal ? terminalLanguage : .english
  }
}

extension CommandContext {
  /// The language of standard output: English, unless standard output is a terminal.
  package var language: Language {
    shared.isJSON ? .english : environment.language(of: console.output)
  }

  package var languageForErrors: Language { environment.language(of: console.errors) }
}
