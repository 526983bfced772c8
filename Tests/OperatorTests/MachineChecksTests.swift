import Host
import Model
import Testing

@testable import Door
@testable import Operator
@testable import Runner

@Suite struct FileSystemCheckTests {
  private static let error = SystemError(code: 5, action: .read, path: "/q/x")

  private func fileSystem(
    number: UInt32 = 0xEF53, probe: Result<FileSystemProbe, SystemError>? = .failure(error),
    bytes: Int = 1 << 40, files: Int? = nil, size: Int = 1 << 20
  ) -> [String] {
    texts(
      FileSystemCheck(
        folder: "/q", kind: .success(FileSystemKind(number: number)), probe: probe,
        space: .success(DiskSpace(freeBytes: bytes, freeFiles: files)), queueSize: size
      ).diagnoses)
  }

  private static let kinds: [(UInt32, String)] = [
    (0xEF53, "ok file system: ext2/3/4"),
    (
      0x0102_1994,
      "warn file system: tmpfs: its files do not survive a restart (keep the queue on a local disk)"
    ),
    (
      0x6969,
      "warn file system: nfs: locks, swaps and saves by other machines are not guaranteed "
        + "(keep the queue on a local disk)"
    ),
    (
      0x6573_5546,
      "warn file system: fuse: what the program behind it guarantees is unknown "
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
        "ok locks: only one process can hold a lock",
        "ok swap: two files can be swapped in one step",
        "ok writers: writers of an open file can be detected",
        "ok times: recorded to the nanosecond",
        "ok sync: files and folders are made durable",
      ])
    #expect(
      tries(.lacks) == [
        "fail locks: two processes can hold the same lock: changes would be lost \(disk)",
        "warn swap: files can't be swapped in one step: a change renames twice instead \(disk)",
        "warn writers: writers of an open file can't be detected: commands rely on the file's time alone "
          + "\(disk)",
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
        == "warn tries: not tested: /q is not writable "
        + "(run ops doctor as a user who can write there)")
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
    (16 << 20, 1 << 20, "warn", "16 MB free, the queue takes 1 MB"),
    ((16 << 20) - 1, 1 << 20, "fail", "15 MB free, the queue takes 1 MB"),
    (39 << 20, 20 << 20, "fail", "39 MB free, the queue takes 20 MB"),
    (0, 100, "fail", "0 bytes free, the queue takes 100 bytes"),
  ]

  @Test(arguments: rooms)
  func `room on the disk`(_ free: Int, size: Int, state: String, message: String) {
    let reason =
      free < 16 << 20
      ? "until then no row starts"
      : "a change writes a new queue file and keeps the old one for a while"
    let mend = " (free some space: \(reason))"
    #expect(
      fileSystem(bytes: free, size: size)[2]
        == "\(state) space: \(message)\(state == "ok" ? "" : mend)")
  }

  private static let files: [(Int?, String)] = [
    (nil, "ok files: as many as there is room for"), (1000, "ok files: 1000 more can be made"),
    (999, "warn files: 999 more can be made (remove files that are not needed: df -i /q)"),
    (9, "fail files: 9 more can be made (remove files that are not needed: df -i /q)"),
    (1, "fail files: 1 more can be made (remove files that are not needed: df -i /q)"),
  ]

  @Test(arguments: files)
  func `files that can be made`(_ free: Int?, text: String) {
    #expect(fileSystem(files: free)[3] == text)
  }
}

@Suite struct ClockCheckTests {
  private static let start = 1_769_850_000

  private func clock(
    wall: Int = start, offset: Int = 32400,
    now: Result<QueueTime, Problem> = .success(
      QueueTime(epochSeconds: start, offset: 32400)),
    override: ClockCheck.Override? = nil, modified: Int? = nil, futureStarts: [String] = [],
    timeHeadings: TimeHeadings = .korean, namesZone: Bool = true
  ) -> [String] {
    texts(
      ClockCheck(
        wall: wall * 1_000_000_000, zone: .fixed(offset), now: now, override: override,
        modified: modified.map { $0 * 1_000_000_000 }, futureStarts: futureStarts,
        timeHeadings: timeHeadings, namesZone: namesZone
      ).diagnoses)
  }

