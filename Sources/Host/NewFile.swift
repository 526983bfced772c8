/// Files that did not exist before.
public enum NewFile {
  /// Creates `path` with `text`, whole and durable, or not at all.
  ///
  /// - Throws: an error that says `alreadyExists` when something is there.
  public static func create(_ path: String, text: String) throws(SystemError) {
    let temporary = "\(path).\(CurrentProcess.id).new"
    do throws(SystemError) {
      let descriptor = try FileDescriptor(
        opening: temporary, for: .creating(permissions: 0o666))
      try descriptor.write(text)
      try descriptor.sync()
      try Directory.moveNew(temporary, to: path)
    } catch {
      try? Directory.remove(temporary)
      throw error
    }
    try Directory.sync(Path.parent(of: path))
  }
}
