import Prose

extension Unicode.Scalar {
  /// The number of `①`, `⑴`, `⒈` or `❶`.
  var circledNumber: Int? {
    switch value {
    case 0x2460...0x2473: Int(value) - 0x245F
    case 0x2474...0x2487: Int(value) - 0x2473
    case 0x2488...0x249B: Int(value) - 0x2487
    case 0x2776...0x277F: Int(value) - 0x2775
    default: nil
    }
  }

  /// The digit that it is, also of full width.
  var digit: Int? {
    switch value {
    case 0x30...0x39: Int(value) - 0x30
    case 0xFF10...0xFF19: Int(value) - 0xFF10
    default: nil
    }
  }
}
