import Host
import Synchronization

@testable import Runner

/// A stream that keeps what is written to it, or breaks as a real one does.
final class CapturedSink: TextSink {
  /// When the stream breaks, and with which `errno` value.
  enum Breaking: Equatable, Sendable {
    case never
    case onWrite(Int32)
    case onFlush(Int32)
  }

  let isTerminal: Bool
  let width: Int?
  private let breaking: Breaking
  private let bytes = Mutex<[UInt8]>([])

  init(isTerminal: Bool = false, width: Int? = nil, breaking: Breaking = .never) {
    self.isTerminal = isTerminal
    self.width = width
    self.breaking = breaking
  }

  var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

  func write(_ bytes: [UInt8]) throws(SystemError) {
    if case .onWrite(let code) = breaking { throw broken(code) }
    self.bytes.withLock { $0 += bytes }
  }

  func flush() throws(SystemError) {
    if case .onFlush(let code) = breaking { throw broken(code) }
  }

  private func broken(_ code: Int32) -> SystemError {
    SystemError(code: code, action: .write, path: "standard output")
  }
}
