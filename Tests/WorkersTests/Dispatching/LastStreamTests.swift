import Host
import Testing

@testable import Workers

/// Which stream of a program had its last line.
@Suite struct LastStreamTests {
  typealias Piece = (stream: Subprocess.Stream, text: String, milliseconds: Int)

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var hasJSONLines = false
    let pieces: [Piece]
    let last: Subprocess.Stream?
  }

  @Test(arguments: [
    Case(testDescription: "nothing", pieces: [], last: nil),
    Case(testDescription: "blank lines", pieces: [(.output, " \n\t\r\n", 0)], last: nil),
    Case(testDescription: "one stream", pieces: [(.output, "a\n", 0)], last: .output),
    Case(
      testDescription: "a warning before", pieces: [(.errors, "old\n", 0), (.output, "a\n", 100)],
      last: .output),
    Case(
      testDescription: "an error behind", pieces: [(.output, "a\n", 0), (.errors, "bad\n", 100)],
      last: .errors),
    Case(
      testDescription: "a blank line behind",
      pieces: [(.output, "a\n", 0), (.errors, "bad\n", 100), (.output, "\n", 200)], last: .errors),
    Case(
      testDescription: "a line without an end",
      pieces: [(.errors, "bad\n", 0), (.output, "a", 100)], last: .output),
    Case(
      testDescription: "both at once", pieces: [(.errors, "bad\n", 0), (.output, "a\n", 9)],
      last: nil),
    Case(
      testDescription: "JSON lines behind", hasJSONLines: true,
      pieces: [(.errors, "bad\n", 0), (.output, "{\"a\":\n{}", 100)], last: .errors),
    Case(
      testDescription: "the rest of a JSON line", hasJSONLines: true,
      pieces: [(.output, "{\"a\":", 0), (.errors, "bad\n", 10), (.output, "1}\n", 100)],
      last: .errors),
    Case(
      testDescription: "another line between JSON lines", hasJSONLines: true,
      pieces: [(.errors, "bad\n", 0), (.output, "{}\nno disk\n{}\n", 100)], last: .output),
  ])
  func `the stream of the last line is known`(_ example: Case) {
    var last = LastStream(hasJSONLines: example.hasJSONLines)
    for piece in example.pieces {
      last.append(Array(piece.text.utf8), from: piece.stream, at: .milliseconds(piece.milliseconds))
    }
    #expect(last.stream == example.last)
  }
}
