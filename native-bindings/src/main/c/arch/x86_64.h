// x86-64: what has to be said in assembly.
#include <asm/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

// park saves the registers that a callee must keep, notes the stack pointer, and waits; revive makes a kernel thread that
// begins on that stack, takes the registers from there, and returns from park a second time, with 1.
__asm__(".text\n"
        ".globl park\n.hidden park\n.type park,@function\npark:\n"
        " push %rbp\n push %rbx\n push %r12\n push %r13\n push %r14\n push %r15\n"
        " mov %rsp,(%rdi)\n sub $8,%rsp\n call park_wait\n add $8,%rsp\n xor %eax,%eax\n"
        " pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbx\n pop %rbp\n ret\n"
        ".size park,.-park\n"
        ".globl revive\n.hidden revive\n.type revive,@function\nrevive:\n"
        " mov %rcx,%r8\n mov %rdx,%r10\n mov $56,%eax\n syscall\n test %rax,%rax\n jz 1f\n ret\n"
        "1: mov $1,%eax\n pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbx\n pop %rbp\n ret\n"
        ".size revive,.-revive\n");

#define RSEQ_SIGNATURE 0x53053053
#define SYSCALL_BYTES 2

static inline uint64_t context_pc(const ucontext_t *c) { return (uint64_t)c->uc_mcontext.gregs[REG_RIP]; }
static inline uint64_t context_sp(const ucontext_t *c) { return (uint64_t)c->uc_mcontext.gregs[REG_RSP]; }

// The instruction that makes a system call, as an int of SYSCALL_BYTES, and what the thread has in the register for the call's number
// and for its result.
#define SYSCALL_INSTRUCTION 0x050f
static inline long context_call(const ucontext_t *c) { return (long)c->uc_mcontext.gregs[REG_RAX]; }
static inline long context_result(const ucontext_t *c) { return (long)c->uc_mcontext.gregs[REG_RAX]; }

static inline uint64_t thread_pointer(void) {
  uint64_t pointer;
  __asm__("mov %%fs:0,%0" : "=r"(pointer));
  return pointer;
}

static inline long raw_fork(unsigned long flags, int *pid_word, int *tid_word) {
  return syscall(SYS_clone, flags, 0, pid_word, tid_word, 0);
}

// Shadow stacks cannot be given to a revived thread.
static inline bool has_unsupported_state(void) {
  unsigned long features = 0;
  return syscall(SYS_arch_prctl, 0x5005 /* ARCH_SHSTK_STATUS */, &features) == 0 && features != 0;
}
