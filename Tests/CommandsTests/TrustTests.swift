import Door
import Foundation
import Host
import Model
import Runner
import TestSupport
import Testing
import Text
import Workers

@Suite struct TrustTests {
  /// A home with settings that start a script of its own, and a configuration folder of its user.
  private struct TrustScene {
    let folder: String
    var home: String { folder + "/home" }
    var settings = Array(#"{"spawn":{}}"#.utf8)
    var words = ["sh", "worker.sh"]
    var variables: [String: String] = [:]
    var orders: [String] = []

    var trust: Trust {
      Trust(
        home: home, root: home, settings: settings,
        programs: [NamedProgram(key: "spawn.argv", words: words)], queue: home + "/QUEUE.md",
        orders: orders.map { "\(home)/\($0)" },
        environment: Environment(
          ["HOME": folder, "PATH": "/usr/bin:/bin"].merging(variables) { $1 }))
    }

    var store: TrustStore {
      get throws { try #require(TrustStore(environment: Environment(["HOME": folder]))) }
    }

    var permission: String {
      switch trust.permission() {
      case .allowed: "allowed"
      case .refused(let refusal):
        "\(refusal.reason) (\(Problem.untrusted(.startingWorkers, refusal).hint.english))"
          .replacing(folder, with: "~")
      }
    }

    func write(_ text: String, to name: String, mode: Int = 0o644) throws {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      chmod("\(folder)/\(name)", mode_t(mode))
    }

    func trustNow() throws { try store.trust(home, trust.files()) }
  }

  private func withScene(_ body: (inout TrustScene) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      var scene = TrustScene(folder: folder)
      try FileManager.default.createDirectory(
        atPath: scene.home, withIntermediateDirectories: true)
      chmod(scene.home, 0o755)
      try scene.write(String(decoding: scene.settings, as: UTF8.self), to: "home/orch.json")
      try scene.write("true\n", to: "home/worker.sh")
      try body(&scene)
    }
  }

  private static let untrusted = "~/home is not trusted (read its orch.json, then run orch trust)"

