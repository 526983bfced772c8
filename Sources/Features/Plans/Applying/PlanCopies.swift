package import Door

/// The plans of a queue for a backup: the head of each, and its versions.
///
/// The heads are read before the rows are copied, and the versions after the rows. Otherwise a head
/// in the copy could name rows that the copy does not have, and these would be taken for deleted
/// rows.
package struct PlanCopies {
  private let heads: [(folder: PlanFolder, bytes: [UInt8])]

  package init(of workspace: Workspace) throws {
    var heads: [(PlanFolder, [UInt8])] = []
    for name in PlanFolder.names(workspace) {
      let folder = PlanFolder(name, workspace)
      if let bytes = try folder.bytes(of: .head) { heads.append((folder, bytes)) }
    }
    self.heads = heads
  }

  /// The files with their paths in the sidecar.
  package func files() throws -> [(path: String, bytes: [UInt8])] {
    var files: [(String, [UInt8])] = []
    for (folder, head) in heads {
      files.append((folder.path(of: .head), head))
      for number in try folder.versions() {
        files.append(
          (folder.path(of: .version(number)), try folder.text(ofVersion: number)))
      }
    }
    return files
  }
}
