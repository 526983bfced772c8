import Foundation
import TestSupport
import Testing

/// `CONTRIBUTING.md` says what is so, and its steps lead to a command that works.
@Suite struct ContributingTests {
  private static func guide() throws -> String {
    try Project.text("CONTRIBUTING.md")
  }

  @Test(.enabled(if: LongTests.areWanted, "it builds the package"))
  func `its steps add a command`() throws {
    let blocks = CodeBlock.all(in: try Self.guide())
    #expect(blocks.map(\.kind) == ["swift", "sh", "console"])
    try withTemporaryDirectory { folder in
      let copy = try PackageCopy(in: folder)
      for block in blocks where block.kind == "swift" {
        try copy.write(block.text, to: try #require(block.path))
      }
      for block in blocks where block.kind == "sh" { expectSuccess(try copy.bash(block.text)) }
      expectSuccess(try copy.buildProgram())
      let demo = "\(folder)/demo"
      try FileManager.default.createDirectory(atPath: demo, withIntermediateDirectories: false)
      for block in blocks where block.kind == "console" {
        let talk = "```console\n\(block.text)```\n"
        let played = try Transcript(talk).played(in: demo) { command, place in
          try Transcript.output(of: command, in: place, below: demo, programs: "\(folder)/bin")
        }
        expect(played, is: talk)
      }
    }
  }

  private func expectSuccess(_ ending: ChildProcess.Ending) {
    #expect(ending.status == 0, "\(ending)")
  }

  @Test func `each program and file that it names is there`() throws {
    let guide = try Self.guide()
    let commands = guide.split(separator: "\n").filter {
      $0.hasPrefix("    ") && $0.contains("  # ")
    }
    #expect(commands.count >= 9)
    let programs = commands.map { String($0.split(separator: " ")[0]) }.filter { $0 != "swift" }
    for program in programs {
      #expect(
        FileManager.default.isExecutableFile(atPath: "\(Project.folder)/\(program)"), "\(program)")
    }
    for link in guide.matches(of: /\]\(([^)]+)\)/).map(\.1) {
      #expect(FileManager.default.fileExists(atPath: "\(Project.folder)/\(link)"), "\(link)")
    }
    for script in guide.matches(of: /automation\/[a-z-]+\.sh|\.ci\/run|Benchmarks\/run/) {
      let path = "\(Project.folder)/\(script.0)"
      #expect(FileManager.default.isExecutableFile(atPath: path), "\(script.0)")
    }
  }

  @Test func `each function that has a sentence for a name is a test`() throws {
    for file in try FileManager.default.subpathsOfDirectory(atPath: "\(Project.folder)/Tests")
    where file.hasSuffix(".swift") {
      let parts = try Project.text("Tests/\(file)").split(separator: "func " + "`")
      // Without @Test it is silently never run.
      #expect(parts.dropLast().allSatisfy { $0.contains("@Test") }, "\(file)")
    }
  }

  @Test(arguments: [
    (
      "--help", 0,
      "usage: automation/test.sh [--quick | --long | --coverage | --update] [--browser]\n"
    ),
    (
      "--covrage", 64,
      """
      test: unknown option '--covrage' (usage: automation/test.sh \
      [--quick | --long | --coverage | --update] [--browser])\n
      """
    ),
  ])
  func `test.sh lists its options`(_ option: String, status: Int32, text: String) throws {
    let ending = try run("\(Project.folder)/automation/test.sh", [option], in: Project.folder)
    #expect(ending.status == status)
    #expect((ending.output + ending.errors).hasPrefix(text), "\(ending)")
  }
}

/// A copy of what a new command of `orch` touches, built against the modules that
/// were built beside the running tests: that takes seconds, a whole build minutes.
struct PackageCopy {
  let folder: String
  private static let built = BuiltBinaries.beside

  /// The folders and files of the package that are copied.
  private static let parts = ["Sources/Programs/Commands", "Sources/Programs/orch"]

