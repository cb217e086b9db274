// The application's threads: which they are, and their suspension by JVMTI. A thread of the JVM's own is known by what it is.
#include "livefork.h"
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

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

bool threads_init(JNIEnv *env, Report *why) {
  jvmtiCapabilities suspend = {.can_suspend = 1, .can_get_bytecodes = 1};
  if ((*jvmti)->AddCapabilities(jvmti, &suspend)) {
    say(why, "another agent, a debugger as a rule, has reserved the suspension of threads, which only one may have: start "
             "this JVM without -agentlib:jdwp");
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

static Frozen *add(jthread thread, char *java_thread) {
  if (frozen_count == frozen_room) {
    int room = frozen_room ? 2 * frozen_room : 64;
    Frozen *more = realloc(frozen, room * sizeof *more);
    if (!more) return NULL;
    frozen = more;
    frozen_room = room;
  }
  frozen[frozen_count] = (Frozen){.thread = thread, .java_thread = java_thread, .tid = tid_of(java_thread)};
  return &frozen[frozen_count++];
}

static bool is_noted(JNIEnv *env, jthread thread, const char *java_thread) {
  for (int i = 0; i < frozen_count; i++)
    if (frozen[i].java_thread == java_thread && (*env)->IsSameObject(env, frozen[i].thread, thread)) return true;
  return false;
}

static void suspend(Frozen *f) {
  f->ours = (*jvmti)->SuspendThread(jvmti, f->thread) == JVMTI_ERROR_NONE;
}

// Gives a suspended thread a little time to be done with what it is in the middle of.
void let_go_on(Frozen *f) {
  if ((*jvmti)->ResumeThread(jvmti, f->thread)) return;
  pause_for(LITTLE_NANOS);
  suspend(f);
  f->holding = UNKNOWN;
}

static int suspend_platform_threads(JNIEnv *env) {
  jint n = 0;
  jthread *all = NULL;
  int self = (int)syscall(SYS_gettid), before = frozen_count;
  bool ok = (*jvmti)->GetAllThreads(jvmti, &n, &all) == JVMTI_ERROR_NONE
      && (*env)->EnsureLocalCapacity(env, 6 * n + 64) == 0;
  for (int i = 0; ok && i < n; i++) {
    char *java_thread = java_thread_of(env, all[i]);
    if (!java_thread || tid_of(java_thread) == self || is_noted(env, all[i], java_thread)) continue;
    enum Kind kind = kind_of(env, all[i]);
    if (kind == SERVICE) continue;
    Frozen *f = add(all[i], java_thread);
    ok = f != NULL;
    if (ok && kind == APPLICATION) suspend(f);
    // A reaper without a process serves all, so it is not suspended; one that waits for the parent's is merely left out.
    if (ok && kind == REAPER) f->reaps = true;
  }
  (*jvmti)->Deallocate(jvmti, (unsigned char *)all);
  return ok ? frozen_count - before : -1;
}

// A virtual thread that is mounted runs on when its carrier is suspended, so it is suspended too. No other is mounted then.
static int suspend_mounted_threads(JNIEnv *env) {
  int before = frozen_count;
  for (int i = 0; get_virtual_thread && i < before; i++) {
    jthread mounted = NULL;
    char *carrier = frozen[i].java_thread;
    if (get_virtual_thread(jvmti, frozen[i].thread, &mounted) || !mounted || is_noted(env, mounted, carrier)) continue;
    frozen[i].carries = true;
    Frozen *f = add(mounted, carrier);
    if (!f) return -1;
    suspend(f);
  }
  return frozen_count - before;
}

// Suspends the application's threads that are not yet; the caller's is none of them. How many those were, or less than 0 when
// there is no memory to note them in.
int suspend_new_threads(JNIEnv *env) {
  int platform = suspend_platform_threads(env), mounted = platform < 0 ? platform : suspend_mounted_threads(env);
  return mounted < 0 ? mounted : platform + mounted;
}

// In the child: dumps show who is frozen.
void name_frozen(JNIEnv *env) {
  for (int i = 0; i < frozen_count; i++) {
    char name[MOST_NAME_BYTES + sizeof FROZEN];
    jvmtiThreadInfo info;
    if (!frozen[i].ours || (*jvmti)->GetThreadInfo(jvmti, frozen[i].thread, &info)) continue;
    if (strlen(info.name) <= MOST_NAME_BYTES) {
      append(append(name, name + sizeof name, info.name), name + sizeof name, FROZEN);
      (*env)->SetObjectField(env, frozen[i].thread, thread_name, (*env)->NewStringUTF(env, name));
    }
    (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
  }
}

// All that were suspended go on.
void resume_all(void) {
  for (int i = frozen_count - 1; i >= 0; i--)
    if (frozen[i].ours) (*jvmti)->ResumeThread(jvmti, frozen[i].thread);
  frozen_count = 0;
}
