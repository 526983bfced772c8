import Glibc

/// A system call that failed: what was tried, on what, and the system's reason.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The `errno` value.
  public let code: Int32
  /// A verb, to follow "cannot": `write`, `lock`.
  public let action: String
  public let path: String
  /// What was found, where that says more than the system does.
  private var finding: String?
  /// What to do, where that follows from what was found.
  public private(set) var remedy: String?

  public init(code: Int32, action: String, path: String) {
    (self.code, self.action, self.path) = (code, action, path)
  }

  /// The error that the last call of this thread left in `errno`.
  public static func last(_ action: String, _ path: String) -> SystemError {
    SystemError(code: errno, action: action, path: path)
  }

  /// The error of reading a folder, or anything else that is no regular file.
  public static func notARegularFile(_ path: String, _ kind: FileStatus.Kind) -> SystemError {
    SystemError(code: kind == .directory ? EISDIR : EINVAL, action: "read", path: path)
  }

  /// A symbolic link where a file or folder of this program is expected.
  public static func link(_ path: String) -> SystemError {
    SystemError(code: ELOOP, action: "use", path: path)
  }

  /// A file with several hard links: writing it would change it under its other names, too.
  public static func otherName(_ path: String) -> SystemError {
    var error = SystemError(code: EMLINK, action: "write", path: path)
    error.finding = "the file has another name, too"
    error.remedy = "cp it to a new file, and mv that here"
    return error
  }

  /// A file with other contents than it should have.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - expected: what it should be, worded to follow "not".
  public static func otherContents(_ path: String, expected: String) -> SystemError {
    var error = SystemError(code: EINVAL, action: "use", path: path)
    error.finding = "it is not \(expected)"
    error.remedy = "look at what it is, and move it away"
    return error
  }

  /// A file that is larger than any that is read here.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - size: its bytes.
  ///   - limit: the most bytes that it may have.
  ///   - remedy: what to do.
  public static func tooLarge(
    _ path: String, _ size: Int, limit: Int, remedy: String = "look at what it is, and move it away"
  ) -> SystemError {
    var error = SystemError(code: EFBIG, action: "read", path: path)
    error.finding = "it has \(size) bytes, and may have \(limit)"
    error.remedy = remedy
    return error
  }

  /// A line that no reader of the file would take.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - line: the bytes of the line.
  ///   - limit: how many it may have.
  public static func tooLong(_ path: String, line: Int, limit: Int) -> SystemError {
    var error = SystemError(code: EFBIG, action: "write", path: path)
    error.finding = "the line of this change has \(line) bytes, and may have \(limit)"
    error.remedy = "change fewer rows at once"
    return error
  }

  /// A file that says more than there is memory for.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - what: what it has many of.
  ///   - limit: how many of them it may have.
  ///   - remedy: what to do.
  public static func tooMany(
    _ path: String, _ what: String, limit: Int, remedy: String
  ) -> SystemError {
    var error = SystemError(code: EFBIG, action: "read", path: path)
    error.finding = "it has more than \(limit) \(what)"
    error.remedy = remedy
    return error
  }

  /// Something has the name of a file or folder to be created.
  public static func taken(_ path: String) -> SystemError {
    SystemError(code: EEXIST, action: "create", path: path)
  }

  /// A file or folder whose name, links followed, is not UTF-8.
  static func notUTF8(_ path: String) -> SystemError {
    var error = SystemError(code: EILSEQ, action: "use", path: path)
    error.finding = "its name is not UTF-8, links followed"
    return error
  }

  public var isLink: Bool { code == ELOOP }
  public var isLongName: Bool { code == ENAMETOOLONG }
  public var isNotUTF8: Bool { code == EILSEQ }

  /// The system's reason: `No space left on device`; or what was found.
  public var reason: String {
    let reason = finding ?? String(cString: strerror(code))
    return code == ENOEXEC ? "\(reason); a script needs a first line such as #!/bin/sh" : reason
  }

  public var description: String { "cannot \(action) \(path): \(reason)" }

  public var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  public var isDenied: Bool { code == EACCES || code == EPERM || code == EROFS }
  public var alreadyExists: Bool { code == EEXIST }
  public var isBelowAFile: Bool { code == ENOTDIR }
  /// Whether a folder, a pipe or a device is where a file is expected: the errors that
  /// `notARegularFile` and `otherContents` make.
  public var isNotAFile: Bool { code == EISDIR || code == EINVAL }
  public var isDirectory: Bool { code == EISDIR }
  /// Whether the disk, or this user's part of it, is full.
  public var isFullDisk: Bool { code == ENOSPC || code == EDQUOT }
  public var isBrokenPipe: Bool { code == EPIPE }
}

/// Repeats `call` while a signal interrupts it; a result below zero is an error.
@discardableResult
func check<Result: SignedInteger>(
  _ action: String, _ path: @autoclosure () -> String, _ call: () -> Result
) throws(SystemError) -> Result {
  while true {
    let result = call()
    if result >= 0 { return result }
    if errno != EINTR { throw .last(action, path()) }
  }
}

/// Texts that the system passes as bytes: file names, arguments, environment variables.
///
/// Bytes that are not UTF-8 are never repaired: as a path, the result would name another file.
enum SystemText {
  /// `nil` where the bytes are not UTF-8.
  static func text(_ bytes: UnsafePointer<CChar>) -> String? { String(validatingCString: bytes) }

  /// The bytes for messages, those outside ASCII as `\xb0`.
  static func escaped(_ bytes: UnsafePointer<CChar>) -> String {
    var text = ""
    var next = bytes
    while next.pointee != 0 {
      let byte = UInt8(bitPattern: next.pointee)
      if byte < 0x80 {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "\\x" + String(byte, radix: 16)
      }
      next += 1
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
