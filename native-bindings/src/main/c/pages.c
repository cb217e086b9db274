// After a fork, parent and child share every page until one of them writes to it and gets a copy. To tell the other processors that
// a page has moved, the kernel interrupts those on which the process runs. So what each thread writes to as soon as it goes
// on is copied while only the forking thread runs, and nobody is to be told.
#include "livefork.h"

#define FRAME_BYTES 16 // of a call that the thread has made since: further down, its stack may end

// Writes what is there, unless somebody writes to it just now.
static void copy_page_of(void *address) {
  char *byte = address, is = __atomic_load_n(byte, __ATOMIC_RELAXED);
  __atomic_compare_exchange_n(byte, &is, is, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

void copy_pages_of_parked(bool (*which)(const Parked *)) {
  int n = atomic_load(&parked_count);
  for (int i = 0; i < n; i++) {
    Parked *p = &parked[i];
    if (!which(p)) continue;
    char *stack = (char *)p->stack_pointer;
    copy_page_of(stack - FRAME_BYTES);
    copy_page_of(stack);
    if (p->tid_word) copy_page_of(p->tid_word);
    if (p->rseq) copy_page_of(p->rseq);
    if (p->os_thread_id) copy_page_of(p->os_thread_id);
    copy_page_of(&p->revived);
  }
}
