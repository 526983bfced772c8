/// A moment on the queue's own clock: a second, in a zone. Cells contain its minute as `YYYY-MM-DD
/// HH:MM`.
///
/// The zone is a setting (`tz`, `tz_offset`), and not part of that text.
public struct QueueTime: Equatable, Comparable, Sendable {
  /// Seconds since 1970-01-01 00:00 UTC.
  public let epochSeconds: Int
  public let zone: QueueZone

  public init(epochSeconds: Int, zone: QueueZone) {
    (self.epochSeconds, self.zone) = (epochSeconds, zone)
  }

  /// A time in a zone that is always `offset` seconds east of UTC.
  public init(epochSeconds: Int, offset: Int) {
    self.init(epochSeconds: epochSeconds, zone: .fixed(offset))
  }

  /// Reads `YYYY-MM-DD HH:MM` at an offset in seconds east of UTC.
  public init?(_ text: String, offset: Int) { self.init(text, zone: .fixed(offset)) }

  /// Reads `YYYY-MM-DD HH:MM`; `nil` for anything else, including days that the month does not
  /// have.
  public init?(_ text: String, zone: QueueZone) {
    var text = text
    let minute = text.withUTF8 { bytes in
      bytes.count == 16 && bytes[10] == space ? Self.minute(in: .init(bytes)) : nil
    }
    guard let local = minute else { return nil }
    self.init(epochSeconds: zone.epochSeconds(ofLocal: local), zone: zone)
  }

  /// Reads what `iso8601` writes; `nil` for any other form.
  public init?(iso8601 text: String) {
    var text = text
    guard let time = text.withUTF8({ Self(iso8601: UnsafeRawBufferPointer($0)) }) else {
      return nil
    }
    self = time
  }

  /// Reads the same form from bytes.
  public init?(iso8601 bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 25, bytes[10] == UInt8(ascii: "T"), bytes[16] == colon,
      bytes[19] == dash || bytes[19] == UInt8(ascii: "+"), bytes[22] == colon,
      let local = Self.minute(in: bytes), let seconds = number(bytes[17..<19]), seconds < 60,
      let hours = number(bytes[20..<22]),
      let minutes = number(bytes[23..<25]), minutes < 60
    else { return nil }
    let east = (hours * 60 + minutes) * 60
    // `iso8601` writes a zero offset as +00:00.
    if bytes[19] == dash, east == 0 { return nil }
    let offset = bytes[19] == dash ? -east : east
    self.init(epochSeconds: local + seconds - offset, offset: offset)
    guard firstSecond...lastSecond ~= epochSeconds else { return nil }
  }

  /// The minute in the first 16 bytes, in local seconds.
  private static func minute(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes[4] == dash, bytes[7] == dash, bytes[13] == colon,
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
      let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), hour < 24, minute < 60
    else { return nil }
    let days = daysFromCivil(year: year, month: month, day: day)
    guard civilFromDays(days) == (year, month, day) else { return nil }
    return days * 86400 + hour * 3600 + minute * 60
  }

  /// The midnight at which its day begins in its zone.
  public var beginningOfDay: QueueTime { midnight(ofDay: 0) }

  /// The midnight at which its day ends in its zone.
  public var endOfDay: QueueTime { midnight(ofDay: 1) }

  /// The midnight at which the day `days` after its own begins.
  private func midnight(ofDay days: Int) -> QueueTime {
    let midnight = localSeconds - localSeconds.flooredDivision(by: 86400).remainder
    return QueueTime(
      epochSeconds: zone.epochSeconds(ofLocal: midnight + days * 86400), zone: zone)
  }

  /// The same local time `days` days later.
  public func later(days: Int) -> QueueTime {
    QueueTime(
      epochSeconds: zone.epochSeconds(ofLocal: localSeconds + days * 86400), zone: zone)
  }

  /// In seconds east of UTC.
  private var offset: Int { zone.offset(at: min(max(epochSeconds, firstSecond), lastSecond)) }

  /// The time that local clocks show, as if it were UTC.
  package var localSeconds: Int { epochSeconds + offset }

  public static func < (left: Self, right: Self) -> Bool { left.epochSeconds < right.epochSeconds }

  /// `YYYY-MM-DD`.
  public var day: String { String(decoding: local(" ").prefix(10), as: UTF8.self) }

  /// `YYYY-MM-DD HH:MM`.
  public var text: String { String(decoding: local(" ").prefix(16), as: UTF8.self) }

  /// ISO 8601 with the offset: `2026-01-31T18:00:00+09:00`.
  public var iso8601: String {
    var text = local("T")
    let offset = offset
    let minutes = Int(offset.magnitude) / 60
    text.append(offset < 0 ? dash : UInt8(ascii: "+"))
    text.append(digits: minutes / 60, before: colon)
    text.append(digits: minutes % 60)
    return String(decoding: text, as: UTF8.self)
  }

  /// `YYYY-MM-DD HH:MM:SS`, built from bytes because journals and JSON have many times.
  private func local(_ separator: Unicode.Scalar) -> [UInt8] {
    // Notes may contain any number. A time that four digits of a year can't express becomes the
    // nearest one that they can.
    let local = min(max(epochSeconds, firstSecond), lastSecond) + offset
    let (days, rest) = min(max(local, firstSecond), lastSecond).flooredDivision(by: 86400)
    let (year, month, day) = civilFromDays(days)
    var text: [UInt8] = []
    text.reserveCapacity(25)
    text.append(digits: year / 100)
    text.append(digits: year % 100, before: dash)
    text.append(digits: month, before: dash)
    text.append(digits: day, before: UInt8(ascii: separator))
    text.append(digits: rest / 3600, before: colon)
    text.append(digits: rest / 60 % 60, before: colon)
    text.append(digits: rest % 60)
    return text
  }
}

extension [UInt8] {
  /// Appends a number below 100 as two digits, and a byte after it.
  fileprivate mutating func append(digits number: Int, before byte: UInt8? = nil) {
    append(UInt8(ascii: "0") + UInt8(number / 10))
    append(UInt8(ascii: "0") + UInt8(number % 10))
    if let byte { append(byte) }
  }
}

private let dash = UInt8(ascii: "-")
private let space = UInt8(ascii: " ")
private let colon = UInt8(ascii: ":")

/// 0000-01-01 00:00:00 and 9999-12-31 23:59:59.
private let firstSecond = -62_167_219_200
private let lastSecond = 253_402_300_799

extension Int {
  package func flooredDivision(by divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

private func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
  var number = 0
  for digit in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
    number = number * 10 + Int(digit - UInt8(ascii: "0"))
  }
  return number
}

// Both conversions follow Howard Hinnant, "chrono-Compatible Low-Level Date
// Algorithms" (howardhinnant.github.io/date_algorithms.html): days count from
// 1970-01-01, years begin in March, eras are 400 years.

package func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
  let shifted = month <= 2 ? year - 1 : year
  let era = (shifted >= 0 ? shifted : shifted - 399) / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

package func civilFromDays(_ days: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = days + 719468
  let era = (shifted >= 0 ? shifted : shifted - 146096) / 146097
  let dayOfEra = shifted - era * 146097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9)
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
}
