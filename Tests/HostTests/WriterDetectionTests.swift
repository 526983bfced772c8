import Glibc
import Host
import TestSupport
import Testing

@Suite struct WriterDetectionTests {
  private func hasWriter(_ path: String) throws -> Bool? {
    try FileDescriptor(opening: path, for: .reading).hasWriter()
  }

  /// Asks until the answer is `false`: a child process that another test is just
  /// starting has, for a moment, all files open that this process had.
  private func isLeftAlone(_ path: String) throws -> Bool {
    for _ in 0..<10_000 {
      if try hasWriter(path) == false { return true }
      sched_yield()
    }
    return false
  }

  @Test func `a file that is open for writing has a writer, until it is closed`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      try NewFile.create(path, text: "")
      #expect(try isLeftAlone(path))
      do {
        let writer = try FileDescriptor(opening: path, for: .updating)
        #expect(try hasWriter(path) == true)
        #expect(try hasWriter(path) == true)
        _ = writer.number
      }
      #expect(try isLeftAlone(path))
    }
  }

  @Test func `readers are no writers, and asking leaves nothing behind`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      try NewFile.create(path, text: "")
      let reader = try FileDescriptor(opening: path, for: .reading)
      #expect(try isLeftAlone(path))
      // A lease that was kept would make this wait, or fail.
      let writer = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      #expect(writer >= 0)
      close(writer)
      _ = reader.number
    }
  }

  @Test func `one's own descriptor for writing counts`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      try NewFile.create(path, text: "")
      let descriptor = try FileDescriptor(opening: path, for: .updating)
      #expect(descriptor.hasWriter() == true)
    }
  }

  @Test func `the writers of a folder are unknown`() throws {
    try withTemporaryDirectory { (folder) throws in
      #expect(try hasWriter(folder) == nil)
    }
  }
}
