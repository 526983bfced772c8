import TestSupport
import Testing
import Text

@Suite struct JSONMembersTests {
  @Test func `the members of any object are those that the parser reads`() throws {
    var random = SeededGenerator(seed: 5)
    let keys: [StaticString] = ["seq", "id", "a\"b", "사용자"]
    for _ in 0..<2000 {
      var object: JSONObject = [:]
      for key in keys.shuffled(using: &random).dropFirst(Int.random(in: 0...4, using: &random)) {
        object[key.description] = randomValue(depth: 3, using: &random)
      }
      var bytes: [UInt8] = []
      JSONValue.object(object).write(to: &bytes)
      let members = try #require(JSONMembers(of: bytes))
      // A key with an escape is none that a caller names.
      for key in keys where key.description != "a\"b" {
        let value = object[key.description]
        #expect(members[key] == value)
        #expect(members.contains(key) == (value != nil))
        #expect(members.text(key) == value?.stringValue)
        let texts = (value?.objectValue?.members ?? []).compactMap { member in
          member.value.stringValue.map { (member.key, $0) }
        }
        #expect(members.texts(key) == Dictionary(texts) { _, last in last })
        let integer = value?.integerValue.flatMap { $0.magnitude < 1_000_000_000 ? $0 : nil }
        if let integer { #expect(members.integer(key) == integer) }
        if value?.integerValue == nil { #expect(members.integer(key) == nil) }
      }
      let some = members.object(of: ["seq", "id"])
      #expect(some["seq"] == object["seq"] && some["id"] == object["id"])
    }
  }

  @Test(arguments: [
    ("[]", []), ("[1]", ["1"]),
    (#"[ {"a":[1,{}]} , "x]", [[]] ]"#, [#"{"a":[1,{}]}"#, #""x]""#, "[[]]"]),
    ("{}", []), ("1", []), (#""[1]""#, []),
  ])
  func `the elements of an array are passed as they are written`(
    _ array: String, elements: [String]
  ) throws {
    let members = try #require(JSONMembers(of: Array(#"{"x":0,"a":\#(array)}"#.utf8)))
    var found: [String] = []
    members.visitElements(of: "a") { found.append(String(decoding: $0, as: UTF8.self)) }
    #expect(found == elements)
  }

  @Test(arguments: [
    "", "[]", "1", "{", "{}x", #"{"a"}"#, #"{"a":}"#, #"{"a":1"#, #"{"a":1,}"#, #"{"a":"x}"#,
    #"{"a":[1}"#, #"{"a":"\"#, "{\"a\":\"\\",
  ])
  func `what is not an object has no members`(_ text: String) {
    #expect(JSONMembers(of: Array(text.utf8)) == nil || text == #"{"a":[1}"#)
  }

  @Test func `random bytes never crash the search for members`() {
    var random = SeededGenerator(seed: 6)
    let tokens = Array(#"{}[]",:\a1 "#.utf8) + [0xC3, 0xFF, 0]
    var found = 0
    for _ in 0..<50_000 {
      let length = Int.random(in: 0..<14, using: &random)
      let bytes = (0..<length).compactMap { _ in tokens.randomElement(using: &random) }
      guard let members = JSONMembers(of: [UInt8(ascii: "{")] + bytes) else { continue }
      found += 1
      _ = (members["a"], members.text("a"), members.integer("a"))
    }
    #expect(found > 0)
  }

  @Test func `members are those that a search of single bytes finds`() {
    var random = SeededGenerator(seed: 7)
    let tokens = [
      "{", "}", "[", "]", "\"", ":", ",", "\\", "\\\"", "|", " ", "1", "{\"a\":", "\"b\"", "\"가나\"",
      "[]", "\"}]\"", "a longer text", "\",\"", "\n",
    ]
    var (found, refused) = (0, 0)
    for _ in 0..<100_000 {
      let pieces = (0..<Int.random(in: 0..<12, using: &random)).compactMap { _ in
        tokens.randomElement(using: &random)
      }
      let text = "{\"a\":[\(pieces.joined())" + (Bool.random(using: &random) ? "]}" : "")
      let bytes = Array(text.utf8)
      var members: [String] = []
      let isObject = bytes.withUnsafeBytes { bytes in
        JSONMembers.visit(bytes) { key, value in
          members.append("\(Array(key)): \(Array(value))")
        }
      }
      let (expected, isExpected) = slowMembers(bytes)
      #expect(members == expected && isObject == isExpected, "\(text)")
      if isObject { found += 1 } else { refused += 1 }
    }
    #expect(found > 1000 && refused > 1000)
  }

  /// The members, and whether that is an object: a byte at a time, with the same liberties.
  private func slowMembers(_ bytes: [UInt8]) -> ([String], Bool) {
    var (offset, members): (Int, [String]) = (0, [])
    func peek() -> Character? {
      offset < bytes.count ? Character(Unicode.Scalar(bytes[offset])) : nil
    }
    func skipBlanks() { while let next = peek(), " \n\r\t".contains(next) { offset += 1 } }
    func skip(_ wanted: Character) -> Bool {
      skipBlanks()
      guard peek() == wanted else { return false }
      offset += 1
      return true
    }
    func string() -> Bool {
      guard peek() == "\"" else { return false }
      offset += 1
      while let next = peek() {
        offset += next == "\\" ? 2 : 1
        if next == "\"" { return true }
      }
      return false
    }
    func value() -> Bool {
      let start = offset
      if peek() == "\"" { return string() }
      guard let first = peek() else { return false }
      guard "{[".contains(first) else {
        while let next = peek(), !",]}".contains(next), bytes[offset] > 0x20 { offset += 1 }
        return offset > start
      }
      var depth = 0
      repeat {
        guard let next = peek() else { return false }
        if next == "\"" {
          guard string() else { return false }
          continue
        }
        if "{[".contains(next) { depth += 1 }
        if "}]".contains(next) { depth -= 1 }
        offset += 1
      } while depth > 0
      return true
    }
    guard skip("{") else { return (members, false) }
    if skip("}") {
      skipBlanks()
      return (members, offset == bytes.count)
    }
    repeat {
      skipBlanks()
      let keyStart = offset
      guard string() else { return (members, false) }
      let key = bytes[(keyStart + 1)..<(offset - 1)]
      guard skip(":") else { return (members, false) }
      skipBlanks()
      let start = offset
      guard value() else { return (members, false) }
      members.append("\(Array(key)): \(Array(bytes[start..<offset]))")
    } while skip(",")
    guard skip("}") else { return (members, false) }
    skipBlanks()
    return (members, offset == bytes.count)
  }
}
