import TestSupport
import Testing
import Text

// What is answered where there is nothing.

extension ServerTests {
  /// Of an attempt without output, report or branch.
  @Test(arguments: [
    ("attempts/1/log", "bytes=0-", 200), ("attempts/1/log", "bytes=1-", 416),
    ("attempts/1/report", "", 404), ("attempts/1/report?or_none", "", 204),
    ("attempts/2/report?or_none", "", 404), ("diff", "", 404), ("diff?or_none", "", 204),
    ("diff?claim=1&or_none", "", 204), ("diff?or_none=perhaps", "", 400),
  ])
  func `what an attempt did not leave is no error if the request says so`(
    _ path: String, _ range: String, _ status: Int
  ) throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    try scene.bash("mkdir -p .orch/attempts/A/1; : > .orch/attempts/A/1/output.log").check()
    let server = try ServerProcess(of: scene)
    let header = range.isEmpty ? "" : "-H 'Range: \(range)'"
    let answer = try server.answer("GET", "/v1/rows/A/\(path)", header)
    #expect(answer.status == status, "\(answer)")
    #expect(answer.body.isEmpty == [200, 204, 416].contains(status))
    server.end()
  }

  /// A copy has the journal of the original, and gets an id of its own with its first change.
  @Test func `the stream of a queue without an id says that something changed`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    try scene.orch("add", "B", "--criteria", "c").check()
    try scene.bash("mkdir copy && cp -r QUEUE.md .orch copy").check()
    let server = try ServerProcess(of: scene, ["--also", "copy/QUEUE.md"])
    try scene.bash(
      """
      curl -sSN -m 60 -H "Authorization: Bearer $(cat token)" \
        '\(server.address)/v1/events?queue=copy/QUEUE.md' > stream &
      see() { until grep -q "$1" stream; do kill -0 $! && sleep 0.05 || exit; done; }
      see '^: changed'
      $ORCH add C --criteria c --queue copy/QUEUE.md -q && see '^id: .'
      kill $!
      """
    ).check()
    server.end()
  }
}
