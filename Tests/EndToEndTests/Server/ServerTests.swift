import Foundation
import TestSupport
import Testing
import Text

/// `orch serve` as programs and browsers use it.
@Suite struct ServerTests {
  private func member(_ path: String..., of text: String) throws -> JSONValue? {
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

  /// The status of a request, whose body is then in the file `body`.
  private func curl(in scene: Scene, _ options: String) throws -> String {
    try scene.bash("curl -sS -m 60 -o body -w '%{http_code}' \(options)").output
  }

  @Test func `a browser is known by two secrets that one code gives once`() throws {
    let scene = try Scene(rows: row("A"))
    var server = try ServerProcess(of: scene)
    let opened = try scene.orch("open").output
    let code = try #require(opened.split(separator: "=").last.map { String($0.dropLast()) })
    let (address, port) = (server.address, server.port)
    #expect(opened == "\(address)/#code=\(code)\n")
    let begin = "-b jar -c jar -d '{\"code\": \"\(code)\"}' \(address)/session"
    #expect(try curl(in: scene, begin) == "201")
    let secret = try #require(try member("secret", of: scene.text("body"))?.stringValue)
    #expect(try curl(in: scene, begin) == "401")
    let rows = "\(address)/v1/rows"
    // What another server on this machine gets is the cookie alone.
    #expect(try curl(in: scene, "-b jar \(rows)") == "401")
    #expect(try curl(in: scene, "-H 'Orch-Secret: \(secret)' \(rows)") == "401")
    #expect(try curl(in: scene, "-b jar -H 'Orch-Secret: \(secret)' \(rows)") == "200")
    #expect(server.end().status == 0)
    server = try ServerProcess(of: scene, port: port)
    #expect(
      try curl(in: scene, "-b jar -H 'Orch-Secret: \(secret)' -D head -d '{}' \(rows)/A/cancel")
        == "200")
    let actor = try scene.orch("history", "A").output.split(separator: "\t").dropLast().last
    #expect(actor?.hasSuffix("@board") ?? false)
    // The command of the answer is taken back once.
    let command = try scene.bash("sed -n 's/^[Oo]rch-[Cc]ommand: //p' head | tr -d '\\r\\n'").output
    let undo =
      "-b jar -H 'Orch-Secret: \(secret)' -d '{\"command\": \"\(command)\"}' \(address)/v1/undo"
    #expect(try curl(in: scene, undo) == "200")
    #expect(try scene.orch("list").output == "A\tPENDING\tP1\twork\n")
    #expect(try curl(in: scene, undo) != "200")
    #expect(
      try curl(in: scene, "-b jar -H 'Orch-Secret: \(secret)' -X DELETE \(address)/session")
        == "204")
    #expect(try curl(in: scene, "-b jar -H 'Orch-Secret: \(secret)' \(rows)") == "401")
    #expect(try curl(in: scene, address + "/") == "200")
    #expect(try scene.text("body").hasPrefix("<!DOCTYPE html>"))
    // Neither file has a secret.
    let kept = try scene.text(".config/orch/browsers.json")
    #expect(!kept.contains(secret) && !kept.contains(code))
    server.end()
  }

  @Test func `a token that is revoked ends its streams`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let script = """
      curl -sSN -m 60 -H "Authorization: Bearer $(cat token)" \(server.address)/v1/events > stream &
      timeout 60 sh -c 'until grep -q ^id: stream 2> /dev/null; do sleep 0.01; done'
      $ORCH token revoke token > /dev/null
      wait $!
      """
    #expect(try scene.bash(script).status == 0)
    #expect(try server.answer("GET", "/v1/rows").status == 401)
    server.end()
  }

  @Test func `wrong tokens are counted, and valid ones heard`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    try scene.write("orch_wrong", to: "wrong")
    let server = try ServerProcess(of: scene)
    let statuses = try (1...12).map { _ in
      try server.answer("GET", "/v1/rows", token: "wrong").status
    }
    #expect(statuses == Array(repeating: 401, count: 10) + [429, 429])
    #expect(try server.answer("GET", "/v1/rows").status == 200)
    for _ in 1...30 { _ = try server.answer("POST", "/v1/rows", "-d '{\"task\": \"\"}'") }
    #expect(try server.answer("POST", "/v1/rows", "-d '{\"task\": \"x\"}'").status == 429)
    #expect(try server.answer("GET", "/v1/rows").status == 200)
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

  /// Which rows a page has, and where the next one begins.
  @Test(
    arguments: [
      ("limit=2", "A B", 5, "1:B"), ("limit=2&cursor=1:B", "C D", nil, "3:D"),
      ("limit=2&cursor=3:D", "E", nil, nil), ("limit=9", "A B C D E", 5, nil),
      ("limit=2&sort=-table", "E D", 5, "3:D"),
      ("limit=2&sort=-table&cursor=3:D", "C B", nil, "1:B"),
      ("limit=2&sort=priority", "C A", 5, "0:A"),
      ("limit=1&sort=priority&cursor=0:A", "B", nil, "1:B"),
      ("limit=1&status=PENDING,BLOCKED", "A", 4, "0:A"),
      // The last row of the page before is not among those that are asked for any more, or has moved.
      ("limit=9&status=DONE&cursor=0:A", "B", nil, nil),
      ("limit=9&status=BLOCKED&cursor=0:A", "E", nil, nil), ("cursor=99:C", "D E", nil, nil),
      ("id=E&id=B&id=X", "E B", nil, nil), ("id=D", "D", nil, nil),
    ] as [(String, String, Int?, String?)])
  func `rows come in pages`(_ query: String, _ ids: String, _ total: Int?, _ next: String?) throws {
    let scene = try Scene(
      rows: row("A"), row("B", "DONE"), row("C", "PENDING", "P0"), row("D", notes: "after=B,C"),
      row("E", "BLOCKED"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let answer = try server.answer("GET", "/v1/rows?\(query)")
    #expect(answer.status == 200, "\(answer)")
    let items = try member("items", of: answer.body)?.arrayValue ?? []
    let found = items.compactMap { $0.objectValue?["id"]?.stringValue }
    #expect(found.joined(separator: " ") == ids)
    #expect(try member("total", of: answer.body) == total.map { .integer($0) })
    #expect(try member("next_cursor", of: answer.body)?.stringValue == next)
    let done = try member("done", of: answer.body)?.arrayValue ?? []
    #expect(done == (found.contains("D") ? [.string("B")] : []))
    server.end()
  }

  @Test func `rows that are added or deleted shift no page`() throws {
    let scene = try Scene(rows: row("A"), row("B"), row("C"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    #expect(try server.answer("GET", "/v1/rows?limit=2").body.contains(#""next_cursor":"1:B""#))
    try scene.orch("rm", "A").check()
    try scene.orch("add", "D", "--criteria", "c").check()
    let rest = try server.answer("GET", "/v1/rows?limit=2&cursor=1:B")
    let items = try member("items", of: rest.body)?.arrayValue ?? []
    #expect(items.count == 2 && items.first?.objectValue?["id"]?.stringValue == "C")
    try scene.orch("rm", "B").check()
    let gone = try server.answer("GET", "/v1/rows?limit=2&cursor=1:B")
    #expect(gone.status == 400 && gone.body.contains(#""code":"bad_cursor""#), "\(gone)")
    server.end()
  }

  @Test func `a long answer keeps no other request waiting`() throws {
    let scene = try Scene(file: queueText((1...20_000).map { row("R\($0)", task: "task \($0)") }))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    // How often another client is answered while one reads all rows.
    let output = try scene.bash(
      """
      (curl -sS -m 60 -o /dev/null -H "Authorization: Bearer $(cat token)" \
        \(server.address)/v1/rows; : > finished) &
      until [ -e finished ]; do
        curl -sS -m 60 -o /dev/null \(server.address)/health/live && [ ! -e finished ] && echo answered
      done
      wait
      """)
    // A server that waits for the long answer gives one before it and one after it.
    #expect(output.output.split(separator: "\n").count > 4, "\(output)")
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

  @Test(.enabled(if: Nginx.isThere, "needs nginx"), arguments: [false, true])
  func `a server below a path is reached through nginx`(_ strips: Bool) throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    let server = try ServerProcess(of: scene, ["--base-path", "/orch", "--proxy", "127.0.0.1"])
    #expect(server.address == "http://127.0.0.1:\(server.port)/orch")
    let nginx = try Nginx(before: server, in: scene, strips: strips)
    let board = "\(nginx.address)/orch"
    let token = "-H \"Authorization: Bearer $(cat token)\""
    #expect(try curl(in: scene, "\(token) \(board)/v1/rows") == "200")
    #expect(try curl(in: scene, "\(board)/openapi.json") == "200")
    let servers = try member("servers", of: scene.text("body"))?.arrayValue
    #expect(servers == [["url": "/orch"]])
    #expect(try curl(in: scene, "\(token) \(nginx.address)/v1/rows") == "200")
    #expect(try scene.text("body") == "another application")
    // Programs on this machine need no path.
    #expect(try curl(in: scene, "http://127.0.0.1:\(server.port)/health/live") == "200")
    let opened = try scene.orch("open").output
    #expect(opened.hasPrefix("\(server.address)/#code="))
    let code = try #require(opened.split(separator: "=").last.map { String($0.dropLast()) })
    let begin = "-b jar -c jar -d '{\"code\": \"\(code)\"}' \(board)/session"
    #expect(try curl(in: scene, begin) == "201")
    let secret = try #require(try member("secret", of: scene.text("body"))?.stringValue)
    let known = "-b jar -H 'Orch-Secret: \(secret)' -H 'Origin: \(nginx.address)'"
    #expect(try curl(in: scene, "\(known) -d '{}' \(board)/v1/rows/A/cancel") == "200")
    // Other applications get no cookie: without it the secret is none.
    #expect(try scene.text("jar").contains("\tFALSE\t/orch\t"))
    // An event comes while the stream is open.
    let event = try scene.bash(
      """
      curl -sSN -m 60 \(token) \(board)/v1/events > stream &
      timeout 60 sh -c 'until grep -q ^id: stream 2> /dev/null; do sleep 0.01; done' &&
      $ORCH add later --criteria c -q &&
      timeout 30 sh -c 'until grep -q "^event: added" stream; do sleep 0.01; done'
      status=$?; kill $!; exit $status
      """)
    #expect(event.status == 0, "\(event)")
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
