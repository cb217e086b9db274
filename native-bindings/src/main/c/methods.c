// Which class a method is of.
#include "livefork.h"

// The class's signature, as far as there is room; empty when it cannot be told.
void home_of(jmethodID method, Home *home) {
  jclass type = NULL;
  char *signature = NULL;
  home->signature[0] = 0;
  if ((*jvmti)->GetMethodDeclaringClass(jvmti, method, &type) || (*jvmti)->GetClassSignature(jvmti, type, &signature, NULL))
    return;
  append(home->signature, home->signature + sizeof home->signature, signature);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)signature);
}
