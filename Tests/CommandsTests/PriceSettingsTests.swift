import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Runner

/// `prices` in `orch.json`.
@Suite struct PriceSettingsTests {
  private func read(_ text: String) throws -> [String: TokenPrice]? {
    var settings = FileSettings()
    let isRead = try Settings.pricing.read(JSONValue(parsing: Array(text.utf8)), &settings)
    return isRead ? settings.workers.prices : nil
  }

  @Test func `prices are millionths, by worker or model`() throws {
    let prices = try read(
      #"""
      {"codex": {"input": 1.25, "cached_input": 0.125, "output": 10},
       "gpt 5 mini": {"input": 0, "output": 0.000001}}
      """#)
    #expect(
      prices == [
        "codex": TokenPrice(input: 1_250_000, cachedInput: 125_000, output: 10_000_000),
        "gpt 5 mini": TokenPrice(input: 0, output: 1),
      ])
    #expect(try read("{}") == [:])
    #expect(try read("[]") == nil)
  }

  private static let form = Sentence(
    same: "a number from 0 to 1000000, with at most 6 decimals, such as 1.25")

  @Test(
    arguments: [
      (#"{"a": 3}"#, .value(3, key: "prices.a", form: Sentence(same: "an object"))),
      (
        #"{"": {}}"#,
        .value("", key: "prices", form: Sentence(same: "the name of a worker or a model"))
      ),
      (
        #"{"a": {"input": 1, "outputs": 1}}"#,
        .unknownKey("prices.a.outputs", nearest: "output")
      ),
      (#"{"a": {"output": 1}}"#, .missing(key: "prices.a.input", form: form)),
      (#"{"a": {"input": 1}}"#, .missing(key: "prices.a.output", form: form)),
      (#"{"a": {"input": -1, "output": 1}}"#, .value(-1, key: "prices.a.input", form: form)),
      (#"{"a": {"input": "1", "output": 1}}"#, .value("1", key: "prices.a.input", form: form)),
      (
        #"{"a": {"input": 1, "cached_input": null, "output": 1}}"#,
        .value(.null, key: "prices.a.cached_input", form: form)
      ),
      (
        #"{"a": {"input": 1, "output": 0.0000001}}"#,
        .value(0.0000001, key: "prices.a.output", form: form)
      ),
      (
        #"{"a": {"input": 1, "output": 1e300}}"#,
        .value(1e300, key: "prices.a.output", form: form)
      ),
    ] as [(String, SettingMistake)])
  func `what can't be read is named`(_ text: String, _ mistake: SettingMistake) {
    #expect(throws: mistake) { try read(text) }
  }
}
