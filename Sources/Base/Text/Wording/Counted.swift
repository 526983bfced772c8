extension Int {
  /// `1 row`, `2 rows`; `plural` is for a word whose plural is not formed with `s`.
  public func counted(_ thing: String, plural: String? = nil) -> String {
    "\(self) \(self == 1 ? thing : plural ?? "\(thing)s")"
  }
}
