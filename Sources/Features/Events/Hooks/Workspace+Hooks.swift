import Door
import Workers

extension Workspace {
  /// The hooks of `orch.json`, by name; empty if it can't be read.
  var hooks: [Hook] { HookSettings(reading: settings.given).hooks }

  var hookFolder: HookFolder {
    HookFolder(
      sharedFiles,
      database: storePath == queuePath || sharedRecords != nil ? nil : storeName)
  }

  /// - Throws: if no program of `orch.json` may start.
  func checkHooksMayRun() throws {
    guard case .refused(let refusal) = try permission() else { return }
    throw Problem.untrusted(.runningHooks, refusal)
  }

  var hooksMayRun: Bool { (try? permission()) == .allowed }
}
