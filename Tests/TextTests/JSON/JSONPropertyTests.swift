import Foundation
import TestSupport
import Testing
import Text

@Suite struct JSONPropertyTests {
  @Test func `a text is written as its characters are, one by one`() {
    var random = SeededGenerator(seed: 8)
    let usual = Array("abc 1/é한글😀~".unicodeScalars)
    let peculiar = Array(
      ("\"\\\u{0}\u{1F}\u{7F}\u{80}\u{9F}\u{A0}\u{61B}\u{61C}\u{200E}\u{2028}\u{202F}"
        + "\u{2066}").unicodeScalars)
    var (escaped, plain) = (0, 0)
    for _ in 0..<20_000 {
      var scalars = (0..<Int.random(in: 0..<24, using: &random)).map { _ in
        usual[Int.random(in: usual.indices, using: &random)]
      }
      if Bool.random(using: &random) {
        scalars.insert(
          peculiar[Int.random(in: peculiar.indices, using: &random)],
          at: Int.random(in: 0...scalars.count, using: &random))
      }
      let text = String(String.UnicodeScalarView(scalars))
      let single = scalars.map { JSONValue.string(String($0)).description.dropFirst().dropLast() }
      let written = JSONValue.string(text).description
      #expect(written.utf8.elementsEqual("\"\(single.joined())\"".utf8), "\(text)")
      if written.utf8.count == text.utf8.count + 2 { plain += 1 } else { escaped += 1 }
    }
    #expect(escaped > 1000 && plain > 1000)
  }

  @Test func `any value reads back as itself`() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2500 {
      let value = randomValue(depth: 4, using: &random)
      var bytes: [UInt8] = []
      value.write(to: &bytes)
      let parsed = try JSONValue(parsing: bytes)
      #expect(parsed == value)
      #expect(parsed.description.utf8.elementsEqual(bytes))
      let lineBreaks = String(decoding: bytes, as: UTF8.self).filter(\.isNewline)
      #expect(lineBreaks.isEmpty)
    }
  }

  @Test func `any string and double reads the same to Foundation`() throws {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<1000 {
      let (string, double) = (randomString(using: &random), randomDouble(using: &random))
      let strings = Data(JSONValue.array([.string(string)]).description.utf8)
      let doubles = Data(JSONValue.array([.number(double)]).description.utf8)
      let foreign = try JSONDecoder().decode([String].self, from: strings)
      #expect(foreign.map { Array($0.utf8) } == [Array(string.utf8)])
      #expect(try JSONDecoder().decode([Double].self, from: doubles) == [double])
    }
  }

  @Test func `random bytes never crash the parser`() {
    var random = SeededGenerator(seed: 3)
    let tokens = Array(#"{}[]",:\u0123d8dcefnrtal-+.E"#.utf8) + [0x0A, 0x20, 0xC3, 0xA9, 0xFF, 0]
    var accepted = 0
    for _ in 0..<20_000 {
      let length = Int.random(in: 0..<12, using: &random)
      let bytes = (0..<length).compactMap { _ in tokens.randomElement(using: &random) }
      do throws(JSONError) {
        let value = try JSONValue(parsing: bytes)
        #expect(throws: Never.self) { try JSONValue(parsing: value.description.utf8) }
        #expect(refusal(of: bytes) == nil)
        accepted += 1
      } catch {
        #expect(refusal(of: bytes) == error)
        #expect(error.line >= 1 && error.column >= 1 && error.column <= bytes.count + 1)
      }
    }
    #expect(accepted > 0)
  }

  @Test func `a changed document is judged as Foundation judges it`() {
    var random = SeededGenerator(seed: 4)
    let document = Array(
      #"{"a": [1, -20.5e+3, true], "b\n\u0041\ud83d\ude00": {"c": null, "d": "x\\\/"}, "e": []}"#
        .utf8)
    var verdicts = (accepted: 0, refused: 0)
    for _ in 0..<20_000 {
      let bytes = changed(document, using: &random)
      let foreign = try? foundationObject(bytes)
      do throws(JSONError) {
        let value = try JSONValue(parsing: bytes)
        #expect(foreign != nil && foreign == (try? foundationObject(Array(value.description.utf8))))
        verdicts.accepted += 1
      } catch {
        if isLeftToFoundation(error.reason, in: bytes) { continue }
        #expect(foreign == nil, "\(String(decoding: bytes, as: UTF8.self)): \(error)")
        verdicts.refused += 1
      }
    }
    #expect(verdicts.accepted > 1000 && verdicts.refused > 1000)
  }

  /// Foundation keeps one of two equal keys, passes over a comma before a closing bracket, and has
  /// its own idea of the largest number.
  private func isLeftToFoundation(_ reason: JSONError.Reason, in bytes: [UInt8]) -> Bool {
    if case .duplicateKey = reason { return true }
    if reason == .expectedKey || reason == .expectedValue {
      return String(decoding: bytes, as: UTF8.self).contains(/,\s*[\]}]/)
    }
    return reason == .numberTooLarge
  }

  private func foundationObject(_ bytes: [UInt8]) throws -> NSObject? {
    try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) as? NSObject
  }

  /// Replaces, removes, inserts or swaps one or two bytes by bytes that JSON gives a meaning to.
  private func changed(_ document: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    var bytes = document
    let tokens = Array(#"{}[]",:\/u019aAeE+-.tfn "#.utf8) + [0x01, 0x09, 0x0A, 0x0D, 0x7F]
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let index = Int.random(in: bytes.indices, using: &random)
      let token = tokens[Int.random(in: tokens.indices, using: &random)]
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[index] = token
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(token, at: index)
      default: bytes.swapAt(index, Int.random(in: bytes.indices, using: &random))
      }
    }
    return bytes
  }
}

/// A value of arrays and objects at most `depth` deep, with every kind of leaf.
func randomValue(depth: Int, using random: inout SeededGenerator) -> JSONValue {
  switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
  case 0: return .null
  case 1: return .bool(.random(using: &random))
  case 2: return .integer(.random(in: .min ... .max, using: &random))
  case 3: return .number(randomDouble(using: &random))
  case 4, 5: return .string(randomString(using: &random))
  case 6, 7:
    return .array(
      (0..<Int.random(in: 0..<5, using: &random)).map { _ in
        randomValue(depth: depth - 1, using: &random)
      })
  default:
    var object = JSONObject()
    for _ in 0..<Int.random(in: 0..<20, using: &random) {
      object[randomString(using: &random)] = randomValue(depth: depth - 1, using: &random)
    }
    return .object(object)
  }
}

/// A finite double of any size, from any pattern of bits.
private func randomDouble(using random: inout SeededGenerator) -> Double {
  let double = Double(bitPattern: random.next())
  return double.isFinite ? double : 0
}

/// A short string, rich in characters that are written or compared in a way of their own.
private func randomString(using random: inout SeededGenerator) -> String {
  let peculiar =
    "\"\\/\u{0}\u{1F}\u{7F}\u{80}\u{9F}\u{A0}\u{E9}e\u{301}\u{2027}\u{2028}\u{2029}\r\n\u{FFFF}😀"
  var string = String.UnicodeScalarView()
  for _ in 0..<Int.random(in: 0..<12, using: &random) {
    let any = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random))
    let scalar =
      Bool.random(using: &random) ? peculiar.unicodeScalars.randomElement(using: &random) : any
    if let scalar { string.append(scalar) }
  }
  return String(string)
}

private func refusal(of bytes: [UInt8]) -> JSONError? {
  do throws(JSONError) { try JSONValue.check(bytes) } catch { return error }
  return nil
}
