import Glibc
import Testing

@testable import Host

@Suite struct BackgroundWorkTests {
  @Test func `the answer is there when the work is done, not before`() throws {
    let pipe = try Pipe()
    let number = pipe.reading.number
    let work = try BackgroundWork {
      FileDescriptor(number: dup(number), path: "a pipe").becomesReadable(within: .max / 2)
    }
    #expect(work.answer == nil)
    try pipe.writing.write([1])
    #expect(work.wait())
    #expect(work.answer == true)
    #expect(work.wait())
  }

  @Test func `one that nobody asks ends before it is gone`() throws {
    let pipe = try Pipe()
    let number = pipe.writing.number
    do {
      _ = try BackgroundWork { [UInt8(7)].withUnsafeBytes { write(number, $0.baseAddress, 1) } }
    }
    let isWritten = pipe.reading.becomesReadable(within: 0)
    #expect(isWritten)
  }
}
