import TestSupport
import Testing

/// Rows of one queue that are worked in two repositories, the project's and `web`.
@Suite struct OtherRepositoryTests {
  private static let settings = """
    {"workers": {"a": {"adapter": "report", "argv": ["./agent.sh"], "worktree": true,
                       "integrate": "merge"},
                 "plain": {"adapter": "report", "argv": ["./agent.sh"]}},
     "repositories": {"web": "web"}, "retry": {"lost": {"retries": 9}},
     "review": {"run_checks": true, "checks": {"sorted": ["sh", "sorted.sh"]}}}
    """

  private static let agent = """
    #!/bin/sh
    cat > /dev/null
    grep -v -e '^<<<<<<<' -e '^=======' -e '^>>>>>>>' list.txt > list.new
    echo "$ORCH_ITEM_ID" >> list.new
    sort -u list.new > list.txt && rm list.new
    printf '[REPORT %s]\\nStatus: DONE\\nFiles:\\n- list.txt\\n' "$ORCH_ITEM_ID"
    """

  /// The check is a file of `web` alone.
  private static let making = """
    git init -q -b main && git config user.name me && git config user.email me@example.org
    echo first > list.txt && git add .gitignore agent.sh list.txt && git commit -qm start
    mkdir web && cd web && git init -q -b main
    git config user.name me && git config user.email me@example.org
    echo first > list.txt && echo 'sort -c list.txt' > sorted.sh && git add . && git commit -qm web
    """

  /// Kills its parent once, before it would move the integration branch of `web`.
  private static let git = """
    #!/bin/bash
    folder=$(dirname "$0")
    case "$PWD $*" in
      */web\\ *update-ref*-m\\ [VW]:\\ work\\ --stdin)
        if mkdir "$folder/killed" 2> /dev/null; then kill -KILL $PPID; exit 1; fi ;;
    esac
    exec /usr/bin/git "$@"
    """

  /// All that git would start of it, if nobody prevented that.
  private static let trap = """
    printf '#!/bin/sh\\ntouch %s/PWNED\\ncat\\n' "$PWD" > .local/trap && chmod +x .local/trap
    cd web
    for name in post-checkout pre-commit reference-transaction post-index-change post-merge
    do cp ../.local/trap .git/hooks/$name; done
    for key in merge.x.driver core.fsmonitor diff.external
    do git config $key "$PWD/../.local/trap"; done
    echo '* merge=x' > .git/info/attributes
    rm -f ../PWNED
    """

  private static func scene(_ rows: [String]) throws -> Scene {
    let scene = try Scene(file: queueText(rows))
    try scene.write(settings, to: "orch.json")
    try writeExecutable(agent, to: scene.path("agent.sh"))
    try scene.write(".config\n.local\nweb\nPWNED\n", to: ".gitignore")
    scene.git(making)
    try scene.trust()
    return scene
  }

  private static func row(_ id: String, worker: String = "a", _ notes: String = "") -> String {
    EndToEndTests.row(
      id, criteria: "file: list.txt" + (notes.isEmpty ? "" : "; cmd: sorted"),
      notes: "worker=\(worker)\(notes)")
  }

