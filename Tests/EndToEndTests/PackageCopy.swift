import Foundation
import TestSupport

/// A copy of what a new command of `orch` touches, built against the modules that
/// were built beside the running tests: that takes seconds, a whole build minutes.
struct PackageCopy {
  let folder: String
  private let root = DocumentExampleTests.root
  private static let built = BuiltBinaries.beside

  /// The folders and files of the package that are copied.
  private static let parts = [
    "Sources/OrchCLI", "Sources/orch", "Tests/EndToEndTests/Scene.swift",
    "Tests/EndToEndTests/QueueText.swift", "Tests/EndToEndTests/PrintedJSON.swift",
  ]

  init(in folder: String) throws {
    self.folder = folder
    for part in Self.parts {
      try makeParent(of: part)
      try FileManager.default.copyItem(atPath: "\(root)/\(part)", toPath: "\(folder)/\(part)")
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
      swiftc \(flags) -module-name OrchCLI -parse-as-library -wmo -emit-module \
        -emit-module-path bin/OrchCLI.swiftmodule -c Sources/OrchCLI/*.swift -o bin/OrchCLI.o
      swiftc \(flags) -module-name orch Sources/orch/main.swift bin/OrchCLI.o \
        \(try objects(libraries())) -o bin/orch
      """)
  }

  /// Builds one file of tests, and runs it on what is in `bin`.
  func runTests(_ path: String) throws -> ChildProcess.Ending {
    let start = """
      import Testing
      @main struct Start { static func main() async { await __swiftPMEntryPoint() as Never } }

      """
    try write(start, to: "bin/Start.swift")
    return try bash(
      """
      resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\\(.*\\)".*/\\1/p')
      plugins=$resources/host/plugins/testing
      swiftc \(flags) -module-name Steps -parse-as-library -plugin-path "$plugins" bin/Start.swift \
        \(path) Tests/EndToEndTests/{Scene,QueueText,PrintedJSON}.swift \
        \(try objects(["TestSupport"] + libraries())) -o bin/tests
      ORCH_TEST_BINARIES=$PWD/bin bin/tests
      """)
  }

  /// Runs a script with a toolchain on the path.
  func bash(_ script: String) throws -> ChildProcess.Ending {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try run(
      "/bin/bash", ["-c", "set -eu; exec 2>&1; \(script)"], in: folder, environment: ["PATH": path])
  }

  // MARK: How the package is built

  /// All that `OrchCLI` is made of, and `OpsCLI` without its commands.
  private func libraries() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(root)/Sources").filter { name in
      !["OrchCLI", "OpsCLI", "TestSupport", "StoreTestSupport"].contains(name)
        && !FileManager.default.fileExists(atPath: "\(root)/Sources/\(name)/main.swift")
    }
  }

  /// The objects of the sources that there are: a build keeps those of files that
  /// were renamed since.
  private func objects(_ targets: [String]) throws -> String {
    try targets.flatMap { target in
      try FileManager.default.subpathsOfDirectory(atPath: "\(root)/Sources/\(target)")
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
      URL(filePath: root).lastPathComponent.lowercased()
        .map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return """
      -package-name \(name) -swift-version 6 \(features) -warnings-as-errors -enable-testing \
      \(isCounted ? "-profile-generate" : "") -I bin -I \(Self.built)/Modules \
      -Xcc -fmodule-map-file=\(Self.built)/CSystem.build/module.modulemap \
      -Xcc -I -Xcc \(root)/Sources/CSystem/include \
      -Xcc -fmodule-map-file=\(root)/Sources/CSQLite/module.modulemap \
      -module-cache-path bin/modules
      """
  }
}
