import Host
package import JSON

extension FileIdentity {
  package var json: JSONValue {
    // Device and inode are 64 bits without a sign; JSON numbers keep 53.
    [
      "dev": .string(String(device)), "ino": .string(String(inode)), "size": .integer(size),
      "mtime_ns": .integer(modified),
    ]
  }

  package init?(_ json: JSONValue) {
    guard let object = json.objectValue,
      let device = object["dev"]?.stringValue.flatMap({ UInt64($0) }),
      let inode = object["ino"]?.stringValue.flatMap({ UInt64($0) }),
      let size = object["size"]?.integerValue, let modified = object["mtime_ns"]?.integerValue
    else { return nil }
    self.init(device: device, inode: inode, size: size, modified: modified)
  }
}
