import Foundation
import TestSupport

extension Scene {
  /// Where the programs are, links followed.
  static let binaries =
    URL(filePath: BuiltBinaries.ops).resolvingSymlinksInPath().deletingLastPathComponent().path

  /// Runs `ops doctor` where all is well but for what the scene did to it: the clock goes,
  /// and the programs are the first on the PATH. Paths are shown as `~` and `BIN`.
  func doctor(
    _ arguments: [String] = [], in subfolder: String = "", environment: [String: String] = [:],
    as user: Int? = nil
  ) throws -> Outcome {
    let healthy = ["ORCH_NOW": "", "PATH": "\(Scene.binaries):/usr/bin:/bin"]
    let prefix = user.map { ["setpriv"] + OtherUser.prefix($0, OtherUser.nobody) } ?? []
    let line = prefix + [BuiltBinaries.ops, "doctor"] + arguments
    var outcome = try run(
      line[0], Array(line.dropFirst()), in: subfolder,
      environment: healthy.merging(environment) { $1 })
    outcome.output = outcome.output
      .replacing(folder, with: "~").replacing(Scene.binaries, with: "BIN")
    return outcome
  }

  /// What it finds that is not well, a line each with single blanks, and its status last. What the
  /// machine's own disk is like is left out.
  func complaints(
    _ arguments: [String] = [], in subfolder: String = "", environment: [String: String] = [:],
    as user: Int? = nil
  ) throws -> [String] {
    let outcome = try doctor(arguments, in: subfolder, environment: environment, as: user)
    let lines = outcome.output.split(separator: "\n")
      .filter { $0.hasPrefix("warn") || $0.hasPrefix("fail") }
      .map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !["warn file system", "warn space", "warn files"].contains(where: $0.hasPrefix) }
    return lines + ["status \(outcome.status)\(outcome.errors)"]
  }
}
