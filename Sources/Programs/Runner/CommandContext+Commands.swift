public import Door
public import Model
import Text

// MARK: What outputs name

extension CommandContext {
  /// Returns an error as it is printed, with a hint that names this command's queue.
  public func problem(_ error: any Error) -> Problem { Problem(error).naming(queueOptions) }

  /// The options that name this queue in another command, with a space before each.
  package var queueOptions: String {
    // A command that is typed in the same folder finds it.
    if opening.homeOfSettings != nil { return "" }
    if let database = taskQueue.chosenDatabase { return [("--db", database)].inShell }
    return (try? taskQueue.queuePath()).map { [("--queue", $0)].inShell } ?? ""
  }

  /// The command line of a remedy, with the options that this command names its queue by.
  public func commandLine(_ remedy: Remedy) -> String {
    switch remedy {
    case .closeToOthers, .moveAway, .makeReadable, .merge: return remedy.command
    case .mendSettings: return Remedy.settingsHint(language)
    case .raiseBudget(let key): return key.hint(language)
    default: break
    }
    return remedy.command + placeOptions
  }

  /// The options that this command names its queue by, with a space before each.
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

// MARK: What the command calls

extension CommandContext {
  /// Who runs the command.
  public var caller: Caller { Caller(session: session, claimToken: claimToken) }
}
