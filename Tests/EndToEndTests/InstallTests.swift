import Foundation
import TestSupport
import Testing

/// A fresh folder that `automation/install.sh` installs the built programs into.
final class Installation {
  let scene: Scene
  /// Where to, below the scene's folder.
  let place: String
  var prefix: String { scene.path(place) }

  init(_ place: String = "usr") throws {
    scene = try Scene()
    self.place = place
  }

  static let script = "\(Project.folder)/automation/install.sh"
  /// What is installed, below the prefix.
  static let files = programs + completions + documents + manuals

  private static let programs = ["bin/ops", "bin/orch"]
  private static let completions = [
    "share/bash-completion/completions/ops", "share/bash-completion/completions/orch",
  ]
  private static let manuals = [
    "share/fish/vendor_completions.d/ops.fish", "share/fish/vendor_completions.d/orch.fish",
    "share/man/man1/ops.1", "share/man/man1/orch.1", "share/zsh/site-functions/_ops",
    "share/zsh/site-functions/_orch",
  ]

  /// The guides and templates, as they lie in the repository.
  private static let documents: [String] = {
    let root = Project.folder
    let folders = [
      "docs", "docs/images", "templates", "templates/editors", "templates/hooks", "templates/serve",
      "templates/claude-plugin", "templates/claude-plugin/.claude-plugin",
      "templates/claude-plugin/hooks", "templates/claude-plugin/skills/orch",
    ].flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
      return names.filter { folder != "docs" || $0.hasSuffix(".md") }.filter {
        !["editors", "hooks", "serve", "claude-plugin", ".claude-plugin", "skills"].contains($0)
      }.map {
        "\(folder)/\($0)"
      }
    }
    let top = [
      "README.md", "README.ko.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
      "NOTICE",
    ]
    return (folders + top).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
      "share/doc/orch/\($0)"
    }
  }()

  /// The files as an installation prints them, the documents by their folder.
  static let listed = (programs + completions + ["share/doc/orch/"] + manuals)
    .map { "  \($0)\n" }.joined()

  /// What every installation says at its end.
  static let trustLine =
    "The programs in a queue's orch.json start once you have said orch trust in its folder.\n"

  static let manifest = "share/orch/installed"

  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    try scene.run("/bin/bash", [Self.script] + arguments, environment: environment)
  }

  func install(environment: [String: String] = [:]) throws -> Outcome {
    try run(["--prefix", prefix, "--from", BuiltBinaries.folder], environment: environment)
  }

  func uninstall() throws -> Outcome { try run(["--prefix", prefix, "--uninstall"]) }

  /// Every file and folder below the scene's folder, sorted; folders end with a slash.
  func tree() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: scene.folder).map { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: scene.path(name), isDirectory: &isFolder)
      return isFolder.boolValue ? name + "/" : name
    }.sorted()
  }

  /// The files below the prefix, sorted.
  func installed() throws -> [String] {
    try tree().filter { $0.hasPrefix("\(place)/") && !$0.hasSuffix("/") }
      .map { String($0.dropFirst(place.count + 1)) }
  }
}

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
        Installed orch 1.0.0 below \(prefix):
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
    try expect(scene.run("\(prefix)/bin/orch", ["--version"]), is: .prints("orch 1.0.0\n"))
    try expect(scene.run("\(prefix)/bin/ops", ["--version"]), is: .prints("ops 1.0.0\n"))
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
    let pattern = #"(docs|templates)/[a-z_/.-]+\.(md|txt|json)"#
    let found = try run(
      "/usr/bin/grep", ["-Eaoh", pattern, "orch", "ops"], in: BuiltBinaries.folder,
      environment: ["LC_ALL": "C"])
    let named = Set(found.output.split(separator: "\n").map { "share/doc/orch/\($0)" })
    #expect(named.contains("share/doc/orch/docs/cli.md"))
    #expect(named.subtracting(Installation.files) == [])
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
    let arguments = ["--prefix=/usr", "--from=\(BuiltBinaries.folder)"]
    let list = Installation.listed
    try expect(
      installation.run(arguments, environment: destination),
      is: .prints(
        "Installed orch 1.0.0 below \(installation.prefix):\n\(list)\(Installation.trustLine)"))
    #expect(try installation.installed().count == Installation.files.count + 1)
    let gone = try installation.run(["--prefix=/usr", "--uninstall"], environment: destination)
    #expect(try gone.status == 0 && installation.tree() == [], "\(gone)")
  }
}
