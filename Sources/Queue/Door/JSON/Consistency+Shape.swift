import Model
public import Stores
public import Text

extension Consistency {
  /// `missing_in_db=0 missing_in_md=0 field_mismatch=1`; with `moved=2` at the end if rows have
  /// another place.
  public var counts: String {
    "missing_in_db=\(missingInDatabase.count) missing_in_md=\(missingInFile.count) "
      + "field_mismatch=\(mismatches.count)" + (moved.isEmpty ? "" : " moved=\(moved.count)")
  }
}

extension Consistency: Shaped {
  public static var shapeName: StaticString { "consistency-check" }
  public static func shape(_ fields: inout Fields<Consistency>) {
    fields.add(
      "consistent", \.isConsistent,
      "whether table and database have the same rows in the same order")
    fields.add("total", \.total, "the number of rows")
    fields.add("missing_in_db", \.missingInDatabase, "the rows that only the table has")
    fields.add("missing_in_md", \.missingInFile, "the rows that only the database has")
    fields.add("mismatches", \.mismatches, "the cells that differ")
    fields.add("moved", \.moved, "the rows that have another place in the table")
  }
}

extension Consistency.Mismatch: Shaped {
  public static var shapeName: StaticString { "mismatch" }
  public static func shape(_ fields: inout Fields<Consistency.Mismatch>) {
    fields.add("id", \.id)
    fields.add("field", \.column.name, "the column")
    fields.add("md", \.file, "the text in the table")
    fields.add("db", \.database, "the text in the database")
  }
}
