import Host
import Model
import Testing
import Text

@testable import Workers

/// Which addresses a key is sent to, and what `curl` is given and prints.
@Suite struct ChatEndpointTests {
  private static let urls: [(url: String, isAllowed: Bool)] = [
    ("https://api.example.org/v1/chat/completions", true), ("https://a.b:8443/x?y=z", true),
    ("http://127.0.0.1:8080/v1", true), ("http://localhost/v1", true), ("http://[::1]:1/v1", true),
    ("http://127.9.9.9/", true), ("https://[2001:db8::1]/v1", true), ("HTTPS://a.b/", false),
    ("http://example.org/v1", false), ("http://127.0.0.1.example.org/", false),
    ("http://localhost.example.org/", false), ("http://127.0.0.1@example.org/", false),
    (#"http://127.0.0.1\@example.org/"#, false), ("http://127.0.0.1#@example.org/", false),
    ("http://127.0.0.255/", true), ("http://127.0.0.256/", false), ("http://127.999.1.1/", false),
    ("http://127.0.0.01/", false), ("http://127.010.0.1/", false), ("http://127.1/", false),
    ("http://128.0.0.1/", false), ("http://[::2]/", false),
    ("https://user:word@a.b/", false), ("https://", false), ("https:///v1", false),
    ("https://a b/", false), ("https://a.b/\n", false), ("https://a.b/\"x", false),
    ("https://a.b:/", false), ("https://a.b:999999/", false), ("https://{a,b}.c/", false),
    ("file:///etc/passwd", false), ("ftp://127.0.0.1/", false), ("", false),
  ]

  @Test(arguments: urls)
  func `a key goes over TLS, or stays on this machine`(_ url: String, _ isAllowed: Bool) {
    #expect(ChatEndpoint.isAllowed(url) == isAllowed)
  }

  private static let all = ["LLM_URL", "LLM_MODEL", "LLM_API_KEY"]
  private static let profiles: [(env: [String], url: String?, model: String?, outcome: String)] = [
    (all, nil, nil, "https://e/v m k"), (all, "https://p/v", "p", "https://e/v m k"),
    ([], "https://p/v", "p", "https://p/v p -"),
    (["LLM_API_KEY"], "https://p/v", "p", "https://p/v p k"),
    ([], nil, "p", "noURL"), (["LLM_URL"], nil, nil, "noModel"),
    ([], "http://a.b/", "p", "badURL(\"http://a.b/\")"),
  ]

  @Test(arguments: profiles)
  func `a variable counts where env names it`(
    _ env: [String], _ url: String?, _ model: String?, _ outcome: String
  ) {
    var profile = WorkerProfile(name: "a", adapter: .llm)
    (profile.env, profile.url, profile.model) = (env, url, model)
    let environment = Environment([
      "LLM_URL": "https://e/v", "LLM_MODEL": "m", "LLM_API_KEY": "k",
    ])
    var found: String
    do throws(ChatEndpoint.Fault) {
      let endpoint = try ChatEndpoint(of: profile, environment)
      found = "\(endpoint.url) \(endpoint.model) \(endpoint.key ?? "-")"
    } catch {
      found = "\(error)"
    }
    #expect(found == outcome)
  }

  @Test(arguments: ["a\nb", "a\r\nX: y", "a\u{0}b", "a\u{7F}"])
  func `a key that would end its header is refused`(_ key: String) {
    #expect(throws: ChatEndpoint.Fault.badKey) {
      _ = try ChatEndpoint(url: "https://a.b/", model: "m", key: key)
    }
  }

