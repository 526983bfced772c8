extension Int {
  /// `1 row`, `2 rows`; `plural` for a word that takes no `s`.
  public func counted(_ thing: String, plural: String? = nil) -> String {
    "\(self) \(self == 1 ? thing : plural ?? "\(thing)s")"
  }
}
