import TestSupport
import Testing

/// The hooks of `templates/hooks`, with stand-ins for the programs that send.
@Suite struct HookTemplateTests {
  private static let event =
    #"{"event":"blocked","id":"A","change":{"ts":"now","command":"block","actor":"ann","after":{"notes":"a <b> & \"é\""}}}"#

  /// Runs a template with an event.
  ///
  /// - Returns: how it ended, and what its program was given: the arguments, the configuration of
  ///   curl, and standard input.
  private func run(
    _ name: String, _ variables: [String: String], event: String = event
  ) throws -> (outcome: Outcome, given: String) {
    let scene = try Scene()
    let standIn = """
      #!/bin/sh
      { echo "$*"; cat <&3; cat; } > given 2> /dev/null
      case $0 in *curl) printf %s "${CODE:-200}" ;; esac
      """
    try scene.makeFolder("bin")
    for program in ["curl", "sendmail"] {
      try writeExecutable(standIn, to: scene.path("bin/\(program)"))
    }
    let outcome = try scene.bash(
      "printf '%s\\n' '\(event)' | sh '\(Project.folder)/templates/hooks/\(name)'",
      environment: ["PATH": "\(scene.path("bin")):/usr/bin:/bin"].merging(variables) { $1 })
    return (outcome, scene.exists("given") ? try scene.text("given") : "")
  }

  private static let curl =
    "-q -fsS -o /dev/null -w %{http_code} --proto =https,http --max-time 20 -H "

  static let sent: [(name: String, variables: [String: String], given: String)] = [
    (
      "chat.sh", ["CHAT_URL": "https://example.com/T0/secret"],
      curl + """
        Content-Type: application/json --data-binary @- -K /dev/fd/3
        url = "https://example.com/T0/secret"
        {"text":"blocked A\\n```\\na &lt;b&gt; &amp; \\"é\\"\\n```"}
        """
    ),
    (
      "ntfy.sh", ["NTFY_URL": "http://127.0.0.1:8080/t", "NTFY_TOKEN": "tk_secret"],
      curl + """
        Title: Task queue --data-binary @- -K /dev/fd/3
        url = "http://127.0.0.1:8080/t"
        header = "Authorization: Bearer tk_secret"
        blocked A
        a <b> & "é"
        """
    ),
    (
      "mail.sh", ["MAIL_TO": "ann@example.com"],
      """
      -t -oi
      To: ann@example.com
      Subject: =?UTF-8?B?YmxvY2tlZCBB?=
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      blocked A
      a <b> & "é"
      by ann with block at now

      """
    ),
  ]

  @Test(arguments: sent.indices)
  func `it sends what happened, its secrets through no argument`(_ index: Int) throws {
    let (name, variables, given) = Self.sent[index]
    let sent = try run(name, variables)
    expect(sent.outcome, is: .prints(""))
    #expect(sent.given == given)
  }

  @Test func `a fact is said in its own words`() throws {
    let fact = #"{"event":"plan_done","id":null,"plan":"login","fact":{"message":"it is done"}}"#
    let sent = try run("ntfy.sh", ["NTFY_URL": "https://example.com/t"], event: fact)
    #expect(sent.given.hasSuffix("\nplan_done login\nit is done"), "\(sent)")
  }

  /// A redirect is followed nowhere, and is no delivery.
  @Test(arguments: ["webhook.sh", "chat.sh", "ntfy.sh"])
  func `another answer than success is a failure`(_ name: String) throws {
    let url = "https://example.com/"
    let sent = try run(
      name,
      [
        "WEBHOOK_URL": url, "CHAT_URL": url, "NTFY_URL": url, "WEBHOOK_SECRET": "key",
        "CODE": "302",
      ])
    #expect(sent.outcome.status == 1 && sent.outcome.errors.hasSuffix(" answered 302\n"))
  }

  /// A key as it is, and one that is longer than a block of the hash.
  @Test(arguments: ["key", String(repeating: "long ", count: 20)])
  func `a webhook signs its body`(_ key: String) throws {
    let sent = try run(
      "webhook.sh", ["WEBHOOK_URL": "https://example.com/in", "WEBHOOK_SECRET": key])
    expect(sent.outcome, is: .prints(""))
    let scene = try Scene()
    try scene.write(Self.event, to: "body")
    let hmac = try scene.bash("openssl dgst -sha256 -hmac '\(key)' -r body | cut -d ' ' -f 1")
      .output
    #expect(
      sent.given
        == Self.curl + """
          Content-Type: application/json -H X-Orch-Signature: sha256=\(hmac.replacing("\n", with: "")) \
          --data-binary @- -K /dev/fd/3
          url = "https://example.com/in"
          \(Self.event)
          """)
  }

  @Test(arguments: [
    ("http://example.com/", "WEBHOOK_URL must be https, or http on this machine\n"),
    ("http://localhost.example.com/", "WEBHOOK_URL must be https, or http on this machine\n"),
    ("file:///etc/passwd", "WEBHOOK_URL must be https, or http on this machine\n"),
    (
      "http://localhost:x@example.com/",
      "WEBHOOK_URL has a character that is not allowed here\n"
    ),
    ("https://a\"\noutput = \"x", "WEBHOOK_URL has a character that is not allowed here\n"),
  ])
  func `it sends nothing elsewhere in plain text`(_ url: String, _ error: String) throws {
    for (name, variable) in [
      ("webhook.sh", "WEBHOOK_URL"), ("chat.sh", "CHAT_URL"), ("ntfy.sh", "NTFY_URL"),
    ] {
      let sent = try run(name, [variable: url, "WEBHOOK_SECRET": "key"])
      #expect(sent.outcome.status == 2 && sent.given == "", "\(name)")
      #expect(sent.outcome.errors.contains(variable) && sent.outcome.output == "", "\(name)")
      if name == "webhook.sh" { #expect(sent.outcome.errors == error) }
    }
  }
}