  @Test func `each row lands in its repository, of which nothing else starts`() throws {
    let scene = try Self.scene([
      Self.row("A"), Self.row("V", " / repo=web"), Self.row("W", " / repo=web"),
    ])
    try scene.makeFolder(".local/bin")
    try writeExecutable(Self.git, to: scene.path(".local/bin/git"))
    scene.git(Self.trap)
    let before = scene.git("cat list.txt web/list.txt")
    for round in 0..<12 {
      let path = "\(scene.path(".local/bin")):/usr/bin:/bin"
      let tick = try scene.worktreeTick(30 * round, path: path)
      #expect([0, -1].contains(tick.status), "\(tick)")
      try scene.awaitWorkers()
      if tick.output == "NOOP\n" { break }
    }
    let table = try scene.text()
    for id in ["A", "V", "W"] { #expect(try scene.status(id) == "DONE", "\(table)") }
    // One of the two rows of `web` met the other's work, and the supervisor of one was killed.
    #expect(try scene.text(".orch/journal.jsonl").contains("conflict"))
    #expect(scene.exists(".local/bin/killed"))
    #expect(!scene.exists("PWNED"))
    #expect(scene.landed == ["A: work"])
    let landed = scene.git("git -C web log --first-parent --format=%s main..orch/integration")
    #expect(landed.split(separator: "\n").sorted() == ["V: work", "W: work"])
    #expect(
      scene.git("git show orch/integration:list.txt; git -C web show orch/integration:list.txt")
        == "A\nfirst\nV\nW\nfirst\n")
    #expect(scene.git("cat list.txt web/list.txt") == before)

    let worktrees = try scene.ops("worktrees", "--json").output
    #expect(worktrees.ranges(of: #""repo":"web""#).count == 2, "\(worktrees)")
    #expect(try scene.orch("diff", "W").output.contains("+W\n"))
    #expect(try scene.orch("show", "W").output.contains("\nrepo              web\n"))
    let integrated = try scene.ops("integrate")
    #expect(
      integrated.output.replacing(/[0-9a-f]{10}/, with: "#")
        == "main of the checkout is at # now\nweb: main of the checkout is at # now\n",
      "\(integrated)")
    #expect(scene.git("cat list.txt web/list.txt") == "A\nfirst\nV\nW\nfirst\n")
    try expect(scene.ops("gc").status, is: 0)
    #expect(scene.git("ls .local/state/orch/worktrees/*") == "")
    #expect(scene.git("ls -A .git/worktrees web/.git/worktrees 2> /dev/null || true") == "")
    #expect(!scene.exists("PWNED"))
  }

  @Test func `a row that can't be worked where it is to be waits, and says why`() throws {
    let scene = try Self.scene([
      Self.row("A", " / repo=wbe"), Self.row("B", worker: "plain", " / repo=web"), Self.row("C"),
    ])
    for minute in [0, 30] {
      _ = try scene.worktreeTick(minute)
      try scene.awaitWorkers()
    }
    #expect(try ["A", "B", "C"].map(scene.status) == ["PENDING", "PENDING", "DONE"])
    #expect(!scene.exists(".orch/attempts/A") && !scene.exists(".orch/attempts/B"))
    let why = try scene.ops("why").output.replacing(scene.folder, with: "~")
    #expect(
      why == """
        A\torch.json has no repository 'wbe'\t
        B\t~/orch.json: workers.plain: worktree is not true, so no row with repo starts\t

        """)
    let doctor = try scene.doctor()
    for line in [
      "warn  repository    orch.json has no repository 'wbe' (did you mean web?)\n",
      "workers.plain: worktree is not true, so no row with repo starts (set \"worktree\": true",
    ] {
      #expect(doctor.output.contains(line), "\(doctor)")
    }
    let lint = try scene.orch("lint")
    #expect(lint.status == 1 && lint.output.contains("[unknown-repository]"), "\(lint)")
    let other = try scene.orch("edit", "A", "--repo", "x")
    #expect(other.status == 64, "\(other)")
    try expect(scene.orch("edit", "A", "--repo", "web").status, is: 0)
    try expect(scene.orch("edit", "B", "--worker", "a").status, is: 0)
    for minute in [60, 90, 120] {
      _ = try scene.worktreeTick(minute)
      try scene.awaitWorkers()
    }
    #expect(try ["A", "B"].map(scene.status) == ["DONE", "DONE"])
  }

  @Test func `a row that goes to another repository begins anew there`() throws {
    let scene = try Self.scene([
      EndToEndTests.row("A", criteria: "grep: web in list.txt", notes: "worker=a")
    ])
    scene.git("cd web && echo web >> list.txt && git commit -qam more")
    _ = try scene.worktreeTick(0)
    try scene.awaitWorkers()
    #expect(try scene.status("A") == "PENDING")
    try expect(scene.orch("edit", "A", "--repo", "web").status, is: 0)
    let tick = try scene.worktreeTick(30)
    let reason =
      "the worktree of A belongs to the repository at \(scene.folder), and the row names "
      + "another: ops retry A --fresh starts over"
    #expect(tick.errors.contains(reason), "\(tick)")
    let later = EndToEndTests.later(minutes: 60)
    #expect(try scene.ops("why", "A", environment: later).output.contains(reason))
    let dryRun = try scene.ops("retry", "A", "--fresh", "--dry-run", environment: later)
    let retry = try scene.ops("retry", "A", "--fresh", environment: later)
    #expect(retry.status == 0 && dryRun.output == retry.output, "\(retry) \(dryRun)")
    #expect(retry.output == "A -> PENDING\n", "\(retry)")
    _ = try scene.worktreeTick(60)
    try scene.awaitWorkers()
    let table = try scene.text()
    #expect(try scene.status("A") == "DONE", "\(table)")
    #expect(
      scene.git("git show orch/A@1:list.txt; git -C web show orch/integration:list.txt")
        == "A\nfirst\nA\nfirst\nweb\n")
    // What was judged here before has not landed.
    #expect(scene.git("git log --format=%s main..orch/integration") == "")
  }
}
