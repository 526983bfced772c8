import Foundation
import TestSupport
import Testing

/// Where the queue is found, and where not.
@Suite struct LocationTests {
  /// A scene with a queue of one row, named after its place, in each of `places`.
  private static func scene(_ places: String...) throws -> Scene {
    let scene = try Scene()
    for place in places {
      try scene.makeFolder(String(place.dropLast("/QUEUE.md".count)))
      let id = place.replacing("/", with: "-")
      try scene.write(queueText(row(id)), to: place)
    }
    return scene
  }

  private static func finds(_ place: String) -> Outcome {
    .prints(place.replacing("/", with: "-") + "\tPENDING\tP1\twork\n")
  }

  @Test(arguments: [
    ("here", "a/QUEUE.md", "a"),
    ("in a folder above", "a/QUEUE.md", "a/b/c"),
    ("at the home folder", "QUEUE.md", "a/b/c"),
    ("in its own place", "a/automation/orchestrator/QUEUE.md", "a/b"),
    ("where .git is", "git/QUEUE.md", "git/b/c"),
  ])
  func `the queue is searched for upwards`(_ place: String, queue: String, folder: String) throws {
    let scene = try Self.scene(queue)
    try scene.makeGitFolder("git/.git")
    try scene.makeFolder(folder)
    try expect(
      scene.run(BuiltBinaries.orch, ["list", "--no-log"], in: folder), is: Self.finds(queue))
  }

  @Test func `the search ends at the folder that holds git`() throws {
    let scene = try Self.scene("QUEUE.md")
    for file in ["a/.git", "b/.git"] { try scene.makeFolder(String(file.prefix(1)) + "/c") }
    try scene.makeGitFolder("a/.git")
    try scene.write("gitdir: elsewhere\n", to: "b/.git")
    for folder in ["a", "b"] {
      let error = """
        ERROR: no QUEUE.md from \(scene.folder)/\(folder)/c up to \(scene.folder)/\(folder) \
        (orch init creates one here; --queue PATH names one elsewhere)
        """
      try expect(scene.run(BuiltBinaries.orch, ["list"], in: "\(folder)/c"), is: .fails(66, error))
      let json = """
        {"error":{"code":"no_queue","message":"no QUEUE.md from \(scene.folder)/\(folder)/c up to \
        \(scene.folder)/\(folder)",\
        "hint":"orch init creates one here; --queue PATH names one elsewhere"}}
        """
      try expect(
        scene.run(BuiltBinaries.ops, ["status", "--json"], in: "\(folder)/c"), is: .fails(66, json))
    }
  }

  @Test func `the search ends at the home folder`() throws {
    let scene = try Self.scene("QUEUE.md")
    try scene.makeFolder("home/a")
    let error = """
      ERROR: no QUEUE.md from \(scene.folder)/home/a up to \(scene.folder)/home \
      (orch init creates one here; --queue PATH names one elsewhere)
      """
    try expect(
      scene.run(
        BuiltBinaries.orch, ["pick"], in: "home/a", environment: ["HOME": scene.path("home")]),
      is: .fails(66, error))
    #expect(!scene.exists("home/logs") && !scene.exists("home/a/logs"))
  }

  @Test func `a queue that is gone is missed here, not found further up`() throws {
    let scene = try Self.scene("QUEUE.md", "a/QUEUE.md")
    try scene.run(scene.orchPath, ["pick"], in: "a").check()
    try FileManager.default.removeItem(atPath: scene.path("a/QUEUE.md"))
    let error = """
      ERROR: no queue at \(scene.folder)/a/QUEUE.md (orch restore --file brings it back as it was)
      """
    try expect(scene.run(scene.orchPath, ["list", "--no-log"], in: "a"), is: .fails(66, error))
    try expect(scene.run(scene.orchPath, ["pick", "--no-log"], in: "a"), is: .fails(66, error))
    try expect(scene.text(), is: queueText(row("QUEUE.md")))
  }

  struct Naming: CustomTestStringConvertible {
    let testDescription: String
    let arguments: [String]
    let environment: [String: String]
    let queue: String

    init(
      _ description: String, _ arguments: [String] = [], _ environment: [String: String] = [:],
      finds queue: String
    ) {
      testDescription = description
      (self.arguments, self.environment, self.queue) = (arguments, environment, queue)
    }
  }

  @Test(arguments: [
    Naming("the flag", ["--queue", "flag/QUEUE.md"], finds: "flag/QUEUE.md"),
    Naming(
      "the variable, from the current folder", [], ["ORCH_QUEUE_MD": "variable/QUEUE.md"],
      finds: "variable/QUEUE.md"),
    Naming("a home", [], ["ORCH_BASE_DIR": "base"], finds: "base/QUEUE.md"),
    Naming(
      "the variable before a home", [],
      ["ORCH_BASE_DIR": "base", "ORCH_QUEUE_MD": "variable/QUEUE.md"], finds: "variable/QUEUE.md"),
    Naming(
      "the flag before the variable", ["--queue=flag/QUEUE.md"],
      ["ORCH_QUEUE_MD": "variable/QUEUE.md"], finds: "flag/QUEUE.md"),
    Naming("an empty variable is none", [], ["ORCH_QUEUE_MD": ""], finds: "QUEUE.md"),
  ])
  func `a queue that is named is taken without a search`(_ naming: Naming) throws {
    let scene = try Self.scene(
      "QUEUE.md", "flag/QUEUE.md", "variable/QUEUE.md", "base/QUEUE.md")
    try expect(
      scene.run(
        BuiltBinaries.orch, ["list"] + naming.arguments, environment: naming.environment),
      is: Self.finds(naming.queue))
    let home = naming.queue.dropLast("QUEUE.md".count)
    #expect(scene.exists("\(home)logs/orch_runs.jsonl"))
  }

