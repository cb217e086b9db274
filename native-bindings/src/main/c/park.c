// Every thread of the process is brought into a signal handler. There it notes what the kernel keeps of it, and waits. The
// kernel has put its registers onto its stack, so a thread that begins on that stack in the child, and leaves the handler,
// goes on where this one was interrupted.
#include "livefork.h"
#include <limits.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>
#if defined __x86_64__
#include "arch/x86_64.h"
#elif defined __aarch64__
#include "arch/aarch64.h"
#else
#error "no assembly for this processor"
#endif

#define MOST_THREADS 65536
#define STAT_FLAGS 9
#define PF_KTHREAD 0x00200000
#define PF_IO_WORKER 0x00000010
#define PF_USER_WORKER 0x00004000
#define SOON_NANOS 100000 // a thread that sleeps is in the handler sooner than that, unless the machine is busy
#define LONGEST_LOOK_NANOS 2000000
#define BLOCKING_LOOKS 250 // a thread that begins or ends blocks all signals for a moment
#define LINKS_OF_EMPTY 2   // of a directory without directories in it
#define FEWEST_LOOKS 50    // whatever the clock says: all processes of a machine may have stood still meanwhile

static int park_signal;
Parked *parked;
_Atomic int parked_count;
static _Atomic int generation, active;
static int *own_tid_word;
static _Atomic int gate; // in a child: open once what is its parent's has been taken from it

// Who wakes does this, so that the forking thread need not wake all. What they waited for stays so.
static void wake_two(_Atomic int *word) { futex(word, FUTEX_WAKE_PRIVATE, 2, NULL); }

// The one that is woken first runs at once, as a rule, and has woken all by the time that this thread has its processor back. But it
// may also be one that is traced, or waits for a processor itself.
static void wake_all(_Atomic int *word) {
  futex(word, FUTEX_WAKE_PRIVATE, 1, NULL);
  futex(word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL);
}

__attribute__((used, visibility("hidden"))) void park_wait(Parked *p, int g) {
  atomic_store(&p->stopped, 1);
  futex(&p->stopped, FUTEX_WAKE_PRIVATE, 1, NULL);
  while (atomic_load(&generation) == g) futex(&generation, FUTEX_WAIT_PRIVATE, g, NULL);
  wake_two(&generation);
}

Parked *parked_by_tid(int tid) {
  int n = atomic_load(&parked_count);
  for (int i = 0; i < n; i++)
    if (atomic_load(&parked[i].tid) == tid) return &parked[i];
  return NULL;
}

static void on_park_signal(int signal, siginfo_t *info, void *context) {
  int saved_errno = errno;
  int g = atomic_load(&generation); // before active: a release in between is seen by one or the other
  Parked *p = atomic_load(&active) ? parked_by_tid((int)syscall(SYS_gettid)) : NULL;
  (void)signal;
  (void)info;
  if (p && !atomic_load(&p->stopped)) {
    p->pc = context_pc(context);
    p->sp = context_sp(context);
    p->thread_pointer = thread_pointer();
    p->call = context_call(context);
    p->result = context_result(context);
    note_task(p);
    if (park(p, g)) {
      restore_task(p);
      while (!atomic_load(&gate)) futex(&gate, FUTEX_WAIT_PRIVATE, 0, NULL);
      wake_two(&gate);
      atomic_store(&p->revived, 1);
    }
  }
  errno = saved_errno;
}

// A real-time signal that nobody uses. The JDK installs a handler for SIGRTMAX - 2 when it first needs one.
static int free_signal(void) {
  for (int s = SIGRTMIN + 7; s < SIGRTMAX - 2; s++) {
    struct sigaction old;
    if (sigaction(s, NULL, &old) == 0 && old.sa_handler == SIG_DFL) return s;
  }
  return 0;
}

