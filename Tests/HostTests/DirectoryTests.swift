import Dispatch
import Foundation
import Glibc
import Host
import Synchronization
import TestSupport
import Testing

@Suite struct DirectoryTests {
  @Test func `two names are exchanged`() throws {
    try withTemporaryDirectory { folder in
      let (a, b) = ("\(folder)/a", "\(folder)/b")
      try NewFile.create(a, text: "A")
      try NewFile.create(b, text: "B")
      #expect(try Directory.exchange(a, b))
      #expect(try [contents(of: a), contents(of: b)] == ["B", "A"])
    }
  }

  @Test func `what is not there is not exchanged`() throws {
    try withTemporaryDirectory { folder in
      let (a, b) = ("\(folder)/a", "\(folder)/b")
      try NewFile.create(a, text: "A")
      #expect(throws: SystemError(code: ENOENT, action: .replace, path: b)) {
        try Directory.exchange(a, b)
      }
      #expect(try Directory.names(in: folder) == ["a"])
    }
  }

  @Test func `a name is moved over another`() throws {
    try withTemporaryDirectory { folder in
      let (a, b) = ("\(folder)/a", "\(folder)/b")
      try NewFile.create(a, text: "A")
      try NewFile.create(b, text: "B")
      try Directory.move(a, to: b)
      #expect(try Directory.names(in: folder) == ["b"])
      #expect(try contents(of: b) == "A")
      #expect(throws: SystemError(code: ENOENT, action: .replace, path: b)) {
        try Directory.move(a, to: b)
      }
    }
  }

  @Test func `a new name must be new`() throws {
    try withTemporaryDirectory { folder in
      let (a, b) = ("\(folder)/a", "\(folder)/b")
      try NewFile.create(a, text: "A")
      try NewFile.create(b, text: "B")
      let error = #expect(throws: SystemError.self) { try Directory.moveNew(a, to: b) }
      #expect(error?.description == "cannot create \(b): File exists")
      #expect(error?.alreadyExists == true)
      #expect(try [contents(of: a), contents(of: b)] == ["A", "B"])
      try Directory.moveNew(a, to: "\(folder)/c")
      #expect(try Directory.names(in: folder).sorted() == ["b", "c"])
    }
  }

  @Test func `a file gets a second name, and loses one`() throws {
    try withTemporaryDirectory { folder in
      let (a, b) = ("\(folder)/a", "\(folder)/b")
      try NewFile.create(a, text: "A")
      try Directory.link(a, to: b)
      #expect(try FileStatus(of: b).links == 2)
      #expect(throws: SystemError(code: EEXIST, action: .create, path: b)) {
        try Directory.link(a, to: b)
      }
      try Directory.remove(a)
      #expect(try contents(of: b) == "A")
      #expect(throws: SystemError(code: ENOENT, action: .remove, path: a)) {
        try Directory.remove(a)
      }
    }
  }

  @Test func `a folder is made once`() throws {
    try withTemporaryDirectory { (folder) throws in
      let path = "\(folder)/new"
      #expect(try Directory.create(path, permissions: 0o700))
      #expect(try FileStatus(of: path).permissions == 0o700)
      #expect(try Directory.create(path, permissions: 0o755) == false)
      #expect(try FileStatus(of: path).permissions == 0o700)
    }
  }

  @Test func `a folder is not made where a file or a link is, nor in one that is missing`() throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/file", text: "")
      #expect(throws: SystemError(code: EEXIST, action: .create, path: "\(folder)/file")) {
        try Directory.create("\(folder)/file", permissions: 0o700)
      }
      #expect(symlink("nowhere", "\(folder)/link") == 0)
      #expect(throws: SystemError.taken("\(folder)/link")) {
        try Directory.create("\(folder)/link", permissions: 0o700)
      }
      #expect(throws: SystemError(code: ENOENT, action: .create, path: "\(folder)/a/b")) {
        try Directory.create("\(folder)/a/b", permissions: 0o700)
      }
    }
  }

  @Test func `a folder is made with those above it`() throws {
    try withTemporaryDirectory { folder in
      for _ in 1...2 { try Directory.createWithParents("\(folder)/a/b/c") }
      #expect(try FileStatus(of: "\(folder)/a/b/c").kind == .directory)
      try NewFile.create("\(folder)/file", text: "")
      #expect(throws: SystemError.self) { try Directory.createWithParents("\(folder)/file/b") }
      #expect(throws: SystemError.self) { try Directory.createWithParents("\(folder)/file") }
    }
  }

  @Test func `the names in a folder do not include the folder itself`() throws {
    try withTemporaryDirectory { folder in
      #expect(try Directory.names(in: folder) == [])
      let names = [".hidden", "a b", String(repeating: "n", count: 240), "é"]
      for name in names { try NewFile.create("\(folder)/\(name)", text: "") }
      #expect(try Directory.names(in: folder).sorted() == names.sorted())
      #expect(throws: SystemError(code: ENOENT, action: .read, path: "\(folder)/none")) {
        try Directory.names(in: "\(folder)/none")
      }
    }
  }

  @Test func `a folder is synced, and a file is none`() throws {
    try withTemporaryDirectory { folder in
      try Directory.sync(folder)
      try NewFile.create("\(folder)/file", text: "")
      #expect(throws: SystemError(code: ENOTDIR, action: .open, path: "\(folder)/file")) {
        try Directory.sync("\(folder)/file")
      }
    }
  }
}

