import Foundation
import TestSupport
import Testing

/// Runs programs as another user, which only root can.
enum OtherUser {
  /// Users that own nothing here, and a group that both are in.
  static let nobody = 65534
  static let first = 64_001
  static let second = 64_002
  static let group = 64_010

  /// Why tests that need other users are skipped.
  static let reason: Comment = "needs root, setpriv, and binaries that everybody may run"

  /// Whether `nobody` can run the programs.
  static let isThere: Bool = {
    guard geteuid() == 0, let scene = try? Scene() else { return false }
    let outcome = try? scene.run(
      "setpriv", prefix(nobody, nobody) + [BuiltBinaries.orch, "--version"])
    return outcome?.status == 0
  }()

  /// The arguments of `setpriv` that stand before a command line.
  static func prefix(_ user: Int, _ group: Int) -> [String] {
    ["--reuid", String(user), "--regid", String(group), "--clear-groups"]
  }
}

extension Scene {
  /// Runs `orch` as another user.
  func orch(
    as user: Int, group: Int = OtherUser.nobody, _ arguments: [String]
  ) throws -> Outcome {
    try run("setpriv", OtherUser.prefix(user, group) + [BuiltBinaries.orch] + arguments)
  }

  /// Gives a file or folder away.
  func give(_ name: String, to user: Int, _ group: Int, mode: Int) throws {
    let done = chown(path(name), uid_t(user), gid_t(group))
    guard done == 0, chmod(path(name), mode_t(mode)) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
    }
  }
}
