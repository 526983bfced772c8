import Foundation
import Host
import TestSupport
import Testing

@testable import Soaking

@Suite struct SoakFolderTests {
  private static func create(_ path: String) throws -> SoakFolder {
    let folder = SoakFolder(path)
    try folder.create(
      Array(ProfileTests.text.utf8), SoakProfile(parsing: Array(ProfileTests.text.utf8)),
      worker: ["soak", "worker"], epoch: 7)
    return folder
  }

  @Test func `a folder is made with those above it`() throws {
    try withTemporaryDirectory { place in
      let folder = try Self.create("\(place)/a/b//")
      #expect(folder.path == "\(place)/a/b")
      #expect(try contents(of: folder.epoch) == "7\n")
      #expect(try contents(of: folder.ledger) == "")
    }
  }

  @Test(arguments: ["folder", "file", "link", "dangling", "folder/"])
  func `what is there is left alone`(_ name: String) throws {
    try withTemporaryDirectory { place in
      let files = FileManager.default
      try files.createDirectory(atPath: "\(place)/folder", withIntermediateDirectories: false)
      try "mine".write(toFile: "\(place)/file", atomically: false, encoding: .utf8)
      try files.createSymbolicLink(atPath: "\(place)/link", withDestinationPath: "folder")
      try files.createSymbolicLink(atPath: "\(place)/dangling", withDestinationPath: "nowhere")
      let before = try files.subpathsOfDirectory(atPath: place).sorted()
      let path = "\(place)/\(name == "folder/" ? "folder" : name)"
      #expect(throws: SoakError.taken(path)) { try Self.create("\(place)/\(name)") }
      #expect(try files.subpathsOfDirectory(atPath: place).sorted() == before)
    }
  }
}

@Suite struct SoakClockTests {
  @Test func `the queue's clock runs as ORCH_NOW says`() {
    let machine = Clock(now: { 1010 * 1_000_000_000 }, monotonic: { .zero }, sleep: { _ in })
    let fast = SoakClock(speed: 12, epoch: 1000)
    #expect(fast.now(machine) == 1120 && fast.variable == "x12@1000")
    #expect(fast.real(60_000) == .milliseconds(5_000))
    let same = SoakClock(speed: 1, epoch: 1000)
    #expect(same.now(machine) == 1010 && same.variable == nil)
  }
}
