import Foundation
import TestSupport
import Testing
import Text

/// `orch serve` as programs and browsers use it.
@Suite struct ServerTests {
  func member(_ path: String..., of text: String) throws -> JSONValue? {
    path.reduce(try JSONValue(parsing: Array(text.utf8))) { $0?.objectValue?[$1] }
  }

  @Test(arguments: QueueKept.allCases)
  func `an agent without the file claims, renews and reports`(_ kept: QueueKept) throws {
    let scene = try Scene(kept, rows: [row("A", criteria: "hello is said")])
    try scene.addToken("token", "work")
    let server = try ServerProcess(of: scene)
    let claim = try server.answer("POST", "/v1/claims")
    #expect(claim.status == 200)
    let token = try #require(try member("attempt", of: claim.body)?.stringValue)
    let renewed = try server.answer("POST", "/v1/claims/\(token)/renew", "-d '{\"seconds\": 600}'")
    #expect(renewed.status == 200)
    let report = "[REPORT A]\nStatus: DONE\n1. met: the page says hello"
    try scene.write(report, to: "report")
    let reported = try server.answer(
      "POST", "/v1/claims/\(token)/report", "-H 'Content-Type: text/plain' --data-binary @report")
    #expect(reported.status == 200)
    #expect(try member("to", of: reported.body)?.stringValue == "DONE")
    let late = try server.answer("POST", "/v1/claims/\(token)/renew")
    #expect(late.status == 404)
    let history = try scene.orch("history", "A", "--json")
    let entries = try member("entries", of: history.output)?.arrayValue ?? []
    let actors = entries.compactMap { $0.objectValue?["actor"]?.stringValue }
    #expect(actors.contains("token:token"))
    #expect(server.end().status == 0)
  }

  @Test(arguments: QueueKept.allCases)
  func `a key adds once, whatever is killed`(_ kept: QueueKept) throws {
    let scene = try Scene(kept, rows: [row("A")])
    let tokens = (1...4).map { "client\($0)" }
    for token in tokens { try scene.addToken(token, "read,submit") }
    // Each client sends each row until it is answered.
    let sending = tokens.map { token in
      """
      (for n in $(seq 25); do
        until curl -sS -m 5 -o /dev/null -w '%{http_code}\\n' "$(cat address)/v1/rows" \
            -H "Authorization: Bearer $(cat \(token))" -H "Idempotency-Key: \(token)-$n" \
            -d "{\\"task\\": \\"\(token) $n\\"}" 2>> errors | tee -a codes | grep -q '^20[01]$'; do
          sleep 0.02
        done
      done) &
      """
    }
    var server = try ServerProcess(of: scene)
    try scene.write(server.address, to: "address")
    try scene.write("", to: "codes")
    let clients = try ChildProcess(
      starting: "/bin/bash", ["-c", sending.joined(separator: "\n") + "\nwait; : > finished"],
      in: scene.folder,
      environment: TestEnvironment.base(home: scene.folder))
    var kills = 0
    while kills < 40, !scene.exists("finished") {
      // Something is answered between two kills.
      try scene.bash(
        """
        n=$(wc -l < codes); until [ $(wc -l < codes) -gt $n ] || [ -e finished ]; do
          sleep 0.005
        done
        """
      ).check()
      server.end(by: SIGKILL)
      kills += 1
      server = try ServerProcess(of: scene)
      try scene.write(server.address, to: "address.new")
      try scene.bash("mv address.new address").check()
    }
    #expect(clients.wait().status == 0)
    let rows = try scene.orch("list", "--json")
    let tasks = try member("items", of: rows.output)?.arrayValue?
      .compactMap { $0.objectValue?["task"]?.stringValue }.filter { $0.hasPrefix("client") }
    let expected = tokens.flatMap { token in (1...25).map { "\(token) \($0)" } }
    #expect(tasks?.sorted() == expected.sorted())
    #expect(kills > 2)
    let codes = Set(try scene.text("codes").split(separator: "\n").map(String.init))
    // The server of another test may have the port of one that was killed, and knows no token of it.
    #expect(codes.isSubset(of: ["200", "201", "000", "401", "503"]), "\(codes)")
    server.end()
  }

