// The JDK's classes, fields and methods, found by name. JNI reaches the private ones. A class that was never used is left alone, and nothing is
// loaded. What was found is known from then on: a child looks up nothing new, since that would write to dozens of pages,
// each of which the kernel had to copy.
#include "livefork.h"

#define INITIALIZED JVMTI_CLASS_STATUS_INITIALIZED
#define MOST_KNOWN 160

bool has_no_memory;
static jclass(JNICALL *find_loaded)(JNIEnv *, jobject, jstring);
static bool nothing_new;

bool lookup_init(Report *why) {
  *(void **)&find_loaded = in_vm("JVM_FindLoadedClass");
  if (!find_loaded) say(why, "this JVM does not export JVM_FindLoadedClass");
  return find_loaded != NULL;
}

void look_up_nothing_new(bool nothing) { nothing_new = nothing; }

// Whether something was thrown, which is then forgotten.
bool has_failed(JNIEnv *env) {
  bool thrown = (*env)->ExceptionCheck(env);
  if (thrown) (*env)->ExceptionClear(env);
  return thrown;
}

// Whether a member was found not to exist; anything else that was thrown is for want of memory.
static bool is_missing(JNIEnv *env) {
  jthrowable thrown = (*env)->ExceptionOccurred(env);
  char *signature = NULL;
  if (!thrown) return false;
  (*env)->ExceptionClear(env);
  bool missing = (*jvmti)->GetClassSignature(jvmti, (*env)->GetObjectClass(env, thrown), &signature, NULL) == 0
      && begins(signature, "Ljava/lang/NoSuch");
  (*jvmti)->Deallocate(jvmti, (unsigned char *)signature);
  has_no_memory |= !missing;
  return missing;
}

// What was looked up: a class by its name, or a member of one; the id of a member that does not exist is NULL. Names are
// compared as addresses, which a miss does not harm.
static struct { const char *type, *member; void *id; } known[MOST_KNOWN];
static int known_count;

static bool is_known(const char *type, const char *member, void **id) {
  for (int i = 0; i < known_count; i++)
    if (known[i].type == type && known[i].member == member) {
      *id = known[i].id;
      return true;
    }
  return false;
}

static void *know(const char *type, const char *member, void *id) {
  if (known_count < MOST_KNOWN) {
    known[known_count].type = type;
    known[known_count].member = member;
    known[known_count++].id = id;
  }
  return id;
}

// A class of the JDK that has been initialised; NULL when it has not, or does not exist here. Nothing is loaded for it.
jclass used_class(JNIEnv *env, const char *name) {
  void *id;
  if (is_known(name, NULL, &id)) return id;
  if (nothing_new) return NULL;
  jstring text = (*env)->NewStringUTF(env, name);
  jclass found = text ? find_loaded(env, NULL, text) : NULL;
  jint status = 0;
  has_no_memory |= has_failed(env);
  if (!found || (*jvmti)->GetClassStatus(jvmti, found, &status) || !(status & INITIALIZED)) return NULL;
  jobject kept = (*env)->NewGlobalRef(env, found);
  has_no_memory |= !kept;
  return kept ? know(name, NULL, kept) : NULL;
}

void *member(JNIEnv *env, Lookup lookup, const char *type, const char *name, const char *signature) {
  void *id;
  jclass used = used_class(env, type);
  if (!used || is_known(type, name, &id)) return used ? id : NULL;
  id = lookup(env, used, name, signature);
  return id || is_missing(env) ? know(type, name, id) : NULL;
}

jfieldID field(JNIEnv *env, const char *type, const char *name, const char *signature) {
  return member(env, (Lookup)(*env)->GetFieldID, type, name, signature);
}

jmethodID constructor(JNIEnv *env, const char *type, const char *signature) {
  return member(env, (Lookup)(*env)->GetMethodID, type, "<init>", signature);
}

static jfieldID static_field(JNIEnv *env, const char *type, const char *name, const char *signature) {
  return member(env, (Lookup)(*env)->GetStaticFieldID, type, name, signature);
}

jobject static_object(JNIEnv *env, const char *type, const char *name, const char *signature) {
  jfieldID id = static_field(env, type, name, signature);
  return id ? (*env)->GetStaticObjectField(env, used_class(env, type), id) : NULL;
}

void set_static_object(JNIEnv *env, const char *type, const char *name, const char *signature, jobject value) {
  jfieldID id = static_field(env, type, name, signature);
  if (id) (*env)->SetStaticObjectField(env, used_class(env, type), id, value);
}
