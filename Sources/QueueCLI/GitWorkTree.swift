import CommandLineKit
public import Host

/// The work tree of a git repository. What git knows, git is asked.
public struct GitWorkTree: Sendable {
  /// Its top folder, links followed.
  public let top: String
  private let variables: [String: String]

  /// - Parameters:
  ///   - folder: any folder of the work tree.
  ///   - environment: where git is looked for, and what it sees.
  /// - Throws: where there is no git, or it takes `folder` for no work tree.
  public init(holding folder: String, environment: Environment) throws(CommandError) {
    variables = ChildEnvironment.variables(from: environment)
    let found = try Self.git(["rev-parse", "--show-toplevel"], in: folder, variables)
    guard found.ending.isSuccess else {
      throw CommandError(
        code: "no_repository",
        message: "git knows no work tree at \(folder): \(found.firstError)",
        hint: "git init makes one; without --git the queue needs none", status: .missingInput)
    }
    top = String(found.output.text.dropLast())
  }

  /// What git prints, run at the top.
  ///
  /// - Returns: `nil` where it ends with status 1, which says that there is nothing.
  /// - Throws: every other failure, in git's own words.
  func ask(_ arguments: [String]) throws(CommandError) -> String? {
    let outcome = try Self.git(arguments, in: top, variables)
    switch outcome.ending {
    case .exited(0): return outcome.output.text
    case .exited(1): return nil
    case .exited, .signalled, .timedOut, .interrupted:
      throw CommandError(
        code: "git", message: "git \(arguments[0]) failed at \(top): \(outcome.firstError)",
        hint: "what git says is to be mended first", status: .inputOutput)
    }
  }

  private static func git(
    _ arguments: [String], in folder: String, _ variables: [String: String]
  ) throws(CommandError) -> Subprocess.Outcome {
    let run = Subprocess(
      "git", arguments, in: folder, environment: variables,
      limits: Subprocess.Limits(time: .milliseconds(10_000)))
    do throws(Subprocess.StartError) { return try run.run() } catch {
      throw CommandError(
        code: "no_git", message: error.description,
        hint: "install git; without --git the queue needs none", status: .missingInput)
    }
  }
}

extension Subprocess.Outcome {
  fileprivate var firstError: String {
    errors.text.split(separator: "\n").first.map(String.init) ?? "\(ending)"
  }
}
