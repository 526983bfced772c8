import Glibc
import Host
import TestSupport
import Testing

@Suite struct WritabilityTests {
  struct Mode: CustomTestStringConvertible {
    let bits: UInt32
    let mayWrite: Bool
    var testDescription: String { String(bits, radix: 8) }
  }

  @Test(arguments: [
    Mode(bits: 0o644, mayWrite: true), Mode(bits: 0o200, mayWrite: true),
    Mode(bits: 0o444, mayWrite: false), Mode(bits: 0o555, mayWrite: false),
    Mode(bits: 0o000, mayWrite: false),
  ])
  func `a file that nobody may write is not written, even by root`(_ mode: Mode) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      try NewFile.create(path, text: "")
      chmod(path, mode.bits)
      #expect(CurrentProcess.mayWrite(path, try FileStatus(of: path)) == mode.mayWrite)
    }
  }
}
