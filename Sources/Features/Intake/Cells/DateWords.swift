/// The words of dates and deadlines, in lower case. If one word begins with another one, the longer
/// word comes first.
enum DateWords {
  static let months = [
    ["january", "jan.", "jan", "января"], ["february", "feb.", "feb", "февраля"],
    ["march", "mar.", "mar", "марта"], ["april", "apr.", "apr", "апреля"], ["may", "мая"],
    ["june", "jun.", "jun", "июня"], ["july", "jul.", "jul", "июля"],
    ["august", "aug.", "aug", "августа"], ["september", "sept", "sep", "сентября"],
    ["october", "oct.", "oct", "октября"], ["november", "nov.", "nov", "ноября"],
    ["december", "dec.", "dec", "декабря"],
  ]

  /// Words for days, with the number of days from now.
  static let days: [(count: Int, names: [String])] = [
    (
      2, ["모레", "the day after tomorrow", "day after tomorrow", "明後日", "あさって", "后天", "послезавтра"]
    ),
    (1, ["내일", "tomorrow", "明日", "明天", "завтра"]), (3, ["글피"]),
    (0, ["오늘", "금일", "today", "今日中", "今日", "今天", "сегодня"]),
  ]

  static let mornings = ["오전", "午前", "上午", "am", "a.m.", "a.m"]
  static let afternoons = ["오후", "午後", "下午", "pm", "p.m.", "p.m"]

  /// The words after a number, by their sign in patterns.
  static let units: [Unicode.Scalar: [String]] = [
    "年": ["년", "年"], "月": ["월", "月"], "日": ["일", "日", "号"], "時": ["시", "時", "点"],
    "分": ["분", "分"], "半": ["반", "半"],
  ]

  /// The words before a deadline.
  static let prefixes = [
    "due by", "due on", "due at", "due:", "due", "deadline:", "deadline is", "deadline", "by",
    "no later than", "до", "не позднее", "срок:", "마감:", "마감은", "마감일:", "마감", "기한:", "기한은", "截止:",
    "截止到", "截止", "期限:", "期限：", "期限は",
  ]

  /// The words after a deadline.
  static let suffixes = [
    "전까지", "까지", "안으로", "안에", "중으로", "중에", "내로", "までに", "まで", "中に", "之前", "以前", "前",
  ]

  /// The words between a day and a time.
  static let connections = ["at", "в", ",", "の", "에"]

  /// Words before `by` that make it no deadline: `sort by 2026-02-08`.
  static let sorting: WordList =
    "sort sorted group grouped order ordered filter filtered rank"

  /// The first two letters of all words that begin a day or a time.
  static let dayBeginnings = letters(
    of: months.joined() + days.flatMap(\.names)
      + (mornings + afternoons).filter { $0.utf8.count > 4 }
  )
  /// The first two letters of all words that begin a day, a time or a deadline.
  static let beginnings: Set<String> = dayBeginnings.union(letters(of: prefixes))

  private static func letters(of words: [String]) -> Set<String> {
    Set(words.map { String($0.unicodeScalars.prefix(2)) })
  }
}

/// The parts of a day and a time in a text; `nil` for parts that are not in the text.
struct DateFields: Equatable {
  var year, month, day, hour, minute: Int?
  /// The number of days from now; tomorrow is 1.
  var daysFromNow: Int?
  /// Whether the hour is in the second half of the day.
  var isAfternoon: Bool?
}

/// A way to write a day or a time. `Y`, `M`, `D`, `h` and `m` represent numbers; `N` a month, `R` a
/// day relative to now, `a` a half of the day. `年`, `月`, `日`, `時`, `分` and `半` represent the words
/// after a number in any language. `.` represents the end of an ordinal number, if there is one,
/// and a blank any number of blanks. All other characters represent themselves.
struct DatePattern: ExpressibleByStringLiteral, Sendable {
  private let elements: [Unicode.Scalar]

  init(stringLiteral text: String) { elements = Array(text.unicodeScalars) }

  static let days: [DatePattern] = [
    "Y-M-Dt", "Y-M-D", "Y/M/D", "Y.M.D", "Y年 M月 D日", "M月 D日", "N D., Y", "N D. Y", "N D.", "D N",
    "R",
  ]
  /// A day in Korean. In other languages, the order of month and day is not known.
  static let koreanDay: DatePattern = "M/D"
  static let times: [DatePattern] = [
    "a h:m", "h:m a", "h:m", "a h時 m分", "a h時 半", "a h時", "h時 m分", "h時 半", "h時", "h a",
  ]

  /// Takes a text in this form at the scanner's position. If there is none, takes nothing.
  func take(from scanner: inout TextScanner) -> DateFields? {
    var (fields, next) = (DateFields(), scanner)
    guard elements.allSatisfy({ take($0, &fields, &next) }) else { return nil }
    if let isAfternoon = fields.isAfternoon, let hour = fields.hour {
      guard (1...12).contains(hour) else { return nil }
      fields.hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    scanner = next
    return fields
  }

  private func take(
    _ element: Unicode.Scalar, _ fields: inout DateFields, _ scanner: inout TextScanner
  ) -> Bool {
    func take(_ value: Int?, as field: inout Int?) -> Bool {
      field = value
      return value != nil
    }
    switch element {
    case " ": scanner.skipBlanks()
    case ".": _ = scanner.takeFirst(of: ["st", "nd", "rd", "th"])
    case "Y": return take(scanner.number(4).flatMap { $0 > 999 ? $0 : nil }, as: &fields.year)
    case "M": return take(scanner.number(2), as: &fields.month)
    case "D": return take(scanner.number(2), as: &fields.day)
    case "h": return take(scanner.number(2), as: &fields.hour)
    case "m": return take(scanner.number(2), as: &fields.minute)
    case "N":
      let month = DateWords.months.firstIndex { scanner.takeFirst(of: $0) }
      return take(month.map { $0 + 1 }, as: &fields.month)
    case "R":
      let day = DateWords.days.first { scanner.takeFirst(of: $0.names) }
      return take(day?.count, as: &fields.daysFromNow)
    case "a":
      fields.isAfternoon = scanner.takeFirst(of: DateWords.afternoons)
      return fields.isAfternoon == true || scanner.takeFirst(of: DateWords.mornings)
    default:
      return DateWords.units[element].map { scanner.takeFirst(of: $0) } ?? scanner.take(element)
    }
    return true
  }
}
