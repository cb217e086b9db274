// Live fork: a child of a running HotSpot JVM that is a complete JVM. Start reading at fork.c, which tells the story;
// each of the others is one room of it:
//
//   freeze.c    the application is suspended, at a good moment
//   threads.c   which its threads are
//   held.c      what they hold: classes,
//   monitors.c  monitors,
//   locks.c     and locks of java.util.concurrent
//   methods.c   which class a method is of
//   unmounted.c virtual threads that stand nowhere just now
//   native.c    what they do outside Java
//   park.c      every thread of the process is brought into a signal handler,
//   task.c      where it notes what the kernel keeps of it
//   pages.c     the pages that they write to first are copied before they go on
//   revive.c    the child makes a kernel thread again for each of those that may go on
//   hotspot.c   what has to be known of the VM's own structures, each found and checked at run time
//   jdk.c       the JDK's own state, which becomes the child's
//   lookup.c    the JDK's classes, fields and methods, found by name
//   life.c      what parent and child tell each other
//   place.c     the processor that a child begins on
//   child.c     what the child must not share with its parent: performance data, the attach socket,
//   offsets.c   and the offsets of its files
//   orphan.c    a process that ends when its parent has ended
//   report.c    what the caller is told
//   proc.c      /proc, read without memory from malloc
//   arch/       the few instructions that C cannot say
//
// From the first parked thread until they are released, or in the child until the gate opens, the forking thread may call
// nothing that takes a lock (malloc, stdio, the VM): its owner may be parked. What it then needs was fetched before; the rest are plain system calls.
#ifndef MITOSIS_LIVEFORK_H
#define MITOSIS_LIVEFORK_H

#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>
#include <jvmti.h>

#define EXPORT __attribute__((visibility("default")))
#define TEXT_BYTES 8192
#define MOST_FILES 65536

// What the caller wants; shared with Java, see NativeFork.
typedef struct {
  int64_t park_nanos;    // how long threads may take to come into the handler
  int64_t native_nanos;  // how long to wait for threads that run native code
  int64_t held_nanos;    // how long to wait for threads that make a class or own a monitor
  int64_t clone_parent;  // the child becomes a child of this process's parent
  int64_t closes_streams; // the child keeps no pipes and sockets but for 0, 1, 2 and these:
  int64_t kept;          // the address of their numbers, each an int32_t
  int64_t kept_count;
  int64_t pid_word;      // the address of an int for the child's pid; 0 for none
} Options;

// What happened; shared with Java, see NativeFork.
typedef struct {
  int64_t freeze_nanos;
  int64_t park_nanos;
  int64_t fork_nanos;
  int64_t revive_nanos;
  int64_t frozen;     // application's threads that stay where they are in the child
  int64_t parked;     // threads of the process that were stopped
  int64_t error;      // errno, when a system call failed
  char text[TEXT_BYTES]; // why not, or who holds what: UTF-8, lines
} Report;

// Results of live_fork besides a child's pid: 0 is the child.
enum { REFUSED = -1, TIMED_OUT = -2, FAILED = -3, UNSETTLED = -4 };

// The beginning of the kernel's struct rseq.
typedef struct { uint32_t cpu_id_start; int32_t cpu_id; } Rseq;

// The kernel's struct sched_attr, in its first version. Its size is 0 when nothing is known.
typedef struct {
  uint32_t size, policy;
  uint64_t flags;
  int32_t niceness;
  uint32_t priority;
  uint64_t runtime, deadline, period;
} Scheduling;

// A thread of the process, stopped in our signal handler.
typedef struct {
  uint64_t stack_pointer; // first: park() writes it there
  uint64_t thread_pointer;
  uint64_t pc, sp; // of what was interrupted
  long call, result; // and if that was a system call, its number, and what it has returned
  int *tid_word;   // libc's word for the thread's id, which the kernel clears when it ends
  int *os_thread_id; // the VM's copy of the id; NULL for a thread that the VM does not know
  _Atomic int tid, stopped, revived;
  bool signalled;
  bool left_out; // the child does not revive it
  Scheduling scheduling;
  void *robust;
  size_t robust_bytes;
  stack_t alternate;
  Rseq *rseq; // NULL when it has none
  char name[16];
  cpu_set_t cpus;
} Parked;

