/// What a process that runs takes of the machine. Source: proc(5).
public struct ProcessFigures: Equatable, Sendable {
  /// Kilobytes of memory that are its own or shared, and present.
  public let residentKB: Int
  /// Descriptors that are open.
  public let openFiles: Int

  public init(residentKB: Int, openFiles: Int) {
    self.residentKB = residentKB
    self.openFiles = openFiles
  }

  /// - Parameter id: of a process of this user; `nil` for any other, and one that has ended.
  public init?(of id: Int) {
    guard let status = try? ProcessTable.contents("\(id)/status"),
      let resident = Self.resident(in: status),
      let files = try? Directory.names(in: "/proc/\(id)/fd")
    else { return nil }
    self.init(residentKB: resident, openFiles: files.count)
  }

  /// What stands behind `VmRSS:`; what has ended has no such line.
  private static func resident(in status: [UInt8]) -> Int? {
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("VmRSS:") }
    return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }
  }
}

extension ProcessIdentity {
  /// The process that started this one, or took it over when that ended; `nil` where none can be
  /// seen.
  public var parent: ProcessIdentity? {
    guard isVisible, let status = try? ProcessStatus.read(of: id), status.start == start else {
      return nil
    }
    return ProcessIdentity(of: status.parent)
  }

  /// The words by which it was started, its program first; none of one that has ended.
  public var words: [String] {
    guard let bytes = try? ProcessTable.contents("\(id)/cmdline") else { return [] }
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
