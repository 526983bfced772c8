import Testing
import Text

@testable import LanguageServer

@Suite struct MessageReaderTests {
  private static func message(_ body: String, _ length: Int? = nil) -> String {
    "Content-Length: \(length ?? body.utf8.count)\r\n\r\n\(body)"
  }

  struct Stream: CustomTestStringConvertible, Sendable {
    let testDescription, text: String
    let read: [String]

    init(_ name: String, _ text: String, _ read: [String]) {
      (testDescription, self.text, self.read) = (name, text, read)
    }
  }

  @Test(arguments: [
    Stream("two messages", message("{}") + message("[1]"), ["{}", "[1]"]),
    Stream(
      "a further header", "Content-Type: a\r\ncontent-length:2\r\n\r\n{}", ["{}"]),
    Stream("Hangul", message("\"로그\""), ["\"로그\""]),
    Stream("an incomplete one", message("{}", 3), []),
    Stream(
      "a length that is too short", message("{\"a\":1}", 3) + message("[2]"),
      ["-32700", "[2]"]),
    Stream(
      "a length that is too long", message("[1]", 9) + message("[2]") + message("[3]"),
      ["-32700", "[2]", "[3]"]),
    Stream(
      "no length", "Content-Type: a\r\n\r\n{}" + message("[2]"), ["-32700", "[2]"]),
    Stream("a negative length", "Content-Length: -1\r\n\r\n" + message("[2]"), ["-32700", "[2]"]),
    Stream(
      "a length beyond the limit",
      "Content-Length: 99999999999999999999\r\n\r\n" + message("[2]"), ["-32700", "[2]"]),
    Stream("no JSON", message("{") + message("[2]"), ["-32700", "[2]"]),
  ])
  func `the next header is looked for after a message that can't be read`(_ stream: Stream) {
    for size in [1, 3, 1000] {
      var reader = MessageReader()
      var read: [String] = []
      var rest = Array(stream.text.utf8)[...]
      while !rest.isEmpty {
        reader.append(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
        while let next = reader.next() {
          switch next {
          case .success(let json): read.append(json.description)
          case .failure(let error): read.append(error.code.description)
          }
        }
      }
      #expect(read == stream.read, "pieces of \(size)")
    }
  }
}
