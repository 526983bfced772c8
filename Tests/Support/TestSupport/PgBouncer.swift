import Foundation

/// A PgBouncer in transaction mode in front of the server of `PostgresServer`. It is started at the
/// first use, and ends with the process.
///
/// After each transaction it resets the whole state of the session. So a statement that needs the
/// state of a session always fails, and not only if two clients get the same session.
public enum PgBouncer {
  public static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/sbin/pgbouncer")

  /// The address of the queue that a role of the server finds on its own search path. The role sets
  /// the path, because PgBouncer accepts no options in an address.
  public static func address(ofRole role: String) -> String {
    "postgresql://\(role)@/orch?host=\(service.line)"
  }

  private static let service = try! Service(
    "/bin/sh", ["-euc", script, "sh", PostgresServer.folder])

  /// Prints the folder of its socket. PgBouncer refuses root.
  private static let script = """
    folder=$(mktemp -d /tmp/orch-pgbouncer.XXXX)
    own=
    if [ "$(id -u)" = 0 ]; then
      chown postgres: "$folder"
      own='setpriv --reuid=postgres --regid=postgres --init-groups'
    fi
    chmod 755 "$folder"
    cd "$folder"
    echo '"orch" ""' > users
    cat > pgbouncer.ini <<END
    [databases]
    * = host=$1 auth_user=orch
    [pgbouncer]
    listen_port = 5432
    unix_socket_dir = $folder
    auth_type = trust
    auth_file = $folder/users
    pool_mode = transaction
    max_client_conn = 200
    default_pool_size = 2
    max_db_connections = 40
    server_reset_query_always = 1
    server_round_robin = 1
    END
    $own /usr/sbin/pgbouncer pgbouncer.ini < /dev/null > log 2>&1 &
    pooler=$!
    trap 'kill $pooler; wait; rm -rf "$folder"' EXIT
    trap 'exit 143' TERM INT HUP
    until [ -S .s.PGSQL.5432 ]; do
      kill -0 $pooler || { cat log >&2; exit 69; }
      sleep 0.05
    done
    echo "$folder"
    read -r _ || true
    """
}
