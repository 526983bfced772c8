import CSystem
public import Host

/// Extended attributes of files, as in xattr(7).
public enum ExtendedAttributes {
  /// Gives a file an attribute; `false` when the file system does not support them.
  public static func set(
    _ name: String, to value: String, of path: String
  ) throws(SystemError) -> Bool {
    let descriptor = try FileDescriptor(opening: path, for: .reading)
    let bytes = Array(value.utf8)
    return csystem_set_attribute(descriptor.number, name, bytes, bytes.count) == 0
  }

  public static func value(of name: String, of path: String) throws(SystemError) -> String? {
    let descriptor = try FileDescriptor(opening: path, for: .reading)
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = csystem_get_attribute(descriptor.number, name, &bytes, bytes.count)
    return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// Whether files in `folder` can have user attributes.
  public static func areSupported(in folder: String) -> Bool {
    let trial = "\(folder)/attribute-trial"
    defer { try? Directory.remove(trial) }
    do throws(SystemError) {
      try NewFile.create(trial, text: "")
      return try set("user.orch.trial", to: "x", of: trial)
    } catch {
      return false
    }
  }
}
