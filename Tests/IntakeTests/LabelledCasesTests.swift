import Glibc
import Intake
import Testing
import Text

/// The labelled requests in `Tests/Cases`, by the goals that they were made for.
@Suite struct LabelledCasesTests {
  @Test(arguments: [("shared.jsonl", 95), ("more.jsonl", 90)])
  func `of the labelled requests most come out exactly right`(_ name: String, _ goal: Int) throws {
    let cases = try LabelledRequest.all(in: name)
    let wrong = cases.filter { !$0.isRight }
    #expect(cases.count >= 40 && Set(cases.map(\.id)).count == cases.count)
    #expect(
      wrong.count * 100 <= cases.count * (100 - goal),
      "\(wrong.map { "\($0.id): \(Proposal.propose($0.request).texts)" })")
  }

  @Test func `blanks around a request and the ends of its lines change nothing`() throws {
    for one in try LabelledRequest.all(in: "more.jsonl") {
      let texts = Proposal.propose(one.request).texts
      let windows = one.request.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(Proposal.propose("\n\n\(one.request)  \n").texts == texts)
      #expect(Proposal.propose(windows.joined(separator: "\r\n")).texts == texts)
    }
  }
}

/// A request, and what it should become.
struct LabelledRequest {
  let id: String
  let request: String
  let items: [String]
  let isOrdered: Bool

  var isRight: Bool {
    let proposal = Proposal.propose(request)
    return proposal.texts == items && proposal.isOrdered == isOrdered
  }

  static func all(in name: String, file: String = #filePath) throws -> [LabelledRequest] {
    let folder = file.split(separator: "/").dropLast(2).joined(separator: "/")
    let stream = try #require(fopen("/\(folder)/Cases/intake/\(name)", "r"))
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
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
