// What the caller is told.
#include "livefork.h"
#include <string.h>

void say(Report *r, const char *text) { append(r->text + strlen(r->text), r->text + TEXT_BYTES, text); }

// Begins what is told anew, with why something was not done.
void give_reason(Report *r, const char *text) {
  r->text[0] = 0;
  say(r, text);
}

void say_number(Report *r, long number) {
  append_number(r->text + strlen(r->text), r->text + TEXT_BYTES, number);
}

// What the kernel says of a thread.
void say_file(Report *r, int tid, const char *file) {
  char path[64], text[256];
  task_path(path, path + sizeof path, tid, file);
  long length = read_file(path, text, sizeof text);
  if (length > 0 && text[length - 1] == '\n') text[length - 1] = 0;
  say(r, length > 0 ? text : "?");
}

void name_thread(const Frozen *f, Report *r) {
  jvmtiThreadInfo info;
  if (!f->thread) {
    say_number(r, f->tid);
    say(r, " ");
    say_file(r, f->tid, "comm");
    say(r, ", of a library");
    return;
  }
  if ((*jvmti)->GetThreadInfo(jvmti, f->thread, &info)) return;
  say(r, info.name);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
}

// As Java has it, of a signature, which it changes.
static void say_type(Report *r, char *signature) {
  char *name = signature[0] == 'L' ? signature + 1 : signature;
  for (char *c = name; *c; c++)
    if (*c == '/') *c = '.';
    else if (*c == ';') *c = 0;
  say(r, name);
}

// A class; ends the line.
void name_class(jclass type, Report *r) {
  char *signature = NULL;
  if (!type || (*jvmti)->GetClassSignature(jvmti, type, &signature, NULL)) return;
  say_type(r, signature);
  say(r, "\n");
  (*jvmti)->Deallocate(jvmti, (unsigned char *)signature);
}

// Whose frames a suspended thread's are: those of a carrier are its virtual thread's.
static jthread owner_of_frames(const Frozen *f) {
  for (int i = 0; f->carries && i < frozen_count; i++)
    if (frozen[i].java_thread == f->java_thread && !frozen[i].carries) return frozen[i].thread;
  return f->thread;
}

// The method that a suspended thread is in.
void name_method(const Frozen *f, Report *r) {
  jmethodID method = NULL;
  jlocation at = 0;
  char *name = NULL;
  Home home;
  if (!f->thread || (*jvmti)->GetFrameLocation(jvmti, owner_of_frames(f), 0, &method, &at)
      || (*jvmti)->GetMethodName(jvmti, method, &name, NULL, NULL))
    return;
  home_of(method, &home);
  say(r, ", in ");
  say_type(r, home.signature);
  say(r, ".");
  say(r, name);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)name);
}
