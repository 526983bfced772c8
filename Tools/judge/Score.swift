/// What a part of the product got right.
protocol Score {
  /// Whether it is as good as it has to be.
  var meetsGoals: Bool { get }
  var summary: String { get }
}

extension Score {
  /// `38/40 95.0 %`
  static func share(_ part: Int, of total: Int) -> String {
    let tenths = total == 0 ? 0 : part * 1000 / total
    return "\(part)/\(total) \(tenths / 10).\(tenths % 10) %"
  }
}
