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
  /// - Throws: where there is no git, or it takes `folder` for no work tree, or another folder for
  ///   its top than the one that holds `.git`.
  public init(holding folder: String, environment: Environment) throws(CommandError) {
    variables = ChildEnvironment.variables(from: environment, given: Self.variables)
    let holder = Path.nearest(from: Path.resolved(folder) ?? folder) {
      (try? FileStatus(of: Path.join($0, ".git"))) != nil
    }
    // It would be another repository's config that is written.
    if let holder, Path.linkTarget(Path.join(holder, ".git")) != nil {
      throw CommandError(.link(Path.join(holder, ".git")))
    }
    // Git would wait for who writes into a pipe.
    if let holder, let head = try? FileStatus(of: Path.join(holder, ".git/HEAD")),
      head.kind != .regular
    {
      throw CommandError(.notARegularFile(Path.join(holder, ".git/HEAD"), head.kind))
    }
    let found = try Self.git(["rev-parse", "--show-toplevel"], in: folder, variables)
    guard found.ending.isSuccess else {
      throw CommandError(
        code: "no_repository",
        message: "git knows no work tree at \(folder): \(found.firstError)",
        hint: "git init makes one; without --git the queue needs none", status: .missingInput)
    }
    top = String(found.output.text.dropLast())
    guard top == holder else {
      throw CommandError(
        code: "no_repository",
        message: "git takes \(top) for the work tree of \(folder), which is not the folder of its "
          + ".git", hint: "core.worktree in its config says so: remove it", status: .missingInput)
    }
  }

  /// A repository may have come with an archive: nothing that its config names may start.
  /// Source: git-config(1), git(1).
  private static let settings = [
    "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "core.askPass=true",
    "credential.helper=",
  ].flatMap { ["-c", $0] }

  /// No object is fetched either: the transport may be any program.
  private static let variables = [
    "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
  ]

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
      "git", ["--no-pager"] + settings + arguments, in: folder, environment: variables,
      limits: Subprocess.Limits(time: .milliseconds(5000)))
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
