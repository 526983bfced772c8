import CommandSupport
import Glibc
import OpsCLI

exit(Runner.main(Ops.program))