  @Test func `the clock`() {
    let good = "ok clock: 2026-01-31 18:00, UTC+09:00"
    #expect(clock() == [good])
    #expect(clock(offset: -12600) == ["ok clock: 2026-01-31 05:30, UTC-03:30"])
    #expect(clock(modified: Self.start + 1) == [good])
    #expect(
      clock(override: .frozen, modified: Self.start + 120, futureStarts: ["A", "B", "C"]) == [
        good,
        "warn clock: ORCH_NOW freezes the time at 2026-01-31 18:00 "
          + "(unset ORCH_NOW, which is for tests)",
        "warn clock: the queue was saved in the future, at 2026-01-31 18:02 "
          + "(touch the file, and check the clock of the machine that saved it)",
        "warn clock: IN_PROGRESS with a start in the future: A, and 2 more (set started_at_kst in "
          + "the file: until then its time counts from when ops watchdog first "
          + "sees it)",
      ])
    #expect(
      clock(override: .faster("x12@1769850000"))[1]
        == "warn clock: ORCH_NOW makes time run faster (x12@1769850000): it is 2026-01-31 18:00 "
        + "(unset ORCH_NOW, which is for tests)")
    #expect(clock(futureStarts: ["A"])[1].contains("future: A (set started_at_kst in "))
    #expect(
      clock(futureStarts: ["A"], timeHeadings: .zoned)[1].contains("A (set started_at in the file"))
    #expect(
      clock(timeHeadings: .zoned, namesZone: false) == [
        good,
        "warn clock: the table has started_at and due_at, but no tz sets their time zone: times "
          + "are UTC+9 (set tz in orch.json, such as \"Europe/Berlin\", instead of tz_offset)",
      ])
    #expect(
      clock(now: .failure(sampleError), override: .frozen) == [
        good, "fail clock: invalid value '1' for it (it must be 2)",
      ])
  }

  @Test(arguments: [
    (0, "1970-01-01 09:00"), (1_735_657_199, "2024-12-31 23:59"),
    (4_102_412_400, "2100-01-01 00:00"),
  ])
  func `a year that can't be`(_ wall: Int, text: String) {
    #expect(
      clock(wall: wall) == [
        "fail clock: \(text), UTC+09:00, which is impossible (set the system's clock: timedatectl)"
      ])
  }
}

@Suite struct PermissionCheckTests {
  @Test func `permissions`() {
    func permissions(
      mode: UInt32 = 0o644, owner: UInt32 = 7, user: UInt32 = 7, mayRead: Bool = true,
      mayWrite: Bool = true, mayCreateFiles: Bool = true, isReadOnly: Bool = false
    ) -> [String] {
      texts(
        PermissionCheck(
          path: "/q/QUEUE.md", mode: mode, owner: owner, user: user, mayRead: mayRead,
          mayWrite: mayWrite, mayCreateFiles: mayCreateFiles, isReadOnly: isReadOnly
        ).diagnoses)
    }
    let good = [
      "ok permissions: the queue is readable and writable (mode 0644)", "ok owner: user 7",
      "ok folder: /q is writable",
    ]
    #expect(permissions() == good)
    #expect(permissions(user: 0) == good)
    #expect(
      permissions(mode: 0o4, user: 8, mayRead: false, mayCreateFiles: false, isReadOnly: true) == [
        "fail permissions: /q/QUEUE.md is not readable (mode 0004) "
          + "(chmod u+r /q/QUEUE.md, or ask its owner)",
        "warn owner: the queue belongs to user 7, and you are user 8: it is rewritten in place "
          + "(give it to the user who works on it: chown 8 /q/QUEUE.md)",
        "fail folder: /q is not writable, and a change makes new files there "
          + "(chmod u+w /q, or ask its owner)",
        "warn read-only: read-only mode is on: commands that change rows are refused "
          + "(unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json)",
      ])
    #expect(
      permissions(mode: 0o2444, mayWrite: false)[0]
        == "fail permissions: /q/QUEUE.md is not writable (mode 2444) "
        + "(chmod u+w /q/QUEUE.md, or ask its owner)")
  }

  @Test(arguments: [
    (0, "0 bytes"), (1023, "1023 bytes"), (1024, "1 KB"), (1536, "1.5 KB"), (10_240, "10 KB"),
    (15_900, "15 KB"), (1 << 20, "1 MB"), (64 << 20, "64 MB"), (5 << 30, "5 GB"),
    (.max, "7.9 EB"),
  ])
  func `sizes`(_ bytes: Int, text: String) {
    #expect(ByteCount.text(bytes) == text)
  }
}
