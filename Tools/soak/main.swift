// soak run …: works a queue for as long as a profile says; soak worker FOLDER ORCH: its worker, which
// orch starts. For automation/soak.sh; nothing of it is installed.

import Glibc

exit(SoakProgram.main(Array(CommandLine.arguments.dropFirst())))
