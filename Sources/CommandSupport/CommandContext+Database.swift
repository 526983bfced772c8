import CommandLineKit
import Host
import QueueStore
import SQLiteStore

extension CommandContext {
  /// Makes an empty database, and refuses where anything is.
  public func createDatabase(at path: String) throws(CommandError) {
    do throws(StoreError) { try SQLiteStore.create(at: path) } catch {
      guard case .system(let reason) = error, reason.alreadyExists else {
        throw CommandError(error)
      }
      throw CommandError(
        code: "already_exists", message: "\(path) exists",
        hint: "it is left as it is; choose another path", status: .cannotCreate)
    }
  }
}
