import Foundation
import Host
import TestSupport
import Testing

/// What `ops doctor` finds where something is amiss, and that it goes on anyway.
@Suite struct DoctorFindingTests {
  @Test func `git is not asked where its head is a pipe, on which it would wait`() throws {
    let scene = try Scene(rows: row("A"))
    #expect(try scene.bash("mkdir .git bin; mkfifo .git/HEAD").status == 0)
    try writeExecutable("#!/bin/sh\n: > '\(scene.path("asked"))'\n", to: scene.path("bin/git"))
    let path = "\(Scene.binaries):\(scene.path("bin")):/usr/bin:/bin"
    try expect(
      scene.complaints(environment: ["PATH": path]),
      is: [
        "warn git ~/.git/HEAD is not a regular file, so git is not run "
          + "(put a file in its place, or remove it)", "status 0",
      ])
    #expect(!scene.exists("asked"))
  }

  @Test func `without a queue everything else is looked at`() throws {
    let scene = try Scene()
    try expect(
      scene.complaints(),
      is: [
        "fail queue no QUEUE.md from ~ up to ~ "
          + "(orch init creates one here; --queue PATH names one elsewhere)", "status 1",
      ])
    try expect(
      scene.complaints(["--queue", "gone/Q.md"]),
      is: [
        "fail queue no queue at ~/gone/Q.md (orch init --queue ~/gone/Q.md creates one)",
        "status 1",
      ])
    try expect(scene.names(), is: [])
  }

  @Test(arguments: [
    (
      queueText(row("A"), "<<<<<<< HEAD"),
      "fail rows QUEUE.md:6:1: a merge conflict marker '<<<<<<<' in the table "
        + "(finish the merge first: keep the rows you want, remove the markers; or move the file "
        + "away, and orch restore --file brings back the table before the merge)", 1
    ),
    (
      "",
      "fail rows QUEUE.md:1:1: the file is empty (a queue is a table with a header row and the "
        + "columns id, status, priority, task, success_criteria, owner_session, started_at_kst, "
        + "due_at_kst, notes; orch init --path DIR writes an example)", 1
    ),
    (
      queueText(row("A", "WAITING"), row("B"), "| torn |"),
      "warn rows 3 rows, 269 bytes; 2 malformed, first QUEUE.md:5:7: unknown status 'WAITING': use "
        + "PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED [unknown-status] "
        + "(fix the lines in the file; orch lint shows where)", 0
    ),
  ])
  func `a queue that cannot be read, whole or in part`(
    _ text: String, finding: String, status: Int
  ) throws {
    let scene = try Scene(file: text)
    try expect(scene.complaints(), is: [finding, "status \(status)"])
    try expect(scene.text(), is: text)
  }

  @Test func `a folder in the queue's place`() throws {
    let scene = try Scene()
    try scene.makeFolder("a/QUEUE.md")
    try expect(
      scene.complaints(["--queue", "a/QUEUE.md"]),
      is: [
        "fail rows cannot read ~/a/QUEUE.md: Is a directory "
          + "(move the folder away, or name another file)", "status 1",
      ])
  }

  /// Whether a test may mount a file system in a namespace of its own.
  private static let mayMount: Bool = {
    let scene = try? Scene()
    return (try? scene?.run("unshare", ["-m", "mount", "--bind", ".", "."]))?.status == 0
  }()

  @Test(.enabled(if: mayMount, "needs the right to mount"))
  func `nobody is told to chmod on a read-only file system`() throws {
    let scene = try Scene(rows: [])
    expect(
      try scene.run(
        "unshare",
        [
          "-m", "bash", "-c",
          """
          mount --bind . . && mount -o remount,ro,bind . && cd "$PWD"
          $ORCH add T --criteria c --no-log 2>&1; $OPS doctor | grep '^fail  folder '
          """,
        ]),
      is: .prints(
        """
        ERROR: \(scene.queue) is not writable (the file system is read-only: mount it for \
        writing, or move the queue to another)
        fail  folder        \(scene.folder) is not writable, and a change makes new files there \
        (the file system is read-only: mount it for writing, or move the queue to another)

        """))
  }

  @Test(.enabled(if: mayMount, "needs the right to mount"))
  func `a file that something is mounted on`() throws {
    let scene = try Scene(rows: row("A"))
    let outcome = try scene.run(
      "unshare",
      ["-m", "bash", "-c", "mount --bind QUEUE.md QUEUE.md; $OPS doctor | grep '  file  '"])
    expect(
      outcome,
      is: .prints(
        "fail  file          something is mounted on \(scene.queue) itself: it can't be replaced "
          + "(mount its folder instead)\n"))
  }

