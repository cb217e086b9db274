// AArch64: what has to be said in assembly.
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

// park saves the registers that a callee must keep, notes the stack pointer, and waits; revive makes a kernel thread that
// begins on that stack, takes the registers from there, and returns from park a second time, with 1. The kernel's order here
// is clone(flags, stack, parent_tid, tls, child_tid). "hint 34" is BTI's landing pad (bti c), and nothing on older processors.
__asm__(".text\n .p2align 4\n"
        ".globl park\n.hidden park\n.type park,%function\npark:\n hint #34\n"
        " stp x29,x30,[sp,#-160]!\n stp x19,x20,[sp,#16]\n stp x21,x22,[sp,#32]\n stp x23,x24,[sp,#48]\n"
        " stp x25,x26,[sp,#64]\n stp x27,x28,[sp,#80]\n stp d8,d9,[sp,#96]\n stp d10,d11,[sp,#112]\n"
        " stp d12,d13,[sp,#128]\n stp d14,d15,[sp,#144]\n"
        " mov x9,sp\n str x9,[x0]\n bl park_wait\n mov x0,#0\n b 2f\n"
        ".globl revive\n.hidden revive\n.type revive,%function\nrevive:\n hint #34\n"
        " mov x4,x2\n mov x8,#220\n svc #0\n cbz x0,1f\n ret\n"
        "1: mov x0,#1\n"
        "2: ldp x19,x20,[sp,#16]\n ldp x21,x22,[sp,#32]\n ldp x23,x24,[sp,#48]\n"
        " ldp x25,x26,[sp,#64]\n ldp x27,x28,[sp,#80]\n ldp d8,d9,[sp,#96]\n ldp d10,d11,[sp,#112]\n"
        " ldp d12,d13,[sp,#128]\n ldp d14,d15,[sp,#144]\n ldp x29,x30,[sp],#160\n ret\n"
        ".size park,.-park\n.size revive,.-revive\n");

#define RSEQ_SIGNATURE 0xd428bc00
#define SYSCALL_BYTES 4

static inline uint64_t context_pc(const ucontext_t *c) { return c->uc_mcontext.pc; }
static inline uint64_t context_sp(const ucontext_t *c) { return c->uc_mcontext.sp; }

// The instruction that makes a system call, as an int of SYSCALL_BYTES, and what the thread has in the registers for the call's number
// and for its result.
#define SYSCALL_INSTRUCTION 0xd4000001
static inline long context_call(const ucontext_t *c) { return (long)c->uc_mcontext.regs[8]; }
static inline long context_result(const ucontext_t *c) { return (long)c->uc_mcontext.regs[0]; }

static inline uint64_t thread_pointer(void) { return (uint64_t)__builtin_thread_pointer(); }

static inline long raw_fork(unsigned long flags, int *pid_word, int *tid_word) {
  return syscall(SYS_clone, flags, 0, pid_word, 0, tid_word);
}

// A guarded control stack cannot be given to a revived thread. SME's state can: it is in the signal's frame, as SVE's is.
static inline bool has_unsupported_state(void) {
  unsigned long status = 0;
  return prctl(74 /* PR_GET_SHADOW_STACK_STATUS */, &status, 0, 0, 0) == 0 && (status & 1) != 0;
}