  @Test func `all that is not curl's own word is in its configuration`() throws {
    let endpoint = try ChatEndpoint(
      url: "https://a.b/v1", model: "m", key: #"k"\ url = "https://evil/"#)
    let call = endpoint.call(with: .file(#"/q/a "b"/c.json"#), timeoutSeconds: 9)
    #expect(
      call.arguments.joined(separator: " ")
        == "-q -sS -i -g --proto =https,http --max-redirs 0 --max-filesize 4M --max-time 9 -K -")
    #expect(
      call.configuration == #"""
        url = "https://a.b/v1"
        header = "Content-Type: application/json"
        header = "Accept: application/json"
        header = "Expect:"
        header = "Authorization: Bearer k\"\\ url = \"https://evil/"
        data-binary = "@/q/a \"b\"/c.json"

        """#)
  }

  @Test(arguments: [
    ("https://a.b/v1/messages", true), ("https://a.b/v1/messages?beta=true", true),
    ("https://a.b/v1/chat/completions", false), ("https://a.b/?x=/messages", false),
    ("https://a.b/v1/messages/", false),
  ])
  func `the path of the address shows the form of Anthropic's API`(
    _ url: String, _ isOfMessages: Bool
  ) throws {
    let endpoint = try ChatEndpoint(url: url, model: "m", key: "k")
    #expect((endpoint.form == .messages) == isOfMessages)
  }

  @Test func `Anthropic's API gets the key in a header of its own`() throws {
    let endpoint = try ChatEndpoint(url: "https://a.b/v1/messages", model: "m", key: "k")
    #expect(
      endpoint.call(with: .file("/r.json"), timeoutSeconds: 9).configuration == """
        url = "https://a.b/v1/messages"
        header = "Content-Type: application/json"
        header = "Accept: application/json"
        header = "Expect:"
        header = "x-api-key: k"
        header = "anthropic-version: 2023-06-01"
        data-binary = "@/r.json"

        """)
  }

  @Test(arguments: [
    (
      "https://a.b/v1/chat/completions",
      #"{"model":"m","stream":false,"messages":[{"role":"system","content":"Be brief."},"#
        + #"{"role":"user","content":"a \"b\""}],"response_format":{"type":"json_object"}}"#
    ),
    (
      "https://a.b/v1/messages",
      #"{"model":"m","max_tokens":16000,"stream":false,"#
        + #""messages":[{"role":"user","content":"a \"b\""}],"system":"Be brief."}"#
    ),
  ])
  func `a request has the form of its endpoint`(_ url: String, _ json: String) throws {
    let endpoint = try ChatEndpoint(url: url, model: "m", key: nil)
    let request = ChatRequest(
      to: endpoint, [.init(.system, "Be brief."), .init(.user, #"a "b""#)], format: .json)
    #expect("\(request.json)" == json)
  }

  @Test func `a request to this machine goes to no proxy`() throws {
    let endpoint = try ChatEndpoint(url: "http://localhost/v1", model: "m", key: "k")
    let call = endpoint.call(with: .text("{}"), timeoutSeconds: 9)
    #expect(call.configuration.hasPrefix("url = \"http://localhost/v1\"\nnoproxy = \"*\"\n"))
  }

  private static let printed: [(text: String, answer: String)] = [
    ("HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", "200 body"),
    ("HTTP/2 429 \r\nRetry-After: 7\r\n\r\n", "429  after 7"),
    ("HTTP/1.1 429 x\r\nRetry-After: Sat, 31 Jan 2026 18:00:00 GMT\r\n\r\n", "429 "),
    ("HTTP/1.1 429 x\nretry-after: -1\n\nx", "429 x"),
    ("HTTP/1.1 429 x\nRetry-After: 9223372036854775807\n\n", "429  after 691200"),
    ("HTTP/1.1 429 x\nRetry-After: 99999999999999999999\n\n", "429  after 691200"),
    ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody", "200 body"),
    ("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 401 no\r\n\r\nbody", "401 body"),
    ("HTTP/1.1 500 x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}", "500 HTTP/1.1 200 OK\r\n\r\n{}"),
    ("", "-"), ("HTTP/", "-"), ("HTTP/1.1 200 OK\r\nA: b", "-"), ("body", "-"),
    ("HTTP/1.1 999 x\r\n\r\n", "-"),
  ]

  @Test(arguments: printed)
  func `what curl prints is head and body`(_ text: String, _ expected: String) {
    let answer = HTTPAnswer(Array(text.utf8)[...])
    let found = answer.map { answer in
      "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
        + (answer.retryAfter.map { " after \($0)" } ?? "")
    }
    #expect(found ?? "-" == expected)
  }

  private static let failures: [(ending: Subprocess.Ending, output: String, outcome: String)] = [
    (.exited(3), "", "spawn free"), (.exited(60), "", "spawn free"), (.exited(16), "", "spawn"),
    (.exited(6), "", "service free"), (.exited(7), "", "service free"),
    (.exited(35), "", "service free"), (.exited(18), "", "service"), (.exited(55), "", "service"),
    (.exited(56), "", "service"), (.signalled(9), "", "interrupted"),
    (.timedOut, "", "timeout"), (.exited(0), "HTTP/1.1 302 x\n\n", "agent free"),
    (.exited(0), "HTTP/1.1 401 x\n\n", "auth free"),
    (.exited(0), "HTTP/1.1 429 x\n\n", "rate_limit free"),
    (.exited(0), "HTTP/1.1 404 x\n\n", "agent free"),
    (.exited(0), "HTTP/1.1 500 x\n\n", "service"), (.exited(0), "HTTP/1.1 502 x\n\n", "service"),
    (.exited(0), "HTTP/1.1 503 x\n\n", "service free"),
    (.exited(0), "HTTP/1.1 504 x\n\n", "service"),
    (.exited(0), "HTTP/1.1 200 x\n\n", "agent"),
  ]

  @Test(arguments: failures)
  func `a request is free only where nothing can have been generated`(
    _ ending: Subprocess.Ending, _ output: String, _ outcome: String
  ) {
    let found = ChatEnding(
      ending, output: Array(output.utf8)[...], errors: "", timeoutSeconds: 1,
      removing: SecretValues([]))
    guard case .failure(let failure) = found else {
      Issue.record("an answer")
      return
    }
    #expect(failure.failureClass.rawValue + (failure.isFree ? " free" : "") == outcome)
  }

  private static let completions: [(json: String, answer: String)] = [
    (#"{"choices":[{"message":{"content":"a"},"finish_reason":"length"}]}"#, "a cut - -"),
    (
      #"{"model":"m","choices":[{"message":{"content":[{"type":"text","text":"a"},{"text":"b"}]}}],"#
        + #""usage":{"prompt_tokens":3,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1}}}"#,
      "ab whole m 3/1/2"
    ),
    (
      #"{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":-1,"completion_tokens":"x"}}"#,
      "a whole - -"
    ),
    (
      #"{"type":"message","model":"c","content":[{"type":"thinking","thinking":"x"},"#
        + #"{"type":"text","text":"a"},{"type":"text","text":"b"}],"stop_reason":"max_tokens","#
        + #""usage":{"input_tokens":3,"cache_read_input_tokens":4,"cache_creation_input_tokens":5,"#
        + #""output_tokens":2}}"#,
      "ab cut c 12/4/2"
    ),
    (#"{"type":"message","content":[{"type":"text","text":"a"}]}"#, "a whole - -"),
    (#"{"type":"error","content":[]}"#, "none"),
    (#"{"choices":[{"message":{"content":null}}]}"#, "none"), (#"{"choices":[]}"#, "none"),
    ("[]", "none"),
  ]

  @Test(arguments: completions)
  func `a completion is read, whatever it lacks`(_ json: String, _ expected: String) throws {
    let answer = ChatAnswer(try JSONValue(parsing: Array(json.utf8)))
    let found = answer.map { answer in
      let usage = answer.usage.map { usage in
        [usage.inputTokens, usage.cachedInputTokens, usage.outputTokens]
          .map { $0.map(String.init) ?? "-" }.joined(separator: "/")
      }
      return
        "\(answer.text) \(answer.isCut ? "cut" : "whole") \(answer.model ?? "-") \(usage ?? "-")"
    }
    #expect(found ?? "none" == expected)
  }
}
