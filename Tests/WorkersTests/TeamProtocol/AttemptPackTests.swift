import Foundation
import Glibc
import Host
import Model
import TestSupport
import Testing
import Zip

@testable import Workers

/// Packed attempts are read like others, and packing them loses nothing.
@Suite struct AttemptPackTests {
  private static let day = 86400
  private static let log = String(repeating: "the worker says the same\n", count: 1000)

  /// The attempts 3 and 7 of A, each with a result, a report and a log.
  private func withAttempts(
    _ body: (_ sidecar: String, _ pack: AttemptPack) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let sidecar = "\(folder)/.orch"
      for number in [3, 7] {
        let attempt = try #require(
          AttemptFolder(sidecar: sidecar, id: "A", claimNumber: number))
        var result = AttemptResult(id: "A", claimNumber: number)
        (result.claimToken, result.status) = ("\(number)-abcdef", .done)
        try attempt.finish(result)
        try attempt.add("report.md", text: "report \(number)\n")
        try attempt.add("output.log", text: Self.log)
      }
      try body(sidecar, try #require(AttemptPack(sidecar: sidecar, id: "A")))
    }
  }

  private static func pack(_ sidecar: String, endedAt end: Int = day) throws -> AttemptPack.Packed {
    let pack = try #require(AttemptPack(sidecar: sidecar, id: "A"))
    return try pack.add(AttemptFolder.unpacked(sidecar: sidecar, id: "A"), endedAt: end)
  }

  /// What readers find of the attempts of A.
  private static func found(_ sidecar: String) -> [String] {
    AttemptFolder.all(sidecar: sidecar, id: "A").flatMap { attempt in
      [
        "\(attempt.claimNumber) \(attempt.names.joined(separator: " "))",
        "\(attempt.results().map { $0.claimToken ?? "-" }) \(attempt.hasResult)",
        attempt.reportNames.map { attempt.text(of: $0) ?? "-" }.joined(),
        (try? FileTail(of: attempt.open("output.log"), upTo: 1 << 20))?.text ?? "no log",
      ]
    }
  }

  private static func files(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
  }

  @Test func `packed attempts are read as before, without their folders`() throws {
    try withAttempts { sidecar, pack in
      let before = Self.found(sidecar)
      #expect(before.count == 8)
      let packed = try Self.pack(sidecar)
      #expect(Self.found(sidecar) == before)
      #expect(packed.count == 2 && packed.removeFiles())
      #expect(Self.found(sidecar) == before)
      #expect(try Self.files(in: sidecar) == ["attempts", "packs", "packs/A.zip"])
      #expect(AttemptFolder.rows(in: sidecar) == [])
      #expect(AttemptPack.all(in: sidecar).map(\.id) == ["A"])
      // 2 × (28 KB of log, 2 files) and 3 folders, for one file of a block.
      #expect(packed.savedBytes == (2 * (7 + 2) + 3 - 1) * 4096)
      let status = try #require(pack.status)
      #expect(status.identity.modified == Self.day * 1_000_000_000 && status.permissions == 0o600)

      let attempt = try #require(AttemptFolder(sidecar: sidecar, id: "A", claimNumber: 3))
      #expect(attempt.exists && !attempt.hasFolder && attempt.place == pack.path)
      #expect(attempt.place(of: "report.md") == pack.path && attempt.place(of: "x") == nil)
      #expect(attempt.shownPlace(of: "report.md") == "\(pack.path) 3/report.md")
      #expect(throws: SystemError.self) { _ = try attempt.open("x") }
      let other = AttemptFolder(sidecar: sidecar, id: "A", claimNumber: 4)
      #expect(other?.exists == false && other?.names == [])
    }
  }

  @Test func `standard programs read a pack`() throws {
    try withAttempts { sidecar, pack in
      _ = try Self.pack(sidecar)
      let script = """
        import sys, zipfile
        z = zipfile.ZipFile(sys.argv[1])
        print(z.testzip(), z.namelist(), z.read('7/report.md'))
        """
      let python = try ChildProcess(
        starting: "/usr/bin/python3", ["-c", script, pack.path], in: sidecar, environment: [:])
      let outcome = python.wait()
      #expect(
        outcome.output == """
          None ['3/output.log', '3/report.md', '3/result.json', '7/output.log', '7/report.md', \
          '7/result.json'] b'report 7\\n'

          """, "\(outcome)")
    }
  }

  @Test func `a row that comes back has a folder beside its pack, and is packed again`() throws {
    try withAttempts { sidecar, pack in
      #expect(try Self.pack(sidecar).removeFiles())
      let next = try #require(AttemptFolder(sidecar: sidecar, id: "A", claimToken: "9-fedcba"))
      try next.add("report.md", text: "report 9\n")
      // A claim of a queue that was made anew has a number of a packed attempt.
      let same = AttemptFolder(sidecar: sidecar, id: "A", claimToken: "7-abcdef")
      let other = AttemptFolder(sidecar: sidecar, id: "A", claimToken: "7-123456")
      #expect(same?.path == "\(sidecar)/attempts/A/7")
      #expect(other?.path == "\(sidecar)/attempts/A/7-123456")
      // A late review adds a result to a packed attempt.
      var result = AttemptResult(id: "A", claimNumber: 7)
      (result.claimToken, result.status) = ("7-late", .pending)
      try same?.finish(result)
      try same?.complete(result)
      let before = Self.found(sidecar)
      #expect(
        before.filter { $0.hasPrefix("7 ") }
          == ["7 output.log report.md result-2.json result.json"])
      #expect(before.contains(#"["7-abcdef", "7-late"] true"#))
      #expect(before.filter { $0.hasPrefix("9 ") } == ["9 report.md"])

      let again = try Self.pack(sidecar, endedAt: 3 * Self.day)
      #expect(again.count == 2 && again.removeFiles())
      #expect(Self.found(sidecar) == before)
      #expect(pack.status?.identity.modified == 3 * Self.day * 1_000_000_000)
      // A pack does not become older.
      try next.add("late.txt", text: "x")
      #expect(try Self.pack(sidecar, endedAt: Self.day).removeFiles())
      #expect(pack.status?.identity.modified == 3 * Self.day * 1_000_000_000)
    }
  }

  /// Every change of a file while attempts are packed and their files removed: the process ends
  /// there, or the disk is full.
  @Test(arguments: [EIO, ENOSPC])
  func `no fault loses a file, and the next run packs what is left`(_ code: Int32) throws {
    var changes = 0
    try withAttempts { sidecar, _ in
      let isDone = try FileChange.watching({ _ in
        changes += 1
        return nil
      }) { try Self.pack(sidecar).removeFiles() }
      #expect(isDone)
    }
    #expect(changes > 20)
    for fault in 0..<changes {
      try withAttempts { sidecar, _ in
        let before = Self.found(sidecar)
        var count = 0
        let isDone =
          (try? FileChange.watching({ _ in
            count += 1
            // A process that ended changes nothing more.
            return count > fault && (code == EIO || count == fault + 1) ? code : nil
          }) { try Self.pack(sidecar).removeFiles() }) ?? false
        #expect(Self.found(sidecar) == before, "at \(fault)")
        if !AttemptFolder.unpacked(sidecar: sidecar, id: "A").isEmpty {
          #expect(try Self.pack(sidecar).removeFiles(), "at \(fault)")
        }
        #expect(Self.found(sidecar) == before, "at \(fault), isDone \(isDone)")
        NewFile.removeAbandoned(in: "\(sidecar)/packs")
        let own = try Directory.names(in: "/proc/self/task").map { "\($0).new" }
        let left = try Self.files(in: sidecar).filter { file in
          !own.contains { file.hasSuffix($0) }
        }
        #expect(
          left.filter { $0 != "attempts/A" } == ["attempts", "packs", "packs/A.zip"], "at \(fault)")
      }
    }
  }

  @Test func `a file that changes after it was packed stays, and is packed the next time`() throws {
    try withAttempts { sidecar, _ in
      let packed = try Self.pack(sidecar)
      let log = try FileDescriptor(
        opening: "\(sidecar)/attempts/A/7/output.log", for: .appending)
      try log.write("more\n")
      #expect(!packed.removeFiles())
      #expect(Self.found(sidecar)[7] == Self.log + "more\n")
      #expect(try Self.pack(sidecar).removeFiles())
      #expect(Self.found(sidecar)[7] == Self.log + "more\n")
    }
  }

  @Test(arguments: ["a subfolder", "a link", "a pipe"])
  func `what a worker left beside the files keeps an attempt unpacked`(_ thing: String) throws {
    try withAttempts { sidecar, pack in
      let path = "\(sidecar)/attempts/A/7/thing"
      switch thing {
      case "a subfolder": try Directory.create(path, permissions: 0o700)
      case "a link": #expect(symlink("/etc/passwd", path) == 0)
      default: #expect(mkfifo(path, 0o600) == 0)
      }
      let attempts = AttemptFolder.unpacked(sidecar: sidecar, id: "A")
      #expect(attempts.map(\.isPackable) == [true, false])
      #expect(throws: SystemError.self) { _ = try Self.pack(sidecar) }
      #expect(pack.status == nil)
    }
  }

  /// Packs that a clone may have.
  @Test(arguments: [
    ["../../x"], ["7/../x"], ["7/.."], ["7"], ["/7/x"], ["7/a/b"], ["x/report.md"], [""],
    ["7/report.md", "etc/passwd"],
  ])
  func `a pack with other names than orch writes is refused`(_ names: [String]) throws {
    try withAttempts { sidecar, pack in
      try AttemptPack.createFolder(in: sidecar)
      let file = try FileDescriptor(opening: pack.path, for: .creating(permissions: 0o600))
      let source = try FileDescriptor(
        opening: "\(sidecar)/attempts/A/7/report.md", for: .reading)
      var writer = ZipWriter()
      for name in names { try writer.add(name, from: source, upTo: 100, to: file) }
      try writer.finish(file)
      let refusal = SystemError.other(pack.path, than: .zipFile)
      #expect(throws: refusal) {
        _ = try pack.read { (contents) throws(SystemError) in contents.attempts }
      }
      // The folders are read as if there were no pack, and are not packed.
      #expect(Self.found(sidecar).count == 8)
      #expect(throws: refusal) { _ = try Self.pack(sidecar) }
      #expect(Self.found(sidecar).count == 8)
    }
  }

  @Test func `a link where a pack belongs is neither read nor replaced`() throws {
    try withAttempts { sidecar, pack in
      try NewFile.create("\(sidecar)/secret", text: "secret")
      try AttemptPack.createFolder(in: sidecar)
      #expect(symlink("\(sidecar)/secret", pack.path) == 0)
      #expect(pack.status == nil && Self.found(sidecar).count == 8)
      let error = #expect(throws: SystemError.self) { _ = try Self.pack(sidecar) }
      #expect(error?.isLink == true)
      #expect(Path.linkTarget(pack.path) == "\(sidecar)/secret")
    }
  }

  @Test(arguments: ["", "..", "../x", "a/b"])
  func `a text that is no id names no pack`(_ id: String) {
    #expect(AttemptPack(sidecar: "/x/.orch", id: id) == nil)
  }
}
