// In the child, when all of the VM lives again: the JDK's own state, which every program shares, becomes the child's. JNI
// reaches the private fields. What JDK 17 and 25 call differently is tried by name; a class that was never used is left alone.
//
// A shared pool keeps its identity, since compiled code may have folded the reference to it: it is given the state of a new
// pool, so that what the parent had queued, mounted or timed stays where it is, and new work finds new workers.
#include "livefork.h"
#include <sys/random.h>
#include <unistd.h>

#define INITIALIZED JVMTI_CLASS_STATUS_INITIALIZED
#define POOL "java/util/concurrent/ForkJoinPool"
#define TIMER "java/util/concurrent/ScheduledThreadPoolExecutor"
#define EXECUTOR "java/util/concurrent/ThreadPoolExecutor"

static jclass(JNICALL *find_loaded)(JNIEnv *, jobject, jstring);

bool jdk_init(Report *why) {
  *(void **)&find_loaded = in_vm("JVM_FindLoadedClass");
  if (!find_loaded) say(why, "this JVM does not export JVM_FindLoadedClass");
  return find_loaded != NULL;
}

static bool failed(JNIEnv *env) {
  bool thrown = (*env)->ExceptionCheck(env);
  if (thrown) (*env)->ExceptionClear(env);
  return thrown;
}

// A class of the JDK that has been initialised; NULL when it has not, or does not exist here. Nothing is loaded for it, which
// would cost the child more than all the rest.
static jclass used_class(JNIEnv *env, const char *name) {
  jclass found = find_loaded(env, NULL, (*env)->NewStringUTF(env, name));
  jint status = 0;
  if (failed(env) || !found || (*jvmti)->GetClassStatus(jvmti, found, &status)) return NULL;
  return status & INITIALIZED ? found : NULL;
}

static jobject static_object(JNIEnv *env, jclass type, const char *field, const char *signature) {
  jfieldID id = type ? (*env)->GetStaticFieldID(env, type, field, signature) : NULL;
  return failed(env) || !id ? NULL : (*env)->GetStaticObjectField(env, type, id);
}

static bool set_long(JNIEnv *env, jobject object, const char *field, jlong value) {
  jfieldID id = object ? (*env)->GetFieldID(env, (*env)->GetObjectClass(env, object), field, "J") : NULL;
  if (failed(env) || !id) return false;
  (*env)->SetLongField(env, object, id, value);
  return true;
}

static bool set_int(JNIEnv *env, jobject object, const char *field, jint value) {
  jfieldID id = object ? (*env)->GetFieldID(env, (*env)->GetObjectClass(env, object), field, "I") : NULL;
  if (failed(env) || !id) return false;
  (*env)->SetIntField(env, object, id, value);
  return true;
}

static bool copy_long(JNIEnv *env, jclass type, jobject from, jobject to, const char *field) {
  jfieldID id = (*env)->GetFieldID(env, type, field, "J");
  if (failed(env) || !id) return false;
  (*env)->SetLongField(env, to, id, (*env)->GetLongField(env, from, id));
  return true;
}

static bool copy_object(JNIEnv *env, jclass type, jobject from, jobject to, const char *field, const char *signature) {
  jfieldID id = (*env)->GetFieldID(env, type, field, signature);
  if (failed(env) || !id) return false;
  (*env)->SetObjectField(env, to, id, (*env)->GetObjectField(env, from, id));
  return true;
}

static bool clear_object(JNIEnv *env, jclass type, jobject object, const char *field, const char *signature) {
  jfieldID id = (*env)->GetFieldID(env, type, field, signature);
  if (failed(env) || !id) return false;
  (*env)->SetObjectField(env, object, id, NULL);
  return true;
}

