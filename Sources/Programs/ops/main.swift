import Glibc
import Programs
import Runner

exit(Runner.main(Ops.program))
