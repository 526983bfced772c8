/// Texts that the system hands over as bytes: names of files, arguments, variables.
///
/// A text of other bytes than UTF-8 is never mended, for as a path it would name another file.
enum SystemText {
  /// `nil` where the bytes are not UTF-8.
  static func text(_ bytes: UnsafePointer<CChar>) -> String? { String(validatingCString: bytes) }

  /// The bytes for people, those outside of ASCII as `\xb0`.
  static func escaped(_ bytes: UnsafePointer<CChar>) -> String {
    var text = ""
    var place = bytes
    while place.pointee != 0 {
      let byte = UInt8(bitPattern: place.pointee)
      if byte < 0x80 {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "\\x" + String(byte, radix: 16)
      }
      place += 1
    }
    return text
  }
}

/// An argument or a variable of this process that is not UTF-8.
public struct NotUTF8: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ what: String, _ bytes: UnsafePointer<CChar>) {
    description = "\(what) is not UTF-8: '\(SystemText.escaped(bytes))'"
  }
}
