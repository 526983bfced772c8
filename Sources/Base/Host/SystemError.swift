import Glibc

/// A failed system call: the action, the file, and the system's reason.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The `errno` value.
  public let code: Int32
  public let action: Action
  public let path: String
  /// A finding that explains more than the system's reason, if there is one.
  public let finding: Finding?

  /// The action that failed, as a verb that follows "cannot".
  public enum Action: String, CaseIterable, Sendable {
    case create, enter, lock, make, open, read, remove, replace, run, set, start, sync, use, watch,
      write
    case listen = "listen on"
  }

  /// A fault of a file that no system call reports.
  public enum Finding: Equatable, Sendable {
    /// The file has several hard links: writing would change the file under its other names, too.
    case otherName
    /// The file is not of the expected kind.
    case other(than: Expected)
    /// The file has more bytes than this program reads of any file. `isLedger` is true for files
    /// that record costs; these files grow.
    case size(Int, limit: Int, isLedger: Bool)
    /// The line to be written has more bytes than a reader of the file would accept.
    case lineLength(Int, limit: Int)
    /// The file's path, with links resolved, is not UTF-8.
    case nameNotUTF8
  }

  /// The expected kind of a file, worded to follow "not".
  public enum Expected: String, CaseIterable, Sendable {
    case file = "a file"
    case folder = "a folder"
    case ownFolder = "a folder of this user"
    case regularFile = "a regular file"
    case writableFile = "a file that can be written"
    case journal = "a whole journal"
    case databaseJournal = "a journal of this folder's databases alone"
    case runLog = "a run log"
    case zipFile = "a whole zip file"
  }

  public init(code: Int32, action: Action, path: String, finding: Finding? = nil) {
    (self.code, self.action, self.path, self.finding) = (code, action, path, finding)
  }

  /// The error that the last call of this thread left in `errno`.
  public static func last(_ action: Action, _ path: String) -> SystemError {
    SystemError(code: errno, action: action, path: path)
  }

  /// The error for reading from another machine that can't be reached.
  public static func unreachable(_ address: String) -> SystemError {
    SystemError(code: EHOSTUNREACH, action: .read, path: address)
  }

  /// The error for reading a folder, or another file that is not a regular file.
  public static func notARegularFile(_ path: String, _ kind: FileStatus.Kind) -> SystemError {
    SystemError(code: kind == .directory ? EISDIR : EINVAL, action: .read, path: path)
  }

  /// The error for a symbolic link at a path where this program expects its own file or folder.
  public static func link(_ path: String) -> SystemError {
    SystemError(code: ELOOP, action: .use, path: path)
  }

  public static func otherName(_ path: String) -> SystemError {
    SystemError(code: EMLINK, action: .write, path: path, finding: .otherName)
  }

  public static func other(_ path: String, than expected: Expected) -> SystemError {
    SystemError(code: EINVAL, action: .use, path: path, finding: .other(than: expected))
  }

  public static func tooLarge(
    _ path: String, _ size: Int, limit: Int, isLedger: Bool = false
  ) -> SystemError {
    SystemError(
      code: EFBIG, action: .read, path: path,
      finding: .size(size, limit: limit, isLedger: isLedger))
  }

  public static func tooLong(_ path: String, line: Int, limit: Int) -> SystemError {
    SystemError(
      code: EFBIG, action: .write, path: path, finding: .lineLength(line, limit: limit))
  }

  /// The error for creating a file or folder whose name is already taken.
  public static func taken(_ path: String) -> SystemError {
    SystemError(code: EEXIST, action: .create, path: path)
  }

  static func notUTF8(_ path: String) -> SystemError {
    SystemError(code: EILSEQ, action: .use, path: path, finding: .nameNotUTF8)
  }

  public var isLink: Bool { code == ELOOP }
  /// Whether the system can't start a file as a program, for example a script whose first line
  /// names no interpreter.
  public var lacksInterpreter: Bool { code == ENOEXEC }
  public var isLongName: Bool { code == ENAMETOOLONG }
  public var isNotUTF8: Bool { code == EILSEQ }

  /// The finding, if there is one, or else the system's reason, such as `No space left on device`.
  public var reason: String {
    let reason = finding?.description ?? systemReason
    return lacksInterpreter ? "\(reason); a script needs a first line such as #!/bin/sh" : reason
  }

  /// The system's reason, even if something was found.
  public var systemReason: String { String(cString: strerror(code)) }

  /// The error in English, for logs and notes. Messages to people use `sentence`.
  public var description: String { "cannot \(action.rawValue) \(path): \(reason)" }

  public var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  public var isDenied: Bool { code == EACCES || code == EPERM || code == EROFS }
  public var isReadOnlyFileSystem: Bool { code == EROFS }
  public var alreadyExists: Bool { code == EEXIST }
  public var isBelowAFile: Bool { code == ENOTDIR }
  /// Whether a folder, a pipe or a device was found instead of a file. These are the errors that
  /// `notARegularFile` and `other` make.
  public var isNotAFile: Bool { code == EISDIR || code == EINVAL }
  public var isDirectory: Bool { code == EISDIR }
  /// Whether the file is missing, may not be read by this user, or is not what its name promises.
  /// Other errors, such as too many open files, say nothing about the file.
  public var isOfFile: Bool {
    isMissing || isDenied || isLink || isNotAFile || finding != nil
  }
  /// Whether the disk, or this user's part of it, is full.
  public var isFullDisk: Bool { code == ENOSPC || code == EDQUOT }
  /// Whether reading or writing the disk failed.
  public var isInputOutput: Bool { code == EIO }
  /// Whether another machine does not answer.
  public var isUnreachable: Bool { code == EHOSTUNREACH }
  public var isBrokenPipe: Bool { code == EPIPE }
}

extension SystemError.Finding: CustomStringConvertible {
  public var description: String {
    switch self {
    case .otherName: "the file has another name, a hard link"
    case .other(let expected): "it is not \(expected.rawValue)"
    case .size(let size, let limit, _): "it has \(size) bytes, and the limit is \(limit)"
    case .lineLength(let bytes, let limit):
      "the line of this change has \(bytes) bytes, and the limit is \(limit)"
    case .nameNotUTF8: "its name is not UTF-8, links followed"
    }
  }
}

/// Repeats `call` while a signal interrupts it; a result below zero is an error.
@discardableResult
func check<Result: SignedInteger>(
  _ action: SystemError.Action, _ path: @autoclosure () -> String, _ call: () -> Result
) throws(SystemError) -> Result {
  while true {
    let result = call()
    if result >= 0 { return result }
    if errno != EINTR { throw .last(action, path()) }
  }
}

/// Texts that the system passes as bytes: file names, arguments and environment variables.
///
/// Bytes that are not UTF-8 are never repaired: a repaired path would name another file.
enum SystemText {
  /// `nil` if the bytes are not UTF-8.
  static func text(_ bytes: UnsafePointer<CChar>) -> String? { String(validatingCString: bytes) }

  /// The bytes for messages; bytes outside ASCII are written as `\xb0`.
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
