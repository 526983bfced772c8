import Foundation
import Host
import TestSupport
import Testing

@Suite struct TemporaryFolderTests {
  @Test func `it is its user's alone, and goes with all that is in it`() throws {
    try withTemporaryDirectory { other in
      try NewFile.create(other + "/kept", text: "x")
      var path = ""
      do {
        let folder = try TemporaryFolder(environment: Environment([:]))
        path = folder.path
        #expect(path.hasPrefix("/tmp/orch-"))
        #expect(try FileStatus(of: path).permissions == 0o700)
        try Directory.createWithParents(path + "/a/b")
        try NewFile.create(path + "/a/b/file", text: "x")
        try FileManager.default.createSymbolicLink(
          atPath: path + "/a/link", withDestinationPath: other)
        mkfifo(path + "/a/pipe", 0o600)
      }
      #expect(try FileStatus.ifExists(path) == nil)
      #expect(try Directory.names(in: other) == ["kept"])
    }
  }

  @Test func `it is where TMPDIR says, unless that is no place for a socket`() throws {
    let short = "/tmp/t-\(UUID().uuidString.prefix(13))"
    try Directory.createWithParents(short)
    defer { try? FileManager.default.removeItem(atPath: short) }
    let long = short + "/" + String(repeating: "x", count: 50)
    try Directory.createWithParents(long)
    for (named, place) in [(short, short), (long, "/tmp"), ("tmp", "/tmp"), ("", "/tmp")] {
      let folder = try TemporaryFolder(environment: Environment(["TMPDIR": named]))
      #expect(Path.parent(of: folder.path) == place)
    }
    #expect(throws: SystemError.self) {
      _ = try TemporaryFolder(environment: Environment(["TMPDIR": "/nowhere"]))
    }
  }

  @Test func `it is made where it is wanted, and stays where that is wanted`() throws {
    try withTemporaryDirectory { other in
      var kept = ""
      do {
        let gone = try TemporaryFolder(in: other, prefix: ".one-")
        #expect(gone.path.hasPrefix("\(other)/.one-"))
        var folder = try TemporaryFolder(in: other, prefix: ".two-")
        folder.keep()
        kept = folder.path
      }
      #expect(try Directory.names(in: other).map { "\(other)/\($0)" } == [kept])
    }
  }
}
