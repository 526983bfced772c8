import Foundation
import TestSupport
import Testing

/// What `automation/install.sh` does not do, and what it says then.
@Suite struct InstallRefusalTests {
  private static let help = """
    usage: automation/install.sh [--prefix DIR] [--from DIR] [--uninstall]

      --prefix DIR   where to: DIR/bin, DIR/share. By default /usr/local for root,
                     and ~/.local for everybody else
      --from DIR     install the orch and ops of this folder, instead of building them;
                     a release builds nothing, and installs its own
      --uninstall    remove what was installed there, and nothing else
      --help         tell this

    Run it again after an update; programs that run meanwhile are not disturbed.
    With DESTDIR set, everything is written below that folder, for packages.

    """
  private static let remedy = "automation/install.sh --help tells what there is"

  @Test(
    arguments: [
      (["--help"], .prints(help)), (["-h", "--bad"], .prints(help)),
      (["--prefx", "x"], .fails(64, "install: unknown argument '--prefx' (\(remedy))")),
      (["usr"], .fails(64, "install: unknown argument 'usr' (\(remedy))")),
      (["--prefix"], .fails(64, "install: missing value for --prefix (name a folder)")),
      (["--from", ""], .fails(64, "install: missing value for --from (name a folder)")),
      (["--prefix="], .fails(64, "install: unknown argument '--prefix=' (\(remedy))")),
    ] as [([String], Outcome)])
  func `the command line is understood or refused`(
    _ arguments: [String], outcome: Outcome
  ) throws {
    let installation = try Installation()
    try expect(installation.run(arguments), is: outcome)
    #expect(try installation.tree() == [])
  }

  @Test func `programs that are not there are not installed`() throws {
    let installation = try Installation()
    try expect(
      installation.run(["--prefix", installation.prefix, "--from", "nowhere"]),
      is: .fails(
        66,
        "install: there is no program \(installation.scene.path("nowhere/orch")) (build it first)"
      ))
    #expect(try installation.tree() == [])
  }

  @Test func `a program that was not installed by it is not replaced`() throws {
    let installation = try Installation()
    try installation.scene.makeFolder("usr/bin")
    try installation.scene.write("another ops", to: "usr/bin/ops")
    let tree = try installation.tree()
    try expect(
      installation.install(),
      is: .fails(
        73,
        "install: \(installation.prefix)/bin/ops is there, and was not installed by this "
          + "(move it away, or choose another --prefix)"))
    #expect(try installation.tree() == tree)
  }

  @Test func `a file is not a folder to install into`() throws {
    let installation = try Installation()
    try installation.scene.write("", to: "usr")
    try expect(
      installation.install(),
      is: .fails(73, "install: \(installation.prefix) is not a folder (choose another --prefix)"))
    #expect(try installation.tree() == ["usr"])
  }

  @Test(.enabled(if: OtherUser.isThere, OtherUser.reason))
  func `a user installs at home, and not where only root may`() throws {
    let installation = try Installation()
    try installation.scene.makeFolder("usr")
    try installation.scene.makeFolder("home")
    try installation.scene.give("home", to: OtherUser.nobody, OtherUser.nobody, mode: 0o755)
    let home = installation.scene.path("home")
    func install(_ arguments: [String]) throws -> Outcome {
      try installation.scene.run(
        "setpriv",
        OtherUser.prefix(OtherUser.nobody, OtherUser.nobody)
          + ["/bin/bash", Installation.script, "--from", BuiltBinaries.folder] + arguments,
        environment: ["HOME": home, "TMPDIR": "/tmp"])
    }
    try expect(
      install(["--prefix", installation.prefix]),
      is: .fails(
        77,
        "install: \(installation.prefix) may not be written "
          + "(run this as its owner or as root, or choose another --prefix)"))
    let outcome = try install([])
    #expect(
      outcome.output.hasPrefix("Installed orch 1.0.0 below \(home)/.local:\n  bin/ops\n"),
      "\(outcome)")
    #expect(!outcome.output.contains("completion in bash"), "\(outcome)")
    #expect(try install(["--uninstall"]).status == 0)
    #expect(try installation.tree() == ["home/", "usr/"])
  }
}
