import Foundation
import TestSupport

/// A clone of this repository as it is now, committed, and `automation/release.sh` run in it
/// with small programs that call the built ones.
struct ReleaseScene {
  let scene: Scene
  /// When its only commit was made: 2026-01-31 18:00 in Korea.
  static let time = Scene.nowEpoch
  static let version = "0.7.0"
  static let name = "orch-\(version)-linux-\(machine)"

  private static let machine: String = {
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
      cd '\(DocumentExampleTests.root)'
      git ls-files -z --cached --others --exclude-standard .gitignore README.md README.ko.md \
        CHANGELOG.md docs pilot_logs templates automation Benchmarks | sort -zu >"$HOME/list"
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
