import Model
import Testing
import Text

@testable import Door
@testable import Runner

@Suite struct BudgetSettingsTests {
  private static let money = Sentence(
    same: "a number from 0 to 1000000, with at most 6 decimals, such as 1.25")
  private static let tokens = Sentence(same: "a whole number, 0 to 1000000000000000")

  @Test(arguments: [
    (#"{"usd_per_day": -1}"#, SettingMistake.value(-1, key: "budget.usd_per_day", form: money)),
    (#"{"usd_per_row": "3"}"#, .value("3", key: "budget.usd_per_row", form: money)),
    (#"{"tokens_per_day": 1.5}"#, .value(1.5, key: "budget.tokens_per_day", form: tokens)),
    (#"{"usd_per_dy": 1}"#, .unknownKey("budget.usd_per_dy", nearest: "usd_per_day")),
  ])
  func `a mistake has its place`(_ text: String, _ mistake: SettingMistake) throws {
    let object = try #require(try JSONValue(parsing: Array(text.utf8)).objectValue)
    #expect(throws: mistake) { try Budget(object) }
  }

  @Test func `zero is a limit`() throws {
    let budget = try Budget(["usd_per_day": 0, "usd_per_row": 2.5, "tokens_per_day": 7])
    #expect(budget.microdollarsPerDay == 0)
    #expect(budget.microdollarsPerRow == 2_500_000)
    #expect(budget.tokensPerDay == 7)
  }
}
