import CommandLineKit
import CommandSupport
import Intake
import QueueModel

extension IntakeCommand {
  /// What somebody asks for: an argument, a file or standard input.
  func text(in context: CommandContext) throws(CommandError) -> String {
    let text: String
    switch (request, file) {
    case (let request?, nil): text = request == "-" ? try context.input("-", "request") : request
    case (nil, let file?): text = try context.input(file, "request")
    case (nil, nil):
      throw CommandError(
        code: "usage", message: "nothing is asked for",
        hint: "say it with --request, or in a file with --from", status: .usage)
    case (.some, .some):
      throw CommandError(
        code: "usage", message: "--request and --from both say what is to be done",
        hint: "leave one of them out", status: .usage)
    }
    if !allowsHidden { try checkVisible(text) }
    return text
  }

  /// So many of them show what is wrong.
  private static let shown = 5

  private func checkVisible(_ text: String) throws(CommandError) {
    let hidden = HiddenCharacter.places(in: text, where: \.isDeceptive)
    guard !hidden.isEmpty else { return }
    let places = hidden.prefix(Self.shown).map {
      "\(String($0.scalar).escaped) in line \($0.line), column \($0.column)"
    }
    let more = hidden.count > Self.shown ? ", and \(hidden.count - Self.shown) more" : ""
    throw CommandError(
      code: "hidden_characters",
      message: "the request has characters that nobody sees: "
        + places.joined(separator: ", ") + more,
      hint: "take them out, or take them as they are with --allow-hidden", status: .refused)
  }
}

extension CommandError {
  static var emptyRequest: CommandError {
    CommandError(
      code: "usage", message: "the request is empty", hint: "say what is to be done",
      status: .usage)
  }
}
