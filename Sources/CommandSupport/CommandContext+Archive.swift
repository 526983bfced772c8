public import Engine
import Host
import MarkdownStore
import QueueStore

extension CommandContext {
  /// The files of rows that went to the archive.
  public func archivedFiles() throws -> ArchivedFiles {
    let archive = try ArchiveOutcome.path(beside: storePath())
    return ArchivedFiles(try workspace(), archive: Sidecar(forQueueAt: archive).folder)
  }

  /// Brings the files of a restored row back. Where that fails, a warning says why: they stay
  /// beside the archive.
  public func restoreFiles(of id: String) {
    do { _ = try archivedFiles().restore(id) } catch { warn(.filesStay(commandError(error))) }
  }
}
