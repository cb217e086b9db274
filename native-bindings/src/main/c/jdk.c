// In the child, when all of the VM lives again: the JDK's own state, which every program shares, becomes the child's. JNI
// reaches the private fields. What JDK 17 and 25 call differently is tried by name; a class that was never used is left alone.
//
// A shared pool keeps its identity, since compiled code may have folded the reference to it: it is given the state of a new
// pool, so that what the parent had queued, mounted or timed stays where it is, and new work finds new workers.
//
// All of it is rehearsed in the parent before the fork, without changing anything: so what is not as expected is found while the
// fork can still be refused, and classes, fields and methods are known in the child. To look them up there would write to
// dozens of pages, each of which the kernel had to copy.
#include "livefork.h"
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#define THREAD "java/lang/Thread"
#define POOL "java/util/concurrent/ForkJoinPool"
#define TIMER "java/util/concurrent/ScheduledThreadPoolExecutor"
#define EXECUTOR "java/util/concurrent/ThreadPoolExecutor"
#define POLLERS "sun/nio/ch/Poller$Pollers"
#define RANDOM "java/util/Random"
#define ATOMIC "java/util/concurrent/atomic/AtomicLong"
#define PROCESS "java/lang/ProcessHandleImpl"
#define NATIVE_RANDOM "sun/security/provider/NativePRNG$RandomIO"
#define LINKED_SET "java/util/LinkedHashSet"
#define IDENTITY_MAP "java/util/IdentityHashMap"
#define STAT_START 22

static bool rehearses; // nothing may be changed
static jlong boot_millis; // when the machine began, as the JDK counts: from 1970; 0 while unknown
static bool is_new; // in a child whose JDK is its parent's yet

static bool set_long(JNIEnv *env, const char *type, jobject object, const char *name, jlong value) {
  jfieldID id = field(env, type, name, "J");
  if (id && object && !rehearses) (*env)->SetLongField(env, object, id, value);
  return id != NULL;
}

static bool copy_long(JNIEnv *env, const char *type, jobject from, jobject to, const char *name) {
  jfieldID id = field(env, type, name, "J");
  if (id && !rehearses) (*env)->SetLongField(env, to, id, (*env)->GetLongField(env, from, id));
  return id != NULL;
}

// Without an object to copy it from, the field is cleared.
static bool copy_object(JNIEnv *env, const char *type, jobject from, jobject to, const char *name, const char *signature) {
  jfieldID id = field(env, type, name, signature);
  if (id && !rehearses) (*env)->SetObjectField(env, to, id, from ? (*env)->GetObjectField(env, from, id) : NULL);
  return id != NULL;
}

// A new object, but in a rehearsal; whether there could be one.
static bool make(JNIEnv *env, const char *type, const char *signature, jint argument, jobject *made) {
  jmethodID id = constructor(env, type, signature);
  *made = id && !rehearses ? (*env)->NewObject(env, used_class(env, type), id, argument) : NULL;
  return id && !has_failed(env) && (*made || rehearses);
}

static bool renew_pool(JNIEnv *env, jobject pool) {
  if (!pool) return true;
  jobject fresh;
  jmethodID get = member(env, (Lookup)(*env)->GetMethodID, POOL, "getParallelism", "()I");
  if (!get || !make(env, POOL, "(I)V", rehearses ? 1 : (*env)->CallIntMethod(env, pool, get), &fresh)) return false;
  copy_object(env, POOL, fresh, pool, "registrationLock", "Ljava/util/concurrent/locks/ReentrantLock;"); // 17
  copy_object(env, POOL, NULL, pool, "delayScheduler", "Ljava/util/concurrent/DelayScheduler;");         // 25
  copy_long(env, POOL, fresh, pool, "runState");                                                         // 25
  return copy_object(env, POOL, fresh, pool, "queues", "[L" POOL "$WorkQueue;") && copy_long(env, POOL, fresh, pool, "ctl");
}

