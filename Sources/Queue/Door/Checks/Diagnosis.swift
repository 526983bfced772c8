package import Host
public import Text

/// The result of one check of `ops doctor`.
public struct Diagnosis: Equatable, Sendable {
  public enum State: String, Sendable {
    case ok, warn, fail
  }

  /// The check's name; several results may share one.
  public let name: String
  public let state: State
  public let message: Sentence
  /// What a person should do; `nil` for `ok`.
  public let fix: Sentence?

  /// The message, and what a person should do in parentheses.
  package var sentenceWithFix: Sentence {
    guard let fix else { return message }
    return Sentence(
      "\(message.english) (\(fix.english))", "\(message.korean) (\(fix.korean))")
  }

  package init(_ name: String, _ state: State, _ message: Sentence, fix: Sentence? = nil) {
    (self.name, self.state, self.message, self.fix) = (name, state, message, fix)
  }

  package static func ok(_ name: String, _ message: Sentence) -> Diagnosis {
    Diagnosis(name, .ok, message)
  }

  /// A result that shows a path or value, which is the same in each language.
  package static func ok(_ name: String, value: String) -> Diagnosis {
    .ok(name, Sentence(same: value))
  }

  /// A feature works, but not as well as it could.
  package static func warn(_ name: String, _ message: Sentence, fix: Sentence) -> Diagnosis {
    Diagnosis(name, .warn, message, fix: fix)
  }

  /// Commands are refused, or a guarantee of the commands does not hold.
  package static func fail(_ name: String, _ message: Sentence, fix: Sentence) -> Diagnosis {
    Diagnosis(name, .fail, message, fix: fix)
  }

  package static func fail(_ name: String, _ error: SystemError, fix: Sentence) -> Diagnosis {
    .fail(name, error.sentence, fix: fix)
  }

  /// A file or folder that this user may not write.
  package static func unwritable(
    _ name: String, _ path: String, _ detail: Sentence = Sentence(same: "")
  ) -> Diagnosis {
    fail(
      name,
      Sentence("\(path) is not writable\(detail.english)", "\(path): 쓸 수 없습니다\(detail.korean)"),
      fix: .makeWritable(path))
  }

  /// The same finding as a warning, if it does not keep commands from working.
  package var asWarning: Diagnosis {
    Diagnosis(name, .warn, message, fix: fix)
  }

  package static func fail(_ name: String, _ error: Problem) -> Diagnosis {
    fail(name, error.sentence, fix: error.hint)
  }
}

extension Diagnosis: Shaped {
  public static var shapeName: StaticString { "diagnosis" }
  public static func shape(_ fields: inout Fields<Diagnosis>) {
    fields.add("name", \.name, "the name of the check")
    fields.add("state", \.state.rawValue, "`ok`, `warn` or `fail`")
    fields.add("message", \.message.english.withoutPasswords, "the finding, in words")
    fields.add("mend", \.fix?.english.withoutPasswords, "what to do; null if the check is ok")
  }
}

extension ResolvedSetting: Shaped {
  public static var shapeName: StaticString { "setting" }
  public static func shape(_ fields: inout Fields<ResolvedSetting>) {
    fields.add("key", \.key, "the setting's name in `orch.json`")
    fields.add(
      "variable", \.variable, "the setting's variable; null if only `orch.json` can set it")
    fields.add(
      "value", \.text.withoutPasswords,
      "the text as given, even if it cannot be read; `***` for the password of an address"
    )
    fields.add("source", \.source.rawValue, "`option`, `environment`, `orch.json` or `default`")
  }
}
