import Host
import TestSupport
import Testing

/// A copy of a folder: the bytes are the same, inodes and times differ.
@Suite struct CopiedFolderTests {
  /// Each makes `copy` of `work`.
  static let ways = [
    "cp -r work copy",
    "cp -a work copy",
    "cp -r --preserve=timestamps work copy",
    "cp -rl work copy; cp --remove-destination work/QUEUE.md copy/QUEUE.md; rm -r copy/.orch; cp -r work/.orch copy",
    "mkdir copy; tar c -C work . | tar x -C copy",
    "mkdir copy; tar c -C work . | tar xm -C copy",
    "mkdir copy; tar c -C work --sort=name . | tar x -C copy",
    "mkdir copy; cp work/QUEUE.md copy; cp -r work/.orch copy",
    "mkdir copy; cp -r work/.orch copy; cp work/QUEUE.md copy",
    "mkdir copy; cp -a work/.orch copy; cp work/QUEUE.md copy",
    "mkdir copy; cp -p work/QUEUE.md copy; cp -r work/.orch copy",
    "mkdir copy; cp -r work/.orch copy; cp work/QUEUE.md copy/.new; mv copy/.new copy/QUEUE.md",
    "cp -r work copy; touch copy/QUEUE.md",
    "cp -a work copy; touch -d 2001-01-01 copy/QUEUE.md",
    "cp -r work copy; touch copy/.orch/gen/*",
    "cp -r work copy; touch copy/.orch/*",
    "cp -r work copy; cp -r copy other; rm -r copy; mv other copy",
    "cp -r work copy; rm -r copy/.orch/gen",
    "cp -a work copy; cat work/QUEUE.md > copy/QUEUE.md",
    "cp -r work copy; rm -r copy/.orch; cp -a work/.orch copy",
    "mkdir copy; cd work; find . -depth | cpio -pdm ../copy 2> /dev/null || cp -r . ../copy",
  ]

  @Test(arguments: ways)
  func `a copied queue goes on without a warning, and so does the original`(_ way: String) throws {
    let scene = try worked()
    let before = try scene.bash("cd work; $ORCH history").output
    #expect(try scene.bash(way).status == 0)
    for folder in ["copy", "work"] {
      let next = try scene.bash(
        "cd \(folder); $ORCH history; $ORCH pick; $ORCH done D --notes d; $OPS verify")
      #expect(next.status == 0 && next.errors == "", "\(next)")
      let history = try scene.bash("cd \(folder); $ORCH history").output
      #expect(history.hasPrefix(before), "\(history)")
      #expect(history.dropFirst(before.count).split(separator: "\n").count == 2, "\(history)")
      #expect(!history.dropFirst(before.count).contains("external_edit"), "\(history)")
    }
    // Both have their versions: an old buffer is merged.
    for folder in ["copy", "work"] {
      let merged = try scene.bash(
        """
        cd \(folder); cp QUEUE.md buffer; $ORCH done E --force --notes e
        sed -i 's/second/second of all/' buffer; cat buffer > QUEUE.md; touch -d '1 minute ago' QUEUE.md
        $ORCH add --id F --priority P2 --task f --success-criteria c
        """)
      #expect(merged.errors.contains("notes=e;"), "\(merged)")
      let text = try scene.text("\(folder)/QUEUE.md")
      #expect(text.contains("second of all") && text.contains("| E | DONE |"), "\(text)")
    }
  }

  /// A queue with a history: commands, an editor's save, and several generations.
  private func worked() throws -> Scene {
    let scene = try Scene()
    let ending = try scene.bash(
      """
      mkdir work; cd work; $ORCH init --quiet > /dev/null
      for id in A B C D E; do $ORCH add --id $id --priority P1 --task first --success-criteria c; done
      $ORCH pick; exec 3>> .orch/gen/$(ls -v .orch/gen | tail -n 1)
      $ORCH pick; exec 4>> .orch/gen/$(ls -v .orch/gen | tail -n 1)
      sed -i 's/first/second/' QUEUE.md; touch -d '1 minute ago' QUEUE.md
      $ORCH done A --notes a; exec 5>> .orch/gen/$(ls -v .orch/gen | tail -n 1)
      $ORCH fail B --notes b; $ORCH add --id G --priority P2 --task g --success-criteria c
      test $(ls .orch/gen | wc -l) -ge 3
      """)
    #expect(ending.status == 0, "\(ending)")
    return scene
  }

