/// Where a program is looked for, and what keeps it from being run, as far as files say that
/// without running it.
public struct ProgramLookup: Equatable, Sendable {
  /// A name that is looked for in the folders of `environment`'s `PATH`, or with a slash in
  /// it a path, which counts from `folder`.
  let program: String
  /// Where it would start.
  let folder: String
  /// All the variables that it would see.
  let environment: [String: String]

  public init(_ program: String, in folder: String, environment: [String: String]) {
    self.program = program
    self.folder = folder
    self.environment = environment
  }

  /// Why a program can't be run.
  public struct Obstacle: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String
    /// The files of which one has to come, or to change, before it can be run.
    public let files: [String]
  }

  /// What keeps the program from being run: that it is not there, or not executable, or that
  /// this is so of the interpreter that its first line names, also behind `/usr/bin/env`.
  public var obstacle: Obstacle? {
    do throws(Subprocess.StartError) {
      return interpreterObstacle(of: try file())
    } catch {
      return Obstacle(description: error.description, files: places)
    }
  }

  /// The file to be run, and where it is a script, those of its interpreters; as far as they are
  /// found.
  public var files: [String] { files(depth: 0) }

  private func files(depth: Int) -> [String] {
    guard let file = try? file() else { return [] }
    let interpreters = depth < Self.longestChain ? interpreters(of: file) : []
    return [file] + interpreters.flatMap { $0.files(depth: depth + 1) }
  }

  /// The file to be run.
  func file() throws(Subprocess.StartError) -> String {
    let places = places
    if let path = places.first(where: CurrentProcess.mayRun) { return path }
    if isPath, (try? FileStatus(of: places[0])) != nil { throw .notExecutable(places[0]) }
    let found = places.first { (try? FileStatus(of: $0))?.kind == .regular }
    throw found.map { .notExecutable($0) } ?? .notFound(isPath ? places[0] : program)
  }

  private var isPath: Bool { program.utf8.contains(UInt8(ascii: "/")) }

  /// The `PATH` that counts is the one the program will see, not this process's. A relative
  /// folder in it is passed over: what it means depends on where one stands.
  private var places: [String] {
    if program.isEmpty { return [] }
    if isPath { return [Path.join(folder, program)] }
    return (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
      .map { Path.join(String($0), program) }
  }

  // MARK: Interpreters

  /// An interpreter may be a script itself; the kernel goes no further than this.
  private static let longestChain = 4

  private func interpreterObstacle(of file: String, depth: Int = 0) -> Obstacle? {
    guard depth < Self.longestChain else { return nil }
    for lookup in interpreters(of: file) {
      if let obstacle = lookup.obstacle(asInterpreterOf: file, depth) { return obstacle }
    }
    return nil
  }

  /// What the first line of a script names, and what `/usr/bin/env` looks for.
  private func interpreters(of file: String) -> [ProgramLookup] {
    guard let line = InterpreterLine(of: file) else { return [] }
    // A name without a slash is a path, too.
    let path = line.path.utf8.contains(UInt8(ascii: "/")) ? line.path : "./" + line.path
    // Without a PATH env(1) looks where the system does.
    let variables = environment.merging(["PATH": "/bin:/usr/bin"]) { given, _ in given }
    return [ProgramLookup(path, in: folder, environment: environment)]
      + (line.programOfEnv.map { [ProgramLookup($0, in: folder, environment: variables)] } ?? [])
  }

  private func obstacle(asInterpreterOf script: String, _ depth: Int) -> Obstacle? {
    do throws(Subprocess.StartError) {
      return interpreterObstacle(of: try file(), depth: depth + 1)
    } catch {
      let finding =
        switch error {
        case .notFound(let path): "\(path) is missing"
        case .notExecutable(let path): "\(path) is not executable"
        case .system(let error): error.description
        }
      return Obstacle(
        description: "cannot run \(script): its interpreter \(finding)", files: [script] + places)
    }
  }
}
