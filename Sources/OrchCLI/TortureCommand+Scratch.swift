import CommandSupport
import Engine
import Host
import Torture

// What is tortured, and by which program.

extension TortureCommand {
  /// A folder on the disk that holds the queue; where there is none, in the current folder.
  func scratch(in context: CommandContext) throws(CommandError) -> TemporaryFolder {
    let home = try home(in: context)
    do throws(SystemError) {
      let folder = try TemporaryFolder(in: home, prefix: ".orch-torture-")
      try NewFile.create(Path.join(folder.path, ".gitignore"), text: "*\n")
      return folder
    } catch {
      throw CommandError(error)
    }
  }

  private func home(in context: CommandContext) throws(CommandError) -> String {
    do throws(CommandError) { return try context.home() } catch {
      guard error.code == "no_queue", context.namedQueuePath == nil else { throw error }
      return context.currentDirectory
    }
  }

  /// Of all settings only the lock timeout counts: the others are of the user's queue.
  func tool(in folder: String, _ context: CommandContext) throws(CommandError) -> Tool {
    if ProcessIdentity.current == nil { throw context.commandError(EngineError.noProcessTable) }
    let timeout = context.shared.lockTimeout.map { ["--lock-timeout", $0] }
    return Tool(
      SupervisorLauncher.ownExecutable, queue: Path.join(folder, "QUEUE.md"),
      environment: ChildEnvironment.variables(
        from: context.environment, passing: [Settings.lockTimeout.description.variable]),
      options: timeout ?? [])
  }
}
