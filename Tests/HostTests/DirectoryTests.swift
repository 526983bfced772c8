import Glibc
import Host
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
      #expect(throws: SystemError(code: ENOENT, action: "replace", path: b)) {
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
      #expect(throws: SystemError(code: ENOENT, action: "replace", path: b)) {
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
      #expect(throws: SystemError(code: EEXIST, action: "create", path: b)) {
        try Directory.link(a, to: b)
      }
      try Directory.remove(a)
      #expect(try contents(of: b) == "A")
      #expect(throws: SystemError(code: ENOENT, action: "remove", path: a)) {
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
      #expect(throws: SystemError(code: EEXIST, action: "create", path: "\(folder)/file")) {
        try Directory.create("\(folder)/file", permissions: 0o700)
      }
      #expect(symlink("nowhere", "\(folder)/link") == 0)
      #expect(throws: SystemError.taken("\(folder)/link")) {
        try Directory.create("\(folder)/link", permissions: 0o700)
      }
      #expect(throws: SystemError(code: ENOENT, action: "create", path: "\(folder)/a/b")) {
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

  @Test func `the names in a folder are told without the folder itself`() throws {
    try withTemporaryDirectory { folder in
      #expect(try Directory.names(in: folder) == [])
      let names = [".hidden", "a b", String(repeating: "n", count: 240), "é"]
      for name in names { try NewFile.create("\(folder)/\(name)", text: "") }
      #expect(try Directory.names(in: folder).sorted() == names.sorted())
      #expect(throws: SystemError(code: ENOENT, action: "read", path: "\(folder)/none")) {
        try Directory.names(in: "\(folder)/none")
      }
    }
  }

  @Test func `a folder is synced, and a file is none`() throws {
    try withTemporaryDirectory { folder in
      try Directory.sync(folder)
      try NewFile.create("\(folder)/file", text: "")
      #expect(throws: SystemError(code: ENOTDIR, action: "open", path: "\(folder)/file")) {
        try Directory.sync("\(folder)/file")
      }
    }
  }
}
