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
    self.code = code
    self.action = action
    self.path = path
  }

  /// The error that the last call of this thread left in `errno`.
  public static func last(_ action: String, _ path: String) -> SystemError {
    SystemError(code: errno, action: action, path: path)
  }

  /// What reading says of a folder, or of what is neither folder nor file.
  public static func notARegularFile(_ path: String, _ kind: FileStatus.Kind) -> SystemError {
    SystemError(code: kind == .directory ? EISDIR : EINVAL, action: "read", path: path)
  }

  /// What is said of a link where a file or folder of our own belongs.
  public static func link(_ path: String) -> SystemError {
    SystemError(code: ELOOP, action: "use", path: path)
  }

  /// What is said of a file that would be changed under another name, too.
  static func otherName(_ path: String) -> SystemError {
    var error = SystemError(code: EMLINK, action: "write", path: path)
    error.finding = "the file has another name, too"
    error.remedy = "cp it to a new file, and mv that here"
    return error
  }

  /// What is said of a file that holds something else than it should.
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

  /// What is said where something is in the way of what should be made.
  public static func taken(_ path: String) -> SystemError {
    SystemError(code: EEXIST, action: "create", path: path)
  }

  /// What is said of a file or folder whose name, links followed, is not UTF-8.
  static func notUTF8(_ path: String) -> SystemError {
    var error = SystemError(code: EILSEQ, action: "use", path: path)
    error.finding = "its name is not UTF-8, links followed"
    return error
  }

  public var isLink: Bool { code == ELOOP }
  public var isNotUTF8: Bool { code == EILSEQ }

  /// The system's reason: `No space left on device`; or what was found.
  public var reason: String { finding ?? String(cString: strerror(code)) }

  public var description: String { "cannot \(action) \(path): \(reason)" }

  public var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  public var isDenied: Bool { code == EACCES || code == EPERM || code == EROFS }
  public var alreadyExists: Bool { code == EEXIST }
  public var isBelowAFile: Bool { code == ENOTDIR }
  /// As `notARegularFile` says it.
  public var isNotAFile: Bool { code == EISDIR || code == EINVAL }
  public var isDirectory: Bool { code == EISDIR }
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