static bool renew_timer(JNIEnv *env, jobject timer) {
  jobject fresh;
  if (!timer) return true;
  return make(env, TIMER, "(I)V", 1, &fresh)
      && copy_object(env, EXECUTOR, fresh, timer, "workQueue", "Ljava/util/concurrent/BlockingQueue;")
      && copy_object(env, EXECUTOR, fresh, timer, "workers", "Ljava/util/HashSet;")
      && copy_object(env, EXECUTOR, fresh, timer, "mainLock", "Ljava/util/concurrent/locks/ReentrantLock;")
      && copy_object(env, EXECUTOR, fresh, timer, "termination", "Ljava/util/concurrent/locks/Condition;")
      && copy_object(env, EXECUTOR, fresh, timer, "ctl", "Ljava/util/concurrent/atomic/AtomicInteger;");
}

static bool renew_timers(JNIEnv *env, jobjectArray timers) {
  bool ok = true;
  for (jsize i = 0; ok && timers && i < (*env)->GetArrayLength(env, timers); i++)
    ok = renew_timer(env, (*env)->GetObjectArrayElement(env, timers, i));
  return ok;
}

// The pollers of virtual threads that wait for descriptors: their epoll descriptors are the parent's too.
static bool renew_pollers(JNIEnv *env) {
  jobject fresh, pollers = static_object(env, "sun/nio/ch/Poller", "POLLERS", "L" POLLERS ";");
  if (!pollers) return true;
  jmethodID start = member(env, (Lookup)(*env)->GetMethodID, POLLERS, "start", "()V");
  if (!start || !make(env, POLLERS, "()V", 0, &fresh)) return false;
  if (fresh) (*env)->CallVoidMethod(env, fresh, start);
  return !has_failed(env)
      && copy_object(env, POLLERS, fresh, pollers, "masterPoller", "Lsun/nio/ch/Poller;")
      && copy_object(env, POLLERS, fresh, pollers, "readPollers", "[Lsun/nio/ch/Poller;")
      && copy_object(env, POLLERS, fresh, pollers, "writePollers", "[Lsun/nio/ch/Poller;")
      && copy_object(env, POLLERS, fresh, pollers, "executor", "Ljava/util/concurrent/Executor;");
}

static jlong random_long(void) {
  jlong value = 0;
  while (!rehearses && getrandom(&value, sizeof value, 0) != sizeof value) {}
  return value;
}

static void reseed_random(JNIEnv *env, jobject random) {
  jfieldID seed = random ? field(env, RANDOM, "seed", "L" ATOMIC ";") : NULL;
  if (seed) set_long(env, ATOMIC, (*env)->GetObjectField(env, random, seed), "value", random_long() & ((1LL << 48) - 1));
}

// What would give each child the same numbers.
static void renew_randomness(JNIEnv *env, jthread self) {
  static const char *const native[] = {"sun/security/provider/NativePRNG", "sun/security/provider/NativePRNG$Blocking",
                                       "sun/security/provider/NativePRNG$NonBlocking", NULL};
  set_long(env, ATOMIC, static_object(env, "java/util/concurrent/ThreadLocalRandom", "seeder", "L" ATOMIC ";"), "value",
           random_long());
  set_long(env, THREAD, self, "threadLocalRandomSeed", random_long());
  reseed_random(env, static_object(env, "java/lang/Math$RandomNumberGeneratorHolder", "randomNumberGenerator", "L" RANDOM ";"));
  reseed_random(env, static_object(env, "java/util/Collections", "r", "L" RANDOM ";"));
  for (int i = 0; native[i]; i++) { // forget what was read from the kernel ahead of need
    jobject source = static_object(env, native[i], "INSTANCE", "L" NATIVE_RANDOM ";");
    jfieldID buffered = source ? field(env, NATIVE_RANDOM, "buffered", "I") : NULL;
    if (buffered && !rehearses) (*env)->SetIntField(env, source, buffered, 0);
  }
}

// When this process began, from when the machine did.
static jlong own_start_millis(void) {
  char text[512], *at = read_file("/proc/self/stat", text, sizeof text) > 0 ? stat_field(text, STAT_START) : NULL;
  return at ? strtoll(at, NULL, 10) * 1000 / sysconf(_SC_CLK_TCK) : 0;
}

