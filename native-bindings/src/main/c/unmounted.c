// Virtual threads that are not mounted: no thread of the VM's has their stacks. They cannot move, since their carriers are suspended, but
// they may hold what a child would wait for in vain. The JDK is asked which they are, as it is for a dump of all threads.
#include "livefork.h"

#define CONTAINERS "jdk/internal/vm/ThreadContainers"
#define CONTAINER "jdk/internal/vm/ThreadContainer"
#define VIRTUAL "java/lang/VirtualThread"
#define THREAD "java/lang/Thread"
#define STREAM "java/util/stream/Stream"

Frozen *unmounted;
int unmounted_count;
static int unmounted_room;
static bool practised; // for this attempt
static jlong newest, newest_of_parent; // ids, which grow

static bool note(jthread thread) {
  if (!make_room(&unmounted, unmounted_count, &unmounted_room)) return false;
  unmounted[unmounted_count++] = (Frozen){.thread = thread};
  return true;
}

static jmethodID method(JNIEnv *env, const char *type, const char *name, const char *signature) {
  return member(env, (Lookup)(*env)->GetMethodID, type, name, signature);
}

static jobjectArray elements(JNIEnv *env, jobject container, const char *of) {
  jmethodID get = method(env, CONTAINER, of, "()L" STREAM ";");
  jobject stream = get ? (*env)->CallObjectMethod(env, container, get) : NULL;
  jmethodID to_array = has_failed(env) || !stream ? NULL : method(env, STREAM, "toArray", "()[Ljava/lang/Object;");
  jobjectArray array = to_array ? (*env)->CallObjectMethod(env, stream, to_array) : NULL;
  return has_failed(env) ? NULL : array;
}

// Whether a thread is one that can be mounted again: not one that a fork has frozen before.
static bool can_be_mounted(JNIEnv *env, jthread thread) {
  jfieldID carrier = field(env, VIRTUAL, "carrierThread", "Ljava/lang/Thread;"), tid = field(env, THREAD, "tid", "J");
  if (!carrier || !tid || !(*env)->IsInstanceOf(env, thread, used_class(env, VIRTUAL))) return false;
  jthread mounted_on = (*env)->GetObjectField(env, thread, carrier);
  jlong id = (*env)->GetLongField(env, thread, tid);
  (*env)->DeleteLocalRef(env, mounted_on);
  if (id > newest) newest = id;
  return !mounted_on && id > newest_of_parent;
}

// Only the outermost container, and those that have threads, have others within them.
static bool note_threads_of(JNIEnv *env, jobject container, bool is_outermost) {
  jobjectArray threads = elements(env, container, "threads"), children = NULL;
  jsize n = threads ? (*env)->GetArrayLength(env, threads) : 0;
  bool has_children = is_outermost || n > 0;
  if (has_children) children = elements(env, container, "children");
  bool ok = threads && (children || !has_children);
  for (jsize i = 0; ok && i < n; i++) {
    jthread thread = (*env)->GetObjectArrayElement(env, threads, i);
    if (can_be_mounted(env, thread)) ok = note(thread);
    else (*env)->DeleteLocalRef(env, thread);
  }
  for (jsize i = 0, m = ok && children ? (*env)->GetArrayLength(env, children) : 0; ok && i < m; i++)
    ok = note_threads_of(env, (*env)->GetObjectArrayElement(env, children, i), false);
  return ok;
}

static void list(JNIEnv *env) {
  unmounted_count = 0;
  if (!used_class(env, CONTAINERS)) return; // no virtual thread was ever begun
  jmethodID root = member(env, (Lookup)(*env)->GetStaticMethodID, CONTAINERS, "root", "()L" CONTAINER ";");
  jobject all = root ? (*env)->CallStaticObjectMethod(env, used_class(env, CONTAINERS), root) : NULL;
  if (has_failed(env) || !all || !note_threads_of(env, all, true)) unmounted_count = -1;
}

// Before anybody is suspended: what the JDK runs for that is loaded and linked, for which it takes locks.
void practise_listing(JNIEnv *env) {
  practised = false;
  if (!used_class(env, VIRTUAL) || (*env)->PushLocalFrame(env, 64)) return;
  list(env);
  practised = unmounted_count >= 0;
  (*env)->PopLocalFrame(env, NULL);
}

// Notes those that there are, while all that may mount them are suspended.
void note_unmounted(JNIEnv *env) {
  unmounted_count = 0;
  if (practised) list(env);
  else if (used_class(env, VIRTUAL)) unmounted_count = -1; // since a moment ago, or it cannot be done
}

// In the child: those that the parent had will never be mounted. One that it had not begun yet counts among them, if others are younger.
void unmounted_are_inherited(void) { newest_of_parent = newest; }
