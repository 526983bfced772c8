/// Files that did not exist before.
public enum NewFile {
  /// Creates `path` with `text`, whole and durable, or not at all.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - text: all that it will hold.
  ///   - model: who may use this may use the file; `nil` for whoever may use what this process
  ///     makes.
  /// - Throws: an error that says `alreadyExists` when something is there.
  public static func create(
    _ path: String, text: String, like model: FileStatus? = nil
  ) throws(SystemError) {
    let temporary = "\(path).\(CurrentProcess.id).new"
    do throws(SystemError) {
      let descriptor = try FileDescriptor(
        opening: temporary, for: .creating(permissions: model == nil ? 0o666 : 0o600))
      if let model {
        try descriptor.share(permissions: model.companionPermissions, group: model.group)
      }
      try descriptor.write(text)
      try descriptor.sync()
      try Directory.moveNew(temporary, to: path)
    } catch {
      try? Directory.remove(temporary)
      throw error
    }
    try Directory.sync(Path.parent(of: path))
  }

  /// Writes `path` with `text`, whole and durable, or leaves what is there.
  ///
  /// - Parameters:
  ///   - path: the file; what has this name is replaced.
  ///   - text: all that it will hold.
  ///   - permissions: those of the new file, however open the old one was.
  ///   - group: the one whose members the permissions are meant for; `nil` for the process's.
  public static func replace(
    _ path: String, text: String, permissions: UInt32, group: UInt32? = nil
  ) throws(SystemError) {
    let temporary = "\(path).\(CurrentProcess.id).new"
    do throws(SystemError) {
      // What a crash left under this name is nobody's.
      try? Directory.remove(temporary)
      let descriptor = try FileDescriptor(
        opening: temporary, for: .creating(permissions: group == nil ? permissions : 0o600))
      if let group { try descriptor.share(permissions: permissions, group: group) }
      try descriptor.write(text)
      try descriptor.sync()
      try Directory.move(temporary, to: path)
    } catch {
      try? Directory.remove(temporary)
      throw error
    }
    try Directory.sync(Path.parent(of: path))
  }
}