bool park_init(Report *why) {
  struct sigaction action = {.sa_sigaction = on_park_signal, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigfillset(&action.sa_mask);
  park_signal = free_signal();
  parked = mmap(NULL, MOST_THREADS * sizeof(Parked), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                -1, 0);
  if (has_unsupported_state()) say(why, "this process uses shadow stacks, which cannot be given to a child's threads");
  else if (parked == MAP_FAILED) say(why, "no memory to note threads in");
  else if (!park_signal || sigaction(park_signal, &action, NULL)) say(why, "no real-time signal is free");
  else return true;
  return false;
}

// The kernel's own threads (io_uring's) take no signal.
static bool is_kernel_worker(int tid) {
  char path[64], text[512];
  task_path(path, path + sizeof path, tid, "stat");
  char *at = read_file(path, text, sizeof text) > 0 ? stat_field(text, STAT_FLAGS) : NULL;
  unsigned long flags = at ? strtoul(at, NULL, 10) : 0;
  return (flags & (PF_KTHREAD | PF_IO_WORKER | PF_USER_WORKER)) != 0;
}

// A set of signals of a thread's, by its name in /proc.
static uint64_t signal_set(int tid, const char *name) {
  char path[64], text[2048];
  task_path(path, path + sizeof path, tid, "status");
  char *at = read_file(path, text, sizeof text) > 0 ? strstr(text, name) : NULL;
  return at ? strtoull(at + strlen(name), NULL, 16) : 0;
}

static bool blocks_the_signal(int tid) { return signal_set(tid, "SigBlk:") >> (park_signal - 1) & 1; }

static char state_of_task(int tid) {
  char path[64], text[512];
  task_path(path, path + sizeof path, tid, "stat");
  const char *at = read_file(path, text, sizeof text) > 0 ? stat_field(text, STAT_STATE) : NULL;
  return at ? *at : '?';
}

// Signals the threads that are not known yet; how many, or less than 0 when there are too many.
static int signal_new_threads(int self, int pid) {
  Directory tasks;
  int added = 0;
  if (!directory_open(&tasks, "/proc/self/task")) return -1;
  for (const char *name; added >= 0 && (name = directory_next(&tasks));) {
    int tid = atoi(name), n = atomic_load(&parked_count);
    if (tid == 0 || tid == self || parked_by_tid(tid)) continue;
    if (n == MOST_THREADS) {
      added = -1;
      break;
    }
    Parked *p = &parked[n];
    memset(p, 0, sizeof *p);
    atomic_store(&p->tid, tid);
    atomic_store(&parked_count, n + 1);
    p->signalled = syscall(SYS_tgkill, pid, tid, park_signal) == 0;
    added++;
  }
  directory_close(&tasks);
  return added;
}

static void name_the_late(Report *r, int tid) {
  char state = state_of_task(tid);
  bool stands_still = state == 'D' || state == 'T' || state == 't'; // perhaps in the handler, where all signals are blocked
  give_reason(r, "a thread did not stop in time: ");
  say_number(r, tid);
  say(r, " ");
  say_file(r, tid, "comm");
  say(r, !stands_still && blocks_the_signal(tid) ? ", which blocks signals" : ", which is in the kernel, stopped, or traced");
  say(r, signal_set(tid, "SigPnd:") >> (park_signal - 1) & 1 ? "; the signal waits; stat=" : "; no signal waits; stat=");
  say_file(r, tid, "stat");
  say(r, " syscall=");
  say_file(r, tid, "syscall");
}

// Waits until the thread is in the handler, or has ended, or is the kernel's own; false when the time is over.
static bool await_stopped(Parked *p, int pid, int64_t deadline) {
  int tid = atomic_load(&p->tid);
  look_for(&p->stopped, SOON_NANOS);
  for (int looks = 0; !atomic_load(&p->stopped); looks++) {
    struct timespec limit = {0, LONGEST_LOOK_NANOS};
    futex(&p->stopped, FUTEX_WAIT_PRIVATE, 0, &limit);
    if (atomic_load(&p->stopped)) return true;
    if (!p->signalled) p->signalled = syscall(SYS_tgkill, pid, tid, park_signal) == 0; // too many were pending
    if (syscall(SYS_tgkill, pid, tid, 0) || state_of_task(tid) == 'Z' || (looks == 0 && is_kernel_worker(tid))) {
      p->left_out = true;
      return true;
    }
    bool is_over = looks >= FEWEST_LOOKS && now() > deadline;
    if (is_over || (looks >= BLOCKING_LOOKS && blocks_the_signal(tid) && state_of_task(tid) == 'S'))
      return atomic_load(&p->stopped); // asked last: it may have come just now, and then sleeps in the handler, where all is blocked
  }
  return true;
}

// Whether there is no other thread, by the number of links that a directory of so many has. Otherwise, and when some of those that
// were signalled have ended, they are listed once more.
static bool are_all_parked(void) {
  struct stat tasks;
  int n = atomic_load(&parked_count);
  for (int i = 0; i < n; i++)
    if (!is_parked(&parked[i])) return false;
  return stat("/proc/self/task", &tasks) == 0 && (int)tasks.st_nlink == LINKS_OF_EMPTY + 1 + n;
}

// Brings all other threads into the handler; 0, or why not. On failure all are released.
int park_all(const Options *o, Report *r) {
  int self = (int)syscall(SYS_gettid), pid = getpid(), added, done = 0, late = 0;
  int64_t deadline = now() + o->park_nanos;
  own_tid_word = tid_word();
  atomic_store(&parked_count, 0);
  atomic_store(&active, 1);
  do {
    added = signal_new_threads(self, pid);
    for (; done < parked_count && !late; done++)
      if (!await_stopped(&parked[done], pid, deadline)) late = atomic_load(&parked[done].tid);
  } while (added > 0 && !late && !are_all_parked());
  r->parked = parked_count;
  if (added >= 0 && !late && own_tid_word) return 0;
  release_all();
  if (late) name_the_late(r, late);
  else give_reason(r, own_tid_word ? "the threads of this process cannot be listed, or are more than 65536"
                                   : "libc's word for this thread's id is not to be found");
  return late ? TIMED_OUT : FAILED;
}

// Lets the parked threads go on; in the parent.
void release_all(void) {
  atomic_store(&active, 0);
  atomic_fetch_add(&generation, 1);
  wake_all(&generation);
}

// In the child, which has one thread yet.
void parked_in_child(void) {
  note_own_task();
  atomic_store(&active, 0);
  atomic_store(&gate, 0);
}

// In the child: its other threads go on.
void open_gate(void) {
  atomic_store(&gate, 1);
  wake_all(&gate);
}

// fork(2) of the calling thread; the kernel forgets its robust list in the child. It writes the child's pid into the word
// before the child runs, also when this process is killed meanwhile.
long fork_the_caller(unsigned long flags, int *pid_word) {
  void *robust = NULL;
  size_t bytes = 0;
  syscall(SYS_get_robust_list, 0, &robust, &bytes);
  long child = raw_fork(flags | (pid_word ? CLONE_PARENT_SETTID : 0), pid_word, own_tid_word);
  if (child == 0 && robust) syscall(SYS_set_robust_list, robust, bytes);
  return child;
}

int signal_to_park(void) { return park_signal; }
uint32_t rseq_signature(void) { return RSEQ_SIGNATURE; }
int syscall_bytes(void) { return SYSCALL_BYTES; }
int syscall_instruction(void) { return (int)SYSCALL_INSTRUCTION; }
