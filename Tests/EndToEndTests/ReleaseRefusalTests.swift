import Foundation
import TestSupport
import Testing

/// What `automation/release.sh` does not pack, and what it says then.
@Suite struct ReleaseRefusalTests {
  private static let help = """
    usage: automation/release.sh [--output DIR] [--binaries DIR] [--dirty] [--check]

      --output DIR     where to; .build/dist by default
      --binaries DIR   pack the orch and ops of this folder, instead of building them
      --dirty          pack a working tree with changes, too, and call it dirty
      --check          check it then: a fresh clone elsewhere has to make the same bytes, and
                       they have to run on a Debian without a toolchain; some minutes
      --help           tell this

    Variables:
      RELEASE_CONTACT  the publisher as "NAME <ADDRESS>", who maintains the packages and stands for
                       the offer of glibc's source
      RELEASE_WHEEL    the name of the wheel's distribution; orch-queue by default
      RELEASE_KEY      a secret key of minisign, or a private key of ssh-keygen, that signs the
                       checksums

    """
  private static let remedy = "automation/release.sh --help tells what there is"

  @Test(
    arguments: [
      (["--help"], .prints(help)), (["-h", "--bad"], .prints(help)),
      (["--chek"], .fails(64, "release: unknown argument '--chek' (\(remedy))")),
      (["out"], .fails(64, "release: unknown argument 'out' (\(remedy))")),
      (["--output"], .fails(64, "release: missing value for --output (name a folder)")),
      (["--binaries", ""], .fails(64, "release: missing value for --binaries (name a folder)")),
      (
        ["--check", "--dirty"],
        .fails(
          64,
          "release: only what a clean clone builds can be checked "
            + "(leave out --binaries and --dirty)")
      ),
    ] as [([String], Outcome)])
  func `the command line is understood or refused`(
    _ arguments: [String], outcome: Outcome
  ) throws {
    let script = "\(Project.folder)/automation/release.sh"
    try expect(Scene().run("/bin/bash", [script] + arguments), is: outcome)
  }

  @Test(arguments: [
    ("echo more >> README.md", " M README.md"), ("rm docs/cli.md", " D docs/cli.md"),
    ("touch Package.swift", "?? Package.swift"),
  ])
  func `a working tree with changes is refused, or called dirty`(
    _ change: String, shown: String
  ) throws {
    let release = try ReleaseScene()
    try expect(release.scene.bash("cd clone; \(change)"), is: .prints(""))
    try expect(
      release.release("--binaries", "../programs", "--output", "../out"),
      is: .fails(
        65,
        "release: the working tree has changes, first '\(shown)' "
          + "(commit them, or make a dirty one with --dirty)"))
    #expect(!release.scene.exists("out"))
    let name = ReleaseScene.name.replacingOccurrences(of: "1.0.0", with: "1.0.0-dirty")
    try expect(
      release.release("--dirty", "--binaries", "../programs", "--output", "../out"),
      is: .prints("\(release.scene.folder)/out/\(name).tar.gz\n"))
    let outcome = try release.scene.bash("tar -xzOf out/\(name).tar.gz \(name)/BUILD")
    #expect(outcome.output.contains(/\ncommit [0-9a-f]{40} with changes\n/), "\(outcome)")
  }

  @Test func `what is no clone has no commit to be made from`() throws {
    let release = try ReleaseScene()
    let remedy = "a release is made from a commit: clone it"
    let clone = release.scene.path("clone")
    let refusal = "release: \(clone) is no clone of the repository (\(remedy))\n"
    try expect(release.scene.bash("rm -rf clone/.git"), is: .prints(""))
    let outcome = try release.release("--binaries", "../programs")
    // git says what it misses before that.
    #expect(outcome.status == 66 && outcome.errors.hasSuffix("\n\(refusal)"), "\(outcome)")
    // Nor is a folder of some other repository.
    try expect(
      release.scene.bash(
        "git init -q . && git add programs && git commit -qm All",
        environment: ReleaseScene.committer),
      is: .prints(""))
    try expect(
      release.release("--binaries", "../programs"),
      is: Outcome(status: 66, output: "", errors: refusal))
  }

  @Test func `programs that are not there, or of two versions, are not packed`() throws {
    let release = try ReleaseScene()
    let scene = release.scene
    try expect(
      release.release("--binaries", "../nowhere"),
      is: .fails(
        66, "release: there is no program \(scene.path("nowhere/orch")) (build it first)"))
    try scene.write("#!/bin/sh\necho ops 0.5.0\n", to: "programs/ops")
    try expect(
      release.release("--binaries", "../programs"),
      is: .fails(
        65, "release: orch and ops in \(scene.path("programs")) are of two versions (build both)"))
  }
}
