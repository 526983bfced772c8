import Foundation
import TestSupport
import Testing

/// A clone of this repository as it is now, committed, and `automation/release.sh` run in it
/// with small programs that call the built ones.
struct ReleaseScene {
  let scene: Scene
  /// When its only commit was made: 2026-01-31 18:00 in Korea.
  static let time = Scene.nowEpoch
  static let version = "1.0.0"
  static let name = "orch-\(version)-linux-\(machine)"

  static let machine: String = {
    var name = utsname()
    uname(&name)
    return withUnsafeBytes(of: name.machine) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
  }()

  init() throws {
    scene = try Scene()
    try scene.makeFolder("programs")
    for (name, path) in [("orch", BuiltBinaries.orch), ("ops", BuiltBinaries.ops)] {
      try writeExecutable(
        "#!/bin/sh\nexec '\(path)' \"$@\"\n", to: scene.path("programs/\(name)"))
    }
    let outcome = try scene.bash(
      """
      set -euo pipefail
      cd '\(Project.folder)'
      git ls-files -z --cached --others --exclude-standard .gitignore LICENSE NOTICE README.md \
        README.ko.md SECURITY.md CONTRIBUTING.md CHANGELOG.md docs pilot_logs templates automation \
        Benchmarks | sort -zu >"$HOME/list"
      mkdir "$HOME/clone"
      tar --create --null --files-from="$HOME/list" | tar --extract --directory="$HOME/clone"
      cd "$HOME/clone"
      git init --quiet --initial-branch=main
      git add --all
      git commit --quiet --message 'All'
      """, environment: Self.committer)
    guard outcome.status == 0 else { throw Failure(outcome: outcome) }
  }

  struct Failure: Error { let outcome: Outcome }

  /// The author and time of a commit.
  static let committer = [
    "GIT_AUTHOR_NAME": "Me", "GIT_AUTHOR_EMAIL": "me@example.org", "GIT_COMMITTER_NAME": "Me",
    "GIT_COMMITTER_EMAIL": "me@example.org", "GIT_AUTHOR_DATE": "@\(time) +0900",
    "GIT_COMMITTER_DATE": "@\(time) +0900",
  ]

  /// Runs `release.sh` of a clone.
  func release(
    _ arguments: String..., in clone: String = "clone", environment: [String: String] = [:]
  ) throws -> Outcome {
    try scene.run(
      "/bin/bash", ["automation/release.sh"] + arguments, in: clone, environment: environment)
  }

  /// Makes a release, and unpacks it into `place`.
  func unpack(into place: String, mask: String = "022") throws {
    let outcome = try release("--binaries", "../programs", "--output", "../\(place)")
    guard outcome.status == 0 else { throw Failure(outcome: outcome) }
    let unpacked = try scene.bash(
      "cd \(place) && umask \(mask) && tar --no-same-permissions -xzf \(Self.name).tar.gz")
    guard unpacked.status == 0 else { throw Failure(outcome: unpacked) }
  }
}

/// What `automation/release.sh` packs, with the programs that the tests run.
///
/// Whether two builds make the same programs, and whether they run without a toolchain, takes
/// minutes: `automation/release.sh --check`.
@Suite struct ReleaseTests {
  private static let name = ReleaseScene.name
  private static let wheel =
    "orch_queue-1.0.0-py3-none-manylinux_2_17_\(ReleaseScene.machine)"
    + ".musllinux_1_1_\(ReleaseScene.machine).whl"

  @Test func `a release prints the tarball's path, and lies there with its checksums`() throws {
    let release = try ReleaseScene()
    let scene = release.scene
    let tarball = "\(scene.folder)/clone/.build/dist/\(Self.name).tar.gz"
    try expect(release.release("--binaries", "../programs"), is: .prints("\(tarball)\n"))
    try expect(
      scene.bash(
        """
        cd clone/.build/dist && ls | sed "s/$(dpkg --print-architecture)/ARCH/" &&
          sha256sum -c --quiet orch-1.0.0.sha256
        """),
      is: .prints(
        """
        \(Self.name).tar.gz
        orch-1.0.0-source.tar.gz
        orch-1.0.0.sha256
        orch-1.0.0.spdx.json
        orch_1.0.0_ARCH.deb
        \(Self.wheel)

        """))
    try expect(scene.bash("cd clone && git status --short"), is: .prints(""))
  }

  @Test(.enabled(if: LongTests.areWanted, "it packs two releases"))
  func `the same commit is the same bytes, wherever, whenever and by whomever`() throws {
    let release = try ReleaseScene()
    let scene = release.scene
    #expect(try release.release("--binaries", "../programs", "--output", "../one").status == 0)
    try expect(
      scene.bash("umask 077; mkdir -p 'a/b c'; git clone -q clone 'a/b c/d'"), is: .prints(""))
    let environment = [
      "LANG": "ko_KR.UTF-8", "TZ": "Asia/Seoul", "GZIP": "-1", "TAR_OPTIONS": "--owner=7",
    ]
    try expect(
      scene.bash(
        "umask 077; 'a/b c/d/automation/release.sh' --binaries programs --output two",
        environment: environment),
      is: .prints("\(scene.folder)/two/\(Self.name).tar.gz\n"))
    try expect(scene.bash("diff -r one two"), is: .prints(""))
  }

