import Prose

extension Unicode.Scalar {
  /// Whether it is a syllable of Hangul that ends with ㄴ, as verbs of the past do.
  var isPastForm: Bool { isHangul && (value - 0xAC00) % 28 == 4 }
}
