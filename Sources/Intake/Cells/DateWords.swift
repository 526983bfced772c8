/// The words of dates and deadlines, in lower case; of two that begin alike the longer one first.
enum DateWords {
  static let months = [
    ["january", "jan.", "jan", "января"], ["february", "feb.", "feb", "февраля"],
    ["march", "mar.", "mar", "марта"], ["april", "apr.", "apr", "апреля"], ["may", "мая"],
    ["june", "jun.", "jun", "июня"], ["july", "jul.", "jul", "июля"],
    ["august", "aug.", "aug", "августа"], ["september", "sept", "sep", "сентября"],
    ["october", "oct.", "oct", "октября"], ["november", "nov.", "nov", "ноября"],
    ["december", "dec.", "dec", "декабря"],
  ]

  /// Days by how many they are from now.
  static let days: [(count: Int, names: [String])] = [
    (
      2, ["모레", "the day after tomorrow", "day after tomorrow", "明後日", "あさって", "后天", "послезавтра"]
    ),
    (1, ["내일", "tomorrow", "明日", "明天", "завтра"]), (3, ["글피"]),
    (0, ["오늘", "금일", "today", "今日中", "今日", "今天", "сегодня"]),
  ]

  static let mornings = ["오전", "午前", "上午", "am", "a.m.", "a.m"]
  static let afternoons = ["오후", "午後", "下午", "pm", "p.m.", "p.m"]

  /// What stands behind a number, by the sign of patterns for it.
  static let units: [Unicode.Scalar: [String]] = [
    "年": ["년", "年"], "月": ["월", "月"], "日": ["일", "日", "号"], "時": ["시", "時", "点"],
    "分": ["분", "分"], "半": ["반", "半"],
  ]

  /// What stands before a deadline.
  static let prefixes = [
    "due by", "due on", "due at", "due:", "due", "deadline:", "deadline is", "deadline", "by",
    "no later than", "до", "не позднее", "срок:", "마감:", "마감은", "마감일:", "마감", "기한:", "기한은", "截止:",
    "截止到", "截止", "期限:", "期限：", "期限は",
  ]

  /// What stands behind a deadline.
  static let suffixes = [
    "전까지", "까지", "안으로", "안에", "중으로", "중에", "내로", "までに", "まで", "中に", "之前", "以前", "前",
  ]

  /// What stands between a day and a time.
  static let connections = ["at", "в", ",", "の", "에"]

  /// `sort by 2026-02-08` names no deadline.
  static let sorting: WordList =
    "sort sorted group grouped order ordered filter filtered rank"

  /// The first two letters of all that a day or a time may begin with, but for digits.
  static let dayBeginnings = letters(
    of: months.joined() + days.flatMap(\.names)
      + (mornings + afternoons).filter { $0.utf8.count > 4 }
  )
  /// The same of deadlines.
  static let beginnings: Set<String> = dayBeginnings.union(letters(of: prefixes))

  private static func letters(of words: [String]) -> Set<String> {
    Set(words.map { String($0.unicodeScalars.prefix(2)) })
  }
}
