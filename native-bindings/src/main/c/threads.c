// The application's threads: which they are, and their suspension by JVMTI. A thread of the JVM's own is known by what it is.
#include "livefork.h"
#include <stdlib.h>
#include <string.h>

#define LITTLE_NANOS 20000
#define MOST_NAME_BYTES 256 // a longer name stays as it is
#define FROZEN " (frozen by fork)"

typedef jvmtiError(JNICALL *GetVirtualThread)(jvmtiEnv *, jthread, jthread *);

Frozen *frozen;
int frozen_count;
static int frozen_room;
static jclass plain_thread, reference_handler, finalizer, innocuous_thread;
static jfieldID thread_name;
static GetVirtualThread get_virtual_thread;

static jclass find_class(JNIEnv *env, const char *name) {
  jclass local = (*env)->FindClass(env, name);
  if (!local) {
    (*env)->ExceptionClear(env);
    return NULL;
  }
  jclass global = (*env)->NewGlobalRef(env, local);
  (*env)->DeleteLocalRef(env, local);
  return global;
}

static void find_extension(void) {
  jint n = 0;
  jvmtiExtensionFunctionInfo *all = NULL;
  if ((*jvmti)->GetExtensionFunctions(jvmti, &n, &all)) return;
  for (int i = 0; i < n; i++)
    if (!strcmp(all[i].id, "com.sun.hotspot.functions.GetVirtualThread")) get_virtual_thread = (GetVirtualThread)all[i].func;
}

static bool has_continuations(JNIEnv *env) {
  jclass support = find_class(env, "jdk/internal/vm/ContinuationSupport");
  if (!support) return true; // a JDK without virtual threads
  jmethodID is = (*env)->GetStaticMethodID(env, support, "isSupported", "()Z");
  (*env)->ExceptionClear(env);
  return !is || (*env)->CallStaticBooleanMethod(env, support, is);
}

bool threads_init(JNIEnv *env, Report *why) {
  jvmtiCapabilities suspend = {.can_suspend = 1, .can_get_bytecodes = 1, .can_get_constant_pool = 1};
  if ((*jvmti)->AddCapabilities(jvmti, &suspend)) {
    say(why, "another agent, a debugger as a rule, has reserved the suspension of threads, which only one may have: start "
             "this JVM without -agentlib:jdwp");
    return false;
  }
  if (!has_continuations(env)) {
    say(why, "virtual threads are threads of the kernel here, which JVMTI does not list: start this JVM without "
             "-XX:-VMContinuations");
    return false;
  }
  find_extension();
  jvmtiCapabilities virtual_threads = {0};
  ((unsigned char *)&virtual_threads)[5] = 0x10; // can_support_virtual_threads: no name for it before JDK 21's header
  (*jvmti)->AddCapabilities(jvmti, &virtual_threads);
  plain_thread = find_class(env, "java/lang/Thread");
  reference_handler = find_class(env, "java/lang/ref/Reference$ReferenceHandler");
  finalizer = find_class(env, "java/lang/ref/Finalizer$FinalizerThread");
  innocuous_thread = find_class(env, "jdk/internal/misc/InnocuousThread");
  if (plain_thread && reference_handler && finalizer && innocuous_thread) {
    thread_name = (*env)->GetFieldID(env, plain_thread, "name", "Ljava/lang/String;");
    if (thread_name) return true;
    (*env)->ExceptionClear(env);
  }
  say(why, "this JVM's own threads are of unknown classes");
  return false;
}

