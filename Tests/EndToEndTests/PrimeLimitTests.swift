import TestSupport
import Testing

/// However much a queue holds, `orch prime` stays short, and what it names works.
@Suite struct PrimeLimitTests {
  /// Texts that are long in one way or another.
  private static let texts = [
    String(repeating: "x", count: 6000), String(repeating: "한", count: 3000),
    String(repeating: "👩‍💻", count: 600), "e" + String(repeating: "\u{301}", count: 3000),
    String(repeating: "a\u{1B}[31m", count: 600), String(repeating: "\u{202E}", count: 600),
    String(repeating: "word word; ", count: 600),
  ]

  @Test(arguments: texts) func `less than 2 KB are printed`(_ text: String) throws {
    let owner = String(text.prefix(1000))
    let ids = (0...9).map { String(repeating: "X", count: 63) + "\($0)" }
    let running = ids.map {
      row($0, "IN_PROGRESS", text, task: text, criteria: text, owner: owner, started: text)
    }
    let waiting = row(
      "W", "PENDING", "P0", task: text, notes: "after=" + ids.joined(separator: ","))
    let next = row(String(repeating: "N", count: 64), task: text, criteria: text)
    let scene = try Scene(file: queueText(running + [waiting, next]))
    let environments: [[String: String]] = [
      [:], ["ORCH_OWNER_SESSION": owner], ["ORCH_OWNER_SESSION": owner, "ORCH_ITEM_ID": ids[0]],
      ["ORCH_OWNER_SESSION": "v", "ORCH_ITEM_ID": ids[0], "ORCH_ATTEMPT": owner],
      ["ORCH_ITEM_ID": owner], ["ORCH_OWNER_SESSION": "v"],
    ]
    for environment in environments {
      let outcome = try scene.orch("prime", environment: environment)
      #expect(outcome.status == 0 && outcome.output.hasSuffix("\n"), "\(outcome)")
      #expect((200..<2048).contains(outcome.output.utf8.count), "\(outcome)")
      // No row adds a line of its own, and none moves the cursor.
      #expect(!outcome.output.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
      #expect(outcome.output.utf8.count { $0 == 10 } < 35, "\(outcome)")
    }
  }

  /// The command of a line that begins so.
  private static func command(_ title: String, in text: String) throws -> String {
    let line = text.split(separator: "\n").first { $0.hasPrefix("\(title): ") }
    return try String(#require(line, "\(text)").dropFirst(title.count + 2))
  }

  @Test(arguments: [
    ("QUEUE.md", "--queue", [:]), ("새 it's $x/a \"b\".md", "--queue", [:]),
    ("새 it's $x/db/q.db", "--db", [:]), ("q.db", "--db", ["ORCH_OWNER_SESSION": "me"]),
  ])
  func `the commands work as they are`(
    _ path: String, option: String, variables: [String: String]
  ) throws {
    let scene = try Scene()
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    try scene.makeFolder(folder.isEmpty ? "." : folder)
    if option == "--db" {
      #expect(try scene.orch("init", "--db", path).status == 0)
    } else {
      try scene.write(queueText(), to: path)
    }
    scene.options = [option, path]
    #expect(try scene.add("--id", "A", "--success-criteria", "the page is there").status == 0)
    let environment = variables.merging(["PATH": "\(BuiltBinaries.folder):/usr/bin:/bin"]) { $1 }
    func bash(_ line: String) throws -> Outcome { try scene.bash(line, environment: environment) }

    let text = try scene.orch("prime", environment: variables).output
    try expect(bash("cd /; " + Self.command("Pick", in: text)), is: .prints("A\n"))
    let task = try bash("cd /; " + Self.command("Its task", in: text))
    #expect(task.output.hasPrefix("[TASK A]\n"), "\(task)")
    let back = try Self.command("Hand it back", in: text)
    try expect(bash("cd /; " + back), is: .prints("A -> PENDING\n"))
    try expect(bash("cd /; " + Self.command("Pick", in: text)), is: .prints("A\n"))

    // What it says of a report, with what was done.
    let form = text.split(separator: "\n").drop { !$0.hasPrefix("[REPORT A]") }
      .prefix { !$0.hasPrefix("Send it") }
    let report = form.joined(separator: "\n")
      .replacing(
        "what shows it: a command and its result, a file, a URL", with: "page.md, 12 lines")
    try scene.write(report + "\n", to: "report.txt")
    try expect(bash(Self.command("Send it", in: text)), is: .prints("A -> DONE (PASS)\n"))
  }
}
