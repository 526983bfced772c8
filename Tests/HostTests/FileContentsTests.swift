import Dispatch
import Glibc
import Host
import Synchronization
import TestSupport
import Testing

@Suite struct FileContentsTests {
  private func read(_ path: String) throws -> FileContents {
    try FileContents(reading: FileDescriptor(opening: path, for: .reading))
  }

  @Test(arguments: [
    0, 1, 4095, 4096, 4097, 1 << 20, 1 << 20 + 1, (2 << 20) - 1, 2 << 20, 5_000_000,
  ])
  func `a file is read whole, with what it was`(_ size: Int) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
      try FileDescriptor(opening: path, for: .creating(permissions: 0o600)).write(bytes, at: 0)
      let contents = try read(path)
      #expect(contents.bytes.elementsEqual(bytes))
      #expect(contents.status == (try FileStatus(of: path)))
      #expect(!contents.isTorn)
    }
  }

  @Test func `the bytes stay what they were`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      try NewFile.create(path, text: "before")
      let contents = try read(path)
      try FileDescriptor(opening: path, for: .updating).truncate(to: 0)
      #expect(String(decoding: contents.bytes, as: UTF8.self) == "before")
    }
  }

  @Test func `a file is read from its beginning, wherever the descriptor stands`() throws {
    try withTemporaryDirectory { folder in
      let descriptor = try FileDescriptor(
        opening: "\(folder)/file", for: .creating(permissions: 0o600))
      try descriptor.write("written")
      let contents = try FileContents(reading: descriptor)
      #expect(String(decoding: contents.bytes, as: UTF8.self) == "written")
    }
  }

  @Test func `a folder is refused`() throws {
    try withTemporaryDirectory { folder in
      let error = #expect(throws: SystemError.self) { try read(folder) }
      #expect(error == .notARegularFile(folder, .directory))
      #expect(error?.description == "cannot read \(folder): Is a directory")
      #expect(error?.isDirectory == true)
    }
  }

  @Test func `a pipe is refused`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/pipe"
      #expect(mkfifo(path, 0o600) == 0)
      let error = #expect(throws: SystemError.self) { try read(path) }
      #expect(error?.description == "cannot read \(path): Invalid argument")
    }
  }

  @Test func `a file that is written to while it is read is torn`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      let size = 8 << 20
      try FileDescriptor(opening: path, for: .creating(permissions: 0o600)).truncate(to: size)
      let isEnough = Atomic(false)
      let wasTorn = Atomic(false)
      DispatchQueue.concurrentPerform(iterations: 2) { thread in
        if thread == 0 {
          // Some of the reads fall between two writes; not all of them.
          for _ in 0..<200_000 where !wasTorn.load(ordering: .relaxed) {
            if (try? read(path))?.isTorn == true { wasTorn.store(true, ordering: .relaxed) }
          }
          isEnough.store(true, ordering: .relaxed)
        } else {
          var length = size
          while !isEnough.load(ordering: .relaxed) {
            length = length == size ? size + 1 : size
            try? FileDescriptor(opening: path, for: .updating).truncate(to: length)
          }
        }
      }
      let isFoundOut = wasTorn.load(ordering: .relaxed)
      #expect(isFoundOut)
    }
  }
}