@Suite struct NewFileTests {
  @Test func `threads that replace a file at once each write a whole one`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      let faults = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 4) { thread in
        let text = String(repeating: "\(thread)", count: 5000)
        for _ in 0..<50 {
          do {
            try NewFile.replace(path, text: text, permissions: 0o600, syncsFolder: false)
            let found = try contents(of: path)
            if found.count != text.count || Set(found).count != 1 {
              faults.withLock { $0.append("\(found.count) characters") }
            }
          } catch {
            faults.withLock { $0.append("\(error)") }
          }
        }
      }
      #expect(faults.withLock { $0 } == [])
    }
  }

  @Test func `a file is made with its text, and nothing else is left`() throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/file", text: "text\n")
      #expect(try contents(of: "\(folder)/file") == "text\n")
      #expect(try Directory.names(in: folder) == ["file"])
    }
  }

  @Test func `what is there is not replaced`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      try NewFile.create(path, text: "first")
      let error = #expect(throws: SystemError.self) { try NewFile.create(path, text: "second") }
      #expect(error?.alreadyExists == true)
      #expect(error?.description == "cannot create \(path): File exists")
      #expect(try contents(of: path) == "first")
      #expect(try Directory.names(in: folder) == ["file"])
    }
  }

  @Test func `a broken link is not replaced either`() throws {
    try withTemporaryDirectory { (folder) throws in
      #expect(symlink("none", "\(folder)/link") == 0)
      #expect(throws: SystemError(code: EEXIST, action: .create, path: "\(folder)/link")) {
        try NewFile.create("\(folder)/link", text: "")
      }
      #expect(try Directory.names(in: folder) == ["link"])
    }
  }

  @Test func `without a folder there is no file`() throws {
    try withTemporaryDirectory { folder in
      let error = #expect(throws: SystemError.self) {
        try NewFile.create("\(folder)/none/file", text: "")
      }
      #expect(error?.isMissing == true)
    }
  }
}

@Suite struct TemporaryFolderTests {
  @Test func `it is its user's alone, and goes with all that is in it`() throws {
    try withTemporaryDirectory { other in
      try NewFile.create(other + "/kept", text: "x")
      var path = ""
      do {
        let folder = try TemporaryFolder(environment: Environment([:]))
        path = folder.path
        #expect(path.hasPrefix("/tmp/orch-"))
        #expect(try FileStatus(of: path).permissions == 0o700)
        try Directory.createWithParents(path + "/a/b")
        try NewFile.create(path + "/a/b/file", text: "x")
        try FileManager.default.createSymbolicLink(
          atPath: path + "/a/link", withDestinationPath: other)
        mkfifo(path + "/a/pipe", 0o600)
      }
      #expect(try FileStatus.ifExists(path) == nil)
      #expect(try Directory.names(in: other) == ["kept"])
    }
  }

  @Test func `it is where TMPDIR says, unless that is not a place for a socket`() throws {
    let short = "/tmp/t-\(UUID().uuidString.prefix(13))"
    try Directory.createWithParents(short)
    defer { try? FileManager.default.removeItem(atPath: short) }
    let long = short + "/" + String(repeating: "x", count: 50)
    try Directory.createWithParents(long)
    for (named, place) in [(short, short), (long, "/tmp"), ("tmp", "/tmp"), ("", "/tmp")] {
      let folder = try TemporaryFolder(environment: Environment(["TMPDIR": named]))
      #expect(Path.parent(of: folder.path) == place)
    }
    #expect(throws: SystemError.self) {
      _ = try TemporaryFolder(environment: Environment(["TMPDIR": "/nowhere"]))
    }
  }

  @Test func `it is made where it is wanted, and stays where that is wanted`() throws {
    try withTemporaryDirectory { other in
      var kept = ""
      do {
        let gone = try TemporaryFolder(in: other, prefix: ".one-")
        #expect(gone.path.hasPrefix("\(other)/.one-"))
        var folder = try TemporaryFolder(in: other, prefix: ".two-")
        folder.retain()
        kept = folder.path
      }
      #expect(try Directory.names(in: other).map { "\(other)/\($0)" } == [kept])
    }
  }
}