// The attempts that one fork takes: when they began, when last nobody ran native code and how many have found somebody since,
// for how long the next one waits for that, and when there was a child.
typedef struct { int64_t begin, quiet, moment_nanos, forked; int busy; } Attempts;

// Whether a thread holds what a child would wait for in vain: it runs, and will let go of it soon; it is blocked by another's
// monitor, and may have got that just now; or it waits, and nobody can say for how long.
enum Holding { UNKNOWN, NOTHING, WHILE_RUNNING, WHILE_BLOCKED, WHILE_WAITING };

// A thread of the application, suspended.
typedef struct {
  jthread thread; // NULL when the VM does not know it
  char *java_thread; // the VM's JavaThread; NULL for a virtual thread that is not mounted
  int tid;
  bool ours; // suspended by this fork, so to be resumed by it
  bool reaps; // waits for a process of the parent's: a thread of the JVM's, which is not suspended
  bool carries; // a virtual thread
  enum Holding holding;
  bool may_be_left_out;
  bool may_be_revived;
  bool reads_a_file; // and is soon done, as a rule
  uint64_t pc, sp; // of the system call that it is in
  jstring name_in_child;
} Frozen;

// A file that is open for reading.
typedef struct {
  int fd;
  bool closes_on_exec;
  off_t offset;
  dev_t device;
  ino_t inode;
  char path[208]; // empty when it has none, or a longer one
} OpenFile;

// What a parent and its child have in common until the child has read it.
typedef struct {
  _Atomic bool is_lent; // a child may have yet to read it
  _Atomic bool has_begun; // or is being placed
  _Atomic int placed; // whether its parent has
  _Atomic int life;  // what the child says: 0 for nothing yet
  _Atomic int noted; // what the parent says of the following
  int attach_listener; // less than 0 when there is none
  int file_count;
  OpenFile files[MOST_FILES];
} Shared;

// fork.c: found once
extern JavaVM *vm;
extern jvmtiEnv *jvmti;

// proc.c
typedef struct { int fd; long length, at; char buffer[4096]; } Directory;
bool directory_open(Directory *d, const char *path);
const char *directory_next(Directory *d);
void directory_close(Directory *d);
long read_file(const char *path, char *buffer, long size);
#define STAT_STATE 3
char *stat_field(char *stat, int number);
char *task_path(char *path, char *end, int tid, const char *file);
bool begins(const char *text, const char *with);
char *append(char *at, char *end, const char *text);
char *append_number(char *at, char *end, long number);
typedef struct { uint64_t begin, end; bool readable, writable, shared; char path[256]; } Mapping;
typedef bool (*MappingVisitor)(const Mapping *m, void *context);
bool visit_mappings(MappingVisitor visit, void *context);
bool find_mapping(uint64_t address, Mapping *found);
int64_t now(void);
void pause_for(long nanos);
void pause_exactly(long nanos);
long futex(_Atomic int *word, int op, int value, const struct timespec *limit);
void look_for(_Atomic int *word, int64_t nanos);

// hotspot.c
void *in_vm(const char *name);
bool hotspot_init(Report *why);
char *java_thread_of(JNIEnv *env, jthread thread);
uint64_t java_thread_bytes(void);
int tid_of(char *java_thread);
int state_of(const char *java_thread);
bool is_in_native(const char *java_thread);
bool is_at_rest(const char *java_thread);
void mark_blocked(char *java_thread);
bool is_in_critical_region(const char *java_thread);
int *os_thread_id_word(void); // of the calling thread; async-signal-safe
bool heap_can_be_copied(JNIEnv *env, Report *why);

// threads.c
extern Frozen *frozen;
extern int frozen_count;
bool threads_init(JNIEnv *env, Report *why);
bool make_room(Frozen **of, int count, int *room);
int suspend_new_threads(JNIEnv *env);
void let_go_on(Frozen *f);
void let_leave_vm(Frozen *f, int64_t deadline);
void resume_all(void);
void prepare_names(JNIEnv *env);
void name_frozen(JNIEnv *env);

// held.c
Frozen *find_holder(JNIEnv *env);
Frozen *find_unmounted_holder(JNIEnv *env, int64_t deadline);
void name_holders(JNIEnv *env, Report *r);

