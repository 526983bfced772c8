import Door
import Plans
import Workers

extension Workspace {
  /// The hooks of `orch.json`, by name, and then the deliveries of plans' results if `orch.json`
  /// has hosts for them; empty if the file can't be read.
  var hooks: [Hook] {
    let hosts = PlanFileSettings(reading: settings.given).callbackHosts
    return HookSettings(reading: settings.given).hooks + (hosts.isEmpty ? [] : [.callbacks])
  }

  var hookFolder: HookFolder {
    HookFolder(
      sharedFiles,
      database: storePath == queuePath || sharedRecords != nil ? nil : storeName)
  }

  /// - Throws: if programs of `orch.json` must not start.
  func checkHooksMayRun() throws {
    guard case .refused(let refusal) = try permission() else { return }
    throw Problem.untrusted(.runningHooks, refusal)
  }

  var hooksMayRun: Bool { (try? permission()) == .allowed }
}
