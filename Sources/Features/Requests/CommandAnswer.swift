import Door
package import Text

/// The answer to a line of the command inbox, or to a file that is not read.
package struct CommandAnswer: Shaped, Sendable {
  /// The number of the line, starting at 1; `nil` for the whole file.
  let line: Int?
  /// The key, if the line has a text as its key.
  let key: String?
  let outcome: Result<JSONValue, any Error>

  /// Whether it is an error.
  package var isError: Bool { if case .failure = outcome { true } else { false } }

  package static var shapeName: StaticString { "command answer" }
  package static func shape(_ fields: inout Fields<CommandAnswer>) {
    fields.addIfAny("line", \.line, "the line, starting at 1; absent if the file is not read")
    fields.addIfAny("key", \.key, "the key of the command")
    fields.addIfAny(
      "result", { try? $0.outcome.get() },
      "what the server answers: `added rows` for ADD, `edit` for UPDATE, else `change`")
    fields.addIfAny(
      "error",
      { answer in
        if case .failure(let error) = answer.outcome { CommandError(error: error) } else { nil }
      }, "why nothing was changed")
  }
}

private struct CommandError: Shaped {
  let error: any Error

  static var shapeName: StaticString { "error of a command" }
  static func shape(_ fields: inout Fields<CommandError>) {
    fields.addAll { Problem($0.error) }
    fields.addIfNotEmpty(
      "fields",
      { ($0.error as? FieldFaults)?.all.map { FaultAnswer($0, in: .english) } ?? [] },
      "all members that are wrong")
  }
}

/// One field of a request that is wrong.
package struct FaultAnswer: Shaped {
  let fault: FieldFault
  let language: Language

  package init(_ fault: FieldFault, in language: Language) {
    (self.fault, self.language) = (fault, language)
  }

  package static var shapeName: StaticString { "field of an error" }
  package static func shape(_ fields: inout Fields<FaultAnswer>) {
    fields.add("field", \.fault.field)
    fields.add("message") { $0.fault.message($0.language) }
    fields.add("hint") { $0.fault.hint($0.language) }
  }
}
