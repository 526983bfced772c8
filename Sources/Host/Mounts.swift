/// Where file systems, folders and files are mounted.
public struct Mounts: Equatable, Sendable {
  private let points: Set<String>

  /// This process's own; none where the system does not tell.
  public static func current() -> Mounts {
    let text = try? FileDescriptor(opening: "/proc/self/mountinfo", for: .reading).readToEnd()
    return Mounts(mountInfo: text ?? [])
  }

  /// - Parameter mountInfo: as proc(5) describes it.
  public init(mountInfo: [UInt8]) {
    points = Set(
      mountInfo.split(separator: 10).compactMap { line in
        let fields = line.split(separator: 32, maxSplits: 5)
        return fields.count > 4 ? Self.unescaped(fields[4]) : nil
      })
  }

  /// Whether something is mounted on exactly this path, which has no links.
  public func isPoint(_ path: String) -> Bool { points.contains(path) }

  /// Blanks, line breaks and backslashes are written as three octal digits.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.count >= 3,
        let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
      {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
