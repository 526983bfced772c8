import TestSupport
import Testing
import Text

@Suite struct JSONObjectTests {
  @Test func `a key keeps its first place until it is removed`() {
    var object: JSONObject = ["b": 1, "a": 2, "c": 3]
    object["a"] = "new"
    object["d"] = .null
    #expect(object.keys == ["b", "a", "c", "d"])
    #expect(JSONValue.object(object).description == #"{"b":1,"a":"new","c":3,"d":null}"#)
    object["b"] = nil
    object["missing"] = nil
    object["b"] = 4
    #expect(JSONValue.object(object).description == #"{"a":"new","c":3,"d":null,"b":4}"#)
    #expect(object["missing"] == nil)
    #expect(object["d"] == .some(.null))
  }

  @Test func `keys are distinguished by their bytes`() {
    let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
    #expect(object["\u{E9}"] == 1)
    #expect(object["e\u{301}"] == 2)
  }

  @Test func `order counts in equality`() {
    #expect(["a": 1, "b": 2] as JSONObject == ["a": 1, "b": 2])
    #expect(["a": 1, "b": 2] as JSONObject != ["b": 2, "a": 1])
    #expect(["a": 1] as JSONObject != ["a": 1, "b": 2])
    #expect(["a": 1] as JSONObject != ["a": 2])
  }

  @Test func `any series of changes agrees with a list searched from the front`() {
    var random = SeededGenerator(seed: 31)
    for _ in 0..<50 {
      var object = JSONObject()
      var model: [(key: String, value: Int)] = []
      for step in 0..<100 {
        let key = "k\(Int.random(in: 0..<40, using: &random))"
        let known = model.firstIndex { $0.key == key }
        if Int.random(in: 0..<4, using: &random) == 0 {
          object[key] = nil
          if let known { model.remove(at: known) }
        } else {
          object[key] = .integer(step)
          if let known { model[known].value = step } else { model.append((key, step)) }
        }
        #expect(object.keys == model.map(\.key))
        #expect(model.allSatisfy { object[$0.key] == .integer($0.value) })
      }
    }
  }

  @Test func `a hundred thousand members are read and found`() throws {
    let text = "{" + (0..<100_000).map { #""\#($0)":\#($0)"# }.joined(separator: ",") + "}"
    let object = try #require(try JSONValue(parsing: text.utf8).objectValue)
    #expect(object.members.count == 100_000)
    #expect(object["99999"] == 99_999)
    #expect(JSONValue.object(object).description == text)
  }
}
