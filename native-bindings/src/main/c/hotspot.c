// What has to be known of HotSpot's own structures. libjvm exports tables for debuggers (the serviceability agent reads
// them), which say where fields are in this very build; where a table is silent, the place is found by comparing with
// what is known otherwise. Whatever is missing or does not compare makes init say no.
#include "livefork.h"
#include <dlfcn.h>
#include <pthread.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long osthread_offset = -1, thread_id_offset = -1, state_offset = -1, critical_offset = -1;
static int in_native = -1, blocked = -1;
static pthread_key_t current_thread_key;
static jfieldID eetop;

#define MOST_JAVA_THREAD_BYTES 8192

// What libjvm exports under a name; NULL when nothing.
void *in_vm(const char *name) {
  static void *libjvm;
  if (!libjvm) libjvm = dlopen("libjvm.so", RTLD_NOW | RTLD_NOLOAD);
  return libjvm ? dlsym(libjvm, name) : NULL;
}

// A table's entries are structs of the VM's; their stride and the offsets of their fields are exported beside it.
static uint64_t exported(const char *name) {
  uint64_t *value = in_vm(name);
  return value ? *value : 0;
}

static char *table(const char *name) {
  char **first = in_vm(name);
  return first ? *first : NULL;
}

static void read_structs(void) {
  char *e = table("gHotSpotVMStructs");
  uint64_t stride = exported("gHotSpotVMStructEntryArrayStride");
  uint64_t type = exported("gHotSpotVMStructEntryTypeNameOffset");
  uint64_t field = exported("gHotSpotVMStructEntryFieldNameOffset");
  uint64_t offset = exported("gHotSpotVMStructEntryOffsetOffset");
  for (; e && stride && *(char **)(e + type); e += stride) {
    const char *t = *(char **)(e + type), *f = *(char **)(e + field);
    long at = *(long *)(e + offset);
    if (!strcmp(f, "_osthread")) osthread_offset = at;
    if (!strcmp(t, "OSThread") && !strcmp(f, "_thread_id")) thread_id_offset = at;
    if (!strcmp(t, "JavaThread") && !strcmp(f, "_thread_state")) state_offset = at;
  }
}

static void read_constants(void) {
  char *e = table("gHotSpotVMIntConstants");
  uint64_t stride = exported("gHotSpotVMIntConstantEntryArrayStride");
  uint64_t name = exported("gHotSpotVMIntConstantEntryNameOffset");
  uint64_t value = exported("gHotSpotVMIntConstantEntryValueOffset");
  for (; e && stride && *(char **)(e + name); e += stride) {
    const char *n = *(char **)(e + name);
    if (!strcmp(n, "_thread_in_native")) in_native = *(int *)(e + value);
    if (!strcmp(n, "_thread_blocked")) blocked = *(int *)(e + value);
  }
}

// The VM keeps each thread's Thread under a key of pthreads: the one that holds the caller's own.
static bool find_current_thread_key(const char *java_thread) {
  for (pthread_key_t key = 0; key < 1024; key++)
    if (pthread_getspecific(key) == java_thread) {
      current_thread_key = key;
      return true;
    }
  return false;
}

static uint64_t bytes_of(const char *type) {
  char *e = table("gHotSpotVMTypes");
  uint64_t stride = exported("gHotSpotVMTypeEntryArrayStride");
  uint64_t name = exported("gHotSpotVMTypeEntryTypeNameOffset"), size = exported("gHotSpotVMTypeEntrySizeOffset");
  for (; e && stride && *(char **)(e + name); e += stride)
    if (!strcmp(*(char **)(e + name), type)) return *(uint64_t *)(e + size);
  return 0;
}

uint64_t java_thread_bytes(void) { return bytes_of("JavaThread"); }

// Of the words that are JavaThread's own, those that were equal to all numbers so far.
typedef struct { const char *java_thread; uint64_t begin, end; bool left[MOST_JAVA_THREAD_BYTES / sizeof(int)]; } Candidates;

static void keep_equal(Candidates *c, int number) {
  for (uint64_t at = c->begin; at < c->end; at += sizeof(int))
    c->left[at / sizeof(int)] &= *(const volatile int *)(c->java_thread + at) == number;
}

