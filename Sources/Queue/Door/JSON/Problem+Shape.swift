public import Text

extension Problem: Shaped {
  public static var shapeName: StaticString { "error" }
  public static func shape(_ fields: inout Fields<Problem>) {
    fields.add("code", \.code)
    fields.add("message", \.message.withoutPasswords)
    fields.add("hint", \.hint.english.withoutPasswords)
    fields.addChangedField { $0 }
  }
}

extension Fields {
  /// Adds what the error says about a field that changed in the meantime.
  ///
  /// - Parameter problem: reads the error.
  public mutating func addChangedField(of problem: (Object) -> Problem) {
    addIfAny(
      "field", { problem($0).changedField?.name },
      "with `changed_since`: the changed field")
    addIfAny(
      "now", { object in problem(object).changedField.map { $0.text } },
      "with `changed_since`: the field's current text; null if it is empty")
  }
}
