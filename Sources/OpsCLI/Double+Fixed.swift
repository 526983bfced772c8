extension Double {
  /// With so many digits behind the point, as scripts expect it: `50.00`. For numbers from 0
  /// to a billion billion.
  func fixed(_ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    let whole = Int((self * Double(scale)).rounded(.toNearestOrEven))
    let fraction = String(whole % scale)
    return "\(whole / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
