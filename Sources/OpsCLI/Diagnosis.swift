/// What one check of `ops doctor` found, and how it is mended.
struct Diagnosis: Equatable, Sendable {
  enum State: String, Sendable { case ok, warn, fail }

  /// The check's name; several may have one name.
  let name: String
  let state: State
  let message: String
  /// What to do; `nil` when all is well.
  let mend: String?

  static func ok(_ name: String, _ message: String) -> Diagnosis {
    Diagnosis(name: name, state: .ok, message: message, mend: nil)
  }

  /// Something works, but not as well as it could.
  static func warn(_ name: String, _ message: String, mend: String) -> Diagnosis {
    Diagnosis(name: name, state: .warn, message: message, mend: mend)
  }

  /// Commands are refused, or what they promise does not hold.
  static func fail(_ name: String, _ message: String, mend: String) -> Diagnosis {
    Diagnosis(name: name, state: .fail, message: message, mend: mend)
  }
}