  @Test func `everything in it belongs to root, has the commit's time, and stands in order`() throws
  {
    let release = try ReleaseScene()
    #expect(try release.release("--binaries", "../programs", "--output", "../out").status == 0)
    let listing = try release.scene.bash(
      "TZ=UTC0 tar -tvzf out/\(Self.name).tar.gz --numeric-owner --full-time"
    ).output
    let lines = listing.split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true)
    }
    #expect(lines.count > 100)
    #expect(Set(lines.map { $0[1] }) == ["0/0"])
    #expect(Set(lines.map { "\($0[3]) \($0[4])" }) == ["2026-01-31 09:00:00"])
    #expect(Set(lines.map { $0[0] }) == ["drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x", "lrwxrwxrwx"])
    let programs = lines.filter { $0[0] == "-rwxr-xr-x" }.map {
      $0[5].dropFirst(Self.name.count + 1)
    }
    #expect(
      programs == [
        "automation/install-hints.sh", "automation/install.sh", "automation/stage.sh",
        "automation/tmux/dashboard.sh", "bin/ops", "bin/orch",
        "templates/hooks/chat.sh", "templates/hooks/mail.sh", "templates/hooks/ntfy.sh",
        "templates/hooks/webhook.sh",
      ])
    let names = lines.map { String($0[5]) }
    #expect(names.allSatisfy { $0.hasPrefix("\(Self.name)/") })
    let folders = names.filter { $0.hasSuffix("/") }
    #expect(folders == folders.sorted())
  }

  @Test func `what it is made of stands in BUILD, and every other file in SHA256SUMS`() throws {
    let release = try ReleaseScene()
    try release.unpack(into: "out")
    let scene = release.scene
    let commit = try scene.bash("git -C clone rev-parse HEAD").output
    #expect(
      try scene.text("out/\(Self.name)/BUILD")
        == "orch 1.0.0\ncommit \(commit)2026-01-31T09:00:00Z\nprograms as given\n")
    let check = """
      cd out/\(Self.name) && sha256sum -c --quiet SHA256SUMS &&
        export LC_ALL=C &&
        comm -3 <(cut -c 67- SHA256SUMS | sort) <(find . -type f -printf '%P\\n' | sort)
      """
    try expect(scene.bash(check), is: .prints("\tSHA256SUMS\n"))
    try scene.write("other\n", to: "out/\(Self.name)/README.md")
    let outcome = try scene.bash(check)
    #expect(outcome.output == "README.md: FAILED\n", "\(outcome)")
  }

  /// The licences of what the programs contain, and the files of a package and the wheel.
  @Test func `each tarball, package and wheel has all licences`() throws {
    let release = try ReleaseScene()
    try release.unpack(into: "out")
    let names = try release.scene.bash(
      """
      cd out
      ls \(Self.name)/licenses
      dpkg-deb --extract orch_*.deb deb
      diff -r \(Self.name)/licenses deb/usr/share/doc/orch/licenses
      /usr/bin/python3 -m zipfile -e *.whl whl
      diff -r \(Self.name)/licenses whl/*.dist-info/licenses
      """)
    let expected = """
      GPL-3.txt
      LGPL-2.1.txt
      NOTICE
      README
      gcc-12.txt
      glibc.txt
      libevent.txt
      orch.txt
      sqlite3.txt
      swift.txt
      zlib.txt

      """
    expect(names, is: .prints(expected))
  }

  @Test func `each link of its documents leads to a file that it has`() throws {
    let release = try ReleaseScene()
    try release.unpack(into: "out")
    let top = release.scene.path("out/\(Self.name)")
    let documents = try FileManager.default.subpathsOfDirectory(atPath: top)
      // How the figures were measured stands beside the programs that measure.
      .filter { $0.hasSuffix(".md") && $0 != "Benchmarks/RESULTS.md" }
      // What is installed is a part of the same documents.
      .filter { !$0.hasPrefix("share/doc/") }
    #expect(documents.count > 30)
    for document in documents {
      let links = try contents(of: "\(top)/\(document)").matches(of: /\]\(([^)#\s]+)/)
      for link in links.map(\.1) where !link.contains(":") {
        let target = URL(filePath: "\(top)/\(document)").deletingLastPathComponent()
          .appending(path: String(link)).standardized.path
        #expect(
          FileManager.default.fileExists(atPath: target),
          "\(document): \(link) (release.sh has the list of what is packed)")
      }
    }
  }

  @Test func `its installer needs neither toolchain nor repository, whichever user unpacked it`()
    throws
  {
    let release = try ReleaseScene()
    try release.unpack(into: "out", mask: "077")
    let scene = release.scene
    try expect(scene.bash("rm -rf clone"), is: .prints(""))
    let environment = ["PATH": "\(scene.folder)/usr/bin:/usr/bin:/bin"]
    let outcome = try scene.run(
      "out/\(Self.name)/install.sh", ["--prefix", "usr"], environment: environment)
    #expect(
      outcome.output.hasPrefix(
        "Installed orch 1.0.0 below \(scene.folder)/usr:\n\(Installation.listed)"),
      "\(outcome)")
    try expect(
      scene.bash("find usr -type f -perm 755 | sort; find usr -type f ! -perm 755 ! -perm 644"),
      is: .prints("usr/bin/ops\nusr/bin/orch\n"))
    let given = try scene.run(
      "out/\(Self.name)/automation/install.sh", ["--prefix", "other", "--from", "programs"],
      environment: environment)
    #expect(given.status == 0, "\(given)")
    try expect(scene.bash("diff -r usr other"), is: .prints(""))
    let gone = Installation.files.map { "Removed \(scene.folder)/usr/\($0)\n" }.joined()
    try expect(
      scene.run("out/\(Self.name)/install.sh", ["--prefix", "usr", "--uninstall"]),
      is: .prints(gone))
    #expect(!scene.exists("usr"))
  }
}
