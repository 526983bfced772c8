public import MarkdownStore
import Mirroring
import QueueModel
import QueueStore
public import SQLiteStore

/// The database that takes over each change of a queue file, where the setting `mirror` asks for it.
public struct DatabaseMirror: Sendable {
  private let file: MarkdownStore
  /// The error where the database may not be used.
  private let database: Result<SQLiteStore, EngineError>

  public init(of file: MarkdownStore, in database: Result<SQLiteStore, EngineError>) {
    self.file = file
    self.database = database
  }

  /// Takes over what the file has that the database does not.
  ///
  /// - Returns: a warning; the change of the file itself is made, whatever becomes of this.
  func update(_ context: TransitionContext) -> EngineWarning? {
    do throws(EngineError) {
      let database = try database.get()
      let report: MirrorReport
      do throws(StoreFailure) {
        report = try database.mirror(file, context: context).value
      } catch {
        throw .store(error.error)
      }
      return report.hasConflicts ? .mirrorConflicts(database: database.path) : nil
    } catch {
      return .notMirrored(error)
    }
  }
}

extension Queue {
  /// Lets the database know what was changed in the file beside transitions.
  public func updateMirror() {
    if let context = try? context() { updateMirror(context) }
  }

  func updateMirror(_ context: TransitionContext) {
    if let warning = mirror?.update(context) { warn(warning) }
  }
}
