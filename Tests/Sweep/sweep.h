// What the sweep's files share: where its memory lies, its descriptors, and the words drawn for a case.
// Two blocks of memory, each with a page behind it that nobody may touch, and one that is only for reading.
#define BLOCK_SIZE 0x4000
#define BLOCK_A 0x40000000u
#define BLOCK_B 0x40010000u
#define READ_ONLY 0x40020000u
#define UNMAPPED 0x40030000u

// Descriptors of every kind, at fixed places.
enum { FILE_RW = 10, FOLDER, PIPE_IN, PIPE_OUT, SOCKET_A, SOCKET_B, DATAGRAM, LISTENER, EPOLL, MASTER, TERMINAL, EVENTS,
  TIMER, SIGNALS, WATCHER, NOTHING, MEMORY, NAME_ONLY, READ_FILE, NETLINK, LAST_FD };


// Begins the words of one case: the same each time.
void draw_for(int number, int count);
unsigned below(unsigned n);
unsigned odd_word(void);
// A word for an argument of this kind, at `index` of the call; what it points to is written.
unsigned argument(char kind, int index);

// `from` at the place `to`.
int moved(int from, int to);
void make_files(void);
void open_descriptors(int master);