  @Test func `links and names`() throws {
    let scene = try Scene()
    try scene.makeFolder("real")
    try scene.write(queueText(row("A")), to: "real/Q.md")
    #expect(symlink("real/Q.md", scene.queue) == 0)
    let outcome = try scene.doctor()
    #expect(
      outcome.output.contains(
        "file          ~/QUEUE.md is a link; it stays, and its target is changed\n"),
      "\(outcome)")
    #expect(link(scene.path("real/Q.md"), scene.path("other.md")) == 0)
    try expect(
      scene.complaints(),
      is: [
        "warn file it has 2 hard links, so it is rewritten in place instead of swapped (remove the "
          + "others if they are not needed: find ~/real -xdev -samefile ~/real/Q.md)", "status 0",
      ])
    try FileManager.default.removeItem(atPath: scene.path("real/Q.md"))
    try expect(
      scene.complaints(),
      is: [
        "fail queue ~/QUEUE.md is a link to real/Q.md, which does not exist "
          + "(fix the link, or remove it)", "status 1",
      ])
  }

  @Test func `a queue without write permission, and read-only mode`() throws {
    let scene = try Scene(rows: row("A"))
    try #require(chmod(scene.queue, 0o444) == 0)
    try expect(
      scene.complaints(environment: ["ORCH_QUEUE_MD_READ_ONLY": "yes"]),
      is: [
        "fail permissions ~/QUEUE.md is not writable (mode 0444) "
          + "(chmod u+w ~/QUEUE.md, or ask its owner)",
        "warn read-only read-only mode is on: commands that change rows are refused "
          + "(unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json)", "status 1",
      ])
  }

  @Test(.enabled(if: OtherUser.isThere, OtherUser.reason))
  func `a folder of another user`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.give("QUEUE.md", to: 0, 0, mode: 0o666)
    try scene.give("", to: 0, 0, mode: 0o555)
    try expect(
      scene.complaints(["--queue", "QUEUE.md"], as: OtherUser.nobody),
      is: [
        "warn owner the queue belongs to user 0, and you are user 65534: it is rewritten in place "
          + "(give it to the user who works on it: chown 65534 ~/QUEUE.md)",
        "fail folder ~ is not writable, and a change makes new files there "
          + "(chmod u+w ~, or ask its owner)",
        "warn tries not tested: ~ is not writable "
          + "(run ops doctor as a user who can write there)",
        "warn run log ~/logs/orch_runs.jsonl is not writable, so runs are not logged "
          + "(make it a writable file, choose another --log-path, or use --no-log)",
        "status 1",
      ])
    try expect(
      scene.complaints(as: OtherUser.nobody).first,
      is: "fail queue ~/QUEUE.md belongs to another user "
        + "(name it with --queue to use it anyway)")
    try scene.give("QUEUE.md", to: 0, 0, mode: 0o600)
    try expect(
      Array(scene.complaints(["--queue", "QUEUE.md"], as: OtherUser.nobody).prefix(2)),
      is: [
        "fail rows cannot read ~/QUEUE.md: Permission denied "
          + "(check the permissions of the file and its folder)",
        "fail permissions ~/QUEUE.md is not readable (mode 0600) "
          + "(chmod u+r ~/QUEUE.md, or ask its owner)",
      ])
  }

  @Test func `a sidecar that is a link, or holds what is amiss`() throws {
    let scene = try DoctorTests.usedScene()
    try scene.makeFolder(".orch/found")
    try scene.write("x", to: ".orch/found/1.md")
    try scene.write(scene.text(".orch/journal.jsonl") + "by hand\n", to: ".orch/journal.jsonl")
    try scene.write("", to: ".orch/.gitignore")
    try scene.bash("git init -q .").check()
    try expect(
      scene.complaints(),
      is: [
        "warn journal 1 readable entry, and 1 line torn or changed by hand "
          + "(the history lacks their entries; look at ~/.orch/journal.jsonl)",
        "warn late saves kept in ~/.orch/found: 1.md "
          + "(compare with the queue, copy what you need, and delete them)",
        "warn git git would add ~/.orch to ~ (echo '*' > ~/.orch/.gitignore)", "status 0",
      ])
    try FileManager.default.moveItem(atPath: scene.path(".orch"), toPath: scene.path("other"))
    #expect(symlink("other", scene.path(".orch")) == 0)
    try expect(
      scene.complaints(),
      is: [
        "fail sidecar ~/.orch is a link, and links are not followed there "
          + "(remove the link, or replace it with the folder that it leads to)", "status 1",
      ])
    try expect(scene.names("other/found"), is: ["1.md"])
  }

  @Test func `a lock that a process has`() throws {
    let scene = try DoctorTests.usedScene()
    let holder = try String(scene.text(".orch/lock").dropLast())
    // It has the lock while the doctor looks, and no longer.
    let outcome = try scene.bash(
      "flock .orch/lock $OPS doctor | grep '^warn  lock'", environment: ["ORCH_NOW": ""])
    let process = holder.prefix { $0 != " " }
    expect(
      outcome,
      is: .prints(
        "warn  lock          \(holder) has it now (wait until it ends; ps -fp \(process) shows "
          + "what "
          + "it does)\n"))
    try expect(scene.complaints(), is: ["status 0"])
  }
}