static bool is_in_system_group(jthreadGroup group) {
  jvmtiThreadGroupInfo info;
  if (!group || (*jvmti)->GetThreadGroupInfo(jvmti, group, &info)) return false;
  (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
  return info.parent == NULL;
}

enum Kind { APPLICATION, SERVICE, REAPER };

// The JVM's own services, by what they are and not by a name alone, which any thread can have.
static enum Kind kind_of(JNIEnv *env, jthread thread) {
  jclass type = (*env)->GetObjectClass(env, thread);
  if ((*env)->IsSameObject(env, type, reference_handler) || (*env)->IsSameObject(env, type, finalizer)) return SERVICE;
  bool plain = (*env)->IsSameObject(env, type, plain_thread), innocuous = (*env)->IsSameObject(env, type, innocuous_thread);
  jvmtiThreadInfo info;
  if ((!plain && !innocuous) || (*jvmti)->GetThreadInfo(jvmti, thread, &info)) return APPLICATION;
  bool serves = plain ? (!strcmp(info.name, "Signal Dispatcher") || !strcmp(info.name, "Attach Listener")
                         || !strcmp(info.name, "Notification Thread"))
                            && is_in_system_group(info.thread_group)
                      : !strcmp(info.name, "Common-Cleaner") || !strcmp(info.name, "VirtualThread-unblocker");
  bool reaps = innocuous && begins(info.name, "process reaper");
  (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
  return serves ? SERVICE : reaps ? REAPER : APPLICATION;
}

static bool is_noted(JNIEnv *env, jthread thread, const char *java_thread) {
  for (int i = 0; i < frozen_count; i++)
    if (frozen[i].java_thread == java_thread && (*env)->IsSameObject(env, frozen[i].thread, thread)) return true;
  return false;
}

// Makes room for one more; false when there is no memory.
bool make_room(Frozen **of, int count, int *room) {
  int wanted = *room ? 2 * *room : 64;
  Frozen *more = count < *room ? *of : realloc(*of, wanted * sizeof *more);
  if (!more) return false;
  if (count == *room) *room = wanted;
  *of = more;
  return true;
}

static Frozen *room_for_one(void) {
  return make_room(&frozen, frozen_count, &frozen_room) ? &frozen[frozen_count] : NULL;
}

// Suspends a thread; false when it has ended. One that was suspended before stays so, and is not this fork's.
static bool suspend(Frozen *f) {
  jvmtiError error = (*jvmti)->SuspendThread(jvmti, f->thread);
  f->ours = error == JVMTI_ERROR_NONE;
  return f->ours || error == JVMTI_ERROR_THREAD_SUSPENDED;
}

// Suspends a thread and notes it. Only one that is suspended cannot end, so what the VM has of it is looked at afterwards.
static bool freeze_one(JNIEnv *env, jthread thread, jthread carrier) {
  Frozen f = {.thread = thread}; // the others stay where they are in memory unless one is added
  f.java_thread = suspend(&f) ? java_thread_of(env, carrier) : NULL;
  if (!f.java_thread) return true;
  f.tid = tid_of(f.java_thread);
  Frozen *kept = room_for_one();
  if (!kept && f.ours) (*jvmti)->ResumeThread(jvmti, thread);
  if (!kept) return false;
  *kept = f;
  frozen_count++;
  return true;
}

// A reaper without a process serves all, so it is not suspended; one that waits for the parent's is merely left out.
static bool note_reaper(jthread thread, char *java_thread) {
  Frozen *f = room_for_one();
  if (!f) return false;
  *f = (Frozen){.thread = thread, .java_thread = java_thread, .tid = tid_of(java_thread), .reaps = true};
  frozen_count++;
  return true;
}

static void suspend_again(Frozen *f) {
  f->holding = UNKNOWN;
  if (!suspend(f)) *f = frozen[--frozen_count]; // it has ended
}

// Gives a suspended thread a little time to be done with what it is in the middle of.
void let_go_on(Frozen *f) {
  if ((*jvmti)->ResumeThread(jvmti, f->thread)) return;
  pause_for(LITTLE_NANOS);
  suspend_again(f);
}

// The same for one that stands inside the VM, in the middle of a native method: until it has moved, and hardly longer, since it
// would call the next one. With shorter looks, it would not come to run where there is one processor.
void let_leave_vm(Frozen *f, int64_t deadline) {
  int state = state_of(f->java_thread);
  if ((*jvmti)->ResumeThread(jvmti, f->thread)) return;
  while (state_of(f->java_thread) == state && now() < deadline) pause_exactly(LITTLE_NANOS);
  suspend_again(f);
}

static bool suspend_platform_threads(JNIEnv *env) {
  jint n = 0;
  jthread *all = NULL, self = NULL;
  bool ok = (*jvmti)->GetCurrentThread(jvmti, &self) == JVMTI_ERROR_NONE
      && (*jvmti)->GetAllThreads(jvmti, &n, &all) == JVMTI_ERROR_NONE;
  for (int i = 0; ok && i < n; i++) {
    char *java_thread = java_thread_of(env, all[i]);
    if (!java_thread || is_noted(env, all[i], java_thread) || (*env)->IsSameObject(env, all[i], self)) continue;
    enum Kind kind = kind_of(env, all[i]);
    if (kind == REAPER) ok = note_reaper(all[i], java_thread);
    if (kind == APPLICATION) ok = freeze_one(env, all[i], all[i]);
  }
  (*jvmti)->Deallocate(jvmti, (unsigned char *)all);
  return ok;
}

// A virtual thread that is mounted runs on when its carrier is suspended, so it is suspended too. No other is mounted then.
static bool suspend_mounted_threads(JNIEnv *env) {
  bool ok = true;
  for (int i = 0, carriers = frozen_count; ok && get_virtual_thread && i < carriers; i++) {
    jthread mounted = NULL, carrier = frozen[i].thread;
    if (get_virtual_thread(jvmti, carrier, &mounted) || !mounted) continue;
    frozen[i].carries = true;
    if (!is_noted(env, mounted, frozen[i].java_thread)) ok = freeze_one(env, mounted, carrier);
  }
  return ok;
}

// Suspends the application's threads that are not yet; the caller's is none of them. How many those were, or less than 0 when
// there is no memory to note them in.
int suspend_new_threads(JNIEnv *env) {
  int before = frozen_count;
  return suspend_platform_threads(env) && suspend_mounted_threads(env) ? frozen_count - before : -1;
}

static void prepare_name(JNIEnv *env, Frozen *f) {
  char name[MOST_NAME_BYTES + sizeof FROZEN];
  jvmtiThreadInfo info;
  if ((*jvmti)->GetThreadInfo(jvmti, f->thread, &info)) return;
  append(append(name, name + sizeof name, info.name), name + sizeof name, FROZEN);
  if (strlen(info.name) <= MOST_NAME_BYTES) f->name_in_child = (*env)->NewStringUTF(env, name);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
  (*env)->DeleteLocalRef(env, info.thread_group);
  (*env)->DeleteLocalRef(env, info.context_class_loader);
  (*env)->ExceptionClear(env); // without memory, a name stays what it is
}

static void name(JNIEnv *env, const Frozen *f) {
  if (f->name_in_child) (*env)->SetObjectField(env, f->thread, thread_name, f->name_in_child);
}

// In the parent: what the child will call the frozen threads, so that its dumps show which they are.
void prepare_names(JNIEnv *env) {
  for (int i = 0; i < frozen_count; i++)
    if (frozen[i].ours) prepare_name(env, &frozen[i]);
  for (int i = 0; i < unmounted_count; i++) prepare_name(env, &unmounted[i]);
}

// In the child.
void name_frozen(JNIEnv *env) {
  for (int i = 0; i < frozen_count; i++) name(env, &frozen[i]);
  for (int i = 0; i < unmounted_count; i++) name(env, &unmounted[i]);
}

// All that were suspended go on.
void resume_all(void) {
  for (int i = frozen_count - 1; i >= 0; i--)
    if (frozen[i].ours) (*jvmti)->ResumeThread(jvmti, frozen[i].thread);
  frozen_count = 0;
}
