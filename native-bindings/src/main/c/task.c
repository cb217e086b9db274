// What the kernel keeps of a thread, and would not give to the one that takes its place in the child.
#include "livefork.h"
#include <pthread.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RSEQ_BYTES 32
#define MOST_TID_OFFSET 2048 // in libc's struct of a thread

static cpu_set_t own_cpus; // of a child's first thread, which those that it makes inherit
static Scheduling own_scheduling;
extern ptrdiff_t __rseq_offset __attribute__((weak));
extern unsigned int __rseq_size __attribute__((weak));

// libc's word for the calling thread's id: what the kernel was told to clear, or else what holds the id now.
int *tid_word(void) {
  int *word = NULL;
  if (prctl(PR_GET_TID_ADDRESS, &word, 0, 0, 0) == 0 && word) return word;
  char *self = (char *)pthread_self();
  int tid = (int)syscall(SYS_gettid);
  for (int at = 0; at < MOST_TID_OFFSET; at += (int)sizeof(int))
    if (*(int *)(void *)(self + at) == tid) return (int *)(void *)(self + at);
  return NULL;
}

// What the kernel tells this thread without being asked; NULL when it was not told to.
static Rseq *registered_rseq(uint64_t thread_pointer) {
  if (!&__rseq_size || !__rseq_size) return NULL;
  Rseq *area = (Rseq *)(thread_pointer + __rseq_offset);
  return area->cpu_id >= 0 ? area : NULL;
}

// All 0 where the kernel does not say.
static void note_scheduling(Scheduling *noted) {
  memset(noted, 0, sizeof *noted);
  syscall(SYS_sched_getattr, 0, noted, sizeof *noted, 0);
}

// By the thread itself, as it is parked.
void note_task(Parked *p) {
  p->tid_word = tid_word();
  p->os_thread_id = os_thread_id_word();
  p->rseq = registered_rseq(p->thread_pointer);
  note_scheduling(&p->scheduling);
  syscall(SYS_sched_getaffinity, 0, sizeof p->cpus, &p->cpus);
  syscall(SYS_get_robust_list, 0, &p->robust, &p->robust_bytes);
  sigaltstack(NULL, &p->alternate);
  prctl(PR_GET_NAME, p->name);
}

// In the child, which has one thread yet.
void note_own_task(void) {
  note_scheduling(&own_scheduling);
  syscall(SYS_sched_getaffinity, 0, sizeof own_cpus, &own_cpus);
}

// In the child, by the new kernel thread.
void restore_task(const Parked *p) {
  if (p->robust) syscall(SYS_set_robust_list, p->robust, p->robust_bytes);
  if (!(p->alternate.ss_flags & SS_DISABLE)) sigaltstack(&p->alternate, NULL);
  prctl(PR_SET_NAME, p->name);
  if (p->rseq) {
    p->rseq->cpu_id = -1;
    syscall(SYS_rseq, p->rseq, RSEQ_BYTES, 0, rseq_signature());
  }
  if (p->scheduling.size && memcmp(&p->scheduling, &own_scheduling, sizeof own_scheduling))
    syscall(SYS_sched_setattr, 0, &p->scheduling, 0);
  if (!CPU_EQUAL(&p->cpus, &own_cpus)) syscall(SYS_sched_setaffinity, 0, sizeof p->cpus, &p->cpus);
  if (p->os_thread_id) *p->os_thread_id = (int)syscall(SYS_gettid);
}
