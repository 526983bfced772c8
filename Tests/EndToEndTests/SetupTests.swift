import Foundation
import TestSupport
import Testing

/// `automation/setup.sh`, beside stand-ins of the programs that list and install packages.
@Suite struct SetupTests {
  /// A folder with programs that say what they are asked, and know of these packages.
  private static func scene(installed: String, user: Int) throws -> Scene {
    let scene = try Scene()
    let programs = [
      "swift": "exit 0", "id": "echo \(user)",
      "dpkg-query":
        "case ' \(installed) ' in *\" ${@: -1} \"*) echo -n installed ;; *) exit 1 ;; esac",
      "apt-get": "echo \"apt-get $*\" >> \"$HOME/asked\"",
    ]
    try scene.makeFolder("bin")
    for (name, script) in programs {
      try writeExecutable("#!/bin/bash\n\(script)\n", to: scene.path("bin/\(name)"))
    }
    return scene
  }

  private static func run(_ kind: String, in scene: Scene, path: String? = nil) throws -> Outcome {
    try scene.run(
      "/bin/bash", ["\(Project.folder)/automation/setup.sh", kind],
      environment: ["PATH": path ?? "\(scene.path("bin")):/usr/bin:/bin"])
  }

  private static let present =
    "binutils libc6-dev libevent-dev libsqlite3-dev libstdc++-12-dev zlib1g-dev"

  @Test func `what is there is not installed again`() throws {
    let scene = try Self.scene(installed: Self.present, user: 0)
    try expect(Self.run("build", in: scene), is: .prints(""))
    #expect(!scene.exists("asked"))
  }

  @Test func `a user gets the line that installs what is missing`() throws {
    let scene = try Self.scene(installed: "binutils libstdc++-12-dev zlib1g-dev", user: 1000)
    try expect(
      Self.run("build", in: scene),
      is: .fails(
        77,
        """
        setup: missing packages; run this line, then try again:
          sudo apt-get install -y --no-install-recommends libc6-dev libevent-dev libsqlite3-dev
        """))
    #expect(!scene.exists("asked"))
  }

  @Test func `root has what is missing installed, and nothing else`() throws {
    let scene = try Self.scene(installed: "\(Self.present) git dpkg-dev", user: 0)
    try expect(
      Self.run("release", in: scene),
      is: .prints("", warning: "setup: installing libpq-dev python3\n"))
    try expect(
      scene.text("asked"),
      is: """
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends libpq-dev python3

        """)
  }

  @Test func `what cannot be helped is said`() throws {
    let scene = try Self.scene(installed: "", user: 0)
    try expect(
      Self.run("tests", in: scene),
      is: .fails(64, "usage: automation/setup.sh [build|test|browser|release|check]"))
    try FileManager.default.removeItem(atPath: scene.path("bin/swift"))
    try expect(
      Self.run("build", in: scene),
      is: .fails(
        66,
        "setup: there is no 'swift' on the PATH; install the toolchain from swift.org first"))
  }
}
