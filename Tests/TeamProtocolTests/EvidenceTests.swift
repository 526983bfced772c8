import Foundation
import Host
import TeamProtocol
import TestSupport
import Testing

@Suite struct EvidenceTests {
  @Test func `each proof leaves a file that only its user may read`() throws {
    try withProject { scene in
      let folder = try #require(EvidenceFolder(sidecar: scene.root + "/.orch", id: "A-1"))
      let checked = scene.runner.check(["file: docs/X.md", "reported", "cmd: test"])
      let paths = try folder.keep(checked.map { ($0.name, $0.evidence) }, now: 1_769_850_000)
      let names = ["20260131T090000Z-01-file.txt", "20260131T090000Z-03-cmd.txt"]
      #expect(paths == names.map { "\(scene.root)/.orch/evidence/A-1/\($0)" })
      for (path, criterion) in zip(paths, checked) {
        #expect(try String(contentsOfFile: path, encoding: .utf8) == criterion.evidence)
        #expect(try FileStatus(of: path).permissions == 0o600)
      }
      #expect(try FileStatus(of: folder.path).permissions == 0o700)
      #expect(try Directory.names(in: folder.path).sorted() == names)
    }
  }

  @Test func `the oldest files go when there are more than twenty`() throws {
    try withProject { scene in
      let folder = try #require(EvidenceFolder(sidecar: scene.root + "/.orch", id: "A-1"))
      for hour in 0..<30 {
        try folder.keep([("01-file", "proved")], now: hour * 3600)
      }
      let names = try Directory.names(in: folder.path).sorted()
      #expect(names.count == 20)
      #expect(names.first == "19700101T100000Z-01-file.txt")
      // What one review found stays together.
      let many = (1...25).map { ("\($0)-file", "proved") }
      #expect(try folder.keep(many, now: 86400 * 2).count == 25)
      #expect(try Directory.names(in: folder.path).count == 25)
    }
  }

  @Test func `nothing checked leaves nothing`() throws {
    try withProject { scene in
      let folder = try #require(EvidenceFolder(sidecar: scene.root + "/.orch", id: "A-1"))
      #expect(try folder.keep([], now: 0) == [])
      #expect(try FileStatus.ifExists(scene.root + "/.orch") == nil)
    }
  }

  @Test(arguments: ["", "..", "../x", "a/b", "a..b", ".", "-x", "한글", "a b"])
  func `a text that is no id names no folder`(_ id: String) {
    #expect(EvidenceFolder(sidecar: "/x/.orch", id: id) == nil)
  }

  @Test(arguments: [".orch", ".orch/evidence", ".orch/evidence/A-1"])
  func `a link where a folder belongs is refused`(_ place: String) throws {
    try withProject { scene in
      let link = "\(scene.root)/\(place)"
      try FileManager.default.createDirectory(
        atPath: Path.parent(of: link), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: "\(scene.root)/../outside")
      let folder = try #require(EvidenceFolder(sidecar: scene.root + "/.orch", id: "A-1"))
      let error = #expect(throws: SystemError.self) {
        try folder.keep([("01-file", "proved")], now: 0)
      }
      #expect(error?.isLink == true && error?.path == link)
      #expect(try Directory.names(in: "\(scene.root)/../outside") == ["secret.md"])
    }
  }
}
