import CommandLineKit
import Facts
public import Host

/// The work tree of a git repository, read and configured by running git.
public struct GitWorkTree: Sendable {
  /// Its top folder, links followed.
  public let top: String
  private let variables: [String: String]

  /// - Parameters:
  ///   - folder: any folder of the work tree.
  ///   - environment: where git is looked for, and what it sees.
  /// - Throws: where git is missing, finds no work tree, or finds another top folder than the one
  ///   that holds `.git`.
  public init(holding folder: String, environment: Environment) throws {
    variables = ChildEnvironment.variables(from: environment, given: Self.variables)
    let holder = Path.nearest(from: Path.resolved(folder) ?? folder) {
      (try? FileStatus(of: Path.join($0, ".git"))) != nil
    }
    // A link would lead to the config of another repository.
    if let holder, Path.linkTarget(Path.join(holder, ".git")) != nil {
      throw SystemError.link(Path.join(holder, ".git"))
    }
    // Git would block on a pipe.
    if let holder, let head = try? FileStatus(of: Path.join(holder, ".git/HEAD")),
      head.kind != .regular
    {
      throw SystemError.notARegularFile(Path.join(holder, ".git/HEAD"), head.kind)
    }
    let found = try Self.run(["rev-parse", "--show-toplevel"], in: folder, variables)
    guard found.ending.isSuccess else {
      throw Problem.git(.noWorkTree(folder: folder, reason: found.firstError))
    }
    top = String(found.output.text.dropLast())
    guard top == holder else {
      throw Problem.git(.otherWorkTree(top: top, folder: folder))
    }
  }

  /// A repository may come from an archive: no program that its config names may start.
  /// Source: git-config(1), git(1).
  private static let settings = [
    "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "core.askPass=true",
    "credential.helper=",
  ].flatMap { ["-c", $0] }

  /// No object is fetched: the transport may be any program.
  private static let variables = [
    "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
  ]

  /// Runs git in the top folder, and returns what it prints.
  ///
  /// - Returns: `nil` for exit status 1, by which git says that there is nothing to print.
  /// - Throws: every other failure, in git's words.
  func git(_ arguments: [String]) throws -> String? {
    let outcome = try Self.run(arguments, in: top, variables)
    switch outcome.ending {
    case .exited(0): return outcome.output.text
    case .exited(1): return nil
    case .exited, .signalled, .timedOut, .silent, .lingered, .interrupted:
      throw Problem.git(
        .failed(command: arguments[0], top: top, reason: outcome.firstError))
    }
  }

  private static func run(
    _ arguments: [String], in folder: String, _ variables: [String: String]
  ) throws -> Subprocess.Outcome {
    let run = Subprocess(
      "git", ["--no-pager"] + settings + arguments, in: folder, environment: variables,
      limits: Subprocess.Limits(time: .seconds(5)))
    do { return try run.run() } catch {
      throw Problem.git(.missing(error))
    }
  }
}

extension Subprocess.Outcome {
  fileprivate var firstError: String {
    errors.text.split(separator: "\n").first.map(String.init) ?? "\(ending)"
  }
}

// The merge driver, which merges a queue by cell. Source: gitattributes(5), "Defining a custom
// merge driver".

extension GitWorkTree {
  /// What configures the merge driver, by the name that messages use.
  public enum MergePart: String, CaseIterable, Sendable {
    /// Assigns the driver to the file. It is committed, and comes with a clone.
    case attributes = ".gitattributes"
    /// Defines the driver, in the config of each clone.
    case driver = "merge.orch.driver"
  }

  private static let driver = "orch merge-driver %O %A %B %P"

  /// Returns what is not configured yet.
  ///
  /// - Parameter file: the queue file's path, links followed.
  public func missingMergeParts(for file: String) throws -> [MergePart] {
    var missing: [MergePart] = []
    for part in MergePart.allCases where try !isConfigured(part, file) { missing.append(part) }
    return missing
  }

  private func isConfigured(_ part: MergePart, _ file: String) throws -> Bool {
    switch part {
    case .attributes:
      try git(["check-attr", "merge", "--", Path.relative(file, to: top)])?
        .hasSuffix(": merge: orch\n") ?? false
    case .driver: try git(["config", "--get", part.rawValue]) != nil
    }
  }

  public func write(_ part: MergePart, for file: String) throws {
    switch part {
    case .attributes: try addAttribute(Path.relative(file, to: top))
    case .driver:
      try checkConfigIsOwn()
      _ = try git(["config", "merge.orch.name", "a queue, merged by cell"])
      // After criss-cross merges git merges the bases, too: how it resolves a conflict there would
      // become the common base, and hide that the branches differ.
      _ = try git(["config", "merge.orch.recursive", "binary"])
      _ = try git(["config", part.rawValue, Self.driver])
    }
  }

  /// Throws where git would write the config of another repository: `.git` may come from an
  /// archive, and name any file. The config is this work tree's where it lies in its `.git`, or in
  /// a repository that lists this work tree as its own.
  private func checkConfigIsOwn() throws {
    let own = Path.join(top, ".git")
    let config = try git(["rev-parse", "--path-format=absolute", "--git-path", "config"])?
      .dropLast()
    let isOwn = config.map { $0 == own + "/config" } ?? false
    guard isOwn || GitHead.linkedFolder(at: own) != nil else {
      throw Problem.git(
        .foreignConfig(
          config.map(String.init), top: top,
          command: "git config \(MergePart.driver.rawValue) '\(Self.driver)'"))
    }
    if isOwn {
      try Path.checkNoLink(from: own, to: own + "/config")
    }
  }

  private func addAttribute(_ path: String) throws {
    let file = try FileDescriptor(
      opening: Path.join(top, MergePart.attributes.rawValue),
      for: .appendingOrCreating(permissions: 0o666))
    let isInLine = try file.readWhole().last.map { $0 != UInt8(ascii: "\n") } ?? false
    try file.write((isInLine ? "\n" : "") + "\(Self.pattern(path)) merge=orch\n")
    try file.sync()
  }

  /// The pattern that matches `path` alone; for a name without folders, each file of this name.
  static func pattern(_ path: String) -> String {
    var pattern = ""
    for character in path.unicodeScalars {
      if "*?[\\".unicodeScalars.contains(character) { pattern += "\\" }
      pattern.unicodeScalars.append(character)
    }
    let isPlain =
      !pattern.hasPrefix("#") && !pattern.hasPrefix("!")
      && pattern.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") }
    if isPlain { return pattern }
    // In quotes a backslash is written twice, and a blank does not end the pattern.
    let quoted = pattern.unicodeScalars.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : "\($0)" }
    return "\"\(quoted.joined())\""
  }
}