static bool renew_pool(JNIEnv *env, jobject pool) {
  jclass type = (*env)->FindClass(env, POOL);
  jmethodID make = (*env)->GetMethodID(env, type, "<init>", "(I)V");
  jmethodID parallelism = (*env)->GetMethodID(env, type, "getParallelism", "()I");
  jobject fresh = (*env)->NewObject(env, type, make, (*env)->CallIntMethod(env, pool, parallelism));
  if (failed(env) || !fresh) return false;
  copy_object(env, type, fresh, pool, "registrationLock", "Ljava/util/concurrent/locks/ReentrantLock;"); // 17
  clear_object(env, type, pool, "delayScheduler", "Ljava/util/concurrent/DelayScheduler;");              // 25
  copy_long(env, type, fresh, pool, "runState");                                                         // 25
  return copy_object(env, type, fresh, pool, "queues", "[L" POOL "$WorkQueue;")
      && copy_long(env, type, fresh, pool, "ctl");
}

static bool renew_timer(JNIEnv *env, jobject timer) {
  jclass type = (*env)->FindClass(env, TIMER), parent = (*env)->FindClass(env, EXECUTOR);
  jmethodID make = (*env)->GetMethodID(env, type, "<init>", "(I)V");
  jobject fresh = (*env)->NewObject(env, type, make, 1);
  if (failed(env) || !fresh) return false;
  return copy_object(env, parent, fresh, timer, "workQueue", "Ljava/util/concurrent/BlockingQueue;")
      && copy_object(env, parent, fresh, timer, "workers", "Ljava/util/HashSet;")
      && copy_object(env, parent, fresh, timer, "mainLock", "Ljava/util/concurrent/locks/ReentrantLock;")
      && copy_object(env, parent, fresh, timer, "termination", "Ljava/util/concurrent/locks/Condition;")
      && copy_object(env, parent, fresh, timer, "ctl", "Ljava/util/concurrent/atomic/AtomicInteger;");
}

static bool renew_timers(JNIEnv *env, jobjectArray timers) {
  bool ok = true;
  for (jsize i = 0; ok && timers && i < (*env)->GetArrayLength(env, timers); i++)
    ok = renew_timer(env, (*env)->GetObjectArrayElement(env, timers, i));
  return ok;
}

// The pollers of virtual threads that wait for descriptors: their epoll descriptors are the parent's too.
static bool renew_pollers(JNIEnv *env) {
  jobject pollers = static_object(env, used_class(env, "sun/nio/ch/Poller"), "POLLERS", "Lsun/nio/ch/Poller$Pollers;");
  if (!pollers) return true;
  jclass type = (*env)->GetObjectClass(env, pollers);
  jmethodID make = (*env)->GetMethodID(env, type, "<init>", "()V"), start = (*env)->GetMethodID(env, type, "start", "()V");
  if (failed(env)) return false;
  jobject fresh = (*env)->NewObject(env, type, make);
  if (!failed(env) && fresh) (*env)->CallVoidMethod(env, fresh, start);
  return !failed(env)
      && copy_object(env, type, fresh, pollers, "masterPoller", "Lsun/nio/ch/Poller;")
      && copy_object(env, type, fresh, pollers, "readPollers", "[Lsun/nio/ch/Poller;")
      && copy_object(env, type, fresh, pollers, "writePollers", "[Lsun/nio/ch/Poller;")
      && copy_object(env, type, fresh, pollers, "executor", "Ljava/util/concurrent/Executor;");
}

static jlong random_long(void) {
  jlong value = 0;
  while (getrandom(&value, sizeof value, 0) != sizeof value) {}
  return value;
}

static void set_atomic(JNIEnv *env, jobject atomic, jlong value) { set_long(env, atomic, "value", value); }

static void reseed_random(JNIEnv *env, jobject random) {
  if (!random) return;
  jclass type = (*env)->FindClass(env, "java/util/Random");
  jfieldID seed = (*env)->GetFieldID(env, type, "seed", "Ljava/util/concurrent/atomic/AtomicLong;");
  if (!failed(env)) set_atomic(env, (*env)->GetObjectField(env, random, seed), random_long() & ((1LL << 48) - 1));
}

