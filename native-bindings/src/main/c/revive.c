// The child has one kernel thread, its caller's. Those that were parked get a new one each: on the stack that the thread
// was parked on, with its thread pointer, and with libc's word for its id, so that pthread_join and libc's locks work.
#include "livefork.h"

#define REVIVED (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS \
                 | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

static int made; // of those that are parked; 0 in a process that was not made by a live fork

// In a parent all of them go on.
bool is_parked(const Parked *p) { return atomic_load(&p->stopped) == 1; }

bool is_to_be_revived(const Parked *p) { return is_parked(p) && !p->left_out; }

// 0 when all have a kernel thread that may, else errno: the kernel would not make another one.
int make_threads(void) {
  int n = atomic_load(&parked_count);
  for (int i = 0; i < n; i++) {
    Parked *p = &parked[i];
    if (!is_to_be_revived(p)) continue;
    long id = revive(REVIVED, p->stack_pointer, p->tid_word, p->thread_pointer);
    if (id < 0) return (int)-id;
  }
  made = n;
  return 0;
}

// Before a child forks in its turn: waits until all of them have read what was noted of them.
void await_revived(void) {
  for (int i = 0; i < made; i++)
    while (is_to_be_revived(&parked[i]) && !atomic_load(&parked[i].revived)) sched_yield();
  made = 0;
}