// monitors.c
bool monitors_init(JNIEnv *env, Report *why);
bool owns_a_monitor(JNIEnv *env, const Frozen *f, Report *r);

// locks.c
bool synchronizes(jmethodID method);
bool may_hold_a_lock(const jvmtiFrameInfo *frame, const jvmtiFrameInfo *callee, bool waits);

// report.c
void say(Report *r, const char *text);
void give_reason(Report *r, const char *text);
void say_number(Report *r, long number);
void say_file(Report *r, int tid, const char *file);
void name_thread(const Frozen *f, Report *r);
void name_class(jclass type, Report *r);
void name_method(const Frozen *f, Report *r);

// methods.c
typedef struct { char signature[256]; } Home;
void home_of(jmethodID method, Home *home);

// native.c
const Frozen *busy_after(int64_t moment_nanos);
const Frozen *settle_parked(Report *r); // which parked threads are left out; who runs native code after all
void mark_left_out(void);

// freeze.c
int freeze(JNIEnv *env, const Options *o, Attempts *a, Report *r);
int after_native(const Options *o, Attempts *a, const Frozen *busy, Report *r);

// park.c
bool park_init(Report *why);
int park_all(const Options *o, Report *r);
void release_all(void);
void parked_in_child(void);
void open_gate(void);
long fork_the_caller(unsigned long flags, int *pid_word);
int signal_to_park(void);
uint32_t rseq_signature(void);
int syscall_bytes(void);
int syscall_instruction(void);
extern Parked *parked;
extern _Atomic int parked_count;
Parked *parked_by_tid(int tid);

// task.c
int *tid_word(void);
void note_task(Parked *p);
void note_own_task(void);
void restore_task(const Parked *p);

// life.c
extern Shared *shared;
bool share(Report *r);
void share_no_more(void);
void lend_shared(bool is_lent);
void tell(_Atomic int *word, int what);
bool parent_tells(_Atomic int *word, bool is_sibling);
void say_noted(bool noted);
int await_noted(bool is_sibling);
void say_alive(int failed);
void look_for_life(void);
int await_life(int child, Report *r, int64_t deadline);

// place.c
void note_cpus(void);
void place_child(int child);
void go_anywhere(bool is_sibling);

// lookup.c
typedef void *(JNICALL *Lookup)(JNIEnv *, jclass, const char *, const char *);
extern bool has_no_memory; // for what was to be looked up, so that nothing follows from its not having been found
bool lookup_init(Report *why);
void look_up_nothing_new(bool nothing);
bool has_failed(JNIEnv *env);
jclass used_class(JNIEnv *env, const char *name);
void *member(JNIEnv *env, Lookup lookup, const char *type, const char *name, const char *signature);
jfieldID field(JNIEnv *env, const char *type, const char *name, const char *signature);
jmethodID constructor(JNIEnv *env, const char *type, const char *signature);
jobject static_object(JNIEnv *env, const char *type, const char *name, const char *signature);
void set_static_object(JNIEnv *env, const char *type, const char *name, const char *signature, jobject value);

// unmounted.c
extern Frozen *unmounted;
extern int unmounted_count; // less than 0 when they could not be listed
void practise_listing(JNIEnv *env);
void note_unmounted(JNIEnv *env);
void unmounted_are_inherited(void);

// jdk.c
bool jdk_rehearse(JNIEnv *env, Report *r);
void jdk_is_inherited(void);

// pages.c
void copy_pages_of_parked(void);
void copy_pages_of_revived(void);
void copy_own_stack(void);

// revive.c
bool is_parked(const Parked *p);
bool is_to_be_revived(const Parked *p);
int make_threads(void);
void await_revived(void);

// offsets.c
bool note_offset(int fd, const struct stat *status);
void own_offsets(void);

// child.c
void child_init(void);
bool open_descriptors(void);
bool note_descriptors(void);
void close_descriptors(void);
bool note_inherited(void);
int child_let_go_of_streams(const Options *o);
void child_clean_up(void);

// arch
int park(Parked *p, int generation); // 0 in the parent once released, 1 when revived in the child
long revive(unsigned long flags, uint64_t stack_pointer, int *tid_word, uint64_t thread_pointer);

#endif
