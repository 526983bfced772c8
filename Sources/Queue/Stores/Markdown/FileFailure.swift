import Host
import QueueStore

/// An error of reading a file that a queue may lack.
protocol FileFailure: Error {
  /// Whether the file is missing, may not be read by this user, or is not what its name promises.
  var isOfFile: Bool { get }
}

extension SystemError: FileFailure {}

extension StoreError: FileFailure {
  var isOfFile: Bool {
    switch self {
    case .missing: true
    case .system(let error): error.isOfFile
    default: false
    }
  }
}

/// Reads a file that a queue may lack.
///
/// - Returns: `nil` if the error is one of the file.
/// - Throws: other errors, such as too many open files. They say nothing about the file.
func ifUsable<Value, Failure: FileFailure>(
  _ read: () throws(Failure) -> Value
) throws(Failure) -> Value? {
  do { return try read() } catch {
    if error.isOfFile { return nil }
    throw error
  }
}
