// Where a child begins: on another processor than its parent, which goes on at once. Kernels mostly see to that; but one that would
// rather leave a processor asleep has the child wait for its parent's. So the parent keeps the child off its own processor, and
// the child, as soon as it runs, may go everywhere again. Whoever comes first decides: what has begun already is not placed. And a
// child that does not get to run elsewhere, since others with more right to it do not leave it, is freed by its parent.
#include "livefork.h"
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PLACED 1
#define FREE (-1)

static cpu_set_t cpus; // of the thread that forks
static bool places;    // known to parent and child

// Before the fork. A filter of system calls may end who makes one that it does not know; so under any filter nobody is placed.
void note_cpus(void) {
  CPU_ZERO(&cpus);
  places = syscall(SYS_sched_getaffinity, 0, sizeof cpus, &cpus) > 0 && CPU_COUNT(&cpus) > 1 && prctl(PR_GET_SECCOMP) == 0;
}

static bool keep_off_own_cpu(int child) {
  cpu_set_t others = cpus;
  unsigned own;
  if (syscall(SYS_getcpu, &own, NULL, NULL)) return false;
  CPU_CLR(own, &others);
  return syscall(SYS_sched_setaffinity, child, sizeof others, &others) == 0;
}

// One that may run everywhere is told so, not to run on those processors that there are just now: so it follows when a container gets
// more of them.
static void let_go_anywhere(int pid) {
  cpu_set_t all, allowed;
  memset(&all, 0xff, sizeof all);
  syscall(SYS_sched_setaffinity, pid, sizeof all, &all);
  CPU_ZERO(&allowed);
  syscall(SYS_sched_getaffinity, pid, sizeof allowed, &allowed);
  if (!CPU_EQUAL(&allowed, &cpus)) syscall(SYS_sched_setaffinity, pid, sizeof cpus, &cpus);
}

// In the parent.
void place_child(int child) {
  if (places && !atomic_exchange(&shared->has_begun, true)) tell(&shared->placed, keep_off_own_cpu(child) ? PLACED : FREE);
}

// In the parent, when the child has had the time to begin.
void free_child(int child) {
  int placed = PLACED;
  if (!places || !atomic_compare_exchange_strong(&shared->placed, &placed, 0)) return;
  let_go_anywhere(child);
  tell(&shared->placed, FREE);
}

// In the child, before it has other threads, which inherit where they may run.
void go_anywhere(bool is_sibling) {
  if (!places || !atomic_exchange(&shared->has_begun, true)) return;
  while (parent_tells(&shared->placed, is_sibling)) {
    int placed = PLACED;
    if (atomic_compare_exchange_strong(&shared->placed, &placed, FREE)) break;
    if (placed == FREE) return;
  }
  let_go_anywhere(0);
}
