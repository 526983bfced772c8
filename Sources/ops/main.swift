import Console
import Glibc
import OpsCLI

exit(Runner.main(Ops.program))
