import Host
import Soaking

/// One soak, from its options to its report.
struct SoakRun {
  private let options: [String: String]

  private static let needed = ["--profile", "--orch", "--ops", "--folder", "--report"]
  private static let known = needed + ["--date", "--command"]

  /// `nil` for options that are unknown, missing, or without a value.
  init?(_ arguments: ArraySlice<String>) {
    var options: [String: String] = [:]
    var rest = arguments
    while let name = rest.popFirst() {
      guard Self.known.contains(name), let value = rest.popFirst() else { return nil }
      options[name] = value
    }
    guard Self.needed.allSatisfy({ options[$0] != nil }) else { return nil }
    self.options = options
  }

  private subscript(_ name: String) -> String { options[name] ?? "" }

  func run() -> Int32 {
    do {
      return try soak()
    } catch {
      SoakProgram.complain("soak: \(error)")
      if case Soak.Failure.taken = error { return 73 }
      return 74
    }
  }

  private func soak() throws -> Int32 {
    let text = try FileDescriptor(opening: self["--profile"], for: .reading).readWhole()
    let folder = SoakFolder(Path.join(try Path.currentDirectory(), self["--folder"]))
    let programs = Soak.Programs(
      orch: self["--orch"], ops: self["--ops"],
      worker: CurrentProcess.executable ?? "soak")
    let soak: Soak
    do { soak = try Soak(text, with: programs, in: folder) } catch {
      SoakProgram.complain("soak: \(self["--profile"]): \(error)")
      return 64
    }
    // Its waits are cut short by a signal, which is answered by the report.
    let pause = try InterruptiblePause()
    // Once it has gone, one that came again would end this process, be the report written or not.
    defer { pause.discardPending() }
    let outcome = try soak.run(pause) { line in
      try? SoakProgram.say("soak: \(line)\n", on: .output())
    }
    let report = SoakReport(outcome, facts: try facts(folder), machine: .own)
    let path = try write(report)
    try SoakProgram.say("soak: \(report.verdict)\nsoak: \(path)\n", on: .output())
    return outcome.isGood ? 0 : 1
  }

  private func facts(_ folder: SoakFolder) throws -> ReportFacts {
    let version = try Subprocess(
      self["--orch"], ["--version"], in: folder.path, environment: [:],
      limits: .init(time: .milliseconds(10_000))
    ).run().output.text.split(separator: "\n").first
    return ReportFacts(
      profileName: profileName, date: options["--date"] ?? "undated",
      command: options["--command"] ?? "soak run",
      version: version.map(String.init) ?? "",
      fileSystem: try FileSystemKind(of: folder.path).name)
  }

  private var profileName: String {
    let name = Path.name(of: self["--profile"])
    return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
  }

  /// - Returns: the path of the one for people.
  private func write(_ report: SoakReport) throws -> String {
    let name = (options["--date"].map { "\($0)-" } ?? "") + "soak-\(profileName)"
    let path = Path.join(self["--report"], name)
    try Directory.createWithParents(self["--report"])
    try NewFile.replace("\(path).md", text: report.markdown, permissions: 0o644)
    try NewFile.replace("\(path).json", text: "\(report.json)\n", permissions: 0o644)
    return "\(path).md"
  }
}
