import Model

/// Times as other tools and people write them.
enum ForeignTime {
  /// Reads a time or a day. A task with a day is due in the last minute of the day, and may start
  /// in its first minute. Times relative to now are not read, because the next import would read
  /// another time. Dates whose day and month may be meant in either order are not read either.
  ///
  /// - Parameters:
  ///   - text: `2026-01-31`, `2026-01-31T18:00:00Z`, `31.1.2026 18:00`, `Jan 31, 2026`.
  ///   - zone: the zone of times that name none.
  ///   - isStart: whether a day means its first minute.
  static func read(_ text: String, in zone: QueueZone, isStart: Bool = false) -> QueueTime? {
    let text = CellText.written(text)
    if let time = QueueTime(text, zone: zone) { return time }
    if let time = QueueTime(iso8601: withOffset(text)) {
      return QueueTime(epochSeconds: time.epochSeconds, zone: zone)
    }
    var bytes = Array(text.utf8)
    if bytes.count > 10, bytes[10] == UInt8(ascii: "T"), bytes[9].isDigit { bytes[10] = 0x20 }
    let words = bytes.split { $0.isBlank || $0 == UInt8(ascii: ",") }.map(\.text)
    guard let (day, count) = day(words) else { return nil }
    let rest = words.dropFirst(count)
    guard !rest.isEmpty else {
      return QueueTime("\(day) \(isStart ? "00:00" : "23:59")", zone: zone)
    }
    return clock(Array(rest)).flatMap { QueueTime("\(day) \($0)", zone: zone) }
  }

  /// The day in the first words, in the form `2026-01-31`, and the number of these words.
  private static func day(_ words: [String]) -> (String, Int)? {
    guard let first = words.first else { return nil }
    let parts = first.split { "-/.".contains($0) }.map(String.init)
    if parts.count == 3 { return numbers(parts, first).map { ($0, 1) } }
    guard words.count >= 3, let year = Int(words[2]), words[2].utf8.count == 4 else { return nil }
    if let month = month(words[0]), let day = Int(words[1]) { return written(year, month, day, 3) }
    if let month = month(words[1]), let day = Int(words[0]) { return written(year, month, day, 3) }
    return nil
  }

  /// The day in three parts with the same separator between them.
  private static func numbers(_ parts: [String], _ text: String) -> String? {
    if let month = month(parts[1]) {
      guard let day = Int(parts[0]), let year = year(parts[2]) else { return nil }
      return written(year, month, day, 1)?.0
    }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    if parts[0].utf8.count == 4 { return written(numbers[0], numbers[1], numbers[2], 1)?.0 }
    guard parts[2].utf8.count == 4 else { return nil }
    // The order is known only if the separators are dots, or if the numbers allow one order only.
    if text.utf8.contains(UInt8(ascii: ".")) || numbers[0] > 12 || numbers[0] == numbers[1] {
      return written(numbers[2], numbers[1], numbers[0], 1)?.0
    }
    return numbers[1] > 12 ? written(numbers[2], numbers[0], numbers[1], 1)?.0 : nil
  }

  private static func written(
    _ year: Int, _ month: Int, _ day: Int, _ count: Int
  ) -> (String, Int)? {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    func digits(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    return ("\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))", count)
  }

  /// Jira writes years with two digits after a month's name.
  private static func year(_ text: String) -> Int? {
    guard let number = Int(text) else { return nil }
    return text.utf8.count == 2 ? 2000 + number : text.utf8.count == 4 ? number : nil
  }

  private static func month(_ word: String) -> Int? {
    let names = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    let whole = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    let lowercased = word.lowercased()
    return (names.firstIndex(of: lowercased) ?? whole.firstIndex(of: lowercased)).map { $0 + 1 }
  }

  /// Reads `18:00`, `18:00:00` or `6:00 PM` as `18:00`.
  private static func clock(_ words: [String]) -> String? {
    let parts = words[0].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 || parts.count == 3, var hour = Int(parts[0]),
      let minute = Int(parts[1]),
      (0..<24).contains(hour), (0..<60).contains(minute), parts[1].utf8.count == 2
    else { return nil }
    switch words.dropFirst().map({ $0.lowercased() }) {
    case []: break
    case ["am"] where (1...12).contains(hour): hour %= 12
    case ["pm"] where (1...12).contains(hour): hour = hour % 12 + 12
    default: return nil
    }
    return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
  }

  /// A time of ISO 8601 without fractions of seconds, and with an offset instead of `Z`.
  private static func withOffset(_ text: String) -> String {
    var bytes = Array(text.utf8)
    if bytes.last == UInt8(ascii: "Z") {
      bytes.removeLast()
      bytes += "+00:00".utf8
    }
    if let point = bytes.firstIndex(of: UInt8(ascii: ".")) {
      let end = bytes[point...].dropFirst().firstIndex { !(0x30...0x39).contains($0) }
      bytes.removeSubrange(point..<(end ?? bytes.count))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
