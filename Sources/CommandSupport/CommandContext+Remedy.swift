import CommandLineKit
public import QueueModel

extension CommandContext {
  /// The command line of a remedy, on the same queue as this command.
  public func commandLine(_ remedy: Remedy) -> String {
    let places = [("--queue", shared.queue), ("--db", shared.database)].map { option, path in
      path.map { " \(option) \(ShellLine("").quoted($0.escaped))" } ?? ""
    }
    return remedy.command + places.joined()
  }
}
