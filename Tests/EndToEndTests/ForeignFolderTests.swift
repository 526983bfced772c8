import Foundation
import TestSupport
import Testing

/// A folder that came with a clone: what stands in it changes nothing outside of it, and shows
/// nothing from there.
@Suite struct ForeignFolderTests {
  /// A user's home with files of their own, and in it an untrusted `clone`.
  private func scene(_ settings: String?) throws -> Scene {
    let scene = try Scene()
    try scene.write("alias ll='ls -l'\n", to: ".bashrc")
    try scene.makeFolder("other")
    try scene.write(queueText(row("OTHER-1")), to: "other/QUEUE.md")
    try scene.bash("cd other && $ORCH migrate --no-log -q").check()
    try scene.makeFolder("clone")
    try scene.write(
      queueText(row("A", task: "$(touch${IFS}PWNED)"), row("B", "IN_PROGRESS", owner: "w")),
      to: "clone/QUEUE.md")
    if let settings { try scene.write(settings, to: "clone/orch.json") }
    return scene
  }

  /// The files of the victim's home outside of the clone, with their bytes, modes and times.
  private func victims(_ scene: Scene) throws -> String {
    try scene.bash(
      """
      find . -path ./clone -prune -o -printf '%y %m %T@ %l %p ' -a '(' -type f -exec cksum {} ';' \
        -o -printf '\\n' ')' | sort -k 5
      """
    ).output
  }

  /// What a victim says in the clone, in this order.
  private static let commands = [
    "$ORCH list", "$ORCH show A", "$ORCH add --priority P1 --task t --success-criteria c",
    "$ORCH pick A --owner-session w", "$ORCH done A --owner-session v --notes n",
    "$ORCH done A --owner-session w --notes n", "$ORCH undo", "$ORCH tick", "$ORCH watchdog",
    "$ORCH history", "$ORCH migrate", "$ORCH render", "$ORCH prime", "$OPS status", "$OPS why",
    "$OPS consistency-check", "$OPS kpi", "$OPS metrics", "$OPS health", "$OPS doctor",
    "$OPS verify", "$OPS backup --to ./backup", "$OPS gc --older-than 1d",
    "ORCH_NOW='2026-12-31 18:00' $OPS gc --older-than 1d",
  ]

  @Test(
    arguments: LongTests.sample(
      3,
      of: [
        #"{"log_path": "../.bashrc", "log_max_bytes": 1, "log_keep": 1}"#,
        #"{"log_path": "LINK/.bashrc", "log_max_bytes": 1, "log_keep": 1}"#,
        #"{"log_path": "missing/../../.bashrc", "log_max_bytes": 1}"#,
        #"{"log_path": "../new/runs.jsonl"}"#, #"{"log_path": "LINK/new.jsonl"}"#,
        #"{"mirror": true, "db_path": "../other/db/queue.db"}"#,
        #"{"mirror": true, "db_path": "LINK/other/db/queue.db"}"#,
        #"{"mirror": true, "db_path": "../new/db/queue.db"}"#,
        #"{"root": "..", "spawn": {"kind": "worker", "argv": ["touch", "PWNED"]}}"#,
        #"{"spawn": {"kind": "worker", "argv": ["touch", "../PWNED"]}}"#,
      ], named: "settings"))
  func `no setting leads out of the folder`(_ settings: String) throws {
    let scene = try scene(settings.replacing("LINK", with: "link"))
    #expect(symlink("..", scene.path("clone/link")) == 0)
    try expectNothingChanges(in: scene)
    // The queue itself is worked anyway.
    let list = try scene.run(scene.orchPath, ["list", "--status", "DONE"], in: "clone")
    #expect(list.status == 0, "\(list)")
  }

