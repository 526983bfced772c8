import CSystem
import Glibc

/// Puts a terminal back should this process crash: a terminal that shows no typing and no
/// cursor is of no use to read what the crash was.
final class TerminalRestorer {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let modes: UnsafeMutablePointer<termios>?
  private let screen: Int32
  private let keys: Int32

  /// - Parameters:
  ///   - bytes: what puts the screen back.
  ///   - screen: the descriptor to which they are written.
  ///   - keys: the descriptor of which the modes are.
  ///   - modes: as before.
  init(_ bytes: [UInt8], screen: Int32, keys: Int32, modes: termios?) {
    self.bytes = UnsafeMutableBufferPointer.allocate(capacity: bytes.count)
    _ = self.bytes.initialize(from: bytes)
    self.modes = modes.map { modes in
      let place = UnsafeMutablePointer<termios>.allocate(capacity: 1)
      place.initialize(to: modes)
      return place
    }
    self.screen = screen
    self.keys = keys
  }

  deinit {
    bytes.deallocate()
    modes?.deallocate()
  }

  func begin() {
    var end = csystem_terminal_end(
      screen: screen, bytes: bytes.baseAddress, count: bytes.count, keys: keys,
      modes: modes)
    csystem_put_back_on_crash(&end)
  }

  func end() { csystem_put_back_on_crash(nil) }
}