// How many critical regions of JNI a thread is in: the VM's count goes as it must when regions are entered and left. Where
// there is no such count, regions do not keep a collection from beginning (G1, from JDK 22). What G1 counts instead, among what
// Thread keeps for the collector, is another thing: of the region that was pinned last, and anything once a collection came between.
static void find_critical_count(JNIEnv *env, const char *java_thread) {
  Candidates c = {.java_thread = java_thread, .begin = bytes_of("Thread"), .end = java_thread_bytes() & ~(sizeof(int) - 1)};
  jbyteArray array = (*env)->NewByteArray(env, 1);
  if (!array || !c.begin || c.end > MOST_JAVA_THREAD_BYTES) return;
  memset(c.left, 1, sizeof c.left);
  keep_equal(&c, 0);
  void *outer = (*env)->GetPrimitiveArrayCritical(env, array, NULL);
  keep_equal(&c, 1);
  void *inner = (*env)->GetPrimitiveArrayCritical(env, array, NULL);
  keep_equal(&c, 2);
  (*env)->ReleasePrimitiveArrayCritical(env, array, inner, JNI_ABORT);
  keep_equal(&c, 1);
  (*env)->ReleasePrimitiveArrayCritical(env, array, outer, JNI_ABORT);
  keep_equal(&c, 0);
  for (uint64_t at = c.begin; at < c.end; at += sizeof(int))
    if (c.left[at / sizeof(int)]) critical_offset = (long)at;
  (*env)->DeleteLocalRef(env, array);
}

bool is_in_critical_region(const char *java_thread) {
  return critical_offset >= 0 && *(const volatile int *)(java_thread + critical_offset) != 0;
}

static jthread current_thread(void) {
  jthread current = NULL;
  (*jvmti)->GetCurrentThread(jvmti, &current);
  return current;
}

bool hotspot_init(Report *why) {
  JNIEnv *env;
  (*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8);
  read_structs();
  read_constants();
  if (osthread_offset < 0 || thread_id_offset < 0 || state_offset < 0 || in_native < 0 || blocked < 0) {
    say(why, "this JVM does not export HotSpot's tables for debuggers");
    return false;
  }
  jclass type = (*env)->FindClass(env, "java/lang/Thread");
  eetop = (*env)->GetFieldID(env, type, "eetop", "J");
  if (!eetop) {
    (*env)->ExceptionClear(env);
    say(why, "this JVM's Thread has no field eetop");
    return false;
  }
  char *self = java_thread_of(env, current_thread());
  if (!self || tid_of(self) != (int)syscall(SYS_gettid) || *(int *)(self + state_offset) != in_native
      || !find_current_thread_key(self)) {
    say(why, "this JVM's threads are not laid out as its tables say");
    return false;
  }
  find_critical_count(env, self);
  return true;
}

// The VM's JavaThread; NULL for a thread that has ended.
char *java_thread_of(JNIEnv *env, jthread thread) {
  return (char *)(intptr_t)(*env)->GetLongField(env, thread, eetop);
}

int tid_of(char *java_thread) { return *(int *)(*(char **)(java_thread + osthread_offset) + thread_id_offset); }

int state_of(const char *java_thread) { return *(const volatile int *)(java_thread + state_offset); }

bool is_in_native(const char *java_thread) { return state_of(java_thread) == in_native; }

// Whether a thread is blocked, or in native code: nowhere in between, and not inside the VM.
bool is_at_rest(const char *java_thread) {
  int state = state_of(java_thread);
  return state == blocked || state == in_native;
}

// For a thread that will never run again: as blocked, nobody waits for it, System.exit least of all.
void mark_blocked(char *java_thread) { *(volatile int *)(java_thread + state_offset) = blocked; }

// Where the VM keeps the id of the calling thread, if that is a thread of the VM's.
int *os_thread_id_word(void) {
  char *thread = pthread_getspecific(current_thread_key);
  char *os_thread = thread ? *(char **)(thread + osthread_offset) : NULL;
  int *word = os_thread ? (int *)(void *)(os_thread + thread_id_offset) : NULL;
  return word && *word == (int)syscall(SYS_gettid) ? word : NULL;
}

// Whether the heap is memory that a fork copies. A local reference is the address of a slot that holds the object's.
bool heap_can_be_copied(JNIEnv *env, Report *why) {
  jobject object = (jobject)(*env)->FindClass(env, "java/lang/Object");
  Mapping heap;
  bool known = object && find_mapping(*(uint64_t *)((uintptr_t)object & ~(uintptr_t)7), &heap);
  if (object) (*env)->DeleteLocalRef(env, object);
  if (!known || heap.shared || strstr(heap.path, "hugepages") || strstr(heap.path, "anon_hugepage")) {
    say(why, known ? "the heap is shared memory or reserved huge pages, which a child would not get a copy of"
                   : "the heap's objects are not at the addresses that their references hold (as with ZGC)");
    say(why, ": use -XX:+UseSerialGC, -XX:+UseParallelGC, -XX:+UseG1GC or -XX:+UseShenandoahGC, and transparent huge pages");
    return false;
  }
  return true;
}
