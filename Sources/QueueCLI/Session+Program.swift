import CommandLineKit
import Dispatching
import Host

// Whether the program that works on rows can be run. Found before rows are claimed for it: each
// start that fails costs a row its attempt.

extension Session {
  /// That the program of `spawn.argv` can't be run, as all who meet that say it; `nil` where it
  /// can. Where programs may not start at all a dispatch says so first.
  public func missingProgram() -> CommandError? {
    guard let spawner = try? spawner() else { return nil }
    return try? missingProgram(of: spawner)
  }

  func missingProgram(of spawner: Spawner) throws(CommandError) -> CommandError? {
    guard let obstacle = try obstacle(to: spawner) else { return nil }
    return CommandError(
      code: "missing_program",
      message: "\(Path.join(try home(), "orch.json")): spawn.argv: \(obstacle)",
      hint: "no row is claimed for it: put it there, chmod +x it, or name another program",
      status: .badConfiguration)
  }

  /// The files that have to come, or to change, before the program can be run.
  func missingProgramFiles() -> [String] {
    guard let spawner = try? spawner(), let obstacle = try? obstacle(to: spawner) else {
      return []
    }
    return obstacle.files
  }

  /// Looks where the worker would start, with the variables that it would see.
  private func obstacle(
    to spawner: Spawner
  ) throws(CommandError) -> ProgramLookup.Obstacle? {
    guard spawner.kind != .none, let program = spawner.argv.first else { return nil }
    let variables = ChildEnvironment.variables(from: environment, passing: spawner.env)
    return ProgramLookup(program, in: try projectRoot(), environment: variables).obstacle
  }
}
