import TestSupport
import Testing
import Text

// Browsers, tokens and proxies.

extension ServerTests {
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
}
