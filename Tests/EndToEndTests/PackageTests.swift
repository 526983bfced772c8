import Foundation
import TestSupport
import Testing

/// A package of somebody else, which depends on this one.
@Suite struct PackageTests {
  private static let manifest = """
    // swift-tools-version: 6.2
    import PackageDescription

    let package = Package(
      name: "taker",
      dependencies: [.package(name: "orch", path: "\(Project.folder)")],
      targets: [
        .executableTarget(name: "taker", dependencies: [.product(name: "Engine", package: "orch")])
      ])

    """

  @Test(.enabled(if: LongTests.areWanted, "it builds the package"))
  func `another package claims a row with the engine`() throws {
    let scene = try Scene(rows: row("A"))
    try FileManager.default.createDirectory(
      atPath: "\(scene.folder)/taker/Sources/taker", withIntermediateDirectories: true)
    try scene.write(Self.manifest, to: "taker/Package.swift")
    try scene.write(Project.text("Tools/claim/main.swift"), to: "taker/Sources/taker/main.swift")
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let built = try scene.bash("swift build --package-path taker", environment: ["PATH": path])
    try #require(built.status == 0, "\(built)")
    try expect(scene.bash("taker/.build/debug/taker QUEUE.md worker"), is: .prints("A\n"))
    let rows = try scene.orch("list", "--json").output
    #expect(
      rows.contains(#""status":"IN_PROGRESS""#) && rows.contains(#""owner_session":"worker""#))
  }
}
