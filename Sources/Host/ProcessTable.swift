import Glibc

/// The processes of this machine, as far as this one can see them.
public enum ProcessTable {
  /// Whether a process with this id runs, be it somebody else's.
  public static func contains(_ id: Int) -> Bool {
    guard id > 0, let id = pid_t(exactly: id) else { return false }
    return kill(id, 0) == 0 || errno == EPERM
  }
}
