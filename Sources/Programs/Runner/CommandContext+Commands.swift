public import Door
public import Model
import Text

// MARK: Command lines in output

extension CommandContext {
  /// The error as it is printed, with a hint whose commands name this command's queue.
  public func problem(_ error: any Error) -> Problem { Problem(error).naming(queueOptions) }

  /// The options that name this queue in another command, with a space before each.
  package var queueOptions: String {
    // A command in the same folder finds the queue by itself.
    if opening.homeOfSettings != nil { return "" }
    if let database = taskQueue.chosenDatabase { return [("--db", database)].inShell }
    return (try? taskQueue.queuePath()).map { [("--queue", $0)].inShell } ?? ""
  }

  /// The command line of a remedy, with the options by which this command names its queue.
  public func commandLine(_ remedy: Remedy) -> String {
    switch remedy {
    case .closeToOthers, .moveAway, .makeReadable, .merge: return remedy.command
    case .mendSettings: return Remedy.settingsHint(language)
    case .raiseBudget(let key): return key.hint(language)
    default: break
    }
    return remedy.command + placeOptions
  }

  /// The options by which this command names its queue, with a space before each.
  package var placeOptions: String {
    [("--queue", shared.queue), ("--db", shared.database)]
      .compactMap { name, path in path.map { (name, $0.escaped) } }.inShell
      + (shared.usesCopy ? " --here" : "")
  }
}

extension [(name: String, value: String)] {
  /// Options as a shell reads them, with a space before each.
  public var inShell: String {
    map { " \($0.name) \(ShellLine("").quoted($0.value))" }.joined()
  }
}

// MARK: The caller

extension CommandContext {
  /// Who runs the command.
  public var caller: Caller { Caller(session: session, claimToken: claimToken) }
}
