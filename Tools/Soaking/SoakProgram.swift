import Host

/// The program: `soak run …` runs a soak, `soak worker …` runs a worker of a soak.
package enum SoakProgram {
  private static let usage = """
    usage: soak run --profile FILE --orch PATH --ops PATH --folder NEW --report FOLDER [--minutes N]
             [--store table|sqlite|ADDRESS] [--date D] [--command LINE]
           soak worker FOLDER ORCH
    """

  /// Returns the exit status: 0, 1 if a goal was missed, 64 for wrong usage, 73 if the folder
  /// exists already, 74 if the soak could not run.
  package static func main(_ arguments: [String]) -> Int32 {
    switch arguments.first {
    case "worker" where arguments.count == 3: return work(arguments[1], arguments[2])
    case "run":
      guard let run = SoakRun(arguments.dropFirst()) else { break }
      return run.run()
    case _: break
    }
    printError(usage)
    return 64
  }

  private static func work(_ folder: String, _ orch: String) -> Int32 {
    do {
      let message = try StandardInput.read(limit: 1 << 20)
      let worker = try SoakWorker(in: SoakFolder(folder), orch: orch, environment: .process)
      let (output, status) = try worker.run(message)
      try print(output, on: .output())
      return status
    } catch {
      printError("soak worker: \(error)")
      return 1
    }
  }

  fileprivate static func print(_ text: String, on stream: StandardStream) throws {
    try stream.write(Array(text.utf8))
    try stream.flush()
  }

  fileprivate static func printError(_ text: String) { try? print("\(text)\n", on: .error()) }
}

/// One soak, from its options to its report.
private struct SoakRun {
  private let options: [String: String]
  /// How long rows arrive, if not as long as the profile says.
  private let minutes: Int?
  private let store: SoakStore

  private static let needed = ["--profile", "--orch", "--ops", "--folder", "--report"]
  private static let known = needed + ["--minutes", "--store", "--date", "--command"]

  /// `nil` for options that are unknown, missing, or without a value, for minutes that are not a
  /// number above 0, and for an unknown store.
  init?(_ arguments: ArraySlice<String>) {
    var options: [String: String] = [:]
    var rest = arguments
    while let name = rest.popFirst() {
      guard Self.known.contains(name), let value = rest.popFirst() else { return nil }
      options[name] = value
    }
    guard Self.needed.allSatisfy({ options[$0] != nil }) else { return nil }
    guard let store = SoakStore(options["--store"] ?? "sqlite") else { return nil }
    self.store = store
    minutes = options["--minutes"].flatMap { Int($0) }
    if options["--minutes"] != nil {
      guard let minutes, (1...100_000).contains(minutes) else { return nil }
    }
    self.options = options
  }

  private subscript(_ name: String) -> String { options[name] ?? "" }

  func run() -> Int32 {
    do { return try soak() } catch {
      SoakProgram.printError("soak: \(error)")
      if case SoakError.taken = error { return 73 }
      return 74
    }
  }

  private func soak() throws -> Int32 {
    let text = try FileDescriptor(opening: self["--profile"], for: .reading).readWhole()
    let folder = SoakFolder(Path.join(try Path.currentDirectory(), self["--folder"]))
    let programs = Soak.Programs(
      orch: self["--orch"], ops: self["--ops"], worker: CurrentProcess.executable ?? "soak")
    let soak: Soak
    do { soak = try Soak(text, minutes: minutes, with: programs, in: folder, store) } catch {
      SoakProgram.printError("soak: \(self["--profile"]): \(error)")
      return 64
    }
    // A signal ends the waits of the soak; then the report is written.
    let pause = try InterruptiblePause()
    // A signal that is sent again must not end this process afterwards, before the status is known.
    defer { pause.discardPending() }
    let outcome = try soak.run(pause) { try? SoakProgram.print("soak: \($0)\n", on: .output()) }
    let report = SoakReport(outcome: outcome, facts: try facts(folder), machine: .own)
    let path = try write(report)
    try SoakProgram.print("soak: \(report.verdict)\nsoak: \(path)\n", on: .output())
    return outcome.isGood ? 0 : 1
  }

  private func facts(_ folder: SoakFolder) throws -> SoakReport.Facts {
    let version = try Subprocess(
      self["--orch"], ["--version"], in: folder.path, environment: [:],
      limits: .init(time: .milliseconds(10_000))
    ).run().output.text.split(separator: "\n").first
    return SoakReport.Facts(
      profileName: profileName, file: Path.name(of: self["--profile"]),
      date: options["--date"] ?? "undated",
      command: options["--command"] ?? "soak run", version: version.map(String.init) ?? "",
      store: store.name, fileSystem: try FileSystemKind(of: folder.path).name)
  }

  private var profileName: String {
    let name = Path.name(of: self["--profile"])
    return (name.hasSuffix(".json") ? String(name.dropLast(5)) : name)
      + (minutes.map { "-\($0)m" } ?? "")
      + (options["--store"] == nil ? "" : "-\(store.name.lowercased())")
  }

  /// - Returns: the path of the Markdown file.
  private func write(_ report: SoakReport) throws -> String {
    let name = (options["--date"].map { "\($0)-" } ?? "") + "soak-\(profileName)"
    let path = Path.join(self["--report"], name)
    try Directory.createWithParents(self["--report"])
    try NewFile.replace("\(path).md", text: report.markdown, permissions: 0o644)
    try NewFile.replace("\(path).json", text: "\(report.json)\n", permissions: 0o644)
    return "\(path).md"
  }
}
