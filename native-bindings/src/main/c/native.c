// What frozen threads do outside Java. One that merely waits for input in the kernel is not revived in the child, since it
// would take the input from the parent. One that runs native code may hold a lock of libc's, or be about to write: the fork
// waits until it has come back.
#include "livefork.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOOK_NANOS 100000
#define SCHEDULED_NANOS 10000000 // within that, a thread that is woken runs, unless the machine is overloaded
#define KNOWN_METHODS 1024
#define EPOLL_PWAIT2 441 // as on every processor; older headers do not know them
#define FUTEX_WAITV 449

// What a thread is doing in the kernel, by number: it may be left out while it waits for input there, and it may be revived
// while it waits for a time or a futex, since it then blocks by itself on its way back.
static bool waits_for_input(long number) {
  switch (number) {
    case SYS_read: case SYS_readv: case SYS_recvfrom: case SYS_recvmsg: case SYS_recvmmsg: case SYS_accept: case SYS_accept4:
    case SYS_ppoll: case EPOLL_PWAIT2: case SYS_epoll_pwait: case SYS_pselect6: case SYS_wait4: case SYS_waitid:
#ifdef SYS_poll
    case SYS_poll: case SYS_epoll_wait: case SYS_select:
#endif
      return true;
    default: return false;
  }
}

static bool waits_harmlessly(long number) {
  return number == SYS_futex || number == FUTEX_WAITV || number == SYS_nanosleep || number == SYS_clock_nanosleep || number == SYS_restart_syscall;
}

// Whether a call reads what a file has, and not somebody's input. A file of no length may be the kernel's, and wait for more to
// say; and a file system is not to be asked, since its server may be what the thread waits for.
static bool reads_a_file(long number, uint64_t descriptor) {
  struct statx status;
  return (number == SYS_read || number == SYS_readv)
      && statx((int)descriptor, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE | STATX_SIZE, &status) == 0
      && S_ISREG(status.stx_mode) && status.stx_size > 0;
}

// The system call that a thread is in, as /proc has it.
typedef struct { bool ended, running; long number; uint64_t first_argument, sp, pc; } Syscall;

static Syscall syscall_of(const Frozen *f) {
  char path[64], text[256];
  Syscall s = {.running = true};
  task_path(path, path + sizeof path, f->tid, "syscall");
  long length = read_file(path, text, sizeof text);
  s.ended = length < 0;
  if (length <= 0 || text[0] == 'r') return s; // "running"
  char *after, *last = strrchr(text, ' ');
  s.number = strtol(text, &after, 10);
  if (!last) return s;
  s.running = false;
  s.first_argument = strtoull(after, NULL, 16);
  s.pc = strtoull(last + 1, NULL, 16);
  *last = 0;
  last = strrchr(text, ' ');
  s.sp = last ? strtoull(last + 1, NULL, 16) : 0;
  return s;
}

// Looks at a thread that is in native code; false when it is running it.
static bool waits_in_kernel(Frozen *f) {
  Syscall s = syscall_of(f);
  if (s.ended || s.running) return s.ended || f->reaps;
  f->pc = s.pc;
  f->sp = s.sp;
  f->may_be_left_out = waits_for_input(s.number);
  f->reads_a_file = reads_a_file(s.number, s.first_argument);
  f->may_be_revived = waits_harmlessly(s.number);
  return f->may_be_left_out || f->may_be_revived || f->reaps;
}

static Frozen *running_native(void) {
  for (int i = 0; i < frozen_count; i++) {
    Frozen *f = &frozen[i];
    f->may_be_left_out = f->may_be_revived = f->reads_a_file = false;
    if (is_in_native(f->java_thread) && !waits_in_kernel(f)) return f;
  }
  return NULL;
}

// A native method that waits inside the VM, and comes back to Java: Object.wait, Thread.sleep, Unsafe.park, Runtime.gc and
// their like, but for the one that starts a thread.
static bool is_known_to_wait(jmethodID method) {
  static const char *const homes[] = {"Ljava/lang/Object;", "Ljava/lang/Thread;", "Ljdk/internal/misc/Unsafe;",
                                      "Ljava/lang/Runtime;", NULL};
  Home home;
  char *name = NULL;
  bool waits = false;
  if ((*jvmti)->GetMethodName(jvmti, method, &name, NULL, NULL)) return false;
  home_of(method, &home);
  for (int i = 0; homes[i]; i++) waits |= !strcmp(home.signature, homes[i]) && strcmp(name, "start0");
  (*jvmti)->Deallocate(jvmti, (unsigned char *)name);
  return waits;
}

static bool waits_in_vm(jmethodID method) {
  static struct { jmethodID method; bool waits; } known[KNOWN_METHODS];
  unsigned slot = ((uintptr_t)method >> 3) % KNOWN_METHODS;
  if (known[slot].method != method) {
    known[slot].method = method;
    known[slot].waits = is_known_to_wait(method);
  }
  return known[slot].waits;
}

// Where in its JavaThread a suspended thread waits for its resumption, in words of 8 bytes: it is learnt from threads that can wait
// for nothing else, since they run Java code. 0 while it is not known.
static uint64_t word_of_suspension(const Frozen *f, jlocation at) {
  static uint64_t known, guess;
  jint state = 0;
  if (known || at < 0 || (*jvmti)->GetThreadState(jvmti, f->thread, &state) || !(state & JVMTI_THREAD_STATE_RUNNABLE)) return known;
  Syscall s = syscall_of(f);
  uint64_t offset = s.first_argument - (uintptr_t)f->java_thread;
  if (s.running || s.number != SYS_futex || offset >= java_thread_bytes()) return known;
  if (guess == offset / 8) known = guess; // seen twice: not by chance
  guess = offset / 8;
  return known;
}