  @Test func `a reader that comes again has missed nothing`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    // The first id is the place where a stream begins.
    func follow(after id: String?, until count: Int) throws -> [String] {
      let last = id.map { "-H 'Last-Event-ID: \($0)'" } ?? ""
      let output = try scene.bash(
        """
        grep -m \(count + 1) '^id: ' <(curl -sSN -m 60 -H "Authorization: Bearer $(cat token)" \
          \(last) \(server.address)/v1/events 2> /dev/null) | tail -n +2
        """)
      return output.output.split(separator: "\n").map { String($0.dropFirst(4)) }
    }
    let all = try scene.orch("events", "--json").output.split(separator: "\n")
    #expect(all.isEmpty)
    var ids: [String] = []
    for round in 1...4 {
      for number in 1...3 { try scene.orch("add", "T\(round)\(number)", "--criteria", "c").check() }
      let first = try JSONValue(
        parsing: Array(
          try scene.orch("events", "--json").output.split(separator: "\n")[0].utf8))
      let start = ids.last ?? first.objectValue?["cursor"]?.stringValue
      let seen = try follow(after: start, until: ids.isEmpty ? 2 : 3)
      ids += (ids.isEmpty ? [start ?? ""] : []) + seen
    }
    let told = try scene.orch("events", "--json").output.split(separator: "\n").map { line in
      try JSONValue(parsing: Array(line.utf8)).objectValue?["cursor"]?.stringValue
    }
    #expect(ids == told)
    server.end()
  }

  /// What becomes of the queue while it is served, and what is answered then.
  @Test(arguments: [
    ("mv QUEUE.md away.md", 404, 404), ("chmod 000 QUEUE.md", 403, 403),
    ("echo '# Nothing' > QUEUE.md", 422, 422), ("mv .orch away", 200, 201),
    ("cp QUEUE.md new.md; mv new.md QUEUE.md", 200, 201),
    ("mv QUEUE.md real.md; ln -s real.md QUEUE.md", 200, 201),
    ("mv QUEUE.md away.md; mkdir QUEUE.md", 500, 500),
  ])
  func `a queue that changes under the server`(
    _ change: String, _ reading: Int, _ adding: Int
  ) throws {
    if change.hasPrefix("chmod"), getuid() == 0 { return }
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    try scene.orch("add", "x", "--criteria", "c").check()
    #expect(try server.answer("GET", "/v1/rows").status == 200)
    try scene.bash(change).check()
    let (read, added) = (
      try server.answer("GET", "/v1/rows"),
      try server.answer("POST", "/v1/rows", "-d '{\"task\": \"x\"}'")
    )
    #expect(read.status == reading, "\(change): \(read.body)")
    #expect(added.status == adding, "\(change): \(added.body)")
    #expect(try server.answer("GET", "/health/live").status == 200)
    server.end()
  }

  /// What keeps a queue from being written, and what ends that.
  @Test(arguments: [
    ("chmod 400 QUEUE.md", "chmod 600 QUEUE.md", "QUEUE.md is not writable"),
    ("chmod 500 .orch", "chmod 700 .orch", ".orch is not writable"),
    ("mv QUEUE.md away.md", "mv away.md QUEUE.md", "no queue at"),
  ])
  func `a queue that can't be written is not ready`(
    _ change: String, _ end: String, _ problem: String
  ) throws {
    // Nothing but the bits of a file keep root from writing.
    if change.hasSuffix(".orch"), getuid() == 0 { return }
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    try scene.orch("add", "x", "--criteria", "c").check()
    let server = try ServerProcess(of: scene)
    #expect(try server.answer("GET", "/health/ready").status == 200)
    try scene.bash(change).check()
    let answer = try server.answer("GET", "/health/ready")
    #expect(answer.status == 503 && answer.body.contains(problem), "\(answer)")
    #expect(answer.body.contains(#""status":"unavailable""#), "\(answer)")
    try scene.bash(end).check()
    #expect(try server.answer("GET", "/health/ready").status == 200)
    server.end()
  }

  /// What is refused before a route is looked at.
  @Test(arguments: [
    ("TRACE", "/v1/rows", "", 405, "wrong_method"), ("FETCH", "/session", "", 405, "wrong_method"),
    ("TRACE", "/", "", 405, "wrong_method"), ("TRACE", "/health/ready", "", 405, "wrong_method"),
    ("FETCH", "/nowhere", "", 404, "no_route"),
    ("GET", "/v1/rows", "$(printf -- '-H X:%01000d ' {1..40})", 431, "too_long"),
    ("POST", "/v1/rows", "--data-binary @long", 413, "too_long"),
  ])
  func `what is refused below the routes is JSON`(
    _ method: String, _ path: String, _ options: String, _ status: Int, _ code: String
  ) throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    try scene.bash("head -c 900000 /dev/zero > long").check()
    let server = try ServerProcess(of: scene)
    let answer = try server.answer(method, path, "-D head \(options)")
    #expect(answer.status == status, "\(answer)")
    #expect(answer.body.hasPrefix(#"{"error":{"code":"\#(code)""#), "\(answer)")
    let head = try scene.text("head")
    #expect(head.contains("Content-Type: application/json\r\n"), "\(head)")
    #expect(head.contains("Allow: ") == (status == 405), "\(head)")
    server.end()
  }

  @Test func `a plan that is sent again has its rows`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    try scene.write(
      #"{"plan": "p", "tasks": [{"id": "a", "task": "t", "criteria": ["c"]}]}"#, to: "plan.json")
    let requests = ["-d @plan.json", "-d @plan.json", "-d @plan.json -H 'Idempotency-Key: k'"]
    let answers = try requests.map { try server.answer("POST", "/v1/plans", $0) }
    #expect(answers.map(\.status) == [201, 200, 200])
    let rows = try answers.map { try member("rows", of: $0.body) }
    #expect(
      rows == [
        [["id": "p.a", "outcome": "added"]], [["id": "p.a", "outcome": "unchanged"]],
        [["id": "p.a", "outcome": "unchanged"]],
      ])
    server.end()
  }

  @Test func `a queue whose lock is held keeps no reader waiting`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    try scene.orch("add", "x", "--criteria", "c").check()
    let server = try ServerProcess(of: scene, ["--lock-timeout", "0.1"])
    let held = try scene.bash(
      """
      exec 9>> .orch/lock; flock 9
      token="Authorization: Bearer $(cat token)"
      curl -sS -m 60 -o added -w '%{http_code} ' -D head -H "$token" -d '{"task": "x"}' \
        \(server.address)/v1/rows
      curl -sS -m 60 -o /dev/null -w '%{http_code}' -H "$token" \(server.address)/v1/rows
      """)
    #expect(held.output == "503 200")
    #expect(try scene.text("head").contains("Retry-After: 2"))
    #expect(try server.answer("POST", "/v1/rows", "-d '{\"task\": \"x\"}'").status == 201)
    server.end()
  }

  @Test func `a daemon in the server starts what is added`() throws {
    let scene = try Scene(file: queueText())
    try scene.write(
      #"{"workers": {"default": {"adapter": "simulated", "script": ["done"]}}}"#, to: "orch.json")
    try scene.trust()
    try scene.addToken()
    let server = try ServerProcess(of: scene, ["--daemon"])
    let body = "-d '{\"task\": \"x\", \"success_criteria\": \"it is done\"}'"
    #expect(try server.answer("POST", "/v1/rows", body).status == 201)
    let isDone = "until [ -n \"$($ORCH list --status DONE)\" ]; do sleep 0.02; done"
    try scene.bash("timeout 60 bash -c '\(isDone)'").check()
    #expect(try server.answer("GET", "/health/ready").status == 200)
    #expect(server.end().status == 0)
    #expect(try scene.orch("open").status == 66)
  }

  @Test func `a daemon in the server works on each of its queues, and ends with all`() throws {
    let scene = try Scene(file: queueText())
    try scene.write(
      #"{"workers": {"default": {"adapter": "simulated", "script": ["done"]}}}"#, to: "orch.json")
    try scene.trust()
    try scene.bash(
      """
      umask 022; mkdir other; cp QUEUE.md orch.json other; cd other; $ORCH trust --yes
      """
    ).check()
    let server = try ServerProcess(of: scene, ["--daemon", "--also", "other/QUEUE.md"])
    try scene.bash(
      """
      timeout 60 bash -c '
        for queue in QUEUE.md other/QUEUE.md; do
          $ORCH add x --criteria c --queue $queue
          until [ -n "$($ORCH list --status DONE --queue $queue)" ]; do sleep 0.02; done
        done'
      """
    ).check()
    // Only one daemon may work on a queue.
    let second = try scene.bash("cd other; $ORCH daemon")
    #expect(second.status == 75, "\(second)")
    let third = try scene.bash(
      "timeout 60 $ORCH serve --listen 127.0.0.1:0 --daemon --also other/QUEUE.md")
    #expect(third.status == 75, "\(third)")
    let ended = server.end()
    #expect(ended.status == 0)
    #expect(try scene.bash("cd other; timeout 60 $ORCH daemon --until-idle").status == 0)
  }

  @Test func `an issue of a forge is one plan that waits for approval`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.write(
      #"""
      {"action": "opened", "issue": {"number": 7, "title": "It | fails\non Korean names", \#
      "body": "# Steps\nrm -rf /", "html_url": "https://example.com/7"}, \#
      "repository": {"full_name": "Ann/App"}}
      """#, to: "issue.json")
    let signed = try ServerProcess(
      of: scene, environment: ["ORCH_WEBHOOK_SECRET": "a secret"])
    func deliver(_ signature: String) throws -> String {
      try scene.bash(
        """
        curl -sS -m 60 -w '%{http_code}' --data-binary @issue.json -H 'X-GitHub-Event: issues' \
          -H "X-Hub-Signature-256: sha256=\(signature)" \(signed.address)/v1/webhook
        """
      ).output
    }
    // As `openssl dgst -sha256 -hmac 'a secret' issue.json` says.
    let signature = "77b850b2611dfa0673978d702035628b4da8744edb7724d71316dd876380d5f0"
    #expect(try deliver("00").hasSuffix("401"))
    let accepted = try deliver(signature)
    #expect(accepted.hasSuffix("202"))
    #expect(try deliver(signature) == accepted)
    let rows = try scene.orch("list").output.split(separator: "\n")
    #expect(rows.count == 2)
    #expect(rows.last?.hasSuffix("It fails on Korean names") == true)
    #expect(try scene.orch("pick", "--owner-session", "w").output == "A\n")
    signed.end()
  }
}
