import Door
import Plans
import Text
import Workers

extension Hook {
  /// The hooks of `orch.json`, by name, and then the deliveries of plans' results if the file has
  /// hosts for them.
  ///
  /// - Parameter given: the members of the file.
  static func all(in given: [String: JSONValue]) -> [Hook] {
    let hosts = PlanFileSettings(reading: given).callbackHosts
    return HookSettings(reading: given).hooks + (hosts.isEmpty ? [] : [.callbacks])
  }
}

extension Workspace {
  /// The hooks of `orch.json`, as `Hook.all` has them; empty if the file can't be read.
  var hooks: [Hook] { Hook.all(in: settings.given) }

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