  @Test func `what is done in a copy ends no worker of the original`() throws {
    let scene = try Scene(loop: .inFile)
    _ = try scene.startPausing()
    let outcome = try scene.bash(
      "mkdir copy && cp -r QUEUE.md .orch copy && cd copy && $OPS cancel ORCH-001 && $ORCH tick")
    #expect(outcome.status == 0, "\(outcome)")
    // Nor where the copy's record says that the supervisor is gone.
    let dead = try scene.bash(
      """
      rm -r copy; mkdir copy && cp -r QUEUE.md .orch copy && cd copy
      sed -i 's/"pid":[0-9]*/"pid":4000000/' .orch/workers/*.json && grep -q 4000000 .orch/workers/*
      $ORCH tick; $OPS cancel ORCH-001
      """)
    #expect(dead.status == 0, "\(dead)")
    try scene.goOn("ORCH-001")
    try scene.awaitWorkers()
    try expect(scene.status("ORCH-001"), is: "DONE")
  }
}

/// A queue that is moved behind a link while a worker, or a daemon, holds its old path.
@Suite struct MovedQueueTests {
  private func move(_ scene: Scene) throws {
    let moved = try scene.bash("mkdir shared; mv QUEUE.md shared; ln -s shared/QUEUE.md QUEUE.md")
    #expect(moved.status == 0, "\(moved)")
  }

  @Test func `the report of a worker that runs meanwhile is kept`() throws {
    let scene = try Scene(loop: .inFile)
    _ = try scene.startPausing()
    try move(scene)
    try scene.goOn("ORCH-001")
    try scene.awaitWorkers()
    #expect(Path.linkTarget(scene.queue) == "shared/QUEUE.md")
    // The settings of the new home are others: it waits for a person's word.
    try scene.orch("report", "--drain").check()
    #expect(Path.linkTarget(scene.queue) == "shared/QUEUE.md")
    let report = try scene.bash("cat shared/.orch/inbox/refused/*.report").output
    #expect(report.contains("took a pause") && report.contains("is over"), "\(report)")
    let log = try scene.workerLog("ORCH-001")
    #expect(log.contains("QUEUE.md is now a link to "), "\(log)")
    try expect(scene.status("ORCH-001"), is: "IN_PROGRESS")
    #expect(!scene.exists("shared/.orch/found"))
  }

  @Test func `a daemon goes on where the link leads, and back`() throws {
    let scene = try Scene(loop: .inFile)
    // A tick that began before the move would start rows by the settings of the old home.
    try scene.write("{}", to: "orch.json")
    let daemon = try DaemonProcess(of: scene, "--interval", "168h")
    _ = try daemon.line()
    try move(scene)
    for id in ["A", "B"] {
      // A row that its owner left yesterday.
      let line = row(id, "IN_PROGRESS", owner: "gone", started: "2026-01-29 10:00")
      try scene.write(scene.text("shared/QUEUE.md") + line + "\n", to: "shared/QUEUE.md")
      try daemon.expect("\(Scene.now) RESET \(id)")
    }
    #expect(Path.linkTarget(scene.queue) == "shared/QUEUE.md")
    // And back, when the link and the file behind it are gone.
    let line = row("C", "IN_PROGRESS", owner: "gone", started: "2026-01-29 10:00")
    let text = try scene.text("shared/QUEUE.md") + line + "\n"
    try scene.write(text, to: "back.md")
    try scene.bash("rm QUEUE.md shared/QUEUE.md; mv back.md QUEUE.md").check()
    try daemon.expect("\(Scene.now) RESET C")
    let ending = daemon.end()
    #expect(ending.status == 0, "\(ending)")
    #expect(
      ending.errors.contains("QUEUE.md is now a link to \(scene.path("shared"))"),
      "\(ending)")
  }
}