  @Test func `a home is trusted until orch.json or a file that it starts changes`() throws {
    try withScene { scene in
      #expect(scene.permission == Self.untrusted)
      try scene.trustNow()
      #expect(scene.permission == "allowed")
      try scene.write("false\n", to: "home/worker.sh")
      #expect(
        scene.permission
          == "~/home is not trusted as it is: worker.sh changed or appeared later (read it, then run "
          + "orch trust)"
      )
      try scene.trustNow()
      #expect(scene.permission == "allowed")
      scene.settings.append(32)
      #expect(
        scene.permission
          == "~/home is not trusted as it is: orch.json changed or appeared later (read it, then run "
          + "orch trust)"
      )
      let store = try scene.store
      #expect(try store.revoke(scene.home) == true)
      #expect(scene.permission == Self.untrusted)
      #expect(try store.revoke(scene.home) == false)
    }
  }

  @Test(arguments: [
    (["./worker.sh"], ["orch.json", "worker.sh"]),
    (["sh", "worker.sh"], ["orch.json", "worker.sh"]),
    (["sh", "--script=worker.sh"], ["orch.json", "worker.sh"]),
    (["sh", "link.sh"], ["orch.json", "worker.sh"]), (["sh", "missing.sh", "{id}"], ["orch.json"]),
    (["sh", "../outside.sh"], ["orch.json", "../outside.sh"]), (["sh", "."], ["orch.json"]),
    (["./script"], ["orch.json", "b.sh", "script"]), (["sh", "QUEUE.md"], ["orch.json"]),
    (["sh", "worker.sh", "./worker.sh", "b.sh"], ["orch.json", "b.sh", "worker.sh"]),
  ])
  func `the project's own files among the words are part of what is trusted`(
    _ words: [String], files: [String]
  ) throws {
    try withScene { scene in
      try scene.write("true\n", to: "outside.sh")
      try scene.write("true\n", to: "home/b.sh")
      chmod(scene.home + "/worker.sh", 0o755)
      symlink("worker.sh", scene.home + "/link.sh")
      try scene.write("#!./b.sh\n", to: "home/script", mode: 0o755)
      chmod(scene.home + "/b.sh", 0o755)
      try scene.write("", to: "home/QUEUE.md")
      scene.words = words
      let found = try scene.trust.files().files
      #expect(found.map(\.path) == files)
    }
  }

  @Test(arguments: [
    "rm worker.sh; ln -s ../outside.sh worker.sh", "rm worker.sh; mkdir worker.sh",
    "rm link.sh; ln -s ../outside.sh link.sh", "rm link.sh; ln -s b.sh link.sh",
  ])
  func `what takes the place of a trusted file is not trusted`(_ script: String) throws {
    try withScene { scene in
      try scene.write("false\n", to: "outside.sh")
      try scene.write("true\n", to: "home/b.sh")
      symlink("worker.sh", scene.home + "/link.sh")
      scene.words = ["sh", script.contains("link.sh;") ? "link.sh" : "worker.sh"]
      try scene.trustNow()
      #expect(scene.permission == "allowed")
      #expect(try run("/bin/sh", ["-c", script], in: scene.home).status == 0)
      #expect(scene.permission.hasPrefix("~/home is not trusted as it is: "), "\(scene.permission)")
    }
  }

  @Test func `a folder of others on the way of a link starts nothing`() throws {
    try withScene { scene in
      #expect(
        try run(
          "/bin/sh", ["-c", "mkdir a b; echo true > b/w.sh; ln -s ../b/w.sh a/w; chmod 777 a"],
          in: scene.folder
        ).status == 0)
      symlink("../a/w", scene.home + "/link.sh")
      scene.words = ["sh", "link.sh"]
      try scene.trustNow()
      #expect(scene.permission == "other users may write ~/a (chmod go-w ~/a)")
    }
  }

  @Test(
    arguments: [
      (0o644, nil), (0o664, nil), (0o666, "QUEUE.md"), (0o646, "QUEUE.md"),
    ] as [(Int, String?)])
  func `orders that everybody may write start nothing`(_ mode: Int, refused: String?) throws {
    try withScene { scene in
      try scene.write("", to: "home/QUEUE.md", mode: mode)
      scene.orders = ["QUEUE.md", "tasks"]
      try scene.trustNow()
      #expect(
        scene.permission
          == (refused.map { "other users may write ~/home/\($0) (chmod go-w ~/home/\($0))" }
            ?? "allowed"))
      try FileManager.default.createDirectory(
        atPath: scene.home + "/tasks", withIntermediateDirectories: true)
      chmod(scene.home + "/QUEUE.md", 0o644)
      chmod(scene.home + "/tasks", 0o1777)
      #expect(scene.permission == "other users may write ~/home/tasks (chmod go-w ~/home/tasks)")
    }
  }

  @Test func `the hash is that of what sha256sum prints`() throws {
    try withScene { scene in
      let printed = try run(
        "/bin/sh", ["-c", "sha256sum orch.json worker.sh | sha256sum"], in: scene.home
      ).output.prefix(64)
      #expect(try scene.trust.files().hash == printed)
    }
  }

  @Test func `what has the hash that the environment names is trusted`() throws {
    try withScene { scene in
      scene.variables["ORCH_TRUST"] = try scene.trust.files().hash
      #expect(scene.permission == "allowed")
      try scene.write("false\n", to: "home/worker.sh")
      #expect(
        scene.permission
          == "~/home is not trusted: ORCH_TRUST is not the hash of what it starts "
          + "(read the files, then set ORCH_TRUST to the output of orch trust --hash)")
      try scene.trustNow()
      #expect(scene.permission == "allowed")
    }
  }

  @Test func `a file of before 0.8 knows orch.json alone`() throws {
    try withScene { scene in
      try scene.trustNow()
      let digest = SHA256.hexDigest(of: scene.settings)
      try scene.write(
        #"{"\#(scene.home)":"\#(digest)"}"#, to: ".config/orch/trust.json", mode: 0o600)
      #expect(
        scene.permission
          == "~/home is not trusted as it is: worker.sh changed or appeared later (read it, then run "
          + "orch trust)"
      )
      scene.words = ["true"]
      #expect(scene.permission == "allowed")
    }
  }

  @Test func `what others may write starts nothing, up to the root of the file system`() throws {
    try withScene { scene in
      try scene.trustNow()
      let parent = scene.folder
      chmod(parent, 0o757)
      #expect(scene.permission == "other users may write ~ (chmod go-w ~)")
      // Only the owner of a sticky folder moves the files of others away.
      chmod(parent, 0o1757)
      #expect(scene.permission == "allowed")
      chmod(parent, 0o755)
      try FileManager.default.createDirectory(
        atPath: parent + "/tools", withIntermediateDirectories: true)
      try scene.write("#!/bin/sh\n", to: "tools/agent", mode: 0o755)
      chmod(parent + "/tools", 0o777)
      scene.words = [parent + "/tools/agent"]
      try scene.trustNow()
      #expect(scene.permission == "other users may write ~/tools (chmod go-w ~/tools)")
      chmod(parent + "/tools", 0o755)
      #expect(scene.permission == "allowed")
      chmod(parent + "/tools/agent", 0o777)
      #expect(scene.permission == "other users may write ~/tools/agent (chmod go-w ~/tools/agent)")
    }
  }

  @Test(arguments: [
    ("home", 0o775, "chmod go-w ~/home"), ("home", 0o757, "chmod go-w ~/home"),
    ("home", 0o1777, "move the project to a folder of your own"),
    ("home/orch.json", 0o664, "chmod go-w ~/home/orch.json"),
    ("home/orch.json", 0o646, "chmod go-w ~/home/orch.json"),
  ])
  func `what others may write starts nothing`(_ place: String, mode: Int, hint: String) throws {
    try withScene { scene in
      try scene.trustNow()
      chmod("\(scene.folder)/\(place)", mode_t(mode))
      #expect(scene.permission == "other users may write ~/\(place) (\(hint))")
    }
  }

  @Test(.enabled(if: CurrentProcess.effectiveUser == 0, "only root gives files away"))
  func `a file of another user starts nothing`() throws {
    try withScene { scene in
      try scene.trustNow()
      for name in ["orch.json", "worker.sh"] {
        try #require(chown("\(scene.home)/\(name)", 65534, 65534) == 0)
        #expect(
          scene.permission
            == "~/home/\(name) belongs to another user (work with a copy of your own)")
        try #require(chown("\(scene.home)/\(name)", 0, 0) == 0)
      }
    }
  }

  @Test func `a home without settings starts nothing`() throws {
    try withScene { scene in
      try scene.trustNow()
      try FileManager.default.removeItem(atPath: scene.home + "/orch.json")
      #expect(
        scene.permission
          == "cannot read ~/home/orch.json: No such file or directory "
          + "(check the permissions of the file and its folder)")
    }
  }

  @Test(arguments: [
    (
      "{", 0o600, "~/.config/orch/trust.json: line 1, column 2: unexpected end of JSON"
    ),
    ("[]", 0o600, "~/.config/orch/trust.json: not an object"),
    (#"{"/a":1}"#, 0o600, "~/.config/orch/trust.json: invalid value 1 for '/a'"),
    ("{}", 0o620, "~/.config/orch/trust.json belongs to another user, or other users may write it"),
  ])
  func `a file of trusted homes that can't be used trusts none`(
    _ text: String, mode: Int, reason: String
  ) throws {
    try withScene { scene in
      try scene.trustNow()
      let path = try scene.store.path
      try Data(text.utf8).write(to: URL(filePath: path))
      chmod(path, mode_t(mode))
      #expect(scene.permission.hasPrefix(reason + " ("))
      #expect(throws: TrustStoreError.self) { try scene.trustNow() }
    }
  }

  @Test func `a path in a command that mends it is quoted for a shell`() {
    let remedy = Remedy.closeToOthers(path: "/a;touch b")
    #expect(remedy.command == #"chmod go-w /a\;touch\ b"#)
  }
}
