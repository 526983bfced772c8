import Glibc
import Testing

@testable import Host

/// A terminal whose output is not read for a while.
@Suite struct TerminalScreenTests {
  /// The two ends of a terminal.
  private struct Ends: ~Copyable {
    let reading: FileDescriptor
    let screen: TerminalScreen

    init() throws {
      let reading = try FileDescriptor(opening: "/dev/ptmx", for: .updating)
      // TIOCSPTLCK and TIOCGPTN: it may be opened, and which one it is. Source: ioctl_tty(2).
      var (lock, number): (Int32, Int32) = (0, 0)
      try #require(ioctl(reading.number, 0x4004_5431, &lock) == 0)
      try #require(ioctl(reading.number, 0x8004_5430, &number) == 0)
      screen = try TerminalScreen(
        FileDescriptor(opening: "/dev/pts/\(number)", for: .writingNonblocking))
      self.reading = reading
    }

    /// What the terminal has to show now.
    func shown() -> [UInt8] {
      var all: [UInt8] = []
      var some = [UInt8](repeating: 0, count: 4096)
      while reading.becomesReadable(within: .milliseconds(200)) {
        let count = some.withUnsafeMutableBytes { read(reading.number, $0.baseAddress, $0.count) }
        if count <= 0 { break }
        all += some[..<count]
      }
      return all
    }
  }

  /// More than any terminal takes at once.
  private static let much = (0..<1 << 17).map { UInt8(ascii: "a") + UInt8($0 % 26) }

  @Test func `what it does not take at once comes later, whole`() throws {
    let ends = try Ends()
    try ends.screen.write(Self.much)
    try ends.screen.write([UInt8(ascii: "!")])
    let (isDone, request) = (ends.screen.isDone, ends.screen.request)
    #expect(!isDone && request.fd == ends.screen.number && request.events == Int16(POLLOUT))
    var shown: [UInt8] = []
    while !ends.screen.isDone, shown.count <= Self.much.count {
      shown += ends.shown()
      try ends.screen.flush()
    }
    shown += ends.shown()
    #expect(shown == Self.much + [UInt8(ascii: "!")])
    let nothing = ends.screen.request.fd
    #expect(nothing == -1)
  }

  @Test func `to leave one that takes nothing does not take long`() throws {
    let ends = try Ends()
    try ends.screen.write(Self.much)
    let start = Clock.system.monotonic()
    try ends.screen.leave(within: .milliseconds(20))
    let time = Clock.system.monotonic() - start
    let isDone = ends.screen.isDone
    #expect(time < .milliseconds(20_000) && isDone)
    // What it took stands there, and of the end what it had room for.
    let shown = ends.shown()
    let before = shown.prefix { $0 != 0x1B }
    let end = shown.dropFirst(before.count)
    #expect(before.count < Self.much.count && Self.much.starts(with: before))
    #expect(TerminalScreen.leaving.starts(with: end))
    try ends.screen.leave(within: .milliseconds(20))
    let left = ends.shown()
    #expect(left == TerminalScreen.leaving)
  }

  @Test func `leaving does not wait for pending output`() throws {
    let ends = try Ends()
    try ends.screen.write(Self.much)
    let taken = ends.shown()
    try ends.screen.leave(within: .milliseconds(20))
    let left = ends.shown()
    #expect(taken.count + left.count < Self.much.count)
    #expect(left.suffix(TerminalScreen.leaving.count) == TerminalScreen.leaving[...])
  }
}
