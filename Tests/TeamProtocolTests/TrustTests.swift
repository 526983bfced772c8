import Foundation
import Host
import TeamProtocol
import TestSupport
import Testing

@Suite struct TrustTests {
  /// A home with settings, and a configuration folder of its user.
  private struct TrustScene {
    let folder: String
    var home: String { folder + "/home" }
    var settings: [UInt8] { Array(#"{"review":{}}"#.utf8) }
    var store: TrustStore {
      get throws { try #require(TrustStore(environment: Environment(["HOME": folder]))) }
    }

    func permission(named: Bool = false, of bytes: [UInt8]? = nil) throws -> String {
      let trust = Trust(home: home, store: try store)
      switch trust.permission(settings: bytes ?? settings, isNamed: named) {
      case .allowed: return "allowed"
      case .refused(let refusal):
        return "\(refusal.reason) (\(refusal.hint))".replacing(folder, with: "~")
      }
    }

    func trust() throws {
      try store.trust(home, digest: SHA256.hexDigest(of: settings))
    }
  }

  private func withScene(_ body: (TrustScene) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let scene = TrustScene(folder: folder)
      try FileManager.default.createDirectory(
        atPath: scene.home, withIntermediateDirectories: true)
      chmod(scene.home, 0o755)
      try Data(scene.settings).write(to: URL(filePath: scene.home + "/orch.json"))
      chmod(scene.home + "/orch.json", 0o644)
      try body(scene)
    }
  }

  private static let untrusted =
    "no program starts for ~/home, which is not trusted "
    + "(read its orch.json, then orch trust; or name the queue with --queue or ORCH_QUEUE_MD)"

  @Test func `a home is trusted when somebody says so, until its file changes`() throws {
    try withScene { scene in
      #expect(try scene.permission() == Self.untrusted)
      #expect(try scene.permission(named: true) == "allowed")
      try scene.trust()
      #expect(try scene.permission() == "allowed")
      #expect(
        try scene.permission(of: scene.settings + [32])
          == "no program starts: ~/home/orch.json changed since it was trusted "
          + "(read it, then orch trust)")
      let store = try scene.store
      #expect(try store.revoke(scene.home) == true)
      #expect(try scene.permission() == Self.untrusted)
      #expect(try store.revoke(scene.home) == false)
    }
  }

  @Test(arguments: [
    ("home", 0o775, "chmod go-wt ~/home"), ("home", 0o757, "chmod go-wt ~/home"),
    ("home", 0o1777, "chmod go-wt ~/home"),
    ("home/orch.json", 0o664, "chmod go-w ~/home/orch.json"),
    ("home/orch.json", 0o646, "chmod go-w ~/home/orch.json"),
  ])
  func `what others may write starts nothing, also where it is named`(
    _ place: String, mode: Int, hint: String
  ) throws {
    try withScene { scene in
      try scene.trust()
      chmod("\(scene.folder)/\(place)", mode_t(mode))
      let refusal = "no program starts: others may write ~/\(place) (\(hint))"
      #expect(try scene.permission() == refusal)
      #expect(try scene.permission(named: true) == refusal)
    }
  }

  @Test(.enabled(if: CurrentProcess.effectiveUser == 0, "only root gives files away"))
  func `what belongs to somebody else starts nothing`() throws {
    try withScene { scene in
      try #require(chown(scene.home + "/orch.json", 65534, 65534) == 0)
      #expect(
        try scene.permission(named: true)
          == "no program starts: ~/home/orch.json belongs to another user "
          + "(work with a copy of your own)")
    }
  }

  @Test func `a home without settings starts nothing`() throws {
    try withScene { scene in
      try FileManager.default.removeItem(atPath: scene.home + "/orch.json")
      #expect(
        try scene.permission(named: true)
          == "cannot read ~/home/orch.json: No such file or directory "
          + "(check the permissions of the file and its folder)")
    }
  }

  @Test(arguments: [
    (
      "{", 0o600, "~/.config/orch/trust.json: line 1, column 2: the text ends before its value does"
    ),
    ("[]", 0o600, "~/.config/orch/trust.json: not an object"),
    (#"{"/a":1}"#, 0o600, "~/.config/orch/trust.json: invalid value 1 for '/a'"),
    ("{}", 0o620, "~/.config/orch/trust.json belongs to another user, or others may write it"),
  ])
  func `a file of trusted homes that can't be used trusts none`(
    _ text: String, mode: Int, reason: String
  ) throws {
    try withScene { scene in
      try scene.trust()
      let path = try scene.store.path
      try Data(text.utf8).write(to: URL(filePath: path))
      chmod(path, mode_t(mode))
      let told = try scene.permission()
      #expect(told.hasPrefix(reason + " ("))
      #expect(throws: TrustStoreError.self) { try scene.trust() }
    }
  }
}
