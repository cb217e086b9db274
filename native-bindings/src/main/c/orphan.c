// Ends this process when its parent has ended: what PR_SET_PDEATHSIG would do if it were sent at the end of the process, and not of
// the thread that made the child. A thread waits for that which the VM does not know: to start it takes a fifth of what a
// thread of Java's takes in a new child, and it works while the VM stands still. It stays behind when this process forks in its turn.
#include "livefork.h"
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define STACK_BYTES 131072
#define MILLIS_FOR_HOOKS 500
#define NANOS_PER_MILLI 1000000LL

typedef struct { int pid, handle; } Parent;

static void await_end_of(struct pollfd *handle, int pid) {
  // Another process may have got the number before there was a handle.
  while (getppid() == pid && handle->fd >= 0 && (poll(handle, 1, -1) < 0 || !handle->revents)) continue;
}

static void *watch(void *packed) {
  Parent parent = {.pid = (int)((intptr_t)packed >> 32), .handle = (int)(intptr_t)packed};
  struct pollfd handle = {.fd = parent.handle, .events = POLLIN};
  prctl(PR_SET_NAME, "mitosis-orphan");
  await_end_of(&handle, parent.pid);
  kill(getpid(), SIGTERM); // the VM runs its shutdown hooks
  int64_t end = now() + MILLIS_FOR_HOOKS * NANOS_PER_MILLI;
  for (int64_t left; (left = end - now()) > 0;) poll(NULL, 0, (int)(left / NANOS_PER_MILLI) + 1);
  kill(getpid(), SIGKILL);
  return NULL;
}

static int start_thread(void *argument) {
  pthread_attr_t small;
  pthread_t thread;
  sigset_t all, old;
  int error = pthread_attr_init(&small);
  if (error) return error;
  pthread_attr_setstacksize(&small, STACK_BYTES);
  sigfillset(&all); // but for the one by which it is parked
  sigdelset(&all, signal_to_park());
  pthread_sigmask(SIG_SETMASK, &all, &old);
  error = pthread_create(&thread, &small, watch, argument);
  if (error == EINVAL) error = pthread_create(&thread, NULL, watch, argument); // libraries have more for each thread than that
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  pthread_attr_destroy(&small);
  if (!error) pthread_detach(thread);
  return error;
}

// The guard reads pids from a pipe of the parent's. What has that number by now may be something else. A full pipe is one of a guard
// that is stopped: then the parent's word has to do.
static void tell_guard(int parent, int descriptor) {
  char path[64], *end = path + sizeof path, *at = append_number(append(path, end, "/proc/"), end, parent);
  struct stat status;
  int pid = getpid();
  append_number(append(at, end, "/fd/"), end, descriptor);
  int fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) return; // then the parent is gone, or tells the next guard
  if (fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode))
    while (write(fd, &pid, sizeof pid) < 0 && errno == EINTR) continue;
  close(fd);
}

// Has this process end with that one, its parent; 0, or errno. Tells the parent's guard, if there is one. Without a parent it does
// nothing.
EXPORT int live_fork_end_with(int parent, int guard) {
  if (!parent) return 0;
  int handle = (int)syscall(SYS_pidfd_open, parent, 0);
  if (handle < 0 && errno != ESRCH) return errno;
  int error = start_thread((void *)(((intptr_t)parent << 32) | (uint32_t)handle));
  if (error && handle >= 0) close(handle);
  if (!error && guard > 0) tell_guard(parent, guard);
  return error;
}