static void renew_pid(JNIEnv *env) {
  jobject current = static_object(env, PROCESS, "current", "L" PROCESS ";");
  if (!current) return;
  jfieldID start = field(env, PROCESS, "startTime", "J");
  if (start && rehearses && !boot_millis) {
    jlong started = (*env)->GetLongField(env, current, start);
    boot_millis = started > 0 ? started - own_start_millis() : 0; // one that the JDK does not know stays so
  }
  if (boot_millis && !rehearses) set_long(env, PROCESS, current, "startTime", boot_millis + own_start_millis());
  set_long(env, PROCESS, current, "pid", getpid());
}

// What the parent does at its end is not the child's to do: an empty set takes the place of a static one. The parent makes it, since a
// child that makes an object so early is the first to touch dozens of the VM's pages. Each child takes its
// own copy of it into use; before it forks itself, its rehearsal makes another one.
typedef struct { const char *holder, *name, *type, *signature; jobject empty; } SetForTheEnd;
static SetForTheEnd files = {"java/io/DeleteOnExitHook", "files", LINKED_SET, "L" LINKED_SET ";", NULL};
static SetForTheEnd hooks = {"java/lang/ApplicationShutdownHooks", "hooks", IDENTITY_MAP, "L" IDENTITY_MAP ";", NULL};

static void make_empty(JNIEnv *env, SetForTheEnd *s) {
  jmethodID id = constructor(env, s->type, "()V");
  jobject made = id ? (*env)->NewObject(env, used_class(env, s->type), id) : NULL;
  s->empty = made ? (*env)->NewGlobalRef(env, made) : NULL;
  has_no_memory |= has_failed(env) || (made && !s->empty);
}

// No set: it was never used, or the end has begun.
static void forget(JNIEnv *env, SetForTheEnd *s) {
  if (!static_object(env, s->holder, s->name, s->signature)) return;
  if (rehearses && !s->empty) make_empty(env, s);
  if (rehearses || !s->empty) return;
  set_static_object(env, s->holder, s->name, s->signature, s->empty);
  (*env)->DeleteGlobalRef(env, s->empty);
  s->empty = NULL;
}

static bool renew(JNIEnv *env, Report *r) {
  jthread self;
  bool ok = true;
  (*jvmti)->GetCurrentThread(jvmti, &self);
  renew_pid(env);
  forget(env, &files);
  forget(env, &hooks);
  renew_randomness(env, self);
  if (!renew_pool(env, static_object(env, POOL, "common", "L" POOL ";")))
    give_reason(r, "the common pool is not as expected"), ok = false;
  if (!renew_pool(env, static_object(env, "java/lang/VirtualThread", "DEFAULT_SCHEDULER", "L" POOL ";")))
    give_reason(r, "the scheduler of virtual threads is not as expected"), ok = false;
  if (!renew_timer(env, static_object(env, "java/util/concurrent/CompletableFuture$Delayer", "delayer", "L" TIMER ";")))
    give_reason(r, "CompletableFuture's delayer is not as expected"), ok = false;
  if (!renew_timers(env, static_object(env, "java/lang/VirtualThread$DelayedTaskSchedulers", "INSTANCE",
                                       "[Ljava/util/concurrent/ScheduledExecutorService;")))
    give_reason(r, "the timers of virtual threads are not as expected"), ok = false;
  if (!renew_pollers(env)) give_reason(r, "the pollers of virtual threads are not as expected"), ok = false;
  return ok;
}

// In the parent, while the application is suspended.
bool jdk_rehearse(JNIEnv *env, Report *r) {
  rehearses = true;
  bool ok = renew(env, r), lacks_memory = has_no_memory;
  rehearses = has_no_memory = false;
  if (lacks_memory) give_reason(r, "there is no memory for what the JDK has to renew");
  return ok && !lacks_memory;
}

void jdk_is_inherited(void) { is_new = true; }

// 0 when the JDK is this process's own, which in a parent it always is; else REFUSED and what was not as expected.
EXPORT int live_fork_renew(Report *r) {
  JNIEnv *env;
  if (!is_new) return 0;
  is_new = false;
  r->text[0] = 0;
  if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) || (*env)->PushLocalFrame(env, 256)) return REFUSED;
  look_up_nothing_new(true);
  bool ok = renew(env, r);
  look_up_nothing_new(false);
  (*env)->PopLocalFrame(env, NULL);
  return ok ? 0 : REFUSED;
}
