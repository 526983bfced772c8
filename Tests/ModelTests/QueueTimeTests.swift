import Model
import TestSupport
import Testing

@Suite struct QueueTimeTests {
  struct Moment: CustomTestStringConvertible {
    let text: String
    let offset, seconds: Int
    let iso8601: String
    var testDescription: String { iso8601 }
  }

  @Test(arguments: [
    Moment(
      text: "2026-01-31 18:00", offset: 32400, seconds: 1_769_850_000,
      iso8601: "2026-01-31T18:00:00+09:00"),
    Moment(
      text: "1970-01-01 00:00", offset: 0, seconds: 0, iso8601: "1970-01-01T00:00:00+00:00"),
    Moment(
      text: "1969-12-31 20:30", offset: -12600, seconds: 0, iso8601: "1969-12-31T20:30:00-03:30"),
    Moment(
      text: "1969-12-31 23:59", offset: 0, seconds: -60, iso8601: "1969-12-31T23:59:00+00:00"),
    Moment(
      text: "2000-02-29 00:00", offset: 0, seconds: 951_782_400,
      iso8601: "2000-02-29T00:00:00+00:00"),
    Moment(
      text: "2024-02-29 23:59", offset: 0, seconds: 1_709_251_140,
      iso8601: "2024-02-29T23:59:00+00:00"),
    Moment(
      text: "2100-03-01 00:00", offset: 0, seconds: 4_107_542_400,
      iso8601: "2100-03-01T00:00:00+00:00"),
    Moment(
      text: "0000-01-01 00:00", offset: 0, seconds: -62_167_219_200,
      iso8601: "0000-01-01T00:00:00+00:00"),
    Moment(
      text: "9999-12-31 23:59", offset: 0, seconds: 253_402_300_740,
      iso8601: "9999-12-31T23:59:00+00:00"),
  ])
  func `a text and its moment are one`(_ moment: Moment) {
    let read = QueueTime(moment.text, offset: moment.offset)
    #expect(read == QueueTime(epochSeconds: moment.seconds, offset: moment.offset))
    #expect(read?.text == moment.text)
    #expect(read?.iso8601 == moment.iso8601)
    #expect(QueueTime(iso8601: moment.iso8601) == read)
  }

  @Test(arguments: [
    "", "-", "2026-01-31", "2026-1-31 18:00", "2026-01-31T18:00", "2026-01-31 18:00:00",
    "2026-01-31 18:0x", "2026-01-31  8:00", "2026-01-31 24:00", "2026-01-31 18:60",
    "2026-00-10 00:00", "2026-13-10 00:00", "2026-01-00 00:00", "2026-01-32 00:00",
    "2026-04-31 00:00", "2026-02-29 00:00", "2100-02-29 00:00", "1900-02-29 00:00",
    "+026-01-31 18:00", "-026-01-31 18:00", "２026-01-3 18:00", "tomorrow at ten!",
  ])
  func `a text that is not a time of the calendar is not read`(_ text: String) {
    #expect(QueueTime(text, offset: 32400) == nil)
  }

  @Test(arguments: [
    "", "2026-01-31T18:00:00", "2026-01-31T18:00:00Z", "2026-01-31 18:00:00+09:00",
    "2026-01-31T18:00:00 09:00", "2026-01-31T18:00:00x09:00", "2026-01-31T18:00:60+09:00",
    "2026-01-31T18:00:00+09.00", "2026-01-31T18:00:00+0900", "2026-02-31T18:00:00+09:00",
  ])
  func `another form of ISO 8601 is not read`(_ text: String) {
    #expect(QueueTime(iso8601: text) == nil)
  }

  @Test func `seconds show in ISO 8601 alone`() {
    let time = QueueTime(epochSeconds: -1, offset: 32400)
    #expect(time.text == "1970-01-01 08:59")
    #expect(time.iso8601 == "1970-01-01T08:59:59+09:00")
    #expect(QueueTime(iso8601: time.iso8601) == time)
  }

  @Test(arguments: [
    ("2026-01-31T18:00:59+09:00", "2026-01-31T00:00:00+09:00"),
    ("2026-01-31T00:00:00+09:00", "2026-01-31T00:00:00+09:00"),
    ("1969-12-31T23:59:59-03:30", "1969-12-31T00:00:00-03:30"),
  ])
  func `a day begins at midnight of its offset`(_ time: String, _ midnight: String) {
    #expect(QueueTime(iso8601: time)?.beginningOfDay.iso8601 == midnight)
  }

  @Test func `times compare by moment, whatever their offset`() {
    let korean = QueueTime(epochSeconds: 0, offset: 32400)
    let later = QueueTime(epochSeconds: 1, offset: -12600)
    #expect(korean < later && !(later < korean))
  }

  @Test(arguments: [
    (Int.max, 32400, "9999-12-31 23:59"), (.min, -12600, "0000-01-01 00:00"),
    (253_402_300_800, 0, "9999-12-31 23:59"), (253_402_300_799, 32400, "9999-12-31 23:59"),
    (-62_167_219_201, 0, "0000-01-01 00:00"), (.max, -3600, "9999-12-31 22:59"),
  ])
  func `a moment beyond four digits is written as the nearest`(
    _ seconds: Int, offset: Int, text: String
  ) {
    #expect(QueueTime(epochSeconds: seconds, offset: offset).text == text)
  }

  @Test func `any minute reads back`() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<2000 {
      let minute = Int.random(in: -1_000_000_000..<4_000_000_000, using: &random)
      let offset = Int.random(in: -48...56, using: &random) * 900
      let time = QueueTime(epochSeconds: minute * 60, offset: offset)
      #expect(QueueTime(time.text, offset: offset) == time)
      #expect(QueueTime(iso8601: time.iso8601) == time)
    }
  }
}
