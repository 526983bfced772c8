import CommandLineKit
import Host

extension CommandContext {
  /// Whether a person reads the result as it comes.
  public var isOnTerminal: Bool { console.output.isTerminal }

  /// How wide a line may be on the terminal.
  public var width: Int {
    if let width = console.output.width { return width }
    return environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
  }

  /// Asks a person at the terminal.
  ///
  /// - Parameter question: one that `y` says yes to.
  /// - Throws: where there is no terminal to ask at.
  public func confirms(_ question: String) throws(CommandError) -> Bool {
    guard StandardInput.isTerminal, console.errors.isTerminal else {
      throw CommandError(
        code: "no_terminal", message: "there is no terminal to ask at",
        hint: "read the lines above, then run: orch trust --yes", status: .noPermission)
    }
    try flush()
    try? console.errors.write(Array("\(question) [y/N] ".utf8))
    try? console.errors.flush()
    do throws(SystemError) {
      let answer = try StandardInput.line() ?? ""
      return ["y", "yes"].contains(answer.lowercased())
    } catch {
      throw CommandError(error)
    }
  }

  public func ages() throws(CommandError) -> Ages { Ages(at: try now()) }
}
