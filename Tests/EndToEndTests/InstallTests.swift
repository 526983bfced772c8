import Foundation
import TestSupport
import Testing

/// `automation/install.sh`, with the programs that the tests run.
@Suite struct InstallTests {
  @Test(arguments: LongTests.sample(1, of: ["usr", "새 폴더/pre fix", "it's"], named: "places"))
  func `what is installed works, and is gone afterwards`(_ place: String) throws {
    let installation = try Installation(place)
    let prefix = installation.prefix
    let list = Installation.listed
    let quoted = prefix.replacingOccurrences(of: "'", with: #"'\''"#)
    let completions = "\(quoted)/share/bash-completion/completions"
    try expect(
      installation.install(),
      is: .prints(
        """
        Installed orch 0.7.0 below \(prefix):
        \(list)\(Installation.trustLine)For the programs, add to ~/.profile:
          export PATH='\(quoted)/bin':"$PATH"
        For completion in zsh, add to ~/.zshrc, before compinit:
          fpath=('\(quoted)/share/zsh/site-functions' $fpath)
        For completion in bash, add to ~/.bashrc:
          source '\(completions)/orch'; source '\(completions)/ops'
        For completion in fish, add to ~/.config/fish/config.fish:
          set -p fish_complete_path '\(quoted)/share/fish/vendor_completions.d'

        """))
    #expect(try installation.installed() == (Installation.files + [Installation.manifest]).sorted())

    let scene = installation.scene
    try expect(scene.run("\(prefix)/bin/orch", ["--version"]), is: .prints("orch 0.7.0\n"))
    try expect(scene.run("\(prefix)/bin/ops", ["--version"]), is: .prints("ops 0.7.0\n"))
    let manual = try scene.run("man", ["-M", "\(prefix)/share/man", "-P", "cat", "orch"])
    #expect(manual.output.contains("\nNAME\n       orch - work a task queue"), "\(manual)")

    let gone = Installation.files.map { "Removed \(prefix)/\($0)\n" }.joined()
    try expect(installation.uninstall(), is: .prints(gone))
    #expect(try installation.tree() == [])
    try expect(
      installation.uninstall(), is: .prints("Nothing is installed below \(prefix).\n"))
  }

  @Test(arguments: [
    ("bash", "share/bash-completion/completions/orch"), ("zsh", "share/zsh/site-functions/_orch"),
    ("fish", "share/fish/vendor_completions.d/orch.fish"),
  ])
  func `completions are what the program prints`(_ shell: String, file: String) throws {
    let installation = try Installation()
    #expect(try installation.install().status == 0)
    let printed = try installation.scene.orch("completion", shell)
    #expect(
      try !printed.output.isEmpty
        && printed.output == contents(of: "\(installation.prefix)/\(file)"))
  }

  @Test func `a second installation replaces the files, and prints the same`() throws {
    let installation = try Installation()
    let first = try installation.install()
    let (tree, file) = (try installation.tree(), "\(installation.prefix)/bin/orch")
    let before = try FileManager.default.attributesOfItem(atPath: file)
    try expect(installation.install(), is: first)
    #expect(try installation.tree() == tree)
    // Another file with the same name: a process that runs the old one keeps it.
    let after = try FileManager.default.attributesOfItem(atPath: file)
    #expect(after[.systemFileNumber] as? Int != before[.systemFileNumber] as? Int)
    #expect(after[.posixPermissions] as? Int == 0o755)
    #expect(try installation.uninstall().status == 0)
    #expect(try installation.tree() == [])
  }

  @Test func `what an older version installed goes with the next`() throws {
    let installation = try Installation()
    #expect(try installation.install().status == 0)
    let (old, manifest) = ("usr/share/old", "usr/\(Installation.manifest)")
    let known = try installation.scene.text(manifest)
    try installation.scene.write("old\n", to: old)
    let sum = try installation.scene.bash("sha256sum < \(old) | cut -d ' ' -f 1").output.dropLast()
    try installation.scene.write("\(sum) share/old\n\(known)", to: manifest)
    let outcome = try installation.install()
    #expect(outcome.output.hasPrefix("Removed \(installation.prefix)/share/old\n"), "\(outcome)")
    #expect(try installation.scene.text(manifest) == known)
    #expect(!installation.scene.exists(old))
  }

  @Test func `what others put there, or changed, is kept`() throws {
    let installation = try Installation()
    try installation.scene.makeFolder("usr/share/man")
    #expect(try installation.install().status == 0)
    try installation.scene.write("mine", to: "usr/bin/mine")
    try installation.scene.write("changed", to: "usr/share/man/man1/ops.1")
    let outcome = try installation.uninstall()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.output.contains(
        "Kept \(installation.prefix)/share/man/man1/ops.1, which has changed since it was installed\n"
      ), "\(outcome)")
    #expect(
      try installation.tree() == [
        "usr/", "usr/bin/", "usr/bin/mine", "usr/share/", "usr/share/man/", "usr/share/man/man1/",
        "usr/share/man/man1/ops.1",
      ])
  }

  @Test func `each file that the programs name is installed`() throws {
    var told: Set<String> = []
    for program in ["orch", "ops"] {
      let binary = try contents(of: "\(Installation.binaries)/\(program)")
      let names = binary.matches(of: /(?:docs|templates)\/[a-z_\/.-]+\.(?:md|txt|json)/)
      told.formUnion(names.map { "share/doc/orch/\($0.output)" })
    }
    #expect(told.contains("share/doc/orch/docs/cli.md"))
    #expect(told.subtracting(Installation.files) == [])
  }

  @Test func `a folder that was there stays`() throws {
    let installation = try Installation()
    try installation.scene.makeFolder("usr/share/man")
    #expect(try installation.install().status == 0)
    #expect(try installation.uninstall().status == 0)
    #expect(try installation.tree() == ["usr/", "usr/share/", "usr/share/man/"])
  }

  @Test func `a package is written below DESTDIR, with the prefix of its users`() throws {
    let installation = try Installation("root/usr")
    let destination = ["DESTDIR": installation.scene.path("root")]
    let arguments = ["--prefix=/usr", "--from=\(Installation.binaries)"]
    let list = Installation.listed
    try expect(
      installation.run(arguments, environment: destination),
      is: .prints(
        "Installed orch 0.7.0 below \(installation.prefix):\n\(list)\(Installation.trustLine)"))
    #expect(try installation.installed().count == Installation.files.count + 1)
    let gone = try installation.run(["--prefix=/usr", "--uninstall"], environment: destination)
    #expect(try gone.status == 0 && installation.tree() == [], "\(gone)")
  }
}
