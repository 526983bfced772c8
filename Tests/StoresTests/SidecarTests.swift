import Glibc
import Host
import Model
import TestSupport
import Testing

@testable import Stores

@Suite struct SidecarTests {
  struct Name: CustomTestStringConvertible {
    let queue, folder: String
    var testDescription: String { queue }
  }

  @Test(arguments: [
    Name(queue: "/a/QUEUE.md", folder: "/a/.orch"), Name(queue: "QUEUE.md", folder: ".orch"),
    Name(queue: "/a/todo.md", folder: "/a/.todo.md.orch"),
    Name(queue: "/a/queue.md", folder: "/a/.queue.md.orch"),
  ])
  func `the folder stands beside the queue and has its name`(_ name: Name) {
    #expect(Sidecar(forQueueAt: name.queue).folder == name.folder)
  }

  struct Mode: CustomTestStringConvertible {
    let queue, folder, file: UInt32
    var testDescription: String { "a queue with mode \(String(queue, radix: 8))" }
  }

  @Test(arguments: [
    Mode(queue: 0o600, folder: 0o700, file: 0o600),
    Mode(queue: 0o644, folder: 0o755, file: 0o644),
    Mode(queue: 0o664, folder: 0o775, file: 0o664),
    Mode(queue: 0o660, folder: 0o770, file: 0o660),
    Mode(queue: 0o666, folder: 0o777, file: 0o666),
    Mode(queue: 0o755, folder: 0o755, file: 0o644),
    Mode(queue: 0o200, folder: 0o700, file: 0o600),
  ])
  func `the sidecar's permissions follow the queue's`(_ mode: Mode) throws {
    try withQueue(threeRows) { scene in
      chmod(scene.path, mode.queue)
      try scene.perform(.pick(id: "A"))
      try scene.renew("A", seconds: 900)
      let sidecar = scene.sidecar
      func permissions(_ path: String) throws -> UInt32 { try FileStatus(of: path).permissions }
      for folder in [sidecar.folder, sidecar.generations] {
        #expect(try permissions(folder) == mode.folder, "\(folder)")
      }
      for file in [
        sidecar.lock, sidecar.journal, sidecar.claims, "\(sidecar.folder)/.gitignore",
      ] {
        #expect(try permissions(file) == mode.file, "\(file)")
      }
      #expect(try permissions(scene.path) == mode.queue)
    }
  }

  @Test(.enabled(if: CurrentProcess.effectiveUser == 0, "only root may give files away"))
  func `the folder and its files take the queue's group`() throws {
    try withQueue(threeRows) { scene in
      chown(scene.path, 0, 4711)
      chmod(scene.path, 0o664)
      try scene.perform(.pick(id: "A"))
      try scene.renew("A", seconds: 900)
      let sidecar = scene.sidecar
      let paths = [
        scene.path, sidecar.folder, sidecar.generations, sidecar.lock, sidecar.journal,
        sidecar.claims, "\(sidecar.folder)/.gitignore", sidecar.versions,
        "\(sidecar.versions)/0",
      ]
      #expect(try paths.map { try FileStatus(of: $0).group } == paths.map { _ in 4711 })
    }
  }

  @Test func `the folder keeps itself out of git`() throws {
    try withQueue(threeRows) { scene in
      for id in ["A", "B"] { try scene.perform(.pick(id: id)) }
      try scene.renew("A", seconds: 900)
      #expect(try contents(of: "\(scene.sidecar.folder)/.gitignore") == "*\n")
      #expect(
        try scene.names(in: scene.sidecar.folder) == Self.files)
    }
  }

  private static let files = [
    ".gitignore", "claims.json", "gen", "journal.jsonl", "lock", "versions",
  ]

  struct Leftover: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let leave: @Sendable (Sidecar) throws -> Void
  }

  @Test(arguments: [
    Leftover(testDescription: "only the folder") { _ in },
    Leftover(testDescription: "folder and lock") { try NewFile.create($0.lock, text: "") },
    Leftover(testDescription: "all but the journal") { sidecar in
      try NewFile.create(sidecar.lock, text: "")
      try Directory.create(sidecar.generations, permissions: 0o700)
      try NewFile.create("\(sidecar.folder)/.gitignore", text: "*\n")
      try NewFile.create("\(sidecar.folder)/journal.jsonl.new", text: "")
    },
  ])
  func `a folder that a crash left half made is completed`(_ leftover: Leftover) throws {
    try withQueue(threeRows) { scene in
      try Directory.create(scene.sidecar.folder, permissions: 0o700)
      try leftover.leave(scene.sidecar)
      try scene.perform(.pick(id: "A"))
      #expect(try scene.text() == threeRows.changed(pickedA))
      try scene.renew("A", seconds: 900)
      #expect(try contents(of: "\(scene.sidecar.folder)/.gitignore") == "*\n")
      #expect(try FileStatus(of: scene.sidecar.folder).permissions == 0o755)
      #expect(
        try scene.names(in: scene.sidecar.folder) == Self.files)
    }
  }
}
