/// The rules of an IANA time zone, from its file in `/usr/share/zoneinfo`.
///
/// The file is read here, not by libc, because `TZ` applies to the whole process, and because libc
/// treats a missing zone as UTC: `docs/decisions/0046-zone-files-are-read-here.md`.
public struct ZoneRules: Equatable, Sendable {
  /// From `epochSeconds` on, the zone is `offset` seconds east of UTC.
  private struct Transition: Equatable { let epochSeconds, offset: Int }

  /// In order of time.
  private let transitions: [Transition]
  /// The offset before the first transition.
  private let firstOffset: Int
  /// The rule after the last transition; `nil` if the file has none.
  private let yearly: YearlyRule?

  /// Parses a zone file, RFC 8536, of version 2 or later.
  ///
  /// - Returns: `nil` for any other bytes, and for zones with leap seconds.
  public init?(_ file: [UInt8]) {
    // The first block has 32-bit times, for programs older than version 2.
    guard let old = Block(file[...], timeWidth: 4), file[4] >= UInt8(ascii: "2"),
      let block = Block(file.dropFirst(old.end), timeWidth: 8), block.leapCount == 0
    else { return nil }
    let footer = file.dropFirst(old.end + block.end)
    guard footer.first == .newline, let end = footer.dropFirst().firstIndex(of: .newline),
      let offsets = block.offsets
    else { return nil }
    let rule = footer[(footer.startIndex + 1)..<end]
    yearly = YearlyRule(rule)
    if yearly == nil, !rule.isEmpty { return nil }
    transitions = zip(block.times, offsets.ofTransitions).map(Transition.init)
    firstOffset = offsets.first
  }

  /// In seconds east of UTC.
  func offset(at epochSeconds: Int) -> Int {
    guard let last = transitions.last else {
      return yearly?.offset(at: epochSeconds) ?? firstOffset
    }
    if epochSeconds >= last.epochSeconds {
      return yearly?.offset(at: epochSeconds) ?? last.offset
    }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].epochSeconds <= epochSeconds {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low == 0 ? firstOffset : transitions[low - 1].offset
  }

  /// A header and the arrays after it.
  private struct Block {
    let times: [Int]
    /// The length of header and arrays in bytes.
    let end: Int
    let leapCount: Int
    private let kinds: ArraySlice<UInt8>
    private let types: ArraySlice<UInt8>

    init?(_ bytes: ArraySlice<UInt8>, timeWidth: Int) {
      guard bytes.count >= 44, bytes.starts(with: Array("TZif".utf8)) else { return nil }
      let start = bytes.startIndex
      func number(_ place: Int, _ width: Int) -> Int {
        let digits = bytes[(start + place)..<(start + place + width)]
        let first = Int(Int8(bitPattern: digits.first ?? 0))
        return digits.dropFirst().reduce(first) { $0 << 8 | Int($1) }
      }
      let counts = (0..<6).map { number(20 + $0 * 4, 4) }
      guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
      let (timeCount, typeCount) = (counts[3], counts[4])
      leapCount = counts[2]
      let kindStart = 44 + timeCount * timeWidth
      let typeStart = kindStart + timeCount
      end =
        typeStart + typeCount * 6 + counts[5] + leapCount * (timeWidth + 4) + counts[1] + counts[0]
      guard bytes.count >= end else { return nil }
      times = (0..<timeCount).map { number(44 + $0 * timeWidth, timeWidth) }
      kinds = bytes[(start + kindStart)..<(start + typeStart)]
      types = bytes[(start + typeStart)..<(start + typeStart + typeCount * 6)]
    }

    /// The offset before the first transition, and the offset after each; `nil` if a type is
    /// missing.
    var offsets: (first: Int, ofTransitions: [Int])? {
      let ofTypes = stride(from: types.startIndex, to: types.endIndex, by: 6).map { place in
        Int(types[place..<(place + 4)].reduce(Int32(0)) { $0 << 8 | Int32($1) })
      }
      guard let first = ofTypes.first, kinds.allSatisfy({ Int($0) < ofTypes.count }),
        ofTypes.allSatisfy({ abs($0) < 26 * 3600 })
      else { return nil }
      return (first, kinds.map { ofTypes[Int($0)] })
    }
  }
}

/// A rule for all later years, in the form of a POSIX `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
public struct YearlyRule: Equatable, Sendable {
  /// In seconds east of UTC.
  private let standard: Int
  private let daylight: Daylight?

  private struct Daylight: Equatable {
    let offset: Int
    let start, end: Change
  }

  /// A day of each year, and a time in seconds after the day's midnight.
  private struct Change: Equatable {
    enum Day: Equatable {
      /// From 1 to 365; 29 February is not counted.
      case withoutLeapDay(Int)
      /// From 0 to 365.
      case ofYear(Int)
      /// Within a month; Sunday is 0, and week 5 is the last.
      case weekday(Int, week: Int, month: Int)
    }
    let day: Day
    let time: Int