// What would give each child the same numbers.
static void renew_randomness(JNIEnv *env, jthread self) {
  jobject seeder = static_object(env, used_class(env, "java/util/concurrent/ThreadLocalRandom"), "seeder",
                                 "Ljava/util/concurrent/atomic/AtomicLong;");
  if (seeder) set_atomic(env, seeder, random_long());
  set_long(env, self, "threadLocalRandomSeed", random_long());
  reseed_random(env, static_object(env, used_class(env, "java/lang/Math$RandomNumberGeneratorHolder"), "randomNumberGenerator",
                                   "Ljava/util/Random;"));
  reseed_random(env, static_object(env, used_class(env, "java/util/Collections"), "r", "Ljava/util/Random;"));
  static const char *const native[] = {"sun/security/provider/NativePRNG", "sun/security/provider/NativePRNG$Blocking",
                                       "sun/security/provider/NativePRNG$NonBlocking", NULL};
  for (int i = 0; native[i]; i++) // forget what was read from the kernel ahead of need
    set_int(env, static_object(env, used_class(env, native[i]), "INSTANCE", "Lsun/security/provider/NativePRNG$RandomIO;"),
            "buffered", 0);
}

static void renew_pid(JNIEnv *env) {
  jclass type = used_class(env, "java/lang/ProcessHandleImpl");
  jobject current = static_object(env, type, "current", "Ljava/lang/ProcessHandleImpl;");
  if (!current) return;
  jmethodID started = (*env)->GetStaticMethodID(env, type, "isAlive0", "(J)J");
  set_long(env, current, "pid", getpid());
  if (!failed(env) && started) set_long(env, current, "startTime", (*env)->CallStaticLongMethod(env, type, started, (jlong)getpid()));
  failed(env);
}

// What the parent deletes at its end is not the child's to delete.
static void forget_files(JNIEnv *env) {
  jclass type = used_class(env, "java/io/DeleteOnExitHook");
  jfieldID files = type ? (*env)->GetStaticFieldID(env, type, "files", "Ljava/util/LinkedHashSet;") : NULL;
  jobject old = failed(env) || !files ? NULL : (*env)->GetStaticObjectField(env, type, files);
  if (!old) return; // never used, or its end has begun
  jclass set = (*env)->GetObjectClass(env, old);
  jobject none = (*env)->NewObject(env, set, (*env)->GetMethodID(env, set, "<init>", "()V"));
  if (!failed(env)) (*env)->SetStaticObjectField(env, type, files, none);
}

// 0 when the child's JDK is its own, else REFUSED and what was not as expected.
EXPORT int live_fork_renew(Report *r) {
  JNIEnv *env;
  jthread self;
  r->text[0] = 0;
  if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) || (*env)->PushLocalFrame(env, 256)) return REFUSED;
  (*jvmti)->GetCurrentThread(jvmti, &self);
  renew_pid(env);
  forget_files(env);
  renew_randomness(env, self);
  jobject common = static_object(env, used_class(env, POOL), "common", "L" POOL ";");
  jclass virtual_threads = used_class(env, "java/lang/VirtualThread");
  jobject carriers = static_object(env, virtual_threads, "DEFAULT_SCHEDULER", "L" POOL ";");
  jclass timers = used_class(env, "java/lang/VirtualThread$DelayedTaskSchedulers");
  jclass delayer = used_class(env, "java/util/concurrent/CompletableFuture$Delayer");
  jobject delays = static_object(env, delayer, "delayer", "L" TIMER ";");
  bool ok = true;
  if (common && !renew_pool(env, common)) say(r, "the common pool is not as expected\n"), ok = false;
  if (carriers && !renew_pool(env, carriers)) say(r, "the scheduler of virtual threads is not as expected\n"), ok = false;
  if (delays && !renew_timer(env, delays)) say(r, "CompletableFuture's delayer is not as expected\n"), ok = false;
  if (!renew_timers(env, static_object(env, timers, "INSTANCE", "[Ljava/util/concurrent/ScheduledExecutorService;")))
    say(r, "the timers of virtual threads are not as expected\n"), ok = false;
  if (!renew_pollers(env)) say(r, "the pollers of virtual threads are not as expected\n"), ok = false;
  (*env)->PopLocalFrame(env, NULL);
  return ok ? 0 : REFUSED;
}
