public import Host

// Where reports go from the inbox.

extension Inbox {
  /// Puts a report away that was routed.
  ///
  /// - Parameters:
  ///   - held: the report.
  ///   - place: the file that it becomes; one that is there stays.
  public func settle(_ held: borrowing Held, as place: String) throws(SystemError) {
    if try FileStatus.ifExists(place) == nil {
      try Directory.move(held.path, to: place)
      try Directory.sync(Path.parent(of: place))
    } else {
      try Directory.remove(held.path)
    }
    try Directory.sync(folder)
  }

  /// Keeps a report that changed no row, with the reason.
  ///
  /// - Parameters:
  ///   - held: the report.
  ///   - reason: what its file will say.
  /// - Returns: where it is now.
  @discardableResult
  public func refuse(_ held: borrowing Held, because reason: String) throws(SystemError) -> String {
    let place = "\(refused)/\(Path.name(of: held.path))"
    // Somebody may have cleared it away.
    try createFolders()
    if held.report == Self.foreign {
      try Directory.move(held.path, to: place)
    } else {
      var report = held.report
      report.refusal = reason
      let model = try FileStatus(of: queue)
      do throws(SystemError) { try NewFile.create(place, text: report.text, like: model) } catch {
        // A crash came between this and the removal: it is kept already.
        if !error.alreadyExists { throw error }
      }
      try Directory.remove(held.path)
    }
    try Directory.sync(folder)
    return place
  }
}
