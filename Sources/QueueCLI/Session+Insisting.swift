import CommandLineKit
import Host

extension Session {
  /// Does what must not be given up because a disk is full, or the queue not there, for the
  /// moment: tries again for some minutes, at longer and longer intervals.
  ///
  /// - Throws: the last error; at once where waiting would not help.
  public func insisting(_ body: () throws(CommandError) -> Void) throws(CommandError) {
    for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256] {
      do throws(CommandError) { return try body() } catch {
        if error.status == .refused { throw error }
        clock.sleep(.milliseconds(seconds * 1000))
      }
    }
    try body()
  }
}
