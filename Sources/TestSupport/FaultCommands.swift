// The writing commands. The queue that they find has A waiting, B done, C in progress by the
// session w, D failed, E blocked and G waiting; `r.txt` is a report on C.

import TestSupport

extension FaultCommand {
  /// Every command that writes, with each store where it takes a way of its own.
  static let all: [FaultCommand] = rows + workers + reports + upkeep + folders

  /// Commands that find a save of what an editor had loaded before B was done. The person's
  /// text stays, and B is done again with the next command, whatever happens to this one. (Not
  /// `gc`, which archives B when it is run again.)
  static let saved: [FaultCommand] = [FaultPast.savedInPlace, .savedByRename].flatMap { past in
    ["add", "pick", "done", "undo", "lease acquire", "dispatch"].compactMap { name in
      all.filter { $0.name == name && $0.kept == .inFile }.after(past).first
    }
  }

  /// Each of them with one of its stores, or with all where all cases are wanted.
  static let sample: [FaultCommand] = Dictionary(grouping: all, by: \.name)
    .sorted { $0.key < $1.key }.flatMap { LongTests.sample(1, of: $0.value, named: $0.key) }

  private static let rows: [FaultCommand] =
    each(
      "add", "orch", "add", "--id", "Z", "--priority", "P1", "--task", "t", "--success-criteria",
      "c")
    + each(
      "add --brief", "orch", "add", "--id", "Z", "--priority", "P1", "--task", "t",
      "--success-criteria", "c", "--brief", "r.txt"
    )
    .inSteps(
      again: """
        orch show Z || orch add --id Z --priority P1 --task t --success-criteria c --brief r.txt
        rm -f tasks/*.new
        """, looking: "cat tasks/Z.md; ls tasks")
    + each("edit", "orch", "edit", "C", "--task", "u", "--after", "B", "--max-attempts", "2")
    + each("rm", "orch", "rm", "A", "E")
    + each("intake submit", "orch", "intake", "submit", "--request", "Rewrite the parser")
    + each("task --from", "orch", "task", "--from", "tasks.json", before: tasks)
    + each("pick", "orch", "pick", "--owner-session", "v")
    + each("done", "orch", "done", "C", "--owner-session", "w", "--notes", "ok")
    + each("fail", "orch", "fail", "C", "--owner-session", "w", "--notes", "no")
    + each("block", "orch", "block", "C", "--owner-session", "w", "--notes", "no key")
    + each("assign", "orch", "assign", "C", "--from", "w", "--owner-session", "v")
    + each("release", "orch", "release", "C", "--owner-session", "w")
    + each("cancel", "ops", "cancel", "C")
    + each("replan", "ops", "replan", "C", "--notes", "later")
    + each("chat", "ops", "chat", "!cancel C") + each("retry", "ops", "retry", "D")
    + each("undo", "orch", "undo", "E")
    + each("restore", "orch", "restore", "A", before: "sed -i '/^| A /d' QUEUE.md", in: [.inFile])
    + each("fmt", "orch", "fmt", in: [.inFile])

  private static let workers: [FaultCommand] =
    each("dispatch", "orch", "dispatch", "--parallel", "2", "--max-workers", "4")
    + each("lease acquire", "orch", "lease", "acquire", "A", "--owner-session", "v")
    + each("lease renew", "orch", "lease", "renew", "C", "--owner-session", "w")
    + each("lease release", "orch", "lease", "release", "C", "--owner-session", "w")
    + each("watchdog", "orch", "watchdog", "--stale-minutes", "3", time: "2026-01-02 05:00")
    + each("tick", "orch", "tick", "--max-workers", "1", before: spooled)
    .inSteps(again: "orch tick --max-workers 1")

