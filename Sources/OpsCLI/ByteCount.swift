/// Sizes for people: `512 bytes`, `2 KB`, `3.4 GB`.
enum ByteCount {
  static func text(_ bytes: Int) -> String {
    guard bytes >= 1024 else { return "\(bytes) bytes" }
    var unit = 0
    let units = ["KB", "MB", "GB", "TB", "PB", "EB"]
    var tenths = bytes / 1024 * 10 + bytes % 1024 * 10 / 1024
    while tenths >= 10240, unit < units.count - 1 {
      tenths /= 1024
      unit += 1
    }
    let isWhole = tenths % 10 == 0 || tenths >= 100
    return "\(isWhole ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") \(units[unit])"
  }
}