static bool has_suspended_itself(const Frozen *f, uint64_t word) {
  if (!word) return false;
  Syscall s = syscall_of(f);
  return !s.running && s.number == SYS_futex && (s.first_argument - (uintptr_t)f->java_thread) / 8 == word;
}

// Whether a thread that is not in native code now will be there again before it comes back to Java: it stands inside the VM,
// called by a native method. There it may even be about to enter a critical region, when a collection has ended. One that was stopped
// on its way back to Java looks alike, but for what it waits for.
static bool goes_back_to_native(const Frozen *f) {
  jmethodID method = NULL;
  jlocation at = 0;
  if (!f->ours || is_in_native(f->java_thread) || (*jvmti)->GetFrameLocation(jvmti, f->thread, 0, &method, &at)) return false;
  uint64_t word = word_of_suspension(f, at);
  return at == -1 && !waits_in_vm(method) && !has_suspended_itself(f, word);
}

// Whether a suspended thread still moves inside the VM, or would keep the child from collecting garbage.
static bool is_unsettled(const Frozen *f) {
  return f->ours && (is_in_critical_region(f->java_thread) || !is_at_rest(f->java_thread));
}

static int64_t earlier(int64_t a, int64_t b) { return a < b ? a : b; }

// A thread in the middle of a native method, each time another one: the first may wait for what the second holds.
static Frozen *inside_native_method(void) {
  static int last;
  for (int i = 1; i <= frozen_count; i++) {
    int at = (last + i) % frozen_count;
    if (!is_unsettled(&frozen[at]) && !goes_back_to_native(&frozen[at])) continue;
    last = at;
    return &frozen[at];
  }
  return NULL;
}

// Waits, at most so long, until no suspended thread is in the middle of a native method, where it may hold a lock of libc's, or
// be about to write, or be in a critical region, which would keep the child from collecting garbage. Says who still is.
const Frozen *busy_after(int64_t moment_nanos) {
  int64_t deadline = now() + moment_nanos;
  for (;;) {
    Frozen *inside = NULL;
    const Frozen *running = running_native();
    if (!running) inside = inside_native_method();
    if ((!running && !inside) || now() >= deadline) return running ? running : inside;
    if (inside && !is_in_native(inside->java_thread)) let_leave_vm(inside, earlier(now() + SCHEDULED_NANOS, deadline));
    else pause_for(LOOK_NANOS);
  }
}

static bool is_where_it_was(const Frozen *f, const Parked *p) {
  return p->sp == f->sp && (p->pc == f->pc || p->pc == f->pc - syscall_bytes());
}

// Code that may end just there, or not be there at all.
static bool makes_a_call(uint64_t pc) {
  int code = 0, memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  bool read = memory >= 0 && pread(memory, &code, syscall_bytes(), (off_t)pc) == syscall_bytes();
  if (memory >= 0) close(memory);
  return read && code == syscall_instruction();
}

// Whether a thread that the VM does not know was waiting in the kernel, which has then made it ready to begin that call anew, or to
// find that it was interrupted. So it holds none of malloc's locks; what else it holds stays held in the child.
static bool was_waiting(const Parked *p) {
  if (makes_a_call(p->pc)) return waits_for_input(p->call) || waits_harmlessly(p->call);
  return p->result == -EINTR && makes_a_call(p->pc - syscall_bytes());
}

// The thread that waits for the end of the VM in pthread_join, as the JDK's launcher does: the first one of a process that was not
// forked. In its children it has another id, and the same thread pointer.
static bool is_launchers(const Parked *p) {
  static uint64_t launchers;
  if (!launchers && atomic_load(&p->tid) == getpid()) launchers = p->thread_pointer;
  return p->thread_pointer == launchers && p->call == SYS_futex;
}

// With all threads parked: a thread that the VM does not know belongs to a library of the application's, and the child leaves it
// out while it waits. One that runs is returned.
static const Frozen *settle_foreign(Report *r) {
  static Frozen foreign;
  int n = atomic_load(&parked_count);
  for (int i = 0; i < n; i++) {
    Parked *p = &parked[i];
    if (!is_parked(p) || p->os_thread_id || is_launchers(p)) continue;
    foreign.tid = atomic_load(&p->tid);
    if (!was_waiting(p)) return &foreign;
    p->left_out = true;
    r->frozen++;
  }
  return NULL;
}

// With all threads parked: decides which of them the child leaves out. One that has begun to run native code is returned.
const Frozen *settle_parked(Report *r) {
  for (int i = 0; i < frozen_count; i++) {
    const Frozen *f = &frozen[i];
    Parked *p = is_in_native(f->java_thread) ? parked_by_tid(f->tid) : NULL;
    if (is_unsettled(f)) return f;
    if (!p || p->left_out) continue;
    bool as_seen = (f->may_be_left_out || f->may_be_revived) && is_where_it_was(f, p);
    if (!as_seen && !f->reaps) return f;
    p->left_out = as_seen && f->may_be_left_out;
  }
  return settle_foreign(r);
}

// In the child: threads that are left out will never run, and nobody is to wait for them.
void mark_left_out(void) {
  for (int i = 0; i < frozen_count; i++) {
    Parked *p = parked_by_tid(frozen[i].tid);
    if (p && p->left_out && is_in_native(frozen[i].java_thread)) mark_blocked(frozen[i].java_thread);
  }
}