  private static let reports: [FaultCommand] =
    each("guard", "orch", "guard", "--id", "C", "--report", "r.txt", "--current-tokens", "9999")
    + each("review", "orch", "review", "--id", "C", "--report", "r.txt", "--owner-session", "w")
    + each("report", "orch", "report", "--file", "r.txt", "--owner-session", "w")
    .inSteps(
      again: """
        orch report --drain
        orch show C | grep -q '^status *DONE' || orch report --file r.txt --owner-session w
        """)
    + each("report --spool", "orch", "report", "--file", "r.txt", "--owner-session", "w", "--spool")
    .inSteps(
      // What died before the report had its name is the sender's to send again.
      again: """
        ls .orch/inbox/*.report || orch report --file r.txt --owner-session w --spool
        """, looking: "orch report --drain; orch show C | grep status; ls -A .orch/inbox")
    + each("report --drain", "orch", "report", "--drain", before: spooled)
    .inSteps(again: "orch report --drain")

  private static let upkeep: [FaultCommand] =
    each("backup", "ops", "backup", "--to", "b/mon", before: "mkdir b")
    .inSteps(
      // Where a copy has its name already, none is made over it.
      again: "ops backup --to b/mon || { rm -r b/mon* b/.mon*; ops backup --to b/mon; }",
      looking: """
        shopt -s nullglob; for copy in b/*; do case $copy in
          *.md) "$OPS" verify --queue $copy --no-log >/dev/null || echo "$copy is not whole" ;;
          *) "$OPS" verify --db $copy --no-log >/dev/null || echo "$copy is not whole" ;;
        esac; done
        """)
    + each("gc", "ops", "gc", "--older-than", "4w", time: "2026-03-20 03:10")
    .inSteps(
      again: "ops gc --older-than 4w",
      looking: """
        if [ -e QUEUE-archive.md ]; then "$ORCH" list --queue QUEUE-archive.md --no-log; fi
        if [ -e queue-archive.db ]; then "$ORCH" list --db queue-archive.db --no-log; fi
        """)

  /// What works on a file and a database, or on none.
  private static let folders: [FaultCommand] =
    each("migrate", "orch", "migrate", in: [.inFile])
    .inSteps(again: "orch migrate -q", looking: both)
    + each("render", "orch", "render", before: apart, in: [.inFile])
    .inSteps(again: "orch render -q", looking: both)
    + each(
      "a change with a mirror", "orch", "done", "C", "--owner-session", "w", "--notes", "ok",
      before: #"orch migrate -q; echo '{"mirror": true}' > orch.json"#, in: [.inFile]
    )
    .looking(both)
    + each("init", "orch", "init", before: "rm -r -f QUEUE.md queue.db .orch .queue.db.orch")
    .inSteps(again: "[ -e QUEUE.md ] || [ -e queue.db ] || orch init")
    + each("trust", "orch", "trust", "--yes", before: spawner, in: [.inFile])
    .inSteps(
      again: "orch trust --yes",
      looking: "[ ! -e .config/orch/trust.json ] || grep -c orch.json .config/orch/trust.json")

  // MARK: What is done before

  private static let tasks = """
    task() { echo "{\\"id\\": \\"$1\\", \\"title\\": \\"t\\", \\"owner_role\\": \\"worker_a\\","
      echo '"prompt": "p", "acceptance_criteria": ["c"]}'; }
    { echo [; task W-1; echo ,; task W-2; echo ]; } > tasks.json
    """
  private static let spooled = "orch report --file r.txt --owner-session w --spool"
  private static let spawner =
    #"echo '{"spawn": {"kind": "worker", "argv": ["./worker.sh"]}}' > orch.json"#
  /// The database has gone on, and a person wrote into the table.
  private static let apart = """
    orch migrate -q
    "$ORCH" done C --notes n --force --db db/queue.db --no-log
    sed -i 's/Task A/By hand/' QUEUE.md; touch -d '1 minute ago' QUEUE.md
    """
  private static let both = """
    if [ -e db/queue.db ]; then "$ORCH" list --db db/queue.db --no-log; fi
    """
}
