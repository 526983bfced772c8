import Foundation
import TestSupport
import Testing
import Text

/// What a model is sent stays short, and what a client sends may be long, much or cut.
@Suite struct AgentLimitTests {
  @Test func `the list of tools has at most 6,000 bytes`() throws {
    let client = try AgentClient(of: Scene(rows: row("A")))
    let list = try client.result(of: "tools/list")
    #expect(list.description.utf8.count <= 6000)
    expect(
      list.objectValue?["tools"]?.arrayValue?.compactMap {
        $0.objectValue?["name"]?.stringValue
      },
      is: [
        "orch_ready", "orch_get", "orch_claim", "orch_note", "orch_report", "orch_add", "orch_plan",
      ])
  }

  @Test func `ten thousand rows come page by page, each once`() throws {
    let rows = (1...10_000).map { number in
      row(
        "R-\(number)", task: String(repeating: "long words, ", count: 8),
        notes: number.isMultiple(of: 2) ? "after=R-\(number - 1)" : "")
    }
    let scene = try Scene(file: queueText(rows))
    let client = try AgentClient(of: scene)
    var (cursor, pages, ids): (String?, Int, [String]) = (nil, 0, [])
    repeat {
      // `AgentClient.call` checks that it fits.
      let page = try client.call(
        "orch_ready", ["limit": 100, "cursor": JSONValue(cursor)])
      pages += 1
      expect(page.structured["total"], is: 10_000)
      expect(page.structured["ready"], is: 5000)
      let found = page.structured["rows"]?.arrayValue ?? []
      ids += found.compactMap { $0.objectValue?["id"]?.stringValue }
      cursor = page.structured["next_cursor"]?.stringValue
      #expect(cursor == nil || found.count > 10)
      // The pages between are as the first ones.
      if pages == 2 { cursor = "waits:R-9920" }
    } while cursor != nil
    #expect(Set(ids).count == ids.count)
    #expect(ids.first == "R-1" && ids.last == "R-10000")
    let claim = try client.call("orch_claim")
    #expect(claim.text.hasPrefix("Claimed R-1. "))
    expect(client.end().status, is: 0)
  }

  @Test func `a cursor goes on behind its row, or begins again where that is gone`() throws {
    let rows = ["A", "B", "C", "D"].map { row($0) } + ["E", "F"].map { row($0, notes: "after=A") }
    let client = try AgentClient(of: Scene(file: queueText(rows)))
    func ids(_ cursor: String?, limit: Int = 20) throws -> String {
      let answer = try client.call(
        "orch_ready", ["limit": .integer(limit), "cursor": JSONValue(cursor)])
      return (answer.structured["rows"]?.arrayValue ?? []).compactMap {
        $0.objectValue?["id"]?.stringValue
      }.joined()
    }
    let first = try client.call("orch_ready", ["limit": 2])
    expect(first.structured["next_cursor"], is: "ready:B")
    expect(try ids("ready:B"), is: "CDEF")
    expect(try ids("waits:E"), is: "F")
    _ = try client.call("orch_claim", ["id": "B"])
    expect(try ids("ready:B", limit: 2), is: "AC")
    expect(try ids("waits:B"), is: "EF")
    expect(try ids("waits:F"), is: "")
    let refused = try client.call("orch_ready", ["cursor": "B"])
    #expect(refused.isError)
    expect(
      refused.text,
      is: "'cursor' is not one that orch_ready gave (leave it out for the first page)")
  }

