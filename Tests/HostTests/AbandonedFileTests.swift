import Foundation
import Host
import TestSupport
import Testing

/// What is removed of temporary files whose process was killed.
@Suite struct AbandonedFileTests {
  private static let limit = 1_769_850_000

  /// Files, how many seconds before the limit they changed, and whether they stay.
  @Test(arguments: [
    ("a.json.999999999.new", 1, false), ("a/b/c.md.999999999.new", 1, false),
    (".gitignore.999999999.new", 1, false), ("a.json.999999999.new", 0, true),
    ("a.json", 1, true), ("999999999.new/a", 1, true), ("a.json.new", 1, true),
    ("a.json.x.new", 1, true), ("a.999999999.new.json", 1, true),
    ("a.json.\(ProcessInfo.processInfo.processIdentifier).new", 1, true),
  ])
  func `those of processes that have ended go, wherever they are`(
    _ name: String, _ age: Int, _ stays: Bool
  ) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/sidecar/\(name)"
      try make(path, age: age)
      NewFile.removeAbandoned(below: "\(folder)/sidecar", before: Self.limit)
      #expect(FileManager.default.fileExists(atPath: path) == stays)
    }
  }

  @Test(arguments: ["link", "sidecar"])
  func `no link is followed`(_ swept: String) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/victim/a.999999999.new"
      try make(path, age: 1)
      try FileManager.default.createDirectory(
        atPath: "\(folder)/sidecar", withIntermediateDirectories: false)
      for link in ["\(folder)/link", "\(folder)/sidecar/a"] {
        try FileManager.default.createSymbolicLink(
          atPath: link, withDestinationPath: "\(folder)/victim")
      }
      NewFile.removeAbandoned(below: "\(folder)/\(swept)", before: Self.limit)
      #expect(FileManager.default.fileExists(atPath: path))
    }
  }

  private func make(_ path: String, age: Int) throws {
    try FileManager.default.createDirectory(
      atPath: Path.parent(of: path), withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: TimeInterval(Self.limit - age))],
      ofItemAtPath: path)
  }
}
