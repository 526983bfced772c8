import HTTP
import TestSupport
import Testing
import Text

@testable import Server

/// `/openapi.json`, compared with what the server answers.
@Suite struct OpenAPITests {
  /// A method of a path, and the statuses that it is said to answer.
  private struct Operation {
    let path, method: String
    let statuses: Set<Int>
    let isOpen: Bool

    /// The path with words for its open parts.
    var target: String {
      "/"
        + path.split(separator: "/").map { word in
          word.hasPrefix("{") ? (word == "{claim}" ? "1" : "A") : String(word)
        }.joined(separator: "/")
    }
  }

  private func operations(_ document: JSONValue) -> [Operation] {
    (document.objectValue?["paths"]?.objectValue?.members ?? []).flatMap { path, methods in
      (methods.objectValue?.members ?? []).map { method, operation in
        let statuses = operation.objectValue?["responses"]?.objectValue?.members ?? []
        return Operation(
          path: path, method: method.uppercased(),
          statuses: Set(statuses.compactMap { Int($0.key) }),
          isOpen: operation.objectValue?["security"] == [])
      }
    }
  }

  @Test func `each path and method of the server is described, and no other`() {
    let described = operations(OpenAPI.document(version: "1")).map { "\($0.method) \($0.path)" }
    let routes = Route.all.map { ($0.method, $0.path) }
    let endpoints = Endpoint.allCases.flatMap { endpoint in
      endpoint.methods.map { ($0, endpoint.path) }
    }
    let served = (routes + endpoints).map { "\($0.rawValue) /\($1.joined(separator: "/"))" }
    #expect(described.sorted() == served.sorted())
  }

  @Test func `each reference names a component`() {
    let document = OpenAPI.document(version: "1")
    var references: Set<String> = []
    func look(_ value: JSONValue) {
      for (key, value) in value.objectValue?.members ?? [] {
        if key == "$ref", let text = value.stringValue { references.insert(text) }
        look(value)
      }
      for value in value.arrayValue ?? [] { look(value) }
    }
    look(document)
    #expect(references.count > 50)
    for reference in references {
      let found = reference.split(separator: "/").dropFirst()
        .reduce(document) { $0?.objectValue?[String($1)] }
      #expect(found != nil, "\(reference)")
    }
  }

  /// Headers, the body, and the status that each path answers; `nil` where it depends on the path.
  private static let requests: [(headers: [String], body: String, status: Int?)] = [
    ([], "", nil), (["Authorization: Bearer orch_0"], "", nil),
    (["Authorization: TOKEN"], "", nil), (["Authorization: TOKEN"], "{}", nil),
    (["Authorization: TOKEN"], "[]", nil),
    (["Authorization: TOKEN", "Last-Event-ID: 0", "Range: bytes=9-"], "", nil),
    (["Authorization: TOKEN", "Idempotency-Key: a b"], #"{"task": "x"}"#, nil),
    (["Origin: http://elsewhere.example"], "", 403),
    (["Transfer-Encoding: chunked"], "", nil),
    ([], String(repeating: "a", count: 300_000), 413),
    (["X: " + String(repeating: "a", count: 20_000)], "", 431),
  ]

  @Test func `what is answered is described`() throws {
    try withTemporaryDirectory { folder in
      let gateway = try RunningGateway(in: folder)
      let answer = gateway.answer("GET", "/openapi.json")
      #expect(answer.status == 200)
      let document = try JSONValue(parsing: Array(answer.body.utf8))
      #expect(document == OpenAPI.document(version: "1"))
      var refused: Set<Int> = []
      for operation in operations(document) {
        for (headers, body, status) in Self.requests {
          let headers = headers.map { $0.replacing("TOKEN", with: "Bearer \(gateway.secret)") }
          let answer = gateway.answer(operation.method, operation.target, headers, body: body)
          let request = "\(operation.method) \(operation.path) \(headers) \(body.prefix(20))"
          #expect(operation.statuses.contains(answer.status), "\(request): \(answer)")
          if let status { #expect(answer.status == status, "\(request)") }
          if headers.isEmpty, body.isEmpty {
            #expect((answer.status == 401) == (!operation.isOpen), "\(request)")
          }
          refused.insert(answer.status)
        }
      }
      #expect(refused.isSuperset(of: [200, 400, 401, 403, 404, 413, 429, 431]), "\(refused)")
    }
  }

  @Test(arguments: ["TRACE", "OPTIONS", "PUT", "FETCH"])
  func `a path lists its methods to those that it does not take`(_ method: String) throws {
    try withTemporaryDirectory { folder in
      let gateway = try RunningGateway(in: folder)
      let all = operations(OpenAPI.document(version: "1"))
      for (path, operations) in Dictionary(grouping: all, by: \.path) {
        let answer = gateway.answer(method, operations[0].target)
        #expect(answer.status == 405, "\(path): \(answer)")
        let methods = operations.map(\.method).sorted().joined(separator: ", ")
        #expect(answer.head.contains("Allow: \(methods)"), "\(path): \(answer.head)")
        #expect(answer.head.contains("Content-Type: application/json"), "\(path)")
      }
    }
  }

  @Test func `below a path the description has its address`() {
    func servers(_ path: BasePath) -> JSONValue? {
      OpenAPI.document(version: "1", at: path).objectValue?["servers"]
    }
    #expect(servers(.none) == nil)
    #expect(BasePath("/orch").map(servers) == [["url": "/orch"]])
  }
}
