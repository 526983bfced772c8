import Host
import Intake
import JSON
import Testing

/// The labelled requests in `Tests/Cases`, by the goals that they were made for.
@Suite struct LabelledCasesTests {
  @Test(arguments: ["shared.jsonl", "more.jsonl"])
  func `of the labelled requests 95 in 100 come out exactly right`(_ name: String) throws {
    let cases = try LabelledRequest.all(in: name)
    let wrong = cases.filter { !$0.isRight }
    #expect(cases.count >= 40)
    #expect(
      wrong.count * 100 <= cases.count * 5,
      "\(wrong.map { "\($0.id): \(Proposal.propose($0.request).texts)" })")
  }

  @Test func `each request has an id of its own`() throws {
    let ids = try ["shared.jsonl", "more.jsonl"].flatMap { name in
      try LabelledRequest.all(in: name).map(\.id)
    }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `no request becomes other items when blanks stand around it`() throws {
    for one in try LabelledRequest.all(in: "more.jsonl") {
      #expect(
        Proposal.propose("\n\n\(one.request)  \n").texts == Proposal.propose(one.request).texts)
    }
  }

  @Test func `no request becomes other items when its lines end as on Windows`() throws {
    for one in try LabelledRequest.all(in: "more.jsonl") {
      let windows = one.request.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\r\n")
      #expect(Proposal.propose(windows).texts == Proposal.propose(one.request).texts)
    }
  }
}

/// A request, and what it should become.
struct LabelledRequest {
  let id: String
  let request: String
  let items: [String]
  let isOrdered: Bool

  /// A request that is one task is right as the whole text or as the template.
  var isRight: Bool {
    let proposal = Proposal.propose(request)
    if proposal.isTemplate, items.count == 1 {
      return proposal.texts == proposal.language.phases.map { "\($0): \(items[0])" }
    }
    return proposal.texts == items && proposal.isOrdered == isOrdered
  }

  static func all(in name: String, file: String = #filePath) throws -> [LabelledRequest] {
    let folder = Path.parent(of: Path.parent(of: file))
    let bytes = try FileDescriptor(opening: "\(folder)/Cases/intake/\(name)", for: .reading)
      .readWhole()
    return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
      let object = try #require(try JSONValue(parsing: line).objectValue)
      return LabelledRequest(
        id: try #require(object["id"]?.stringValue),
        request: try #require(object["request"]?.stringValue),
        items: try #require(object["items"]?.arrayValue).compactMap(\.stringValue),
        isOrdered: object["ordered"] == true)
    }
  }
}
