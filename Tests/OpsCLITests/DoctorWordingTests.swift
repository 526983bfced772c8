import Host
import Testing

@testable import CommandSupport
@testable import OpsCLI

/// What the doctor says of what it may meet with, also where no test can bring that about.
@Suite struct DoctorWordingTests {
  @Test func `the installation`() {
    let ours = DoctorInstallation.OnPath(name: "orch", path: "/opt/o/bin/orch", isOurs: true)
    let good = DoctorInstallation(
      version: "1.2.3", executable: "/opt/o/bin/ops", hasSibling: true, onPath: [ours])
    #expect(
      told(good.diagnoses) == [
        "ok version: ops 1.2.3, /opt/o/bin/ops", "ok installation: orch and ops lie in one folder",
        "ok PATH: orch is /opt/o/bin/orch",
      ])
    let bad = DoctorInstallation(
      version: "1.2.3", executable: "/opt/o/bin/ops", hasSibling: false,
      onPath: [
        .init(name: "orch", path: nil, isOurs: false),
        .init(
          name: "orch", path: "/usr/bin/orch", isOurs: false, script: "#!/usr/bin/env python3"),
        .init(name: "ops", path: "/usr/bin/ops", isOurs: false),
      ])
    #expect(
      told(bad.diagnoses) == [
        "ok version: ops 1.2.3, /opt/o/bin/ops",
        "warn installation: there is no orch in /opt/o/bin (install orch and ops together)",
        "warn PATH: there is no orch on the PATH (add /opt/o/bin to PATH)",
        "warn PATH: orch is /usr/bin/orch, a script (#!/usr/bin/env python3) "
          + "(put /opt/o/bin before /usr/bin in PATH)",
        "warn PATH: ops is /usr/bin/ops, another program "
          + "(put /opt/o/bin before /usr/bin in PATH)",
      ])
  }

  @Test func `the queue`() {
    func queue(
      origin: QueueLocation.Origin = .search, link: String? = nil, size: Int? = 2048,
      names: Int = 1, isMountPoint: Bool = false,
      _ rows: Result<DoctorQueue.Rows, CommandError> = .success(.init(count: 3, malformed: 0))
    ) -> [String] {
      told(
        DoctorQueue(
          path: "/q/QUEUE.md", origin: origin, link: link, size: size, names: names,
          isMountPoint: isMountPoint, rows: rows
        ).diagnoses)
    }
    let file = "ok file: one name, no link, not mounted"
    let rows = "ok rows: 3 rows, 2 KB"
    #expect(queue() == ["ok queue: /q/QUEUE.md, found from the current folder", rows, file])
    #expect(queue(origin: .option) == ["ok queue: /q/QUEUE.md, named by --queue", rows, file])
    #expect(
      queue(
        origin: .variable("ORCH_BASE_DIR"),
        .success(.init(count: 1, malformed: 1, first: "f:1:2: m")))
        == [
          "ok queue: /q/QUEUE.md, named by ORCH_BASE_DIR",
          "warn rows: 1 row, 2 KB; 1 malformed, first f:1:2: m "
            + "(mend the line in the file; orch lint shows where)", file,
        ])
    #expect(
      queue(link: "/a/Q.md", names: 3, isMountPoint: true).dropFirst(2) == [
        "ok file: /a/Q.md is a link; it stays, and what it leads to is changed",
        "warn file: it has 3 names, so it is rewritten in place instead of swapped (remove the "
          + "others if nobody needs them: find /q -xdev -samefile /q/QUEUE.md)",
        "fail file: something is mounted on /q/QUEUE.md itself: it can't be replaced "
          + "(mount its folder instead)",
      ])
    #expect(queue(.failure(soError))[1] == "fail rows: it is so (make it so)")
    #expect(queue(size: nil, .failure(soError)) == ["fail queue: it is so (make it so)"])
  }

  @Test func `permissions`() {
    func permissions(
      mode: UInt32 = 0o644, owner: UInt32 = 7, user: UInt32 = 7, mayRead: Bool = true,
      mayWrite: Bool = true, mayFillFolder: Bool = true, isReadOnly: Bool = false
    ) -> [String] {
      told(
        DoctorPermissions(
          path: "/q/QUEUE.md", mode: mode, owner: owner, user: user, mayRead: mayRead,
          mayWrite: mayWrite, mayFillFolder: mayFillFolder, isReadOnly: isReadOnly
        ).diagnoses)
    }
    let good = [
      "ok permissions: the queue may be read and written (mode 0644)", "ok owner: user 7",
      "ok folder: /q may be written",
    ]
    #expect(permissions() == good)
    #expect(permissions(user: 0) == good)
    #expect(
      permissions(mode: 0o4, user: 8, mayRead: false, mayFillFolder: false, isReadOnly: true) == [
        "fail permissions: /q/QUEUE.md may not be read (mode 0004) "
          + "(chmod u+r /q/QUEUE.md, or ask its owner)",
        "warn owner: the queue belongs to user 7, this is user 8: it is rewritten in place "
          + "(give it to whoever works it: chown 8 /q/QUEUE.md)",
        "fail folder: /q may not be written, and a change makes new files there "
          + "(chmod u+w /q, or ask its owner)",
        "warn read-only: read-only mode is on: commands that change rows are refused "
          + "(unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json)",
      ])
    #expect(
      permissions(mode: 0o2444, mayWrite: false)[0]
        == "fail permissions: /q/QUEUE.md may not be written (mode 2444) "
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
