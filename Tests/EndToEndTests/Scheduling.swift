import Foundation
import TestSupport
import Testing

/// A project whose path holds what shells, crontabs, units and JSON treat specially.
struct Scheduling {
  static let automation = "\(Project.folder)/automation"

  /// What a stand-in for `orch` does, in place of a tick.
  static let recording = """
    #!/bin/sh
    printf '%s\\n' "$PATH" "$LANG" "$@" > "$HOME/ran"
    echo NOOP
    echo 'a mistake' >&2
    """

  let scene: Scene
  let queue: String
  /// Below it are the programs that the schedules find.
  let programs: String

  /// - Parameter orch: a program that takes the place of the built one.
  init(orch: String? = nil, name: String = "새 it's $x%n&b\"<c>\\") throws {
    scene = try Scene()
    try scene.makeFolder("\(name)/bin")
    queue = scene.path("\(name)/QUEUE.md")
    programs = scene.path("\(name)/bin")
    try scene.write(queueText(), to: "\(name)/QUEUE.md")
    if let orch {
      try writeExecutable(orch, to: "\(programs)/orch")
    } else {
      try FileManager.default.createSymbolicLink(
        atPath: "\(programs)/orch", withDestinationPath: BuiltBinaries.orch)
    }
  }

  /// The PATH of the user.
  var path: String { "\(programs):/usr/bin:/bin" }

  /// What the stand-in for `orch` was called with: its PATH, its LANG, its arguments.
  func ran() throws -> [String] {
    try scene.text("ran").split(separator: "\n").map(String.init)
  }
}
