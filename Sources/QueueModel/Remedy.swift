/// What somebody may do about a row that is not running, as a command.
public enum Remedy: Equatable, Sendable {
  /// Nothing but the work on the row ends it: this tells how that goes.
  case show(String)
  case retry(String, force: Bool)
  /// Answers the question that the row waits with.
  case answer(String)
  /// Accepts the row that waits for that.
  case approve(String)
  /// Takes the row from whoever holds it.
  case free(String)
  /// Closes the row, whose work was done under another id.
  case close(String)
  /// Adds the row that others wait for.
  case add(String)
  /// Brings back the row that others wait for.
  case restore(String)
  /// Takes back the rows whose worker is gone.
  case watchdog
  /// Shows where the file is wrong.
  case lint
  /// Shows which rows of the database are wrong.
  case verify
  /// Starts so many rows, where so many may be at work; as usual, for `nil`.
  case dispatch(parallel: Int? = nil, maxWorkers: Int? = nil)
  /// Tells who works on what.
  case workers
}
