import Glibc
import Host
import TestSupport
import Testing

@Suite struct FileAttributesTests {
  /// A model and a new file, both there.
  private func withModel(
    _ body: (_ model: String, _ new: String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/model", text: "model")
      try NewFile.create("\(folder)/new", text: "new")
      chmod("\(folder)/new", 0o600)
      try body("\(folder)/model", "\(folder)/new")
    }
  }

  private func copyAttributes(of model: String, for new: String) throws -> Bool {
    let descriptor = try FileDescriptor(opening: new, for: .updating)
    return try descriptor.copyAttributes(
      of: FileDescriptor(opening: model, for: .reading), status: FileStatus(of: model))
  }

  @Test(arguments: [0o640, 0o600, 0o777, 0o444, 0o6755] as [UInt32])
  func `the permissions are taken`(_ mode: UInt32) throws {
    try withModel { (model, new) throws in
      chmod(model, mode)
      #expect(try copyAttributes(of: model, for: new))
      #expect(try FileStatus(of: new).permissions == mode)
      #expect(try contents(of: new) == "new")
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root may give files away"))
  func `owner and group are taken, and set-id bits with them`() throws {
    try withModel { model, new in
      chown(model, 4711, 4712)
      // A change of owner removes these bits.
      for path in [model, new] { chmod(path, 0o6755) }
      #expect(try copyAttributes(of: model, for: new))
      let status = try FileStatus(of: new)
      #expect((status.owner, status.group, status.permissions) == (4711, 4712, 0o6755))
    }
  }

  @Test func `extended attributes are taken`() throws {
    try withModel { (model, new) throws in
      guard ExtendedAttributes.areSupported(in: Path.parent(of: model)) else { return }
      #expect(try ExtendedAttributes.set("user.one", to: "1", of: model))
      #expect(try ExtendedAttributes.set("user.two", to: "", of: model))
      #expect(try copyAttributes(of: model, for: new))
      #expect(try ExtendedAttributes.value(of: "user.one", of: new) == "1")
      #expect(try ExtendedAttributes.value(of: "user.two", of: new) == "")
      #expect(try ExtendedAttributes.value(of: "user.three", of: new) == nil)
    }
  }

  @Test func `a file gets a group and permissions`() throws {
    try withModel { _, new in
      let group = try FileStatus(of: new).group
      let descriptor = try FileDescriptor(opening: new, for: .reading)
      try descriptor.share(permissions: 0o664, group: group)
      #expect(try descriptor.status().permissions == 0o664)
    }
  }

  @Test(arguments: [0, 1_769_850_000_123_456_789, 999_999_999])
  func `the modification time is set to the nanosecond`(_ time: Int) throws {
    try withModel { _, new in
      let descriptor = try FileDescriptor(opening: new, for: .updating)
      try descriptor.setModified(time)
      #expect(try descriptor.status().identity.modified == time)
    }
  }
}

@Suite struct FileStatusTests {
  @Test func `a file and a folder are distinguished, links followed`() throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/file", text: "abc")
      #expect(symlink("file", "\(folder)/link") == 0)
      let status = try FileStatus(of: "\(folder)/file")
      #expect(status.kind == .regular)
      #expect(status.identity.size == 3)
      #expect(status.links == 1)
      #expect(try FileStatus(of: "\(folder)/link") == status)
      #expect(try FileStatus(of: folder).kind == .directory)
      #expect(try FileStatus(of: "/dev/null").kind == .other)
    }
  }

  @Test func `what is not there has no status`() throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/file", text: "")
      #expect(try FileStatus.ifExists("\(folder)/none") == nil)
      #expect(try FileStatus.ifExists("\(folder)/file/none") == nil)
      #expect(try FileStatus.ifExists("\(folder)/file")?.kind == .regular)
      let error = #expect(throws: SystemError.self) { try FileStatus(of: "\(folder)/none") }
      #expect(error?.description == "cannot read \(folder)/none: No such file or directory")
      #expect(error?.isMissing == true)
      let long = "\(folder)/" + String(repeating: "n", count: 256)
      #expect(throws: SystemError(code: ENAMETOOLONG, action: .read, path: long)) {
        try FileStatus.ifExists(long)
      }
    }
  }

  @Test func `each save gives a file another identity`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      try NewFile.create(path, text: "abc")
      let identity = try FileStatus(of: path).identity
      #expect(try FileStatus(of: path).identity == identity)
      let descriptor = try FileDescriptor(opening: path, for: .updating)
      try descriptor.setModified(identity.modified + 1)
      #expect(try descriptor.status().identity != identity)
      try descriptor.setModified(identity.modified)
      #expect(try descriptor.status().identity == identity)
      try descriptor.write(Array("d".utf8), at: 3)
      try descriptor.setModified(identity.modified)
      #expect(try descriptor.status().identity != identity)
    }
  }
}
