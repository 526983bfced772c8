extension Path {
  /// Refuses what is reached over a link. In a folder of the queue's a link may have come with a
  /// clone, and lead to files of this user's that are nobody's queue: none is followed there.
  ///
  /// - Parameters:
  ///   - folder: where looking begins; it counts, too.
  ///   - path: something below it, or itself; nothing needs to be there.
  public static func checkNoLink(from folder: String, to path: String) throws(SystemError) {
    var way = [path]
    while let place = way.last, place.utf8.count > folder.utf8.count {
      way.append(parent(of: place))
    }
    for place in way.reversed() where linkTarget(place) != nil { throw .link(place) }
  }
}