  @Test(arguments: AgentClient.Era.allCases)
  func `a row with huge texts is cut, and says so`(_ era: AgentClient.Era) throws {
    let huge = String(repeating: "words \u{202E}é ", count: 4000)
    let scene = try Scene(
      rows: row("A", task: huge, criteria: huge + "; file: a.txt", notes: huge), row("B"))
    try scene.makeFolder("tasks")
    try scene.write(String(repeating: "brief\n", count: 20_000), to: "tasks/A.md")
    let client = try AgentClient(of: scene, era)
    for number in 0..<8 {
      let note = "\(number) " + String(repeating: "note ", count: 100)
      let noted = try client.call("orch_note", ["id": "A", "text": .string(note)])
      #expect(!noted.isError, "\(noted.text)")
    }
    let ready = try client.call("orch_ready")
    let length = huge.utf8.count - 1
    #expect(ready.text.contains("(cut: \(length) bytes)"), "\(ready.text)")
    let claim = try client.call("orch_claim", ["id": "A"])
    #expect(claim.text.contains("(cut: ") && claim.text.contains("[REPORT A]"))
    #expect(claim.structured["attempt"]?.stringValue != nil)
    let task = claim.structured["message"]?.stringValue ?? ""
    #expect(task.contains("(cut: ") && task.contains("[REPORT A]"))
    let got = try client.call("orch_get", ["id": "A"])
    let message = got.structured["message"]?.stringValue ?? ""
    #expect(message.contains("(cut: ") && message.contains("[REPORT A]"))
    expect(got.structured["total"], is: 9)
    #expect((got.structured["history"]?.arrayValue?.count ?? 0) >= 1)
    #expect(try client.call("orch_ready").text.contains("You work on: A"))
    let verdict = try client.call(
      "orch_report", ["id": "A", "report": .string("[REPORT A]\nStatus: DONE\n" + huge)])
    #expect(!verdict.isError && verdict.text.contains("A -> "), "\(verdict.text)")
    let added = try client.call(
      "orch_add",
      ["rows": .array((0..<100).map { ["task": .string("\($0) " + huge.prefix(300))] })])
    expect(added.structured["created"], is: 100)
    let tasks: JSONValue = .array(
      (0..<300).map { ["id": .string("t\($0)"), "task": .string(String(huge.prefix(500)))] })
    let plan = try client.call(
      "orch_plan", ["action": "diff", "plan": ["plan": "big", "title": "Big", "tasks": tasks]])
    #expect(plan.text.contains("(cut: ") || plan.isError, "\(plan.text)")
    expect(client.end().status, is: 0)
  }

  @Test func `a flood is answered in order, with bounded memory, and so is a huge line`() throws {
    let client = try AgentClient(of: Scene(rows: row("A")))
    let count = 100_000
    let input = client.input
    let writer = Thread {
      var lines = ""
      for number in 1...count {
        lines += #"{"jsonrpc":"2.0","id":\#(number),"method":"ping"}"# + "\n"
        if lines.utf8.count > 1 << 16 {
          AgentClient.write(lines, to: input)
          lines = ""
        }
      }
      AgentClient.write(lines, to: input)
      let piece = String(repeating: "x", count: 1 << 20)
      for _ in 0..<100 { AgentClient.write(piece, to: input) }
      AgentClient.write("\n" + #"{"jsonrpc":"2.0","id":"last","method":"ping"}"# + "\n", to: input)
    }
    writer.start()
    for number in 1...count {
      guard let line = client.line() else {
        Issue.record("it ended at \(number)")
        return
      }
      if line != #"{"jsonrpc":"2.0","id":\#(number),"result":{}}"# {
        Issue.record("\(number): \(line)")
        return
      }
    }
    expect(
      client.line(),
      is:
        #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"the line has more than 16777216 bytes, and was not read"}}"#
    )
    expect(client.line(), is: #"{"jsonrpc":"2.0","id":"last","result":{}}"#)
    let status = try String(
      contentsOfFile: "/proc/\(client.process.id)/status", encoding: .utf8)
    let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kilobytes = Int(peak?.split(separator: " ").dropLast().last ?? "") ?? .max
    #expect(kilobytes < 120_000)
    expect(client.end().status, is: 0)
  }

  @Test func `the end of the input ends it, after what has begun`() throws {
    let scene = try Scene(rows: row("A"))
    let outcome = try scene.bash(
      #"""
      printf '%s\n%s' '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"orch_claim"}}' \
        '{"jsonrpc":"2.0","id":2,"method":"ping"}' | ORCH_OWNER_SESSION=w $ORCH mcp | wc -l
      """#)
    expect(outcome.output, is: "2\n")
    #expect(try scene.text().contains("| A | IN_PROGRESS |"))
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal ends it`(_ signal: Int32) throws {
    let client = try AgentClient(of: Scene(rows: row("A")))
    expect(client.end(by: signal).signal, is: signal)
  }

  @Test func `a client that reads no more ends it quietly`() throws {
    let client = try AgentClient(of: Scene(rows: row("A")))
    client.stopReading()
    client.send(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#)
    let ending = client.process.wait()
    expect(ending.status, is: 0)
    expect(ending.errors, is: "")
  }
}