  init(in folder: String) throws {
    self.folder = folder
    for part in Self.parts {
      try makeParent(of: part)
      try FileManager.default.copyItem(
        atPath: "\(Project.folder)/\(part)", toPath: "\(folder)/\(part)")
    }
  }

  func write(_ text: String, to path: String) throws {
    try makeParent(of: path)
    try writeAged(text, to: "\(folder)/\(path)")
  }

  func makeParent(of path: String) throws {
    try FileManager.default.createDirectory(
      at: URL(filePath: "\(folder)/\(path)").deletingLastPathComponent(),
      withIntermediateDirectories: true)
  }

  /// Builds `orch` into the folder `bin`.
  func buildProgram() throws -> ChildProcess.Ending {
    try bash(
      """
      mkdir -p bin
      swiftc \(flags) -module-name Commands -parse-as-library -wmo -emit-module \
        -emit-module-path bin/Commands.swiftmodule \
        -c $(find Sources/Programs/Commands -name "*.swift") -o bin/Commands.o
      swiftc \(flags) -module-name orch Sources/Programs/orch/main.swift bin/Commands.o \
        \(try objects(libraries())) -o bin/orch
      """)
  }

  /// Runs a script with a toolchain on the path.
  func bash(_ script: String) throws -> ChildProcess.Ending {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try run(
      "/bin/bash", ["-c", "set -eu; exec 2>&1; \(script)"], in: folder, environment: ["PATH": path])
  }

  // MARK: How the package is built

  /// All that `orch` is made of, but its own folder and `Commands`: `Base/Host`.
  private func libraries() throws -> [String] {
    let sources = "\(Project.folder)/Sources"
    return try FileManager.default.contentsOfDirectory(atPath: sources).flatMap { floor in
      try FileManager.default.contentsOfDirectory(atPath: "\(sources)/\(floor)")
        .map { "\(floor)/\($0)" }
    }.filter {
      $0 != "Programs/Commands"
        && !FileManager.default.fileExists(atPath: "\(sources)/\($0)/main.swift")
    }
  }

  /// The objects of the sources that there are: a build keeps those of files that
  /// were renamed since.
  private func objects(_ folders: [String]) throws -> String {
    try folders.flatMap { folder in
      let target = URL(filePath: folder).lastPathComponent
      return try FileManager.default.subpathsOfDirectory(
        atPath: "\(Project.folder)/Sources/\(folder)"
      )
      .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") }
      // Objects lie in one folder, wherever their sources do.
      .map { "\(Self.built)/\(target).build/\(URL(filePath: $0).lastPathComponent).o" }
    }.joined(separator: " ")
  }

  /// As in `Package.swift`.
  private var flags: String {
    let features = ["ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault"]
      .map { "-enable-upcoming-feature \($0)" }.joined(separator: " ")
    // Objects that count need what counting needs.
    let isCounted = ProcessInfo.processInfo.environment["LLVM_PROFILE_FILE"] != nil
    // SwiftPM names a package after its folder; `package` declarations are seen by that name.
    let name = String(
      URL(filePath: Project.folder).lastPathComponent.lowercased()
        .map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    let libraries = ["CSQLite", "CEvent", "CPostgres", "CZlib"]
      .map { "-Xcc -fmodule-map-file=\(Project.folder)/Sources/Base/\($0)/module.modulemap" }
    let targets = [("Base", "CSystem"), ("Programs", "CBoard")].map { floor, name in
      "-Xcc -fmodule-map-file=\(Self.built)/\(name).build/module.modulemap "
        + "-Xcc -I -Xcc \(Project.folder)/Sources/\(floor)/\(name)/include"
    }
    return """
      -package-name \(name) -swift-version 6 \(features) -warnings-as-errors -enable-testing \
      \(isCounted ? "-profile-generate" : "") -I bin -I \(Self.built)/Modules \
      \((libraries + targets).joined(separator: " ")) -module-cache-path bin/modules
      """
  }
}
