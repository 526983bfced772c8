extension Subprocess {
  /// Whether a program of this name would be found.
  ///
  /// - Parameters:
  ///   - program: a name without a slash.
  ///   - environment: the variables that it would see.
  public static func finds(_ program: String, with environment: [String: String]) -> Bool {
    places(of: program, environment).contains(where: CurrentProcess.mayRun)
  }

  /// The file to be run.
  public func executable() throws(StartError) -> String {
    if program.utf8.contains(UInt8(ascii: "/")) {
      return try executable(at: Path.join(folder, program))
    }
    let paths = Self.places(of: program, environment)
    if let path = paths.first(where: CurrentProcess.mayRun) { return path }
    let found = paths.first { (try? FileStatus(of: $0))?.kind == .regular }
    throw found.map { .notExecutable($0) } ?? .notFound(program)
  }

  private func executable(at path: String) throws(StartError) -> String {
    if CurrentProcess.mayRun(path) { return path }
    if (try? FileStatus(of: path)) == nil { throw .notFound(path) }
    throw .notExecutable(path)
  }

  /// The `PATH` that counts is the one the program will see, not this process's. A relative
  /// folder in it is passed over: what it means depends on where one stands.
  private static func places(of program: String, _ environment: [String: String]) -> [String] {
    if program.isEmpty { return [] }
    return (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
      .map { Path.join(String($0), program) }
  }
}
