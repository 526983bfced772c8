import Host
import Testing

@testable import OpsCLI

@Suite struct DoctorFileSystemWordingTests {
  private static let error = SystemError(code: 5, action: "read", path: "/q/x")

  private func fileSystem(
    number: UInt32 = 0xEF53, probe: Result<FileSystemProbe, SystemError>? = .failure(error),
    bytes: Int = 1 << 40, files: Int? = nil, size: Int = 1 << 20
  ) -> [String] {
    told(
      DoctorFileSystem(
        folder: "/q", kind: .success(FileSystemKind(number: number)), probe: probe,
        space: .success(DiskSpace(freeBytes: bytes, freeFiles: files)), queueSize: size
      ).diagnoses)
  }

  private static let kinds: [(UInt32, String)] = [
    (0xEF53, "ok file system: ext2/3/4"),
    (
      0x0102_1994,
      "warn file system: tmpfs: nothing outlives a restart (keep the queue on a local disk)"
    ),
    (
      0x6969,
      "warn file system: nfs: locks, swaps and saves of other machines are not promised "
        + "(keep the queue on a local disk)"
    ),
    (
      0x6573_5546,
      "warn file system: fuse: what the program behind it promises is not known "
        + "(keep the queue on a local disk)"
    ),
    (0xABCD, "ok file system: 0xabcd, which this program does not know"),
  ]

  @Test(arguments: kinds)
  func `kinds of file systems`(_ number: UInt32, text: String) {
    #expect(fileSystem(number: number)[0] == text)
  }

  @Test func `what a file system does or lacks`() {
    func tries(_ ability: FileSystemProbe.Ability) -> [String] {
      let probe = FileSystemProbe(
        locks: ability, swaps: ability, leases: ability, times: ability, syncs: ability)
      return Array(fileSystem(probe: .success(probe))[1...5])
    }
    let disk = "(keep the queue on a local disk)"
    #expect(
      tries(.works) == [
        "ok locks: who has the lock has it alone", "ok swap: two files are swapped at once",
        "ok writers: it is seen who has a file open for writing",
        "ok times: kept to the nanosecond",
        "ok sync: files and folders are made durable",
      ])
    #expect(
      tries(.lacks) == [
        "fail locks: two processes can have one lock: changes would be lost \(disk)",
        "warn swap: files can't be swapped at once: a change renames twice instead \(disk)",
        "warn writers: it is not seen who has a file open for writing: commands go by its time "
          + "alone \(disk)",
        "warn times: not kept to the nanosecond: two saves within one tick may look like one \(disk)",
        "fail sync: files can't be made durable \(disk)",
      ])
    #expect(
      tries(.failed(Self.error))
        == ["locks", "swap", "writers", "times", "sync"].map {
          "fail \($0): cannot read /q/x: Input/output error \(disk)"
        })
    #expect(
      fileSystem(probe: nil)[1]
        == "warn tries: nothing was tried: /q may not be written "
        + "(run ops doctor as a user who may write there)")
    #expect(
      fileSystem()[1]
        == "fail tries: cannot read /q/x: Input/output error "
        + "(check the folder, and whether the disk is full)")
  }

  private static let rooms: [(Int, Int, String, String)] = [
    (64 << 20, 1 << 20, "ok", "64 MB free, the queue takes 1 MB"),
    ((64 << 20) - 1, 1 << 20, "warn", "63 MB free, the queue takes 1 MB"),
    (100 << 20, 20 << 20, "ok", "100 MB free, the queue takes 20 MB"),
    (99 << 20, 20 << 20, "warn", "99 MB free, the queue takes 20 MB"),
    (40 << 20, 20 << 20, "warn", "40 MB free, the queue takes 20 MB"),
    (39 << 20, 20 << 20, "fail", "39 MB free, the queue takes 20 MB"),
    (0, 100, "fail", "0 bytes free, the queue takes 100 bytes"),
  ]

  @Test(arguments: rooms)
  func `room on the disk`(_ free: Int, size: Int, state: String, message: String) {
    let mend =
      " (make room: a change writes the queue anew, and keeps the old file for a while)"
    #expect(
      fileSystem(bytes: free, size: size)[2]
        == "\(state) space: \(message)\(state == "ok" ? "" : mend)")
  }

  private static let files: [(Int?, String)] = [
    (nil, "ok files: as many as there is room for"), (1000, "ok files: 1000 more can be made"),
    (999, "warn files: 999 more can be made (remove files that nobody needs: df -i /q)"),
    (9, "fail files: 9 more can be made (remove files that nobody needs: df -i /q)"),
    (1, "fail files: 1 more can be made (remove files that nobody needs: df -i /q)"),
  ]

  @Test(arguments: files)
  func `files that can be made`(_ free: Int?, text: String) {
    #expect(fileSystem(files: free)[3] == text)
  }
}
