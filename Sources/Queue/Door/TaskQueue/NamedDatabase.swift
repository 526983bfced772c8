import Host
import QueueStore
import Stores
import Workers

/// The database that an `orch.json` names as `db`, used if nothing else names a queue, so that
/// people need not type `--db`. The nearest `orch.json` with `db` counts, in the folders through
/// which the search for a queue file goes, up to the first folder with a queue file. In a linked
/// worktree of git the `orch.json` of the main worktree counts. Source: `docs/postgresql.md`, "On
/// each machine".
public struct NamedDatabase: Equatable, Sendable {
  /// The address of a queue on a server, or the absolute path of a database.
  public let name: String
  /// The folder of the `orch.json`.
  public let home: String

  /// - Parameter opening: the opening of a command without `--queue` and `--db`.
  /// - Returns: `nil` if no `orch.json` names a database, or if a queue file is nearer.
  /// - Throws: if the file can't be read but may name a database.
  public static func find(for opening: Opening) throws(Problem) -> NamedDatabase? {
    let location = QueueLocation(
      environment: opening.environment, currentDirectory: opening.folder,
      usesCopy: opening.usesCopy)
    guard opening.place == .search, location.named(nil) == nil else { return nil }
    var found: Result<NamedDatabase, SettingProblem>?
    var home: String?
    let end = try? location.walk { place in
      found = named(in: place, for: opening)
      if found != nil { home = place }
      return found != nil
    }
    if case .queue(let path, _)? = end {
      if Sidecar(forQueueAt: path).goesOnAlone { return nil }
      home = Path.parent(of: path)
    }
    do throws(Problem) {
      for home in try location.homesInMainWorktree(for: home) {
        let main = named(in: home, for: opening)
        guard main != nil || QueueLocation.isHome(home) else { continue }
        found = main
        break
      }
    } catch {
      // The worktree of a row has no queue of its own.
      if found != nil { throw error }
    }
    // The search must not go on to another queue if this file can't be read.
    do { return try found?.get() } catch { throw .setting(error) }
  }

  /// Reads `db` from the `orch.json` of a folder.
  private static func named(
    in folder: String, for opening: Opening
  ) -> Result<NamedDatabase, SettingProblem>? {
    guard mayNameOne(Path.join(folder, "orch.json")) else { return nil }
    let configuration = Configuration(reading: folder, with: opening.features)
    if let name = configuration.inFileOnly.database {
      let isAddress = ServerPlace.isAddress(name)
      return .success(
        NamedDatabase(name: isAddress ? name : Path.join(folder, name), home: folder))
    }
    guard !configuration.isKnown("db") else { return nil }
    return configuration.problems.first.map { .failure($0) }
  }

  /// Whether the key occurs anywhere in the file. This check avoids parsing most files twice,
  /// because the code that needs the settings parses them later.
  private static func mayNameOne(_ path: String) -> Bool {
    guard let file = try? FileDescriptor(opening: path, for: .reading),
      (try? file.status())?.kind == .regular, let bytes = try? file.readWhole(upTo: 1 << 20)
    else { return false }
    return bytes.firstOffset(of: Array(#""db""#.utf8), from: 0) != nil
  }

  /// Whether the database is on a server, or a link leads out of home.
  private var isOutside: Bool {
    guard !ServerPlace.isAddress(name) else { return true }
    let path = Path.resolvedWhereExisting(name)
    return path.map { !Path.isInside($0, Path.resolved(home) ?? home) } ?? true
  }

  /// Throws if the database is outside of home and the `orch.json` is not trusted. Otherwise an
  /// `orch.json` from a clone could make commands connect to any server.
  public func checkTrust(for opening: Opening) throws(Problem) {
    guard isOutside else { return }
    let configuration = Configuration(reading: home, with: opening.features)
    var settings = Workspace.SettingsFile()
    settings.bytes = configuration.bytes
    settings.root = configuration.inFileOnly.root
    settings.programs = configuration.programs
    let location = QueueLocation(
      environment: opening.environment, currentDirectory: opening.folder)
    let workspace = Workspace(
      storePath: Path.join(home, "orch.json"), home: home, sidecar: Path.join(home, ".orch"),
      settings: settings, queuePath: try? location.find(named: nil).path,
      environment: opening.environment)
    guard case .refused(let refusal) = try asking({ try workspace.permission() }) else { return }
    throw .untrusted(
      .path(name, key: "db", home: home, file: Path.join(home, "orch.json")), refusal)
  }
}
