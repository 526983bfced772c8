import Glibc
import Host
import TestSupport
import Testing

@Suite struct NewFileTests {
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
      #expect(throws: SystemError(code: EEXIST, action: "create", path: "\(folder)/link")) {
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
