import Foundation
import Host
import Model
import TestSupport
import Testing
import Text

@testable import Door
@testable import Requests
@testable import Worktrees

/// Commands in files of `.orch/commands`, and their answers.
@Suite struct CommandInboxTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let line: String
    let answer: String

    init(_ name: String, _ line: String, _ answer: String) {
      (testDescription, self.line, self.answer) = (name, line, answer)
    }

    static let all = [
      Case(
        "a row", #"{"command":"ADD","key":"k","task":"Fix the login","priority":"P0"}"#,
        "1 k: added ORCH-001"),
      Case(
        "a row without a task", #"{"command":"ADD","key":"k","priority":"P0"}"#,
        "1 k: usage: the body has no 'task'"),
      Case(
        "an unknown member", #"{"command":"ADD","key":"k","task":"t","colour":"red"}"#,
        "1 k: usage: the body has the unknown member 'colour'"),
      Case(
        "an edit",
        #"{"key":"k","command":"UPDATE","id":"A","changed":[{"field":"priority","from":"P1","to":"P0"}]}"#,
        "1 k: A PENDING, was PENDING"),
      Case(
        "an edit of another text",
        #"{"key":"k","command":"UPDATE","id":"A","changed":[{"field":"priority","from":"P2","to":"P0"}]}"#,
        "1 k: changed_since: A was changed meanwhile: priority is now P1"),
      Case(
        "an edit that drops an approval",
        #"{"key":"k","command":"UPDATE","id":"D","changed":[{"field":"approval","from":"start","to":null}]}"#,
        "1 k: needs_person"),
      Case(
        "a cancelled row", #"{"command":"CANCEL","key":"k","id":"A","reason":"no longer needed"}"#,
        "1 k: A BLOCKED, was PENDING"),
      Case(
        "no such row", #"{"command":"CANCEL","key":"k","id":"Z"}"#,
        "1 k: not_found: Row id not found: Z"),
      Case(
        "an answer", #"{"command":"DECIDE","key":"k","id":"B","text":"the blue one","question":1}"#,
        "1 k: B PENDING, was BLOCKED"),
      Case(
        "an answer where an approval waits",
        #"{"command":"DECIDE","key":"k","id":"C","text":"approved"}"#,
        "1 k: needs_person: DECIDE only answers questions; a person approves or rejects C"),
      Case(
        "an approval", #"{"command":"DECIDE","key":"k","id":"C","approve":true}"#,
        "1 k: needs_person: DECIDE only answers questions; a person approves or rejects C"),
      Case(
        "an unknown command", #"{"command":"DROP","key":"k"}"#,
        "1 k: usage: 'DROP' is not a value of 'command'"),
      Case("no command", #"{"key":"k"}"#, "1 k: usage: the body has no 'command'"),
      Case(
        "no key", #"{"command":"CANCEL","id":"A"}"#, "1 -: usage: the body has no 'key'"),
      Case(
        "a key with a blank", #"{"command":"CANCEL","key":"a b","id":"A"}"#,
        "1 a b: usage: 'key' is not a key"),
      Case("a list", #"["ADD"]"#, "1 -: usage: the line is not a JSON object"),
      Case("no JSON", "ADD Fix the login", "1 -: usage: the line is not JSON: column 1: "),
    ]
  }

  private static let rows = [
    QueueFixture.row("A"),
    QueueFixture.row("B", "BLOCKED", notes: "question=1 / awaits=answer"),
    QueueFixture.row("C", "BLOCKED", notes: "awaits=approval"),
    QueueFixture.row("D", notes: "approval=start"),
  ]

  @Test(arguments: Case.all)
  func `a line gets an answer`(_ test: Case) throws {
    try withInbox(Self.rows) { inbox in
      try inbox.write(test.line + "\n", to: "x.jsonl")
      try inbox.tick()
      let answers = try inbox.answers("x.jsonl")
      let isWhole = !test.answer.hasSuffix("needs_person") && !test.answer.hasSuffix(": ")
      #expect(
        answers.count == 1
          && (isWhole ? answers == [test.answer] : answers[0].hasPrefix(test.answer)),
        "\(answers)")
      #expect(inbox.files == [])
    }
  }

  @Test func `a bad line does not stop the others`() throws {
    try withInbox([]) { inbox in
      let lines = [
        Array(#"{"command":"ADD","key":"1","task":"one"}"#.utf8) + [13], [], [0xFF, 0xFE],
        Array(#"{"command":"ADD","key":"2","task":"two","after":["ORCH-001"]}"#.utf8),
      ]
      // The last line needs no end: it is a whole object.
      try inbox.write(Data(lines.joined(separator: [10])), to: "x.jsonl")
      try inbox.tick()
      let answers = try inbox.answers("x.jsonl")
      #expect(answers.count == 3)
      #expect(answers.first == "1 1: added ORCH-001" && answers.last == "4 2: added ORCH-002")
      #expect(answers[1].hasPrefix("3 -: usage: the line is not JSON: "))
      #expect(try inbox.ids == ["ORCH-001", "ORCH-002"])
    }
  }

  @Test func `the history names the program and the command`() throws {
    try withInbox(Self.rows) { inbox in
      try inbox.write(#"{"command":"CANCEL","key":"k","id":"A"}"#, to: "x.jsonl")
      try inbox.tick()
      let last = try #require(try inbox.history(of: "A").last)
      #expect(last.actor == "commands" && last.command == "cancel")
    }
  }

  // MARK: Once by its key

  @Test(arguments: [
    ("N", #"{"command":"ADD","key":"k","id":"N","task":"Fix the login"}"#),
    (
      "A",
      #"{"command":"UPDATE","key":"k","id":"A","changed":[{"field":"task","from":"work","to":"more"}]}"#
    ),
    ("A", #"{"command":"CANCEL","key":"k","id":"A"}"#),
    ("B", #"{"command":"DECIDE","key":"k","id":"B","text":"yes"}"#),
  ])
  func `a repetition gets the same answer and changes nothing`(
    _ id: String, _ line: String
  ) throws {
    try withInbox(Self.rows) { inbox in
      try inbox.write(line, to: "1.jsonl")
      try inbox.tick()
      // A person takes the change back.
      try inbox.queue.perform(.undo(id: id), as: Caller())
      let before = try inbox.table
      try inbox.write(line, to: "2.jsonl")
      try inbox.tick()
      #expect(try inbox.text(of: "1.jsonl") == inbox.text(of: "2.jsonl"))
      #expect(try inbox.table == before)
    }
  }

  @Test func `a key is for one command`() throws {
    try withInbox(Self.rows) { inbox in
      try inbox.write(#"{"command":"CANCEL","key":"k","id":"A"}"#, to: "1.jsonl")
      try inbox.tick()
      try inbox.write(
        #"{"command":"CANCEL","key":"k","id":"B"}"# + "\n"
          + #"{"id":"A","key":"k","command":"CANCEL"}"#, to: "2.jsonl")
      try inbox.tick()
      #expect(
        try inbox.answers("2.jsonl") == [
          "1 k: key_used: the key 'k' was used for another command", "2 k: A BLOCKED, was PENDING",
        ])
    }
  }

  @Test func `a refused command may be sent again with its key`() throws {
    try withInbox(Self.rows) { inbox in
      let line = #"{"command":"ADD","key":"k","task":"t","id":"A"}"#
      try inbox.write(line, to: "1.jsonl")
      try inbox.tick()
      #expect(try inbox.answers("1.jsonl") == ["1 k: already_exists: Row id already exists: A"])
      try inbox.queue.perform(.remove(["A"], force: false), as: Caller())
      try inbox.write(line, to: "2.jsonl")
      try inbox.tick()
      #expect(try inbox.answers("2.jsonl") == ["1 k: added A"])
    }
  }

  // MARK: Files

  @Test func `a file that is being written waits`() throws {
    try withInbox([]) { inbox in
      let line = #"{"command":"ADD","key":"k","task":"Fix the login"}"#
      try inbox.write("\(line)\n\(line.dropLast(9))", to: "x.jsonl")
      for name in ["x.jsonl.tmp", ".y.jsonl", "z.json"] { try inbox.write(line, to: name) }
      try inbox.tick()
      #expect(try inbox.ids == [] && inbox.files.count == 4)
      // Its writer is gone.
      let date = Date(timeIntervalSince1970: TimeInterval(try inbox.queue.now().epochSeconds - 61))
      try FileManager.default.setAttributes(
        [.modificationDate: date], ofItemAtPath: "\(inbox.folder)/x.jsonl")
      try inbox.tick()
      let answers = try inbox.answers("x.jsonl")
      #expect(answers.count == 2 && answers[0] == "1 k: added ORCH-001")
      #expect(answers.last?.hasPrefix("2 -: usage: the line is not JSON: ") ?? false)
      #expect(inbox.files == [".y.jsonl", "x.jsonl.tmp", "z.json"])
    }
  }

  @Test func `a name that is too long for an answer does not stop the others`() throws {
    try withInbox([]) { inbox in
      let long = String(repeating: "n", count: 195) + ".jsonl"
      try inbox.write(#"{"command":"ADD","key":"1","task":"one"}"#, to: long)
      try inbox.write(#"{"command":"ADD","key":"2","task":"two"}"#, to: "x.jsonl")
      let error = #expect(throws: (any Error).self) { try inbox.tick() }
      let message = "\(long) is not read: its name has more than 200 bytes"
      #expect(error.map { Problem($0).message } == message)
      #expect(inbox.queue.commandDiagnoses().map(\.message.english) == [message])
      #expect(try inbox.answers("x.jsonl") == ["1 2: added ORCH-001"])
      #expect(inbox.files == [long])
    }
  }

  @Test(arguments: Hostile.all)
  func `a file that may be a stranger's is not read`(_ test: Hostile) throws {
    try withInbox([]) { inbox in
      let line = #"{"command":"ADD","key":"k","task":"Fix the login"}"#
      try test.make(inbox, line + "\n")
      var count = 0
      for _ in 1...2 { try inbox.tick { count += 1 } }
      #expect(try inbox.ids == [])
      #expect(inbox.files.contains("x.jsonl"))
      let answer = test.answer.replacing("FOLDER", with: inbox.folder)
      #expect(try inbox.answers("x.jsonl") == [answer] && count == 1)
      let found = inbox.opened.commandDiagnoses()
      #expect(found.count == 1 && found.allSatisfy { answer.hasSuffix(": \($0.message.english)") })
    }
  }

  struct Hostile: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (InboxScene, _ text: String) throws -> Void
    let answer: String

    static let all = [
      Hostile(
        testDescription: "a link",
        make: { inbox, text in
          try inbox.write(text, to: "../other")
          try FileManager.default.createSymbolicLink(
            atPath: "\(inbox.folder)/x.jsonl", withDestinationPath: "../other")
        }, answer: "- -: no_permission: x.jsonl is not a regular file"),
      Hostile(
        testDescription: "a named pipe",
        make: { inbox, _ in #expect(mkfifo("\(inbox.folder)/x.jsonl", 0o600) == 0) },
        answer: "- -: no_permission: x.jsonl is not a regular file"),
      Hostile(
        testDescription: "a folder",
        make: { inbox, _ in
          try FileManager.default.createDirectory(
            atPath: "\(inbox.folder)/x.jsonl", withIntermediateDirectories: false)
        }, answer: "- -: no_permission: x.jsonl is not a regular file"),
      Hostile(
        testDescription: "a file that its group may write",
        make: { try $0.write($1, to: "x.jsonl", permissions: 0o660) },
        answer: "- -: no_permission: other users may write FOLDER/x.jsonl"),
      Hostile(
        testDescription: "a folder that all may write",
        make: { inbox, text in
          try inbox.write(text, to: "x.jsonl")
          #expect(chmod(inbox.folder, 0o777) == 0)
        }, answer: "- -: no_permission: other users may write FOLDER"),
      Hostile(
        testDescription: "a file of 200 MB",
        make: { inbox, text in
          try inbox.write(text, to: "x.jsonl")
          #expect(truncate("\(inbox.folder)/x.jsonl", 200_000_000) == 0)
        }, answer: "- -: too_long: x.jsonl has more than 1 MiB"),
      Hostile(
        testDescription: "a file of many lines",
        make: { try $0.write(String(repeating: $1, count: 501), to: "x.jsonl") },
        answer: "- -: too_long: x.jsonl has more than 500 lines"),
      Hostile(
        testDescription: "a file that git tracks",
        make: { inbox, text in
          try inbox.write(text, to: "x.jsonl")
          try inbox.git("init", "--quiet")
          try inbox.git("add", "--force", ".orch/commands/x.jsonl")
        },
        answer: "- -: no_permission: git tracks x.jsonl, so it may come from a stranger"),
      Hostile(
        testDescription: "a file of the last commit",
        make: { inbox, text in
          try inbox.write(text, to: "x.jsonl")
          try inbox.git("init", "--quiet")
          try inbox.git("add", "--force", ".orch/commands/x.jsonl")
          try inbox.git(
            "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "--quiet",
            "--message", "one")
          try inbox.git("rm", "--cached", "--quiet", ".orch/commands/x.jsonl")
        },
        answer: "- -: no_permission: git tracks x.jsonl, so it may come from a stranger"),
    ]
  }

  @Test func `an untracked file of a repository is read`() throws {
    try withInbox([]) { inbox in
      try inbox.git("init", "--quiet")
      try inbox.write(#"{"command":"ADD","key":"k","task":"t"}"#, to: "x.jsonl")
      try inbox.tick()
      #expect(try inbox.ids == ["ORCH-001"])
    }
  }

  // MARK: Ends and others

  @Test func `a command that is cut at any change of a file is carried out once`() throws {
    let lines = [
      #"{"command":"ADD","key":"1","id":"N","task":"one"}"#,
      #"{"command":"UPDATE","key":"2","id":"A","changed":[{"field":"task","from":"work","to":"more"}]}"#,
      #"{"command":"CANCEL","key":"3","id":"A"}"#,
      #"{"command":"DECIDE","key":"4","id":"B","text":"yes"}"#,
    ]
    var (cut, isCut) = (0, true)
    while isCut {
      try withInbox(Self.rows) { inbox in
        try inbox.write(lines.joined(separator: "\n"), to: "x.jsonl")
        var count = 0
        try? FileChange.watching({ _ in
          count += 1
          return count > cut ? EIO : nil
        }) { () throws in try inbox.tick() }
        isCut = count > cut
        // A person starts A again before the next tick, if it was cancelled.
        _ = try? inbox.opened.perform(.retry(id: "A", force: false), as: Caller())
        let wasCancelled = try inbox.history(of: "A").contains { $0.command == "cancel" }
        try inbox.tick()
        let place: Comment = "cut before change \(cut + 1)"
        #expect(try inbox.ids == ["A", "B", "C", "D", "N"], place)
        #expect(try inbox.row("A").status == (wasCancelled ? .pending : .blocked), place)
        for (id, command) in [("A", "edit"), ("A", "cancel"), ("B", "answer")] {
          #expect(try inbox.history(of: id).count { $0.command == command } == 1, place)
        }
        #expect(
          try inbox.answers("x.jsonl").map { $0.prefix { $0 != ":" } }
            == ["1 1", "2 2", "3 3", "4 4"], place)
        #expect(try !inbox.text(of: "x.jsonl").contains("\"error\":"), place)
        #expect(inbox.files == [], place)
      }
      cut += 1
    }
    #expect(cut > 10)
  }

  @Test func `a tick leaves the files to one that reads them`() throws {
    try withInbox([]) { inbox in
      try inbox.write(#"{"command":"ADD","key":"k","task":"t"}"#, to: "x.jsonl")
      var others = 0
      try FileChange.watching({ change in
        if "\(change)".contains(/commands.done.[0-9a-f]/) {
          others += 1
          try? inbox.opened.answerCommands { _ in Issue.record("read twice") }
        }
        return nil
      }) { () throws in try inbox.tick() }
      #expect(others > 0)
      #expect(try inbox.ids == ["ORCH-001"] && inbox.answers("x.jsonl").count == 1)
    }
  }
}
