import Host
import JSON

extension TrustStore {
  /// A home, and what its files were when they were trusted.
  struct Entry {
    let home: String
    let files: TrustedFiles

    /// By bytes: two folders may have names that are one to a `String`.
    func isOf(_ home: String) -> Bool { home.utf8.elementsEqual(self.home.utf8) }
  }

  func entries() throws(TrustStoreError) -> [Entry] {
    guard let bytes = try bytes() else { return [] }
    guard let object = try parsed(bytes).objectValue else {
      throw .malformed(path: path, problem: "not an object")
    }
    var entries: [Entry] = []
    for member in object.members {
      guard let files = TrustedFiles(member.value) else {
        throw .malformed(path: path, problem: "invalid value \(member.value) for '\(member.key)'")
      }
      entries.append(Entry(home: member.key, files: files))
    }
    return entries
  }

  private func parsed(_ bytes: [UInt8]) throws(TrustStoreError) -> JSONValue {
    do { return try JSONValue(parsing: bytes) } catch {
      throw .malformed(path: path, problem: "\(error)")
    }
  }

  /// `nil` where nothing was ever trusted.
  private func bytes() throws(TrustStoreError) -> [UInt8]? {
    guard let status = try system({ () throws(SystemError) in try FileStatus.ifExists(path) })
    else { return nil }
    guard status.owner == CurrentProcess.effectiveUser, status.permissions & 0o022 == 0 else {
      throw .unsafe(path: path)
    }
    return try system { () throws(SystemError) in
      if status.kind != .regular { throw .notARegularFile(path, status.kind) }
      return try FileDescriptor(opening: path, for: .reading).readWhole()
    }
  }

  func system<Value>(
    _ body: () throws(SystemError) -> Value
  ) throws(TrustStoreError) -> Value {
    do { return try body() } catch { throw .system(error) }
  }
}

extension JSONObject {
  init(_ entries: [TrustStore.Entry]) {
    self.init()
    for entry in entries { self[entry.home] = entry.files.json }
  }
}

extension TrustedFiles {
  fileprivate init?(_ json: JSONValue) {
    if let digest = json.stringValue {
      self.init([File(path: "orch.json", digest: digest)])
      return
    }
    guard let members = json.objectValue?.members else { return nil }
    let files = members.compactMap { member in
      member.value.stringValue.map { File(path: member.key, digest: $0) }
    }
    guard files.count == members.count else { return nil }
    self.init(files)
  }

  fileprivate var json: JSONValue {
    var object: JSONObject = [:]
    for file in files { object[file.path] = .string(file.digest) }
    return .object(object)
  }
}
