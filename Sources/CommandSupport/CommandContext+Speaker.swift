import CommandLineKit
import Host
import QueueModel

extension CommandContext {
  /// Who speaks: a session, or `nil` for a person.
  public var speaker: String? {
    (shared.ownerSession ?? environment["ORCH_OWNER_SESSION"]).flatMap(CellText.value)
  }

  /// The token of the claim that the speaker works for; `nil` where nobody said.
  var attempt: String? { shared.attempt ?? environment["ORCH_ATTEMPT"] }

  /// Who speaks, for what only a session can ask; `hint` says what to name one for.
  ///
  /// - Throws: a mistake in the command line, where a person speaks.
  public func namedSpeaker(hint: String) throws(CommandError) -> String {
    if let speaker { return speaker }
    throw CommandError(
      code: "usage", message: "missing option --owner-session S", hint: hint, status: .usage)
  }
}