    /// In seconds since 1970, in local time.
    func localSeconds(in year: Int) -> Int { dayNumber(in: year) * 86400 + time }

    private func dayNumber(in year: Int) -> Int {
      let newYear = daysFromCivil(year: year, month: 1, day: 1)
      switch day {
      case .ofYear(let number): return newYear + number
      case .withoutLeapDay(let number):
        let march = daysFromCivil(year: year, month: 3, day: 1)
        return number < 60 ? newYear + number - 1 : march + number - 60
      case .weekday(let weekday, let week, let month):
        let first = daysFromCivil(year: year, month: month, day: 1)
        let next = daysFromCivil(
          year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
        // 1970-01-01 was a Thursday.
        let ahead = (weekday - (first + 4)).flooredDivision(by: 7).remainder
        let day = first + ahead + (week - 1) * 7
        return day < next ? day : day - 7
      }
    }
  }

  public init?(_ text: some Sequence<UInt8>) {
    var text = Array(text)[...]
    guard text.skipZoneName(), let west = text.takeTime() else { return nil }
    standard = -west
    if text.isEmpty {
      daylight = nil
      return
    }
    guard text.skipZoneName() else { return nil }
    let offset = text.first == UInt8(ascii: ",") ? -west + 3600 : text.takeTime().map { -$0 }
    guard let offset, let start = Self.change(&text), let end = Self.change(&text), text.isEmpty
    else { return nil }
    daylight = Daylight(offset: offset, start: start, end: end)
  }

  /// In seconds east of UTC; `nil` if the zone has daylight-saving time.
  public var fixedOffset: Int? { daylight == nil ? standard : nil }

  /// In seconds east of UTC.
  public func offset(at epochSeconds: Int) -> Int {
    guard let daylight else { return standard }
    let days = (epochSeconds + standard).flooredDivision(by: 86400).quotient
    let year = civilFromDays(days).year
    let start = daylight.start.localSeconds(in: year) - standard
    let end = daylight.end.localSeconds(in: year) - daylight.offset
    // In the southern hemisphere the year begins with daylight-saving time.
    let isDaylight =
      start < end
      ? (start..<end).contains(epochSeconds) : !(end..<start).contains(epochSeconds)
    return isDaylight ? daylight.offset : standard
  }

  /// Parses `,M3.5.0/3`, `,J60` or `,59`; the default time is 02:00.
  private static func change(_ text: inout ArraySlice<UInt8>) -> Change? {
    guard text.take(",") else { return nil }
    let day: Change.Day
    if text.take("M") {
      guard let month = text.takeNumber(in: 1...12), text.take("."),
        let week = text.takeNumber(in: 1...5), text.take("."),
        let weekday = text.takeNumber(in: 0...6)
      else { return nil }
      day = .weekday(weekday, week: week, month: month)
    } else if text.take("J") {
      guard let number = text.takeNumber(in: 1...365) else { return nil }
      day = .withoutLeapDay(number)
    } else {
      guard let number = text.takeNumber(in: 0...365) else { return nil }
      day = .ofYear(number)
    }
    guard text.take("/") else { return Change(day: day, time: 2 * 3600) }
    return text.takeTime().map { Change(day: day, time: $0) }
  }
}

extension ArraySlice<UInt8> {
  fileprivate mutating func take(_ character: UnicodeScalar) -> Bool {
    guard first == UInt8(ascii: character) else { return false }
    removeFirst()
    return true
  }

  /// Skips `CEST` or `<+0330>`.
  fileprivate mutating func skipZoneName() -> Bool {
    let isQuoted = take("<")
    let name = prefix { byte in
      isQuoted
        ? byte != UInt8(ascii: ">")
        : (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    removeFirst(name.count)
    return name.count >= 3 && (!isQuoted || take(">"))
  }

  fileprivate mutating func takeNumber(in range: ClosedRange<Int>) -> Int? {
    let digits = prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    removeFirst(digits.count)
    guard (1...3).contains(digits.count) else { return nil }
    let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return range.contains(number) ? number : nil
  }

  /// Parses `-3:30:15` as seconds.
  fileprivate mutating func takeTime() -> Int? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    // RFC 8536 allows a week of hours.
    guard var seconds = takeNumber(in: 0...167).map({ $0 * 3600 }) else { return nil }
    for unit in [60, 1] where take(":") {
      guard let number = takeNumber(in: 0...59) else { return nil }
      seconds += number * unit
    }
    return isNegative ? -seconds : seconds
  }
}

extension UInt8 {
  fileprivate static let newline = UInt8(ascii: "\n")
}
