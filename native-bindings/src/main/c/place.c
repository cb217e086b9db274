// Where a child begins: on another processor than its parent, which goes on at once. Kernels mostly see to that; but one that would
// rather leave a processor asleep has the child wait for its parent's. So the parent keeps the child off its own processor, and
// the child, as soon as it runs, may go everywhere again. Whoever comes first decides: what runs already is not placed.
#include "livefork.h"
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PLACED 1
#define LEFT (-1)

static cpu_set_t cpus; // of the thread that forks

// Before the fork.
void note_cpus(void) {
  CPU_ZERO(&cpus);
  syscall(SYS_sched_getaffinity, 0, sizeof cpus, &cpus);
}

// A filter of system calls may end who makes this one; so under any filter it is not made.
static bool keep_off_own_cpu(int child) {
  cpu_set_t others = cpus;
  unsigned own;
  if (CPU_COUNT(&cpus) < 2 || prctl(PR_GET_SECCOMP) != 0 || syscall(SYS_getcpu, &own, NULL, NULL)) return false;
  CPU_CLR(own, &others);
  return syscall(SYS_sched_setaffinity, child, sizeof others, &others) == 0;
}

// In the parent.
void place_child(int child) {
  if (!atomic_exchange(&shared->has_begun, true)) tell(&shared->placed, keep_off_own_cpu(child) ? PLACED : LEFT);
}

// In the child, before it has other threads, which inherit where they may run. One that may run everywhere is told so, not to run on
// those processors that there are just now: so it follows when a container gets more of them.
void go_anywhere(bool is_sibling) {
  cpu_set_t all, allowed;
  if (!atomic_exchange(&shared->has_begun, true)) return;
  if (parent_tells(&shared->placed, is_sibling) && atomic_load(&shared->placed) == LEFT) return;
  memset(&all, 0xff, sizeof all);
  syscall(SYS_sched_setaffinity, 0, sizeof all, &all);
  CPU_ZERO(&allowed);
  syscall(SYS_sched_getaffinity, 0, sizeof allowed, &allowed);
  if (!CPU_EQUAL(&allowed, &cpus)) syscall(SYS_sched_setaffinity, 0, sizeof cpus, &cpus);
}
