/// A command in a chat between a lead and its workers. Source: `docs/routing.md`, "Team protocol".
public enum ChatLine: Equatable, Sendable {
  case status
  case retry(id: String)
  /// Cancels a row. `row` is the row's id, or the session or label of the row's worker; the reason
  /// is the rest of the line.
  case cancel(row: String, reason: String?)
  /// The reason is the text after the id, or a standard text if there is none.
  case replan(id: String, reason: String)
  /// Answers the last question of a row's worker.
  case answer(id: String, text: String)
  case approve(id: String)
  case reject(id: String, reason: String)
  case help

  /// Why a line is not a command.
  public enum Problem: Error, Equatable, Sendable {
    /// The line does not begin with `!`.
    case noCommand
    case unknown(String)
    case missingID(String)
    case missingAnswer
    case missingReason
    /// Words after a command that accepts no more words.
    case surplus(command: String, words: String)
  }

  public static let names = [
    "!status", "!retry", "!cancel", "!replan", "!answer", "!approve", "!reject", "!help",
  ]

  public init(_ line: String) throws(Problem) {
    let words = line.utf8.split(whereSeparator: { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 })
      .map { String(Substring($0)) }
    guard let command = words.first, command.hasPrefix("!") else { throw .noCommand }
    let rest = words.dropFirst(2).joined(separator: " ")
    switch command.lowercased() {
    case "!status":
      guard words.count == 1 else {
        throw .surplus(command: command, words: words.dropFirst().joined(separator: " "))
      }
      self = .status
    case "!help": self = .help
    case "!retry", "!approve":
      guard words.count > 1 else { throw .missingID(command) }
      guard rest.isEmpty else { throw .surplus(command: command, words: rest) }
      self = command.lowercased() == "!retry" ? .retry(id: words[1]) : .approve(id: words[1])
    case "!cancel":
      guard words.count > 1 else { throw .missingID(command) }
      self = .cancel(row: words[1], reason: rest.isEmpty ? nil : rest)
    case "!replan":
      guard words.count > 1 else { throw .missingID(command) }
      self = .replan(id: words[1], reason: rest.isEmpty ? "asked for in the chat" : rest)
    case "!answer":
      guard words.count > 1 else { throw .missingID(command) }
      guard !rest.isEmpty else { throw .missingAnswer }
      self = .answer(id: words[1], text: rest)
    case "!reject":
      guard words.count > 1 else { throw .missingID(command) }
      guard !rest.isEmpty else { throw .missingReason }
      self = .reject(id: words[1], reason: rest)
    default: throw .unknown(command)
    }
  }
}
