import Prose

/// Reads when an item is due from what can mean nothing else: a day, a time or both, and a
/// word that makes a deadline of them: `내일 18:00까지`, `by 2026-02-08 18:00`.
struct DueReader {
  private var scanner: DateScanner
  private let text: RequestText
  private let now: Moment?

  /// Without `now` only days with a year are read.
  init(_ item: RequestText, now: Moment?) {
    text = item
    scanner = DateScanner(text.scalars)
    self.now = now
  }

  /// The first deadline; a day without a time ends with it.
  ///
  /// - Parameter isIntroduction: whether a day alone says when all is due: `오늘 할 일`.
  func due(isIntroduction: Bool = false) -> Moment? {
    var index = 0
    while index < text.scalars.count {
      if let span = text.span(at: index), span.kind != .parenthesis, span.kind != .path {
        index = span.range.upperBound
        continue
      }
      if isStart(index), let due = deadline(at: index, isIntroduction) { return due }
      index += 1
    }
    return nil
  }

  /// No number or word is read from its middle.
  private func isStart(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    let (before, here) = (text.scalars[index - 1], text.scalars[index])
    if here.isHan { return before.digit == nil }
    return !before.isLatinOrDigit && !before.isHangul && !"-.:/".unicodeScalars.contains(before)
  }

  private func deadline(at index: Int, _ isIntroduction: Bool) -> Moment? {
    var scanner = scanner
    scanner.index = index
    guard scanner.mayBegin else { return nil }
    var isDeadline = scanner.takePrefix()
    if isDeadline, isSorting(before: index) { return nil }
    var day: DateScanner.Day?
    var time: DateScanner.Time?
    for _ in 0..<3 {
      let start = scanner.index
      scanner.skipBlanks()
      if day == nil, let found = scanner.takeDay() {
        day = found
      } else if time == nil, let found = scanner.takeTime() {
        time = found
      } else if day != nil || time != nil, scanner.takePrefix() {
        isDeadline = true
      } else {
        scanner.index = start
        break
      }
      _ = scanner.takeConnection()
    }
    guard day != nil || time != nil else { return nil }
    if scanner.takeSuffix() { isDeadline = true }
    if isIntroduction, case .relative? = day { isDeadline = true }
    return isDeadline ? moment(day, time) : nil
  }

  /// `sort by 2026-02-08`
  private func isSorting(before index: Int) -> Bool {
    let before = text.marked.text(max(0, index - 40)..<index).lowercased()
    return before.split(separator: " ").suffix(5).contains { Self.sorting.contains(String($0)) }
  }

  private static let sorting: Set<String> = [
    "sort", "sorted", "group", "grouped", "order", "ordered", "filter", "filtered", "rank",
  ]

  private func moment(_ day: DateScanner.Day?, _ time: DateScanner.Time?) -> Moment? {
    let clock = time ?? DateScanner.Time(hour: 23, minute: 59)
    guard let day else {
      // A time alone is one of today, as long as it is to come.
      let today = now?.at(hour: clock.hour, minute: clock.minute)
      return today.flatMap { due in now.flatMap { due >= $0 ? due : nil } }
    }
    return date(day)?.at(hour: clock.hour, minute: clock.minute)
  }

  private func date(_ day: DateScanner.Day) -> Moment? {
    switch day {
    case .full(let year, let month, let day): return Moment(year: year, month: month, day: day)
    case .relative(let days): return now?.adding(days: days)
    case .yearly(let month, let day):
      // The next such day.
      guard let now, let this = Moment(year: now.year, month: month, day: day, hour: 23, minute: 59)
      else {
        return now.flatMap { Moment(year: $0.year + 1, month: month, day: day) }
      }
      return this >= now ? this : Moment(year: now.year + 1, month: month, day: day)
    }
  }
}