  @Test(arguments: [
    ("gone/QUEUE.md", "gone/QUEUE.md", "orch init --path ~/gone"),
    ("../gone.md", "../gone.md", "orch init --queue ~/../gone.md"),
    ("gone.md", "gone.md", "orch init --queue ~/gone.md"),
  ])
  func `the error for a missing queue names the command that creates it`(
    _ name: String, shown: String, hint: String
  ) throws {
    let scene = try Self.scene("a/b/QUEUE.md")
    func full(_ text: String) -> String {
      text.replacing("~/..", with: scene.path("a")).replacing("~", with: scene.path("a/b"))
    }
    let error = "ERROR: no queue at \(full("~/" + shown)) (\(full(hint)) creates one)"
    for command in ["list", "pick"] {
      try expect(
        scene.run(BuiltBinaries.orch, [command, "--queue", name], in: "a/b"),
        is: .fails(66, error))
    }
    try expect(scene.names("a"), is: ["b"])
    try expect(scene.names("a/b"), is: ["QUEUE.md"])
  }
}

/// Names and texts in EUC-KR, beside a folder that is called as their bytes would be if they were
/// mended: nothing is done to either.
@Suite struct FolderNameTests {
  /// A command line that is refused, with its status and a part of the error.
  struct Case: CustomTestStringConvertible {
    let line: String
    let status: Int32
    let part: String
    var testDescription: String { line }

    init(_ line: String, _ status: Int32, _ part: String) {
      (self.line, self.status, self.part) = (line, status, part)
    }
  }

  private static let argument = #"is not UTF-8: '\xb0\xa1"#
  private static let name = "its name is not UTF-8"

  static let cases = [
    Case(#"cd "$E"; $ORCH list"#, 65, name), Case(#"cd "$E"; $ORCH init"#, 65, name),
    Case(#"cd "$E"; $ORCH pick"#, 65, name), Case(#"cd "$E"; $OPS doctor"#, 65, name),
    Case(#"cd link; $ORCH add --priority P1 --task T --success-criteria C"#, 65, name),
    Case(#"$ORCH list --queue "$E/QUEUE.md""#, 64, "argument 3 " + argument),
    Case(#"$ORCH list --db "$E/q.db""#, 64, "argument 3 " + argument),
    Case(#"$ORCH list --log-path "$E/log""#, 64, "argument 3 " + argument),
    Case(#"$ORCH init --path "$E""#, 64, "argument 3 " + argument),
    Case(
      #"$ORCH add --priority P1 --success-criteria C --task "$E""#, 64, "argument 7 " + argument),
    Case(#"$ORCH list --queue link/QUEUE.md"#, 65, name),
    Case(#"$ORCH pick --queue link.md"#, 65, name), Case(#"$ORCH pick --db link.db"#, 65, name),
    Case(#"$ORCH pick --db link/new.db"#, 65, name),
    Case(#"$ORCH list --log-path link/log"#, 65, name),
    Case(#"$ORCH init --path link"#, 65, name), Case(#"$ORCH init --path link/new"#, 65, name),
    Case(#"cd below; ln -s "../$E/QUEUE.md" QUEUE.md; $ORCH pick"#, 65, name),
    Case(#"ORCH_QUEUE_MD="$E/QUEUE.md" $ORCH list"#, 64, "ORCH_QUEUE_MD " + argument),
    Case(#"ORCH_QUEUE_MD=link/QUEUE.md $ORCH list"#, 65, name),
    Case(#"ORCH_BASE_DIR="$E" $ORCH list"#, 64, "ORCH_BASE_DIR " + argument),
    Case(#"HOME="$E" $ORCH list"#, 64, "HOME " + argument),
    Case(#"XDG_CONFIG_HOME="$E" $ORCH trust"#, 64, "XDG_CONFIG_HOME " + argument),
    Case(#"ORCH_OWNER_SESSION="$E" $ORCH pick"#, 64, "ORCH_OWNER_SESSION " + argument),
  ]

  @Test(arguments: cases) func `is refused before anything is touched`(_ example: Case) throws {
    let scene = try Scene()
    let outcome = try scene.bash(
      #"""
      E=$'\xb0\xa1' R=$'\xef\xbf\xbd\xef\xbf\xbd'
      mkdir "$E" "$R" below
      (cd "$R"; $ORCH init --no-log) > /dev/null
      cp "$R/QUEUE.md" "$E"; cp "$R/QUEUE.md" .
      ln -s "$E" link; ln -s "$E/QUEUE.md" link.md; ln -s "$E/q.db" link.db; touch "$E/q.db"
      listed() { find . ! -path ./below/QUEUE.md ! -path ./below -printf '%p %s %T@\n' | sort; }
      trap 'rm -r "$TMPDIR"' EXIT
      listed > "$TMPDIR/before"
      (\#(example.line)); status=$?
      listed | diff "$TMPDIR/before" - && exit $status
      """#, environment: ["TMPDIR": try Self.temporaryFolder(in: scene)])
    #expect(outcome.status == example.status && outcome.output == "", "\(outcome)")
    #expect(outcome.errors.contains(example.part), "\(outcome)")
  }

  /// Beside the scene's files, which are listed.
  private static func temporaryFolder(in scene: Scene) throws -> String {
    let outcome = try scene.bash("mktemp -d /tmp/orch-names-XXXXXX")
    return String(outcome.output.dropLast())
  }
}
