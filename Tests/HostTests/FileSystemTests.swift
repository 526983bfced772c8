import Glibc
import Host
import TestSupport
import Testing

@Suite struct FileSystemTests {
  @Test(arguments: [
    (0xEF53, "ext2/3/4", FileSystemKind.Nature.local), (0x5846_5342, "xfs", .local),
    (0x9123_683E, "btrfs", .local), (0x794C_7630, "overlay", .layered),
    (0x0102_1994, "tmpfs", .memory), (0x6969, "nfs", .network), (0xFE53_4D42, "smb2", .network),
    (0x0102_1997, "9p", .network), (0x6573_5546, "fuse", .program), (0xABCD, "0xabcd", .unknown),
  ])
  func `a file system is known by its number`(
    _ number: UInt32, name: String, nature: FileSystemKind.Nature
  ) {
    let kind = FileSystemKind(number: number)
    #expect(kind.name == name)
    #expect(kind.nature == nature)
  }

  @Test(arguments: [
    (0xEF53, "ext2/3/4"), (0xABCD, "0xabcd"),
    (
      0x794C_7630,
      "overlay: a file of a lower layer becomes another one when it is first written"
    ),
    (0x0102_1994, "tmpfs: its files do not survive a restart"),
    (0x6969, "nfs: locks, swaps and saves by other machines are not guaranteed"),
    (0x6573_5546, "fuse: what the program behind it guarantees is unknown"),
  ])
  func `what a file system does not promise is said with its name`(_ number: UInt32, text: String) {
    #expect(FileSystemKind(number: number).described == text)
  }

  @Test func `the kind is that of the folder's own file system`() throws {
    let processes = try FileSystemKind(of: "/proc")
    #expect(processes == FileSystemKind(number: 0x9FA0))
    #expect(throws: SystemError(code: ENOENT, action: .read, path: "/proc/nothing")) {
      _ = try FileSystemKind(of: "/proc/nothing")
    }
  }

  @Test func `space is what this user may still use`() throws {
    try withTemporaryDirectory { folder in
      let (here, processes) = try (DiskSpace(of: folder), DiskSpace(of: "/proc"))
      #expect(here.freeBytes > 0)
      // A file system without space and without a count of files.
      #expect(processes == DiskSpace(freeBytes: 0, freeFiles: nil))
      #expect(throws: SystemError(code: ENOENT, action: .read, path: "\(folder)/x")) {
        _ = try DiskSpace(of: "\(folder)/x")
      }
    }
  }

  @Test func `a mount is found by its exact path`() {
    let text = """
      22 1 253:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
      30 22 0:26 / /run/my\\040queue\\134x rw - tmpfs tmpfs rw
      31 22 253:0 /a/QUEUE.md /home/me/QUEUE.md rw - ext4 /dev/vda rw
      short line
      """
    let mounts = Mounts(mountInfo: Array(text.utf8))
    #expect(mounts.isPoint("/home/me/QUEUE.md"))
    #expect(mounts.isPoint("/run/my queue\\x"))
    #expect(mounts.isPoint("/"))
    for path in ["/home/me", "/a/QUEUE.md", "/home/me/QUEUE.md.bak", "/run", ""] {
      #expect(!mounts.isPoint(path), "\(path)")
    }
    #expect(Mounts.current().isPoint("/proc"))
  }

  @Test func `what a file system can do is tried and leaves nothing`() throws {
    try withTemporaryDirectory { folder in
      let probe = try FileSystemProbe(trying: folder)
      #expect(probe.locks == .works)
      #expect(probe.syncs == .works)
      for ability in [probe.swaps, probe.leases, probe.times] {
        #expect(ability == .works || ability == .lacks)
      }
      let left = try Directory.names(in: folder)
      #expect(left == [])
    }
  }

  @Test func `where nothing can be made nothing is tried`() {
    let error = #expect(throws: SystemError.self) { _ = try FileSystemProbe(trying: "/proc") }
    #expect(error?.action == .create)
  }

  @Test func `a lock is looked at without being taken or written`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      #expect(throws: SystemError(code: ENOENT, action: .read, path: path)) {
        _ = try LockFile.state(at: path)
      }
      let lock = try LockFile(
        at: path, permissions: 0o600, timeout: .zero, holder: "orch pick", clock: .system)
      #expect(try LockFile.state(at: path) == .held(by: "\(getpid()) orch pick"))
      _ = consume lock
      // A program that another test is just starting may hold a copy for a moment.
      #expect(try (0..<10_000).contains { _ in try LockFile.state(at: path) == .free })
      #expect(try contents(of: path) == "\(getpid()) orch pick\n")
      // Looking took nothing that stays.
      _ = try LockFile(
        at: path, permissions: 0o600, timeout: .milliseconds(10_000), holder: "ops", clock: .system)
    }
  }
}