  @Test(
    arguments: LongTests.sample(
      3,
      of: [
        ("logs", ".."), ("db", "../other/db"), ("logs/orch_runs.jsonl", "../../.bashrc"),
        ("db/queue.db", "../../other/db/queue.db"), ("QUEUE-archive.md", "../.bashrc"),
        ("db/queue-archive.db", "../../other/db/queue.db"),
        ("logs/workers", "../../other"), ("orch.json", "../.bashrc"),
      ], named: "links"))
  func `no link leads out of the folder`(_ name: String, target: String) throws {
    let scene = try scene(name == "orch.json" ? nil : #"{"mirror": true}"#)
    let path = scene.path("clone/\(name)")
    try scene.makeFolder("clone/\((name as NSString).deletingLastPathComponent)")
    #expect(symlink(target, path) == 0)
    try expectNothingChanges(in: scene)
  }

  /// What a clone may bring where this program keeps its own files; `LAST` is the number of the
  /// journal's last entry, and `4999999` no process.
  @Test(
    arguments: LongTests.sample(
      3,
      of: [
        "mkdir db; ln -s ../../other db/.queue.db.4999999-aaaaaa",
        "ln -s ../other .QUEUE-archive.md.4999999-aaaaaa; $ORCH done B --owner-session w --notes n",
        "ln -s ../../../other/QUEUE.md .orch/gen/LAST",
        "ln -s ../../../other/QUEUE.md .orch/gen/1", "ln -s ../../../missing .orch/gen/LAST",
        "ln -f ../.bashrc .orch/lock", "ln -f ../other/.orch/journal.jsonl .orch/journal.jsonl",
      ], named: "own files"))
  func `nothing of the program's own leads out of the folder`(_ script: String) throws {
    let scene = try scene(#"{"mirror": true}"#)
    // Copied, so that the inodes differ from those in the journal.
    try scene.bash(
      """
      set -e; cd clone
      for id in C D; do $ORCH add --id $id --priority P1 --task t --success-criteria c; done
      LAST=$(ls .orch/gen | sort -n | tail -1); rm -r db .orch/gen/*
      cd .. && cp -r clone copy && rm -r clone && mv copy clone && cd clone
      \(script.replacing("LAST", with: "$LAST"))
      """
    ).check()
    try expectNothingChanges(in: scene)
    // What people typed is there, once: in the table, or where the last command archived it.
    let typed = try scene.bash(
      "cd clone; [ ! -L QUEUE.md ] && cat QUEUE.md $(ls QUEUE-archive.md) | grep -c '| A |'")
    expect(typed.output, is: "1\n")
  }

  @Test func `a journal that names a file of the victim's has none removed`() throws {
    let scene = try scene(#"{"mirror": true}"#)
    try scene.bash("cd clone && $ORCH migrate -q").check()
    try scene.writeJournal(beside: "clone/db/queue.db", naming: scene.path(".bashrc"))
    try expectNothingChanges(in: scene)
  }

  @Test func `pipes and views in place of a database block no command`() throws {
    let scene = try scene(nil)
    try scene.bash("cd clone && $ORCH migrate -q").check()
    let endless =
      "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id FROM n"
    for script in [
      "mkfifo db/queue.db-journal",
      "sqlite3 db/queue.db 'DROP TABLE queue_items; CREATE VIEW queue_items AS \(endless)'",
    ] {
      try scene.bash("cd clone && \(script)").check()
      for command in ["$ORCH migrate", "$ORCH list --db db/queue.db", "$OPS doctor", "$OPS health"]
      {
        let outcome = try scene.bash("cd clone && timeout 20 \(command)")
        #expect(outcome.status != 124, "\(outcome)")
      }
      try scene.bash("rm -f clone/db/queue.db-journal").check()
    }
  }

  @Test func `the largest numbers end no command`() throws {
    let scene = try scene(#"{"report_max_bullets": 9223372036854775807}"#)
    try scene.write(ReportCommandTests.report("A"), to: "clone/r.txt")
    for script in [
      "$ORCH guard A --report r.txt --current-tokens 7", "$ORCH migrate -q",
      "sqlite3 db/queue.db 'UPDATE queue_meta SET value = 9223372036854775807'",
      "$ORCH list --db db/queue.db", "$ORCH pick --db db/queue.db",
    ] {
      // The shell stays, so that it reports a signal.
      let outcome = try scene.bash("cd clone && \(script); exit $?")
      #expect(outcome.status < 128, "\(outcome)")
    }
  }

  @Test(arguments: ["orch.json", ".orch/journal.jsonl", ".orch/claims.json", ".orch/gen/1"])
  func `a sparse file fills no memory`(_ name: String) throws {
    let scene = try scene(nil)
    let outcome = try scene.bash(
      """
      cd clone && $ORCH pick -q --owner-session v && rm -f \(name) && truncate -s 6G \(name)
      ulimit -v 2000000; timeout 60 $ORCH pick; [ $? -lt 124 ]
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  private func expectNothingChanges(in scene: Scene) throws {
    let before = try victims(scene)
    for command in Self.commands {
      let outcome = try scene.bash("cd clone && \(command) < /dev/null")
      #expect(try victims(scene) == before, "\(command): \(outcome)")
      #expect(!outcome.output.contains("alias ll"), "\(command): \(outcome)")
      #expect(!outcome.errors.contains("alias ll"), "\(command): \(outcome)")
      #expect(!outcome.output.contains("OTHER-1"), "\(command): \(outcome)")
    }
    #expect(!scene.exists("PWNED") && !scene.exists("clone/PWNED"))
  }

  @Test func `an archive that is a link takes no rows, and a linked .git is no repository`() throws
  {
    let scene = try scene(nil)
    try scene.bash(
      """
      git init -q other; cd clone; $ORCH migrate -q
      $ORCH done B --owner-session w --notes n; $ORCH done B --force --notes n --db db/queue.db
      ln -s ../other/QUEUE.md QUEUE-archive.md; ln -s ../../other/db/queue.db db/queue-archive.db
      ln -s ../other/.git .git
      """
    ).check()
    let before = try victims(scene)
    let link = "links are not followed here"
    for (command, refusal) in [
      ("$OPS gc --older-than 0d", link), ("$OPS gc --older-than 0d --db db/queue.db", link),
      ("$ORCH init --git", "leads to the repository of another folder"),
    ] {
      let outcome = try scene.bash(
        "cd clone && \(command)", environment: ["ORCH_NOW": "2026-12-31 18:00"])
      #expect(outcome.status == 77 && outcome.errors.contains(refusal), "\(outcome)")
      #expect(try victims(scene) == before, "\(command)")
    }
  }

  @Test func `what a person trusts may lead out`() throws {
    let scene = try scene(#"{"log_path": "../runs.jsonl", "db_path": "../mine.db"}"#)
    for (name, mode) in [("", 0o755), ("clone", 0o755), ("clone/orch.json", 0o644)] {
      chmod(scene.path(name), mode_t(mode))
    }
    try scene.bash("cd clone && $ORCH trust --yes && $ORCH migrate").check()
    #expect(scene.exists("runs.jsonl") && scene.exists("mine.db"))
  }

  @Test(arguments: ["echo hi\n", "{}\n", "\n"])
  func `a file that is no run log is not appended to, nor rotated`(_ text: String) throws {
    let scene = try scene(#"{"log_path": "w.sh", "log_max_bytes": 1, "log_keep": 1}"#)
    try scene.write(text, to: "clone/w.sh")
    try scene.write(text, to: "clone/w.1.sh")
    for _ in 1...3 {
      let outcome = try scene.run(scene.orchPath, ["list"], in: "clone")
      #expect(outcome.status == 0 && outcome.errors.contains("it is not a run log"), "\(outcome)")
    }
    try expect(scene.text("clone/w.sh"), is: text)
    try scene.bash("cd clone && rm w.sh").check()
    for _ in 1...3 { try scene.run(scene.orchPath, ["list"], in: "clone").check() }
    try expect(scene.text("clone/w.1.sh"), is: text)
  }

  @Test func `a queue that leads out of the folder where it was found is refused`() throws {
    let scene = try scene(nil)
    try scene.makeFolder("linked")
    #expect(symlink("../other/QUEUE.md", scene.path("linked/QUEUE.md")) == 0)
    let before = try victims(scene)
    try expect(
      scene.run(scene.orchPath, ["list"], in: "linked"),
      is: .fails(
        77,
        """
        ERROR: \(scene.folder)/linked/QUEUE.md leads out of \(scene.folder)/linked, to \
        \(scene.folder)/other/QUEUE.md (name it with --queue to use it anyway)
        """))
    let pick = try scene.run(scene.orchPath, ["pick"], in: "linked")
    #expect(pick.status == 77, "\(pick)")
    #expect(try victims(scene) == before)
    try expect(
      scene.run(scene.orchPath, ["list", "--no-log", "--queue", "QUEUE.md"], in: "linked"),
      is: .prints("OTHER-1\tPENDING\tP1\twork\n"))
    // Within the folder a link may lead anywhere.
    try scene.bash("cd clone && mkdir in && mv QUEUE.md in/Q.md && ln -s in/Q.md QUEUE.md").check()
    let inside = try scene.run(scene.orchPath, ["list"], in: "clone")
    #expect(inside.status == 0, "\(inside)")
  }

  /// A queue of another user, in a folder where everyone may put files.
  @Test(.enabled(if: OtherUser.isThere, OtherUser.reason))
  func `a second user's queue in a sticky folder touches no file of mine`() throws {
    let scene = try scene(#"{"log_path": "../.bashrc", "log_max_bytes": 1, "log_keep": 1}"#)
    for name in ["clone", "clone/QUEUE.md", "clone/orch.json"] {
      try scene.give(
        name, to: OtherUser.first, OtherUser.first, mode: name == "clone" ? 0o1777 : 0o666)
    }
    let before = try victims(scene)
    for words in [["list"], ["list"], ["pick"]] {
      try scene.run(scene.orchPath, words + ["--queue", "clone/QUEUE.md"]).check()
    }
    #expect(try victims(scene) == before)
  }
}

extension Scene {
  /// Writes a rollback journal without pages, which names another journal: SQLite plays it back,
  /// and then removes that.
  fileprivate func writeJournal(beside database: String, naming target: String) throws {
    func number(_ value: Int) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
    let magic: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]
    let size = try FileManager.default.attributesOfItem(atPath: path(database))[.size] as? Int
    let header = magic + [0, 1, (size ?? 0) / 4096, 512, 4096].flatMap(number)
    let name = Array(target.utf8)
    let sum = name.reduce(0) { $0 + Int($1) }
    let bytes =
      header + Array(repeating: 0, count: 512 - header.count) + number(0x4000_0000 / 4096 + 1)
      + name + number(name.count) + number(sum) + magic
    try Data(bytes).write(to: URL(filePath: path(database + "-journal")))
  }
}
