extension Subprocess {
  /// The file to be run.
  ///
  /// The `PATH` that counts is the one the program will see, not this process's. A relative
  /// folder in it is passed over: what it means depends on where one stands.
  func executable() throws(StartError) -> String {
    if program.utf8.contains(UInt8(ascii: "/")) {
      return try executable(at: Path.join(folder, program))
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    let paths = program.isEmpty ? [] : folders.map { Path.join(String($0), program) }
    if let path = paths.first(where: CurrentProcess.mayRun) { return path }
    let found = paths.first { (try? FileStatus(of: $0))?.kind == .regular }
    throw found.map { .notExecutable($0) } ?? .notFound(program)
  }

  private func executable(at path: String) throws(StartError) -> String {
    if CurrentProcess.mayRun(path) { return path }
    if (try? FileStatus(of: path)) == nil { throw .notFound(path) }
    throw .notExecutable(path)
  }
}
