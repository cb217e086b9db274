// After a fork, parent and child share every page until one of them writes to it and gets a copy. To tell the other processors that
// a page has moved, the kernel interrupts those on which the process runs. So what each thread writes to as soon as it goes
// on is copied while the others wait, and nobody is to be told.
#include "livefork.h"
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 // since Linux 5.14; before, it does nothing
#endif
#define SHADOW_BYTES (20 * 4096) // below its own frame, where an interpreted method writes to each page, to see that there is stack
#define FRAME_BYTES 16 // of a call that the thread has made since: further down, its stack may end

// Writes what is there, unless somebody writes to it just now.
static void copy_page_of(void *address) {
  char *byte = address, is = __atomic_load_n(byte, __ATOMIC_RELAXED);
  __atomic_compare_exchange_n(byte, &is, is, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

static void copy_pages_of(const Parked *p) {
  char *stack = (char *)p->stack_pointer;
  copy_page_of(stack - FRAME_BYTES);
  copy_page_of(stack);
  copy_page_of((char *)p->sp - FRAME_BYTES);
  if (p->tid_word) copy_page_of(p->tid_word);
  if (p->rseq) copy_page_of(p->rseq);
  if (p->os_thread_id) copy_page_of(p->os_thread_id);
  copy_page_of((char *)&p->revived);
}

// In the parent, from the last to the first, as its child begins at the other end: who comes to a page second finds that the other
// has taken a copy, and has the original for itself.
void copy_pages_of_parked(void) {
  for (int i = atomic_load(&parked_count) - 1; i >= 0; i--)
    if (is_parked(&parked[i])) copy_pages_of(&parked[i]);
}

// In the child.
void copy_pages_of_revived(void) {
  int n = atomic_load(&parked_count);
  for (int i = 0; i < n; i++)
    if (is_to_be_revived(&parked[i])) copy_pages_of(&parked[i]);
}

// The same for the forking thread, which goes on in Java; in a child once the parent need not wait for it. It is only advice: what is no stack stays as it is.
void copy_own_stack(void) {
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), here = (uintptr_t)__builtin_frame_address(0);
  uintptr_t begin = (here - SHADOW_BYTES) & -page, end = (here & -page) + page;
  madvise((void *)begin, end - begin, MADV_POPULATE_WRITE);
}
