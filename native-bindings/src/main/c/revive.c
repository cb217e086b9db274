// The child has one kernel thread, its caller's. Those that were parked get a new one each: on the stack that the thread
// was parked on, with its thread pointer, and with libc's word for its id, so that pthread_join and libc's locks work.
#include "livefork.h"

#define REVIVED (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS \
                 | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

// 0 when all go on that may, else errno: the kernel would not make another thread.
int revive_all(void) {
  int n = atomic_load(&parked_count);
  for (int i = 0; i < n; i++) {
    Parked *p = &parked[i];
    if (p->left_out || atomic_load(&p->stopped) != 1) continue;
    long made = revive(REVIVED, p->stack_pointer, p->tid_word, p->thread_pointer);
    if (made < 0) return (int)-made;
  }
  for (int i = 0; i < n; i++)
    while (!parked[i].left_out && atomic_load(&parked[i].stopped) == 1 && !atomic_load(&parked[i].revived)) sched_yield();
  return 0;
}
