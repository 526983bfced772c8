public import CommandLineKit
import JSON

/// `completion`: the script that makes a shell complete this program's words.
public struct CompletionScript<Commands: CommandSet>: QueueCommand {
  public static var name: String { "completion" }
  public static var summary: String { "Print the script that completes words with the tab key" }
  public static var discussion: String {
    """
    The shell then offers commands, options and their values: statuses, files, sessions, and
    the ids of the rows that a command may work on, with their task text. It asks the queue
    without a lock.
    """
  }
  public static var result: String { "the script for this shell" }
  public static var json: String {
    """
    shell: text
    script: text
    """
  }
  public static var examples: [Example] {
    let program = Commands.program.name
    return [
      Example("source <(\(program) completion bash)", "in ~/.bashrc"),
      Example("source <(\(program) completion zsh)", "in ~/.zshrc, behind compinit"),
      Example("\(program) completion zsh > ~/.zfunc/_\(program)", "or a file in a folder of fpath"),
      Example("\(program) completion fish | source", "in ~/.config/fish/config.fish"),
    ]
  }
  public static var options: [Option<CompletionScript>] {
    [
      .choice("SHELL", "whose script", Shell.allCases.map(\.rawValue), required: true) {
        $1.shell = Shell(rawValue: $0) ?? .bash
      }
    ]
  }
  public static var positional: String? { "SHELL" }
  public static var isLogged: Bool { false }

  public var shared = SharedOptions()
  var shell = Shell.bash

  public init() {}

  public func run(in context: CommandContext) throws(CommandError) -> ExitStatus {
    let script = shell.completionScript(for: Commands.program.name)
    if context.shared.isJSON {
      try context.print(["shell": .string(shell.rawValue), "script": .string(script)])
    } else {
      try context.write(script)
    }
    return .success
  }
}
