import Foundation
import Testing
import Text

/// Secrets whose values are known, whatever their shape.
@Suite struct SecretValueTests {
  private static let value = "blue/Horse +batt&ry~한"
  private static let mark = "[redacted:variable]"

  private static let cases = [
    RedactionCase("as it is", "the value \(value) is", "the value \(mark) is"),
    RedactionCase("twice, at both ends", "\(value)\(value)", "\(mark)\(mark)"),
    RedactionCase("its beginning alone", String(value.dropLast()), String(value.dropLast())),
    RedactionCase("begun twice", "blue/Ho\(value)", "blue/Ho\(mark)"),
    RedactionCase(
      "in a URL", "?t=blue%2FHorse%20%2bbatt%26ry~%ED%95%9C&x=1", "?t=\(mark)&x=1"),
    RedactionCase("in a form", "t=blue%2FHorse+%2Bbatt%26ry~%ed%95%9c", "t=\(mark)"),
    RedactionCase(
      "in JSON that escapes slashes", #""t":"blue\/Horse +batt&ry~한""#, #""t":"\#(mark)""#),
    RedactionCase(
      "in colours", "\u{1B}[31mblue\u{1B}[m\u{1B}[01;31m\u{1B}[K/Horse +batt&ry~한\u{1B}[m",
      "\u{1B}[31m\(mark)\u{1B}[m"),
    RedactionCase("another escape", "blue\u{1B}]/Horse +batt&ry~한", "blue\u{1B}]/Horse +batt&ry~한"),
    RedactionCase("a sign that is no escape", "50%\n100%2", "50%\n100%2"),
  ]

  @Test(arguments: cases)
  func `a known value goes`(_ example: RedactionCase) {
    let values = SecretValues([Self.value, "short"])
    #expect(Redactor.redacted(example.input, removing: values) == example.output)
  }

  /// Base64 has the value at one of three places of a group, and characters that belong to what is
  /// around it, too.
  @Test(arguments: ["", "u:", "user:", "a"], ["", "x", ":more"])
  func `a known value in base64 goes`(_ before: String, _ after: String) {
    let text = Data("\(before)\(Self.value)\(after)".utf8).base64EncodedString()
    let url = text.replacing("+", with: "-").replacing("/", with: "_")
    let escaped = text.replacing("+", with: "%2B").replacing("/", with: "%2F")
    for text in [text, url, escaped] {
      let output = Redactor.redacted("Basic \(text)\n", removing: SecretValues([Self.value]))
      #expect(output.contains(Self.mark))
      #expect(output.utf8.count <= "Basic [redacted:variable]\n".utf8.count + 14, "\(output)")
    }
  }

  @Test func `short values and blanks around a value do not count`() {
    let values = SecretValues(["1234567", "", "       ", " abcdefgh\n"])
    #expect(Redactor.redacted("1234567 abcdefgh.", removing: values) == "1234567 \(Self.mark).")
  }

  @Test func `of two values the longer one goes`() {
    let values = SecretValues(["abcdefgh", "abcdefghij"])
    #expect(
      Redactor.redacted("abcdefghij abcdefghi", removing: values) == "\(Self.mark) \(Self.mark)i")
  }

  @Test func `a stream may be cut anywhere`() {
    let base64 = Data("u:\(Self.value)".utf8).base64EncodedString()
    let input =
      "a=\(Self.value) b=blue%2FHorse%20%2bbatt%26ry~%ED%95%9C c=\(base64) d=blue/Horse"
      + #" e=blue\/\#u{1B}[1;31mHorse +batt&ry~한 f=blue\"#
    let values = SecretValues([Self.value])
    let whole = Redactor.redacted(input, removing: values)
    let bytes = Array(input.utf8)
    for cut in bytes.indices {
      var redactor = Redactor(removing: values)
      var output = redactor.redact(bytes[..<cut])
      output += redactor.redact(bytes[cut...])
      output += redactor.finish()
      #expect(String(decoding: output, as: UTF8.self) == whole, "cut at \(cut)")
    }
  }

  @Test func `only what may be the beginning of a value is held back`() {
    var redactor = Redactor(removing: SecretValues([Self.value]))
    #expect(redactor.redact(Array("ready\n".utf8)[...]) == Array("ready\n".utf8))
    #expect(redactor.redact(Array("blue/\n".utf8)[...]) == Array("blue/\n".utf8))
    #expect(redactor.redact(Array("x\nblue".utf8)[...]) == Array("x\n".utf8))
    #expect(redactor.finish() == Array("blue".utf8))
  }
}
