/// Finds the file of a program, and an obstacle that prevents its execution. The program is not
/// run.
public struct ProgramLookup: Equatable, Sendable {
  /// A name that is looked up in the folders of `environment`'s `PATH`. If the name contains a
  /// slash, it is a path relative to `folder`.
  let program: String
  /// The program's working directory.
  let folder: String
  /// All environment variables of the program.
  let environment: [String: String]

  public init(_ program: String, in folder: String, environment: [String: String]) {
    (self.program, self.folder, self.environment) = (program, folder, environment)
  }

  /// Why a program can't be run.
  public struct Obstacle: Error, Equatable, Sendable, CustomStringConvertible {
    public let finding: Finding
    /// The files at which a change can remove the obstacle: one of them has to be created or
    /// changed.
    public let files: [String]

    public enum Finding: Equatable, Sendable {
      /// The program itself can't be run.
      case program(Subprocess.StartError)
      /// No folder of `PATH` has the program. `here` is a file with the program's name in the
      /// working directory.
      case notInPath(String, folders: [String], here: String?)
      /// The interpreter of a script can't be run.
      case interpreter(of: String, Subprocess.StartError)
    }
  }

  /// The obstacle that keeps the program from running: the program, or the interpreter that its
  /// first line names, is missing or not executable. An interpreter that `/usr/bin/env` looks up is
  /// checked, too.
  public var obstacle: Obstacle? {
    do throws(Subprocess.StartError) {
      return interpreterObstacle(of: try file())
    } catch {
      return Obstacle(finding: finding(error), files: candidates)
    }
  }

  /// Adds the searched folders to the error if a name was not found. The error of a path contains
  /// its folder already.
  private func finding(_ error: Subprocess.StartError) -> Obstacle.Finding {
    guard case .notFound = error, !isPath, !program.isEmpty else { return .program(error) }
    let here = Path.join(folder, program)
    let isHere = (try? FileStatus(of: here))?.kind == .regular
    return .notInPath(program, folders: candidates.map(Path.parent), here: isHere ? here : nil)
  }

  /// The existing files among these: the file to be run and, for a script, the files of its
  /// interpreters.
  public var files: [String] { files(depth: 0) }

  private func files(depth: Int) -> [String] {
    guard let file = try? file() else { return [] }
    let interpreters = depth < Self.longestChain ? interpreters(of: file) : []
    return [file] + interpreters.flatMap { $0.files(depth: depth + 1) }
  }

  func file() throws(Subprocess.StartError) -> String {
    let candidates = candidates
    if let path = candidates.first(where: CurrentProcess.mayRun) { return path }
    if isPath, (try? FileStatus(of: candidates[0])) != nil { throw .notExecutable(candidates[0]) }
    let found = candidates.first { (try? FileStatus(of: $0))?.kind == .regular }
    throw found.map { .notExecutable($0) } ?? .notFound(isPath ? candidates[0] : program)
  }

  private var isPath: Bool { program.utf8.contains(UInt8(ascii: "/")) }

  /// The paths at which the program may be. The `PATH` of the program is used, not that of this
  /// process. A relative folder in `PATH` is skipped, because its meaning depends on the working
  /// directory.
  private var candidates: [String] {
    if program.isEmpty { return [] }
    if isPath { return [Path.join(folder, program)] }
    return Self.folders(of: environment["PATH"]).map { Path.join($0, program) }
  }

  private static func folders(of path: String?) -> [String] {
    (path ?? "").split(separator: ":").filter { $0.hasPrefix("/") }.map(String.init)
  }

  /// The absolute folders of `PATH`; the system's default without it.
  public static func folders(in environment: Environment) -> [String] {
    folders(of: environment["PATH"] ?? systemPath)
  }

  private static let systemPath = "/bin:/usr/bin"

  // MARK: Interpreters

  /// The longest chain of interpreters that the kernel follows: an interpreter may itself be a
  /// script.
  private static let longestChain = 4

  private func interpreterObstacle(of file: String, depth: Int = 0) -> Obstacle? {
    guard depth < Self.longestChain else { return nil }
    for lookup in interpreters(of: file) {
      if let obstacle = lookup.obstacle(asInterpreterOf: file, depth) { return obstacle }
    }
    return nil
  }

  /// The interpreter that the first line of a script names, and the program that env(1) looks up.
  private func interpreters(of file: String) -> [ProgramLookup] {
    guard let line = InterpreterLine(of: file) else { return [] }
    // In the first line of a script, a name without a slash is a path, too.
    let path = line.path.utf8.contains(UInt8(ascii: "/")) ? line.path : "./" + line.path
    // Without a PATH env(1) uses the system's default.
    let variables = environment.merging(["PATH": Self.systemPath]) { given, _ in given }
    return [ProgramLookup(path, in: folder, environment: environment)]
      + (line.programOfEnv.map { [ProgramLookup($0, in: folder, environment: variables)] } ?? [])
  }

  private func obstacle(asInterpreterOf script: String, _ depth: Int) -> Obstacle? {
    do throws(Subprocess.StartError) {
      return interpreterObstacle(of: try file(), depth: depth + 1)
    } catch {
      return Obstacle(finding: .interpreter(of: script, error), files: [script] + candidates)
    }
  }
}

extension ProgramLookup.Obstacle {
  public var description: String {
    switch finding {
    case .program(let error): error.description
    case .notInPath(let program, let folders, let here):
      "\(Subprocess.StartError.notFound(program)) in "
        + (folders.isEmpty ? "PATH, which names no folder" : folders.joined(separator: ", "))
        + (here.map { "; \($0) exists: write ./\(program)" } ?? "")
    case .interpreter(let script, .notFound(let path)):
      "cannot run \(script): its interpreter \(path) is missing"
    case .interpreter(let script, .notExecutable(let path)):
      "cannot run \(script): its interpreter \(path) is not executable"
    case .interpreter(let script, .system(let error)):
      "cannot run \(script): its interpreter \(error)"
    }
  }
}

/// The first line of a script, which names its interpreter: `#!/bin/sh`.
struct InterpreterLine {
  /// The interpreter's path, absolute or relative to the working directory.
  let path: String
  /// The rest of the line, which the kernel passes as one argument; may be empty.
  private let argument: Substring

  /// The number of bytes that the kernel reads. Source: execve(2).
  private static let longest = 256

  /// - Returns: `nil` when `file` is not a script, or can't be read.
  init?(of file: String) {
    guard let descriptor = try? FileDescriptor(opening: file, for: .reading),
      let bytes = try? descriptor.read(Self.longest, at: 0), bytes.starts(with: "#!".utf8),
      let line = String(
        validating: bytes.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    else { return nil }
    let text = line.drop(while: Self.isBlank)
    let path = text.prefix { !Self.isBlank($0) }
    if path.isEmpty { return nil }
    self.path = String(path)
    argument = text.dropFirst(path.count).drop(while: Self.isBlank)
  }

  private static func isBlank(_ character: Character) -> Bool {
    character == " " || character == "\t"
  }

  /// The program that `/usr/bin/env NAME` looks up in `PATH`; `nil` if the interpreter is not
  /// env(1), or env(1) has options other than `-S`.
  var programOfEnv: String? {
    guard Path.name(of: path) == "env" else { return nil }
    let isSplit = argument.hasPrefix("-S")
    let words = isSplit ? argument.dropFirst(2).split(whereSeparator: Self.isBlank) : [argument]
    let program = words.first { !$0.utf8.contains(UInt8(ascii: "=")) }
    return program.flatMap { $0.isEmpty || $0.hasPrefix("-") ? nil : String($0) }
  }
}
