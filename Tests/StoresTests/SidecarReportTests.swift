import Foundation
import Glibc
import Host
import Model
import TestSupport
import Testing

@testable import Stores

/// What is reported of the folder beside a queue, without changing it.
@Suite struct SidecarReportTests {
  private func report(_ scene: QueueScene) -> SidecarReport {
    SidecarReport(forQueueAt: scene.path)
  }

  @Test func `before the first change there is none`() throws {
    try withQueue(threeRows) { scene in
      #expect(
        report(scene) == SidecarReport(folder: scene.sidecar.folder, state: .missing))
      let names = try scene.names(in: scene.folder)
      #expect(names == ["QUEUE.md"])
    }
  }

  @Test func `after a change it has an entry and keeps itself out of git`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      #expect(
        report(scene)
          == SidecarReport(
            folder: scene.sidecar.folder, state: .folder,
            journal: .read(entries: 1, unreadable: 0), claims: .read(rows: 1)))
    }
  }

  @Test func `damage is reported`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      let sidecar = scene.sidecar
      try (contents(of: sidecar.journal) + "torn\n{}").write(
        toFile: sidecar.journal, atomically: false, encoding: .utf8)
      try Directory.remove("\(sidecar.folder)/.gitignore")
      try Directory.create(sidecar.found, permissions: 0o700)
      for name in ["7.md", "12.md"] {
        try "x".write(toFile: "\(sidecar.found)/\(name)", atomically: false, encoding: .utf8)
      }
      try "{".write(toFile: sidecar.claims, atomically: false, encoding: .utf8)
      try #require(chmod(sidecar.lock, 0o444) == 0)
      let lock = try FileDescriptor(opening: sidecar.lock, for: .reading)
      try #require(flock(lock.number, LOCK_EX | LOCK_NB) == 0)
      #expect(
        report(scene)
          == SidecarReport(
            folder: sidecar.folder, state: .folder, unwritable: [sidecar.lock],
            ignoresItself: false, journal: .read(entries: 1, unreadable: 2),
            claims: .unreadable, lock: .held(by: "\(getpid()) orch test"),
            foundFiles: ["12.md", "7.md"]))
      try #require(flock(lock.number, LOCK_UN) == 0)
    }
  }

  @Test(
    arguments: [
      (".orch", false), (".orch/gen", false), (".orch/attempts", true), (".orch/inbox", true),
      (".orch/workers", true),
    ])
  func `a link is not followed, and all else is read where only workers use it`(
    _ name: String, _ isOfWorkers: Bool
  ) throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      let path = "\(scene.folder)/\(name)"
      if FileManager.default.fileExists(atPath: path) {
        try Directory.move(path, to: "\(scene.folder)/other")
      }
      try #require(symlink("\(scene.folder)/other", path) == 0)
      let none = SidecarReport(folder: scene.sidecar.folder, state: .link(path: path))
      let all = SidecarReport(
        folder: scene.sidecar.folder, state: .link(path: path),
        journal: .read(entries: 1, unreadable: 0), claims: .read(rows: 1))
      #expect(report(scene) == (isOfWorkers ? all : none))
    }
  }

  @Test func `a file is not a folder, and a journal may be a folder`() throws {
    try withQueue(threeRows) { scene in
      try "".write(toFile: scene.sidecar.folder, atomically: false, encoding: .utf8)
      #expect(report(scene).state == .notAFolder)
      try Directory.remove(scene.sidecar.folder)
      try Directory.create(scene.sidecar.folder, permissions: 0o700)
      #expect(report(scene).journal == .missing)
      try Directory.create(scene.sidecar.journal, permissions: 0o700)
      #expect(
        report(scene).journal
          == .failed(SystemError(code: EISDIR, action: .read, path: scene.sidecar.journal)))
    }
  }

  @Test func `claims that ended long ago are no problem, and a link is one`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      scene.fake.pass(.milliseconds(20 * 86_400_000))
      #expect(report(scene).claims == .read(rows: 1))
      try scene.writeClaims()
      try Directory.move(scene.sidecar.claims, to: scene.folder + "/mine")
      try #require(symlink(scene.folder + "/mine", scene.sidecar.claims) == 0)
      #expect(
        report(scene).claims
          == .failed(SystemError(code: ELOOP, action: .read, path: scene.sidecar.claims)))
    }
  }
}
